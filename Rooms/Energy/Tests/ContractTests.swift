// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import EnergyOracles
import Metering
import PowerBills
import Rights
import Settlement
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyContracts
@testable import EnergyPages

/// Templates, papers and what is done with them; on both engines.
@Suite("Contracts", .enabled(if: EnergyOracle.isThere))
struct ContractTests {
    private static let day = EnergyTown.day

    static func desk(_ town: EnergyTown, on connection: any StorageConnection, today: CivilDay = day(5)) -> ContractDesk
    {
        ContractDesk(community: town.community, author: EnergyTown.author, today: today, connection: connection)
    }

    /// The three warnings, posted on a day.
    static func warn(
        _ town: EnergyTown, _ member: String, at day: CivilDay = day(2), on connection: any StorageConnection
    ) throws {
        _ = try NoticeQueries.write(
            NoticeQueries.Draft(
                kind: .warnings, plant: nil, day: day, body: "Text", way: .letter, posted: day, proof: "RR 1"),
            to: [town.parties[member] ?? 0], in: town.community.id, by: EnergyTown.author, today: Self.day(20),
            on: connection)
    }

    @Test(arguments: ContractKind.allCases)
    func `the starting template has all that its contract needs, and says that it is to be checked`(
        _ kind: ContractKind
    ) throws {
        let template = ContractTemplate.start(kind)
        try template.check()
        #expect(template.text.contains("keine Rechtsberatung"))
        #expect(ContractTemplate(template.document) == template)
    }

    @Test func `what could not be filled is refused with its line and what helps`() {
        let whole = ContractTemplate.start(.sharing).text
        let table: [(String, EnergyFault)] = [
            ("", .empty(field: "text")), ("Vertrag", .templateUntitled),
            ("# T\n\nZwischen {{betreiber.nane}}", .unknownPlace("betreiber.nane", line: 3)),
            ("# T\nZwischen {{betreiber.name", .openPlace(line: 2)), ("# T\nName}} ", .openPlace(line: 2)),
            ("# T\nAnlagen: {{anlagen}}", .blockInLine(.plants, line: 2)),
            (whole.replacing("{{schluessel.anteil}}", with: "die Hälfte"), .templateLacks([.part])),
            ("# T\n" + String(repeating: "x", count: 40_000), .templateTooLong),
        ]
        for (text, fault) in table {
            #expect(throws: fault, "\(text.prefix(40))") { try ContractTemplate(.sharing, text: text).check() }
        }
        #expect(EnergyFault.unknownPlace("betreiber.nane", line: 3).words.german.contains("{{betreiber.name}}"))
        #expect(EnergyFault.unknownPlace("<script>", line: 3).words.english.contains("The list below"))
    }

