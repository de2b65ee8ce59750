// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Energy
package import Metering
import Rights
import Settlement
package import Storage
import Wire

/// What is done with contracts: each deed has its day and who did it, and nothing that was is changed.
package struct ContractDesk {
    package let community: Community
    package let author: Author
    package let today: CivilDay
    package let connection: any StorageConnection

    package init(community: Community, author: Author, today: CivilDay, connection: any StorageConnection) {
        (self.community, self.author, self.today, self.connection) = (community, author, today, connection)
    }

    private func note(_ action: String, _ contract: Int64) throws {
        try AuditTrail.append(
            action, object: "energy/\(community.id)/contract/\(contract)", by: author.name, at: author.at,
            on: connection)
    }

    private func enter(
        _ deed: StoredContract.Deed, of contract: Int64, on day: CivilDay, way: StoredContract.Way? = nil,
        proof: String = ""
    ) throws {
        try connection.execute(
            """
            INSERT INTO energy_contract_deed (contract_id, deed, day, way, proof, at, actor)
            VALUES (\(contract), \(deed.rawValue), \(day.number), \(way?.rawValue), \(String(proof.prefix(400))),
                \(author.at.microseconds), \(author.name))
            """)
        try note(deed.rawValue, contract)
    }

    // MARK: - Templates

    /// Puts a text in the place of the one before, from a day on; what was offered stays as it is.
    package func set(_ template: ContractTemplate, from day: CivilDay) throws {
        try template.check()
        let versions = try EnergyQueries.versions(ContractTemplate.self, of: community.id, on: connection)
            .filter { $0.content.contract == template.contract }
        let revision = try EnergyQueries.revise(author, on: connection)
        for version in versions where version.days.through.map({ $0 >= day }) ?? true {
            try EnergyQueries.end(row: version.row, revision: revision, on: connection)
            guard version.days.from < day else { continue }
            try EnergyQueries.put(
                version.content, version.days.ending(CivilDay(number: day.number - 1)), number: version.number,
                of: community.id, revision: revision, on: connection)
        }
        let number = try EnergyQueries.put(
            template, ValidDays(from: day), number: versions.first?.number, of: community.id, revision: revision,
            on: connection)
        try AuditTrail.append(
            "update", object: "energy/\(community.id)/\(ContractTemplate.kind)/\(number)", by: author.name,
            at: author.at, on: connection)
    }

    // MARK: - Contracts

    /// Offers both contracts with each operator, as the templates and the facts are today; returns how many are new.
    ///
    /// What is accepted stays; an offer that would read otherwise now is replaced, one that would not is left alone.
    package func offer(_ relation: Int64) throws -> Int {
        let days = try self.days(of: relation)
        if let through = days.through, through < today { throw EnergyFault.contractOver(through) }
        let day = ContractQueries.day(of: days, today: today)
        let facts = try ContractQueries.facts(relation, of: community, on: day, on: connection)
        guard !facts.isEmpty else { throw EnergyFault.noPlant }
        var gaps: [EnergyFault.ContractGap] = []
        for gap in facts.flatMap(\.missing) where !gaps.contains(gap) { gaps.append(gap) }
        guard gaps.isEmpty else { throw EnergyFault.contractLacks(gaps) }
        let known = try ContractQueries.all(ofRelation: relation, in: community.id, on: connection)
        var count = 0
        for one in facts {
            for kind in ContractKind.allCases {
                let standing = known.last { $0.runner == one.runner && $0.kind == kind }
                if standing?.state == .accepted { continue }
                let paper = try one.paper(
                    ContractQueries.template(kind, of: community.id, on: today, on: connection))
                if let standing, standing.state == .offered {
                    if standing.hash == paper.hash { continue }
                    try enter(.replaced, of: standing.id, on: today)
                }
                let id = try connection.integer(
                    """
                    INSERT INTO energy_contract (community_id, relation, runner, party, kind, paper, hash)
                    VALUES (\(community.id), \(relation), \(one.runner), \(one.party), \(kind.rawValue),
                        \(paper.text), \(paper.hash)) RETURNING id
                    """)
                guard let id else { throw StorageError.corrupt(message: "a contract was stored without a number") }
                try enter(.offered, of: id, on: today)
                count += 1
            }
        }
        return count
    }

    /// The member accepts in text form. The three warnings have to be proved before (§42c(6) EnWG).
    package func accept(
        _ id: Int64, on day: CivilDay, by way: StoredContract.Way, proof: String = ""
    ) throws {
        let contract = try contract(id)
        guard contract.state == .offered, let offered = contract.event(.offered) else {
            throw EnergyFault.contractNotOffered
        }
        try refuse(future: day, field: "day")
        guard day >= offered.day else { throw EnergyFault.beforeOffer(offered.day) }
        let warned = try NoticeQueries.warned(community.id, on: connection)[contract.party]
        let dayAfter = Int64(day.number + 1) * 86_400_000_000
        guard let warned, warned.microseconds < dayAfter else { throw EnergyFault.contractNotWarned }
        try enter(.accepted, of: id, on: day, way: way, proof: proof)
    }

    /// The member withdraws within the term: the relation ends, and with it the contracts that hang on it.
    package func withdraw(_ id: Int64, on day: CivilDay, by way: StoredContract.Way, proof: String = "") throws {
        let contract = try contract(id)
        guard let accepted = contract.event(.accepted), let last = contract.lastWithdrawal else {
            throw EnergyFault.contractNotAccepted
        }
        try refuse(future: day, field: "day")
        guard day >= accepted.day, day <= last else { throw EnergyFault.withdrawalLate(last) }
        try close(contract, .withdrawn, on: day, way: way, proof: proof)
    }

    /// Somebody gives notice: the last day, and why.
    package func end(_ id: Int64, through day: CivilDay, by way: StoredContract.Way, reason: String) throws {
        let contract = try contract(id)
        guard contract.state == .accepted else { throw EnergyFault.contractNotAccepted }
        guard !reason.isEmpty else { throw EnergyFault.empty(field: "proof") }
        try close(contract, .ended, on: day, way: way, proof: reason)
    }

    private func close(
        _ contract: StoredContract, _ deed: StoredContract.Deed, on day: CivilDay, way: StoredContract.Way,
        proof: String
    ) throws {
        try end(contract.relation, through: day, isWithdrawal: deed == .withdrawn)
        try enter(deed, of: contract.id, on: day, way: way, proof: proof)
        // one relation holds with all operators: it cannot end with one of them alone
        for other in try ContractQueries.all(ofRelation: contract.relation, in: community.id, on: connection)
        where other.id != contract.id {
            if other.state == .accepted {
                try enter(.ended, of: other.id, on: day, proof: deed == .withdrawn ? "Widerruf" : proof)
            } else if other.state == .offered {
                try enter(.replaced, of: other.id, on: min(day, today))
            }
        }
    }

    /// Ends the relation as the room ends relations; one that is withdrawn before its first day never holds.
    private func end(_ relation: Int64, through day: CivilDay, isWithdrawal: Bool) throws {
        let versions = try EnergyQueries.versions(Relation.self, of: community.id, on: connection)
            .filter { $0.number == relation }
        guard let current = versions.last else { return }
        if let through = current.days.through, through <= day { return }
        if isWithdrawal, current.days.from > day {
            let revision = try EnergyQueries.revise(author, on: connection)
            try EnergyQueries.end(row: current.row, revision: revision, on: connection)
            try AuditTrail.append(
                "delete", object: "energy/\(community.id)/\(Relation.kind)/\(relation)", by: author.name,
                at: author.at, on: connection)
            return
        }
        try EnergyDesk(community: community, author: author, connection: connection)
            .end(relation: relation, through: day)
    }

    private func contract(_ id: Int64) throws -> StoredContract {
        guard let found = try ContractQueries.one(id, of: community.id, on: connection) else {
            throw EnergyFault.unknown(field: "contract")
        }
        return found
    }

    private func days(of relation: Int64) throws -> ValidDays {
        let versions = try EnergyQueries.versions(Relation.self, of: community.id, on: connection)
        guard let days = versions.last(where: { $0.number == relation })?.days else {
            throw EnergyFault.unknown(field: "relation")
        }
        return days
    }

    private func refuse(future day: CivilDay, field: String) throws(EnergyFault) {
        guard day <= today else {
            throw .refused(
                field: field, Words("Dieser Tag liegt in der Zukunft.", "This day is in the future."))
        }
    }
}

