// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import EnergyOracles
import MeterTables
import Metering
import PowerBills
import Randomness
import Settlement
import Sharing
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyChanges

/// Joining, leaving, moving, another owner, another meter: one revision each, nothing of the past edited; on both engines.
@Suite("Ordinary cases", .enabled(if: EnergyOracle.isThere))
struct ChangeTests {
    struct Office {
        let town: EnergyTown
        let connection: any StorageConnection
        var desk: ChangeDesk {
            ChangeDesk(EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection))
        }

        init(_ connection: any StorageConnection) throws {
            self.connection = connection
            town = try EnergyTown(on: connection)
        }

        func take(_ twelfth: String = "W") throws {
            let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
            _ = try town.take(try EnergyTown.table(input, twelfth: twelfth), on: connection)
        }

        /// Shows it, then writes it.
        @discardableResult
        func write(_ one: OrdinaryCase) throws -> ChangeHistory.Entry {
            let plan = try desk.plan(one)
            let revision = try #require(try desk.write(one, shownAs: plan.mark))
            let entry = try #require(try ChangeHistory.entry(revision, of: town.community, on: connection))
            #expect(Self.bare(entry.things) == Self.bare(plan.things), "what was shown is what was written")
            return entry
        }

        /// Without the rows, which a plan does not have yet, in one order.
        private static func bare(_ things: [ChangedThing]) -> [ChangedThing] {
            func bare(_ held: [ChangedThing.Held]) -> [ChangedThing.Held] {
                held.map { ChangedThing.Held(row: 0, days: $0.days, what: $0.what) }
            }
            return things.map {
                ChangedThing(kind: $0.kind, number: $0.number, before: bare($0.before), after: bare($0.after))
            }.sorted { ($0.kind, $0.number) < ($1.kind, $1.number) }
        }