    @Test func `names that look like marks of the text stay names`() throws {
        for name in ["# Kopf", "- Punkt", "a | b", "\\", "{{preis}}", "zwei\nZeilen", "<b>fett</b>"] {
            let paper = ContractPaper(
                text: "# T\n\n\(ContractPaper.escaped(name))\n\n| \(ContractPaper.escaped(name)) | x |\n")
            let document = paper.document(facts: [])
            let shown = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(document.blocks.first == .paragraph([.text(shown)]), "\(name)")
            guard case .table(let table) = document.blocks.last else {
                Issue.record("no table for \(name)")
                continue
            }
            #expect(table.header == [shown, "x"], "\(name)")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a relation has two papers with each operator, which stay as they were offered`(_ kind: TestEngine)
        async throws
    {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let (id, relation) = (town.community.id, town.relations["m2"] ?? 0)
                let desk = Self.desk(town, on: connection)
                #expect(try desk.offer(relation) == 4, "two operators, two contracts each")
                let contracts = try ContractQueries.all(ofRelation: relation, in: id, on: connection)
                #expect(contracts.map(\.kind) == [.delivery, .sharing, .delivery, .sharing])
                #expect(Set(contracts.map(\.runner)).count == 2 && contracts.allSatisfy { $0.state == .offered })
                let first = try #require(contracts.first)
                let text = try #require(first.paper?.text)
                for words in [
                    "Betreiber pA", "Haushalt m2", "SEE900000000000", "30,000 kW", "01.10.2026",
                    try EnergyTown.malo(4).description, "Preis des Gemeinschaftsstroms",
                ] + ContractText.warnings {
                    #expect(text.contains(words), "\(words)")
                }
                #expect(!text.contains("{{") && first.hash == first.paper?.hash)
                #expect(try desk.offer(relation) == 0, "the same paper is not offered twice")
                // another template: open offers are replaced, what is accepted stays to the byte
                try Self.warn(town, "m2", on: connection)
                try desk.accept(first.id, on: Self.day(5), by: .letter, proof: "Akte 3")
                let changed = ContractTemplate(
                    .delivery, text: ContractTemplate.start(.delivery).text + "\n\nNeu gefasst.")
                try desk.set(changed, from: Self.day(5))
                #expect(try desk.offer(relation) == 1)
                let after = try ContractQueries.all(ofRelation: relation, in: id, on: connection)
                #expect(after.first?.paper?.text == text && after.first?.state == .accepted)
                #expect(after.map(\.state) == [.accepted, .offered, .replaced, .offered, .offered])
                #expect(after.last?.paper?.text.hasSuffix("Neu gefasst.\n") == true)
                let accepted = try #require(after.first?.event(.accepted))
                #expect(accepted.way == .letter && accepted.proof == "Akte 3" && accepted.actor == "Stadtwerk")
                #expect(accepted.day == Self.day(5) && accepted.at == EnergyTown.now)
                // templates have versions in time
                let before = try ContractQueries.template(.delivery, of: id, on: Self.day(4), on: connection)
                #expect(before == .start(.delivery))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `nothing is accepted before it is offered, or before the warnings are proved`(_ kind: TestEngine) async throws
    {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let desk = Self.desk(town, on: connection)
                _ = try desk.offer(town.relations["m2"] ?? 0)
                func accept(_ day: CivilDay) throws { try desk.accept(1, on: day, by: .letter) }
                #expect(throws: EnergyFault.contractNotWarned) { try accept(Self.day(5)) }
                try Self.warn(town, "m3", on: connection)
                #expect(throws: EnergyFault.contractNotWarned, "another was warned") { try accept(Self.day(5)) }
                try Self.warn(town, "m2", on: connection)
                #expect(throws: EnergyFault.beforeOffer(Self.day(5))) { try accept(Self.day(4)) }
                #expect(throws: EnergyFault.self, "a day to come") { try accept(Self.day(6)) }
                #expect(throws: EnergyFault.unknown(field: "contract")) {
                    try desk.accept(99, on: Self.day(5), by: .letter)
                }
                try accept(Self.day(5))
                #expect(throws: EnergyFault.contractNotOffered, "twice") { try accept(Self.day(5)) }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a withdrawal within the term ends the relation and all that hangs on it`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let (id, relation) = (town.community.id, town.relations["m2"] ?? 0)
                _ = try Self.desk(town, on: connection).offer(relation)
                try Self.warn(town, "m2", on: connection)
                let all = try ContractQueries.all(ofRelation: relation, in: id, on: connection)
                for contract in all.dropLast() {
                    try Self.desk(town, on: connection).accept(contract.id, on: Self.day(5), by: .account)
                }
                // 5 October and two weeks is a Monday
                let last = try #require(
                    try ContractQueries.one(all[0].id, of: id, on: connection)?.lastWithdrawal)
                #expect(last == Self.day(19))
                let late = Self.desk(town, on: connection, today: Self.day(20))
                #expect(throws: EnergyFault.withdrawalLate(last)) {
                    try late.withdraw(all[0].id, on: Self.day(20), by: .letter)
                }
                #expect(throws: EnergyFault.contractNotAccepted) {
                    try late.withdraw(all[3].id, on: Self.day(19), by: .letter)
                }
                // it was posted in time and came late
                try late.withdraw(all[0].id, on: Self.day(19), by: .letter, proof: "Poststempel")
                let after = try ContractQueries.all(ofRelation: relation, in: id, on: connection)
                #expect(after.map(\.state) == [.withdrawn, .ended, .ended, .replaced])
                let days = try EnergyQueries.versions(Relation.self, of: id, on: connection)
                    .last { $0.number == relation }?.days
                #expect(days == ValidDays(from: Self.day(1), through: Self.day(19)))
                #expect(throws: EnergyFault.contractOver(Self.day(19))) { try late.offer(relation) }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a relation that is withdrawn before its first day never holds`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let id = town.community.id
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                let point = try desk.add(
                    Point(
                        malo: try EnergyTown.malo(70), feedsIn: false, street: "Weg 1", place: "Ort", meter: "1",
                        gridOperator: "Netz", fuse: try #require(Fuse(amperes: 63))), ValidDays(from: Self.day(1)))
                let relation = try desk.add(
                    Relation(party: town.parties["m3"] ?? 0, point: point, part: 0), ValidDays(from: Self.day(20)))
                let contracts = Self.desk(town, on: connection)
                _ = try contracts.offer(relation)
                try Self.warn(town, "m3", on: connection)
                let first = try #require(
                    try ContractQueries.all(ofRelation: relation, in: id, on: connection).first)
                try contracts.accept(first.id, on: Self.day(5), by: .letter)
                try contracts.withdraw(first.id, on: Self.day(5), by: .letter)
                let known = try EnergyQueries.versions(Relation.self, of: id, on: connection)
                #expect(!known.contains { $0.number == relation })
            }
        }
    }

    @Test(arguments: [
        // accepted, last day of withdrawal
        ("2026-10-05", "2026-10-19"), ("2026-10-03", "2026-10-19"), ("2026-12-11", "2026-12-28"),
        ("2026-12-18", "2027-01-04"), ("2027-03-12", "2027-03-30"), ("2026-09-19", "2026-10-05"),
    ])
    func `the term of withdrawal ends on a working day`(_ accepted: String, _ last: String) throws {
        #expect(WithdrawalTerm.last(accepted: try #require(CivilDay(accepted))) == CivilDay(last))
    }

    @Test(arguments: TestEngine.allCases)
    func `a notice of termination needs its reason, and no paper is offered that lacks what it must say`(
        _ kind: TestEngine
    ) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let (id, relation) = (town.community.id, town.relations["m2"] ?? 0)
                let desk = Self.desk(town, on: connection)
                try MasterDesk(community: town.community, author: EnergyTown.author, connection: connection)
                    .set(plant: town.plants[0], .cooperative, register: "", nil, from: Self.day(1))
                #expect(throws: EnergyFault.contractLacks([.register("pA")])) { try desk.offer(relation) }
                #expect(try ContractQueries.all(of: id, on: connection).isEmpty)
                try MasterDesk(community: town.community, author: EnergyTown.author, connection: connection)
                    .set(plant: town.plants[0], .cooperative, register: "SEE900000000001", nil, from: Self.day(1))
                _ = try desk.offer(relation)
                try Self.warn(town, "m2", on: connection)
                try desk.accept(1, on: Self.day(5), by: .mail)
                #expect(throws: EnergyFault.empty(field: "proof")) {
                    try desk.end(1, through: Self.day(31), by: .letter, reason: "")
                }
                try desk.end(1, through: Self.day(31), by: .letter, reason: "Mitglied, Umzug")
                let ended = try #require(try ContractQueries.one(1, of: id, on: connection))
                #expect(ended.state == .ended && ended.events.last?.proof == "Mitglied, Umzug")
                let days = try EnergyQueries.versions(Relation.self, of: id, on: connection)
                    .last { $0.number == relation }?.days
                #expect(days?.through == Self.day(31))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `papers go when their legal term is over, their checksum stays`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let (id, relation) = (town.community.id, town.relations["m2"] ?? 0)
                let desk = Self.desk(town, on: connection)
                _ = try desk.offer(relation)
                try Self.warn(town, "m2", on: connection)
                try desk.accept(1, on: Self.day(5), by: .letter, proof: "Akte")
                try desk.end(1, through: Self.day(31), by: .letter, reason: "Umzug")
                let hash = try ContractQueries.one(1, of: id, on: connection)?.hash
                func erase(_ before: Int) throws -> StoredContract? {
                    let later = Author(
                        name: "Eva",
                        at: Instant(microseconds: Int64(Instant.days(year: 2040, month: 6, day: 1)) * 86_400_000_000))
                    _ = try ErasureQueries.bills(
                        before: CivilDay(number: Instant.days(year: before, month: 1, day: 1)), by: later,
                        on: connection)
                    return try ContractQueries.one(1, of: id, on: connection)
                }
                #expect(try erase(2026)?.paper != nil)
                let erased = try #require(try erase(2027))
                #expect(erased.paper == nil && erased.hash == hash && erased.events.allSatisfy { $0.proof.isEmpty })
            }
        }
    }
}