extension EnergyFault {
    package static let contractNotOffered = EnergyFault.refused(
        field: "contract",
        Words(
            "Dieser Vertrag steht nicht als Angebot da: Er ist schon angenommen, ersetzt oder beendet.",
            "This contract is no open offer: it is accepted, replaced or ended already."))

    package static let contractNotAccepted = EnergyFault.refused(
        field: "contract",
        Words(
            "Dieser Vertrag ist nicht angenommen oder schon beendet.",
            "This contract is not accepted, or has ended already."))

    package static let contractNotWarned = EnergyFault.refused(
        field: "contract",
        Words(
            "Für dieses Mitglied gibt es vor diesem Tag keinen Nachweis der drei Warnungen, die vor dem Vertrag in Textform kommen müssen (§ 42c Abs. 6 EnWG). Die Verwaltung schickt sie unter „Hinweise an Mitglieder“; danach kann der Vertrag angenommen werden.",
            "There is no proof before this day of the three warnings, which must come in text form before the contract (§ 42c(6) EnWG). Who runs the sharing sends them at “Notices to members”; then the contract can be accepted."
        ))

    package static func beforeOffer(_ day: CivilDay) -> EnergyFault {
        .refused(
            field: "day",
            Words(
                "Angeboten wurde der Vertrag erst am \(Words.day(day).german).",
                "The contract was offered on \(Words.day(day).english) only."))
    }

    package static func withdrawalLate(_ last: CivilDay) -> EnergyFault {
        .refused(
            field: "day",
            Words(
                "Widerrufen werden konnte von der Annahme bis zum \(Words.day(last).german); es zählt der Tag, an dem die Erklärung abgeschickt wurde. Danach endet der Vertrag durch Kündigung.",
                "It could be withdrawn from its acceptance until \(Words.day(last).english); what counts is the day on which that was sent. Afterwards the contract ends by notice."
            ))
    }

    package static func contractOver(_ last: CivilDay) -> EnergyFault {
        .refused(
            field: "relation",
            Words(
                "Diese Teilnahme endete am \(Words.day(last).german): Es gibt nichts mehr anzubieten.",
                "This relation ended on \(Words.day(last).english): there is nothing to offer any more."))
    }
}