        func versions<Content: EnergyDocument>(
            _ kind: Content.Type, _ number: Int64, at revision: Int64? = nil
        ) throws -> [Version<Content>] {
            try EnergyQueries.versions(kind, of: town.community.id, at: revision, on: connection)
                .filter { $0.number == number }
        }
    }

    private static func point(_ number: Int, _ feedsIn: Bool = false) throws -> Point {
        Point(
            malo: try EnergyTown.malo(number), feedsIn: feedsIn, street: "Neugasse \(number)",
            place: "12345 Musterstadt",
            meter: "1NEU\(number)", gridOperator: "Netz Musterstadt", fuse: try #require(Fuse(amperes: 63)))
    }

    private static let newcomer = Party(name: "Haushalt neu", street: "Neugasse 1", place: "12345 Musterstadt")

    private static func inOffice(
        _ kind: TestEngine, _ body: @escaping @Sendable (Office) throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { try body(try Office($0)) }
        }
    }

    /// Who was sure to read it before reads the same afterwards.
    private static func past(_ office: Office, at revision: Int64) throws -> [String] {
        try office.connection.rows(
            """
            SELECT id, number, valid_from, valid_through, document FROM energy_version
            WHERE \(EnergyQueries.isKnown(revision)) ORDER BY id
            """
        ) { "\($0.integer(0)) \($0.integer(1)) \($0.integer(2)) \($0.integerIfPresent(3) ?? 0) \($0.text(4))" }
    }

    @Test(arguments: TestEngine.allCases)
    func `each case is one revision, and what was known before is known as it was`(_ kind: TestEngine) async throws {
        try await Self.inOffice(kind) { office in
            let town = office.town
            let (m1, m3) = (town.relations["m1"] ?? 0, town.relations["m3"] ?? 0)
            let cases: [OrdinaryCase] = [
                .joins(.new(Self.newcomer), at: .new(try Self.point(60)), part: 0, from: EnergyTown.day(32)),
                .leaves(relation: m1, through: EnergyTown.day(40)),
                .moves(
                    relation: m3, to: .new(try Self.point(61)), from: EnergyTown.day(45), takesAddress: true,
                    next: .init(.new(Self.newcomer), part: 1000, from: EnergyTown.day(46))),
                .handsOver(plant: town.plants[0], to: .new(Self.newcomer), from: EnergyTown.day(50)),
                .swaps(point: town.points["malo2"] ?? 0, meter: "2NEU", melo: "", from: EnergyTown.day(51)),
            ]
            for one in cases {
                let before = try EnergyQueries.revision(on: office.connection)
                let known = try Self.past(office, at: before)
                let entry = try office.write(one)
                #expect(try EnergyQueries.revision(on: office.connection) == before + 1, "\(one.kind)")
                #expect(entry.actor == "Stadtwerk" && entry.at == EnergyTown.now)
                #expect(try Self.past(office, at: before) == known, "\(one.kind)")
            }
            let moved = try office.versions(Relation.self, m3)
            #expect(moved.map(\.days.from) == [EnergyTown.day(1), EnergyTown.day(45)])
            #expect(moved.first?.days.through == EnergyTown.day(44) && moved.last?.days.through == nil)
            // the bill follows who moved, from the day of the move on
            let party = try office.versions(Party.self, town.parties["m3"] ?? 0)
            #expect(party.map(\.content.street) == ["Dorfstraße 9", "Neugasse 61"])
            #expect(party.last?.days.from == EnergyTown.day(45))
            #expect(try office.versions(Relation.self, m1).map(\.days.through) == [EnergyTown.day(40)])
            #expect(try office.versions(Party.self, town.parties["m1"] ?? 0).first?.days.through == nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what cannot be is refused at its field, and nothing is kept`(_ kind: TestEngine) async throws {
        try await Self.inOffice(kind) { office in
            let town = office.town
            let (m2, m4) = (town.relations["m2"] ?? 0, town.relations["m4"] ?? 0)
            let (malo1, malo2, pA) = (town.points["malo1"] ?? 0, town.points["malo2"] ?? 0, town.points["pA"] ?? 0)
            let plant = town.plants[0]
            let runner = try #require(try office.versions(Plant.self, plant).first).content.runner
            let first = EnergyTown.day(10)
            let table: [(OrdinaryCase, EnergyFault)] = [
                (
                    .joins(.known(town.parties["m2"] ?? 0), at: .known(malo1), part: 1, from: first),
                    .pointTaken(try EnergyTown.malo(3).description, first)
                ),
                (
                    .joins(.new(Self.newcomer), at: .new(try Self.point(60)), part: 900_000, from: first),
                    .settlement(.sharing(.sharesAboveAll(sum: 1_900_000)))
                ),
                (
                    .joins(.new(Self.newcomer), at: .new(try Self.point(3)), part: 0, from: first),
                    .pointTwice(try EnergyTown.malo(3).description)
                ),
                (.joins(.new(Self.newcomer), at: .known(pA), part: 0, from: first), .direction(feedsIn: true)),
                (
                    .joins(.new(Party(name: "", street: "W", place: "O")), at: .known(malo2), part: 0, from: first),
                    .empty(field: "name")
                ),
                (
                    .joins(.known(9999), at: .known(malo2), part: 0, from: first), .unknown(field: "party")
                ),
                (.leaves(relation: m4, through: EnergyTown.day(25)), .holdsNot(field: "relation", EnergyTown.day(25))),
                (.leaves(relation: m4, through: EnergyTown.day(18)), .sameAsBefore(field: "through")),
                (.leaves(relation: 9999, through: first), .unknown(field: "relation")),
                (
                    .moves(relation: m2, to: .known(malo2), from: first, takesAddress: false, next: nil),
                    .sameAsBefore(field: "point")
                ),
                (
                    .moves(relation: m2, to: .known(malo1), from: first, takesAddress: false, next: nil),
                    .pointTaken(try EnergyTown.malo(3).description, first)
                ),
                (
                    .moves(
                        relation: m2, to: .new(try Self.point(61)), from: first, takesAddress: false,
                        next: .init(.new(Self.newcomer), part: 1, from: EnergyTown.day(9))),
                    .pointTaken(try EnergyTown.malo(4).description, EnergyTown.day(9))
                ),
                (.handsOver(plant: plant, to: .known(runner), from: first), .sameAsBefore(field: "party")),
                (
                    .handsOver(plant: plant, to: .new(Self.newcomer), from: EnergyTown.day(0)),
                    .holdsNot(field: "plant", EnergyTown.day(0))
                ),
                (.swaps(point: malo2, meter: "1ESY3", melo: "", from: first), .sameAsBefore(field: "meter")),
                (.swaps(point: malo2, meter: "", melo: "", from: first), .empty(field: "meter")),
                (.swaps(point: malo2, meter: "9", melo: "", kind: .disc, from: first), .stillShared(.disc)),
            ]
            let before = try office.connection.integer("SELECT count(*) FROM energy_version")
            for (one, fault) in table {
                #expect(throws: fault, "\(one)") { try office.desk.plan(one) }
                #expect(!fault.words.german.isEmpty && !fault.words.english.isEmpty)
            }
            #expect(try office.connection.integer("SELECT count(*) FROM energy_version") == before)
        }
    }

    @Test func `a swapped meter has its kind from the day of the swap on, or the one before where nothing is said`()
        async throws
    {
        try await Self.inOffice(.sqlite) { office in
            let point = office.town.points["malo2"] ?? 0
            try office.write(
                .swaps(point: point, meter: "2NEU", melo: "", kind: .modernInterval, from: EnergyTown.day(10)))
            try office.write(.swaps(point: point, meter: "3NEU", melo: "", from: EnergyTown.day(20)))
            let kinds = try office.versions(Point.self, point).map(\.content.meterKind)
            #expect(kinds == [nil, .modernInterval, .modernInterval])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what became known after the look is looked at again`(_ kind: TestEngine) async throws {
        try await Self.inOffice(kind) { office in
            let one = OrdinaryCase.leaves(relation: office.town.relations["m2"] ?? 0, through: EnergyTown.day(20))
            let shown = try office.desk.plan(one)
            try office.take()
            _ = try office.town.settle(on: office.connection)
            #expect(try office.desk.write(one, shownAs: shown.mark) == nil, "October is settled meanwhile")
            let again = try office.desk.plan(one)
            #expect(shown.touched.isEmpty && again.touched.map(\.name) == ["2026-10-01/2026-10-31/1"])
            #expect(try office.desk.write(one, shownAs: again.mark) != nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `later versions stay planned: a meter swapped before another one, a form that changes next month`(
        _ kind: TestEngine
    ) async throws {
        try await Self.inOffice(kind) { office in
            let (plant, point) = (office.town.plants[0], office.town.points["malo2"] ?? 0)
            let desk = EnergyDesk(
                community: office.town.community, author: EnergyTown.author, connection: office.connection)
            try desk.change(plant: plant, to: .premium, from: EnergyTown.day(32))
            try office.write(.handsOver(plant: plant, to: .new(Self.newcomer), from: EnergyTown.day(16)))
            let plants = try office.versions(Plant.self, plant)
            #expect(plants.map(\.days.from) == [1, 16, 32].map(EnergyTown.day))
            #expect(plants.map(\.content.form) == [.other, .other, .premium])
            #expect(Set(plants.dropFirst().map(\.content.runner)).count == 1)
            try office.write(.swaps(point: point, meter: "C", melo: "", from: EnergyTown.day(20)))
            try office.write(.swaps(point: point, meter: "B", melo: "", from: EnergyTown.day(10)))
            #expect(try office.versions(Point.self, point).map(\.content.meter) == ["1ESY3", "B", "C"])
        }
    }

    // MARK: - Another owner

    private static func credits(_ office: Office, _ run: StoredRun) throws -> [PowerDocument] {
        try RunQueries.documents(of: run.id, on: office.connection).compactMap(\.document).filter { $0.kind == .credit }
    }

    @Test(arguments: TestEngine.allCases)
    func `a plant that changes hands is credited to each for the own days, to the cent`(
        _ kind: TestEngine
    ) async throws {
        try await Self.inOffice(kind) { office in
            let town = office.town
            try office.take()
            let plain = try town.settle(on: office.connection)
            let old = try Self.credits(office, plain)
            let bills = try RunQueries.documents(of: plain.id, on: office.connection).compactMap(\.document)
                .filter { $0.kind == .bill }
            let entry = try office.write(
                .handsOver(plant: town.plants[0], to: .new(Self.newcomer), from: EnergyTown.day(16)))
            let touched = try ChangeHistory.touched(
                by: entry.things, before: entry.revision, of: town.community, on: office.connection)
            #expect(touched.map(\.id) == [plain.id], "October is settled: the page names it")
            // the past as it was known is still computed to the byte
            #expect(try RunQueries.holds(plain, town.community, in: EnergyTown.berlin, on: office.connection) == true)
            let run = try town.settle(corrects: plain.id, on: office.connection)
            #expect(try RunQueries.holds(run, town.community, in: EnergyTown.berlin, on: office.connection) == true)
            let new = try Self.credits(office, run).filter { $0.subject.hasPrefix("P") && $0.malo == old[0].malo }
            #expect(
                new.map(\.days) == [
                    EnergyTown.day(1)...EnergyTown.day(15), EnergyTown.day(16)...EnergyTown.day(31),
                ])
            #expect(new.map(\.recipient.name) == ["Betreiber pA", "Haushalt neu"])
            #expect(
                new.reduce(0) { $0 + $1.shared } == old[0].shared && new.reduce(0) { $0 + $1.total } == old[0].total)
            for credit in new {
                #expect(credit.lines.allSatisfy { credit.days.clamped(to: $0.days) == $0.days })
                #expect(credit.lines.reduce(0) { $0 + $1.quantity } == credit.shared)
            }
            #expect(new.map(\.lines.count) == [2, 1], "the price changed on the fifteenth")
            // all that members pay for power is credited
            let again = try RunQueries.standingDocuments(of: run, on: office.connection).compactMap(\.document)
            func community(_ documents: [PowerDocument], _ kind: PowerDocument.Kind) -> Int {
                documents.filter { $0.kind == kind }.flatMap(\.lines).filter { $0.kind == .community }
                    .reduce(0) { $0 + $1.net }
            }
            #expect(
                community(again, .bill) == community(again, .credit)
                    && community(bills, .bill) == community(again, .bill))
            #expect(run.summary["closed"]?.bool == true)
            // each bill names who sold what: both operators, and who left before only the first
            for bill in again where bill.kind == .bill {
                let sellers = bill.suppliers.filter { $0.plant == "pA" }
                let both = bill.days.upperBound >= EnergyTown.day(16) && bill.days.lowerBound <= EnergyTown.day(15)
                #expect(sellers.count == (both ? 2 : 1), "\(bill.days)")
                #expect(bill.suppliers.reduce(0) { $0 + $1.wattHours } == bill.shared)
            }
            let sixth = again.first { $0.kind == .bill && $0.days.lowerBound == EnergyTown.day(20) }
            #expect(sixth?.suppliers.first { $0.plant == "pA" }?.runner == "Haushalt neu")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a change of owner in November leaves a correction of October with the owner of October`(
        _ kind: TestEngine
    ) async throws {
        try await Self.inOffice(kind) { office in
            try office.take("E")
            let run = try office.town.settle(on: office.connection)
            let entry = try office.write(
                .handsOver(plant: office.town.plants[0], to: .new(Self.newcomer), from: EnergyTown.day(32)))
            #expect(
                try ChangeHistory.touched(by: entry.things, of: office.town.community, on: office.connection).isEmpty)
            try office.take("W")
            let corrected = try office.town.settle(corrects: run.id, on: office.connection)
            let credits = try Self.credits(office, corrected)
            #expect(
                credits.allSatisfy { $0.recipient.name.hasPrefix("Betreiber p") }, "\(credits.map(\.recipient.name))")
        }
    }

    @Test("whoever owns a plant when, energy and money are the same in sum", arguments: 0..<40)
    func owners(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 19_000 + seed)
        let whole = try SharedPeriodTests.draw(&random)
        let last = whole.days.upperBound
        var sources: [SharedPeriod.Source] = []
        for source in whole.plants {
            let cut = CivilDay(number: Int.random(in: whole.days.lowerBound.number...last.number, using: &random))
            let parts = cut < last ? [whole.days.lowerBound...cut, cut.next...last] : [whole.days]
            for (place, days) in parts.enumerated() {
                sources.append(
                    SharedPeriod.Source(
                        id: source.id + (place == 0 ? "" : "/\(days.lowerBound)"), number: source.number,
                        point: source.point, days: days, isSmallBusiness: Bool.random(using: &random),
                        runner: Int64(place), changesHands: parts.count > 1))
            }
        }
        let parted = SharedPeriod(
            days: whole.days, terms: whole.terms, plants: sources, contracts: whole.contracts, prices: whole.prices,
            blocks: whole.blocks, calendar: whole.calendar)
        let (one, other) = (try whole.settle(), try parted.settle())
        #expect(one.allocationHash == other.allocationHash)
        #expect(one.run.bills == other.run.bills)
        #expect(Account(other.run).isClosed)
        let paid = other.run.bills.flatMap(\.lines).filter { $0.kind == .community }.reduce(0) { $0 + $1.net }
        #expect(other.run.credits.reduce(0) { $0 + $1.net } == paid)
        for plant in Set(sources.map(\.number)) {
            func sum(_ outcome: SharedPeriod.Outcome, _ list: [SharedPeriod.Source], _ values: [Int]) -> Int {
                let sorted = list.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
                return zip(sorted, values).filter { $0.0.number == plant }.reduce(0) { $0 + $1.1 }
            }
            #expect(sum(one, whole.plants, one.given) == sum(other, sources, other.given))
            #expect(sum(one, whole.plants, one.made) == sum(other, sources, other.made))
        }
        for (credit, source) in zip(
            other.run.credits, sources.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) })
        {
            for line in credit.lines { #expect(source.days.clamped(to: line.days) == line.days) }
        }
    }

    // MARK: - Another meter

    @Test(arguments: TestEngine.allCases)
    func `the day of a swap comes from both meters, also where the metering location is another one`(
        _ kind: TestEngine
    ) async throws {
        try await Self.inOffice(kind) { office in
            let melos = ["DE00056266802AO6G56M11SN51G21M24S", "DE00056266802AO6G56M11SN51G21M24T"]
            var point = try Self.point(70)
            point.melo = melos[0]
            let desk = EnergyDesk(
                community: office.town.community, author: EnergyTown.author, connection: office.connection)
            let number = try desk.add(point, ValidDays(from: EnergyTown.day(1)))
            try office.write(.swaps(point: number, meter: "2NEU", melo: melos[1], from: EnergyTown.day(10)))
            func report(_ melo: String, _ day: Int, _ slot: Int) throws -> TakenReport {
                let (hour, minute) = (slot / 4, slot % 4 * 15)
                func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
                let date = "\(two(day)).10.2026 "
                let from = date + "\(two(hour)):\(two(minute))"
                let to = date + "\(two((slot + 1) / 4)):\(two((slot + 1) % 4 * 15))"
                return try office.town.take(
                    "Messlokation;OBIS;von;bis;Wert [kWh]\n\(melo);1-1:1.29.0;\(from);\(to);0,1\(slot)\n",
                    on: office.connection)
            }
            // the old meter until ten, the new one then; whichever file comes first
            #expect(try report(melos[1], 10, 41).new == 1)
            #expect(try report(melos[0], 10, 40).new == 1)
            let block = try #require(
                try ReadingQueries.blocks(
                    of: [number], EnergyTown.day(10)...EnergyTown.day(10), on: office.connection)[number]?[
                        EnergyTown.day(10)])
            #expect(block.values[40] == 140 && block.values[41] == 141)
            #expect(block.states.count { $0 == .missing } == 94, "what did not come is a gap")
            // afterwards the old one counts nothing here, and before the new one does not
            for (melo, day) in [(melos[0], 11), (melos[1], 9)] {
                let refused = try report(melo, day, 40)
                #expect(refused.new == 0 && refused.unread.count == 1, "\(melo) \(day)")
            }
        }
    }
}
