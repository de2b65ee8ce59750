// SPDX-License-Identifier: EUPL-1.2
package import Energy
package import Metering
import Settlement
package import Storage
package import Wire

/// A contract as it was offered, and what was done with it.
package struct StoredContract: Sendable, Hashable {
    package enum Deed: String, Sendable, Hashable, CaseIterable {
        case offered
        /// The offer was taken back or another one took its place.
        case replaced
        case accepted
        /// Withdrawn within the term.
        case withdrawn
        case ended
    }

    /// By which way, in text form, somebody said so.
    package enum Way: String, Sendable, Hashable, CaseIterable {
        /// The member's own account, on the page of the contract.
        case account
        case letter
        case mail
    }

    package struct Event: Sendable, Hashable {
        package let deed: Deed
        /// The day on which it was said; of an end the last day.
        package let day: CivilDay
        package let way: Way?
        package let proof: String
        /// When it was entered, and by whom.
        package let at: Instant
        package let actor: String
    }

    package let id: Int64
    package let relation: Int64
    /// The party that operates the plants.
    package let runner: Int64
    /// The party that consumes.
    package let party: Int64
    package let kind: ContractKind
    /// Nil when it was erased after the legal term.
    package let paper: ContractPaper?
    /// SHA-256 of the paper's bytes as they were offered.
    package let hash: String
    package var events: [Event] = []

    package var state: Deed { events.last?.deed ?? .offered }

    package func event(_ deed: Deed) -> Event? { events.last { $0.deed == deed } }

    /// The last day on which the member can withdraw; nil for what is not accepted.
    package var lastWithdrawal: CivilDay? {
        state == .accepted ? event(.accepted).map { WithdrawalTerm.last(accepted: $0.day) } : nil
    }
}

/// Contracts and their templates as they are stored.
package enum ContractQueries {
    /// The template that holds on a day: the sharing's own, else the one that everybody begins with.
    package static func template(
        _ kind: ContractKind, of community: Int64, on day: CivilDay, on connection: any StorageConnection
    ) throws -> ContractTemplate {
        try EnergyQueries.versions(ContractTemplate.self, of: community, on: connection)
            .last { $0.content.contract == kind && $0.days.contains(day) }?.content ?? .start(kind)
    }

    private static let columns: SQL = "id, relation, runner, party, kind, paper, hash"

    private static func make(_ row: any StorageRow) throws -> StoredContract {
        guard let kind = ContractKind(rawValue: row.text(4)) else {
            throw StorageError.corrupt(message: "contract \(row.integer(0)) of energy_contract cannot be read")
        }
        return StoredContract(
            id: row.integer(0), relation: row.integer(1), runner: row.integer(2), party: row.integer(3), kind: kind,
            paper: row.textIfPresent(5).map { ContractPaper(text: $0) }, hash: row.text(6))
    }

    /// In the order of their offers.
    private static func contracts(
        where condition: SQL, on connection: any StorageConnection
    ) throws -> [StoredContract] {
        let events = Dictionary(
            grouping: try connection.rows(
                """
                SELECT contract_id, deed, day, way, proof, at, actor FROM energy_contract_deed
                WHERE contract_id IN (SELECT id FROM energy_contract WHERE \(condition)) ORDER BY id
                """
            ) { row in
                guard let deed = StoredContract.Deed(rawValue: row.text(1)) else {
                    throw StorageError.corrupt(message: "a deed of contract \(row.integer(0)) cannot be read")
                }
                return (
                    contract: row.integer(0),
                    event: StoredContract.Event(
                        deed: deed, day: CivilDay(number: Int(row.integer(2))),
                        way: row.textIfPresent(3).flatMap(StoredContract.Way.init), proof: row.text(4),
                        at: Instant(microseconds: row.integer(5)), actor: row.text(6))
                )
            }, by: \.contract)
        return try connection.rows("SELECT \(columns) FROM energy_contract WHERE \(condition) ORDER BY id", make).map {
            var contract = $0
            contract.events = events[contract.id, default: []].map(\.event)
            return contract
        }
    }

    package static func one(
        _ id: Int64, of community: Int64, on connection: any StorageConnection
    ) throws -> StoredContract? {
        try contracts(where: "id = \(id) AND community_id = \(community)", on: connection).first
    }

    package static func all(of community: Int64, on connection: any StorageConnection) throws -> [StoredContract] {
        try contracts(where: "community_id = \(community)", on: connection)
    }

    package static func all(
        ofRelation relation: Int64, in community: Int64, on connection: any StorageConnection
    ) throws -> [StoredContract] {
        try contracts(where: "community_id = \(community) AND relation = \(relation)", on: connection)
    }

    /// Those that a member sees: as consumer, and as operator of a plant.
    package static func all(
        ofParty party: Int64, in community: Int64, on connection: any StorageConnection
    ) throws -> [StoredContract] {
        try contracts(where: "community_id = \(community) AND (party = \(party) OR runner = \(party))", on: connection)
    }

    /// What the contracts of a relation say on a day, one for each operator of a plant that is shared then.
    package static func facts(
        _ relation: Int64, of community: Community, on day: CivilDay, on connection: any StorageConnection
    ) throws -> [ContractFacts] {
        func all<Content: EnergyDocument>(_ kind: Content.Type) throws -> [Version<Content>] {
            try EnergyQueries.versions(kind, of: community.id, on: connection)
        }
        /// What holds on the day, else what is known last.
        func holding<Content: EnergyDocument>(_ versions: [Version<Content>], _ number: Int64) -> Content? {
            let own = versions.filter { $0.number == number }
            return (own.last { $0.days.contains(day) } ?? own.last)?.content
        }
        guard let version = try all(Relation.self).last(where: { $0.number == relation }) else {
            throw EnergyFault.unknown(field: "relation")
        }
        let terms = try all(Terms.self)
        guard let own = (terms.last { $0.days.contains(day) } ?? terms.last)?.content else {
            throw EnergyFault.termsChange
        }
        let (parties, points) = (try all(Party.self), try all(Point.self))
        guard let member = holding(parties, version.content.party), let point = holding(points, version.content.point)
        else { throw EnergyFault.unknown(field: "party") }
        let prices = try all(Price.self)
        let lines = (own.lines.map { $0 as LineKind? } + [nil]).map { line in
            ContractFacts.Line(
                line: line,
                price: prices.filter { $0.content.line == line && $0.days.contains(day) }
                    .max { $0.days.from < $1.days.from }?.content.value)
        }
        let plants = try all(Plant.self).filter { $0.days.contains(day) }
        return Set(plants.map(\.content.runner)).sorted().compactMap { runner in
            guard let operating = holding(parties, runner) else { return nil }
            let ownPlants = plants.filter { $0.content.runner == runner }.map(\.content)
            return ContractFacts(
                sharing: community.name, relation: relation, days: version.days, runner: runner, operating: operating,
                party: version.content.party, member: member, point: point, plants: ownPlants,
                places: ownPlants.map { plant in
                    holding(points, plant.point).map { ContractText.address($0.street, $0.place) } ?? ""
                }, terms: own, part: version.content.part, prices: lines)
        }
    }

    /// The day whose prices and names a contract of the relation has: today, or its first day where that comes later.
    package static func day(of days: ValidDays, today: CivilDay) -> CivilDay { max(days.from, today) }
}
