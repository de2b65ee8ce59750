// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import EnergyOracles
import MeterTables
import Metering
import PowerBills
import Randomness
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy

/// What a sender takes back counts no longer from then on, and what was known before stays known; on both engines.
@Suite("Withdrawn messages", .enabled(if: EnergyOracle.isThere))
struct WithdrawalTests {
    private static let day = EnergyTown.day(25)

    /// The worked file, with another number, state or point.
    private static func profile(_ document: String = "DOC1", _ change: @Sendable (String) -> String = { $0 }) throws
        -> [UInt8]
    {
        let text = String(decoding: try #require(EnergyOracle.file("mscons/lastgang-100.edi")), as: UTF8.self)
        return Array(change(text.replacing("BGM+7+DOC1+9", with: "BGM+7+\(document)+9")).utf8)
    }

    private static func withdrawal(_ document: String = "DOC1", _ change: @Sendable (String) -> String = { $0 }) throws
        -> [UInt8]
    {
        let text = String(decoding: try #require(EnergyOracle.file("mscons/storno-of-lastgang-100.edi")), as: UTF8.self)
        return Array(change(text.replacing("ACW:DOC1", with: "ACW:\(document)")).utf8)
    }

    private struct Desk {
        let town: EnergyTown
        let point: Int64
        let connection: any StorageConnection

        init(_ connection: any StorageConnection) throws {
            self.connection = connection
            town = try EnergyTown(on: connection)
            let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
            point = try desk.add(
                Point(
                    malo: try MarketLocation("41373559241"), feedsIn: false, street: "Weg 1", place: "12345 Ort",
                    meter: "1", gridOperator: "Netz", fuse: try #require(Fuse(amperes: 63))),
                ValidDays(from: EnergyTown.day(1)))
        }

        func take(_ bytes: [UInt8]) throws -> TakenReport {
            try take(DeliveredFile(bytes, calendar: EnergyTown.berlin))
        }

        func take(_ file: DeliveredFile) throws -> TakenReport {
            try ReadingQueries.take(
                file, named: "f", hash: "h", for: town.community, by: EnergyTown.author, in: EnergyTown.berlin,
                on: connection)
        }

        func block(at revision: Int64? = nil) throws -> DayBlock? {
            try ReadingQueries.blocks(of: [point], day...day, at: revision, on: connection)[point]?[day]
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a withdrawn message's values count no longer, once, and what was known stays known`(_ kind: TestEngine)
        async throws
    {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let desk = try Desk(connection)
                #expect(try desk.take(Self.profile()).new == 100)
                let before = try EnergyQueries.revision(on: connection)
                let report = try desk.take(Self.withdrawal())
                #expect(report.withdrawn == 100 && report.unread.isEmpty && report.new + report.changed == 0)
                #expect(try desk.block()?.states.allSatisfy { $0 == .missing } == true, "a gap, not nought")
                #expect(try desk.block(at: before)?.isComplete == true, "nothing is deleted")
                let twice = try desk.take(Self.withdrawal())
                #expect(
                    twice.withdrawn == 0 && twice.unread.first?.words.german.contains("schon zurückgezogen") == true)
                let again = try desk.take(Self.profile())
                #expect(again.new == 0 && again.unread.count == 1, "the same message does not come back")
                #expect(try desk.take(Self.profile("DOC3")).new == 100, "a new one does")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what came otherwise counts again`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let desk = try Desk(connection)
                #expect(try desk.take(Self.profile("DOC0") { $0.replacing("QTY+220", with: "QTY+Z18") }).new == 100)
                #expect(try desk.take(Self.profile()).changed > 90)
                #expect(try desk.take(Self.withdrawal()).withdrawn > 90)
                #expect(try desk.block()?.isComplete == true && desk.block()?.isFinal == false, "the provisional ones")
                // a second message that says the same stands by itself
                #expect(try desk.take(Self.profile("DOC4")).changed > 90)
                #expect(try desk.take(Self.profile("DOC5")).same == 100)
                #expect(try desk.take(Self.withdrawal("DOC4")).withdrawn == 0)
                #expect(try desk.block()?.isFinal == true)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a withdrawal that comes first is kept, and nobody withdraws what another has sent`(_ kind: TestEngine)
        async throws
    {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let desk = try Desk(connection)
                let first = try desk.take(Self.withdrawal("DOC8"))
                #expect(first.withdrawn == 0 && first.unread.count == 1)
                let late = try desk.take(Self.profile("DOC8"))
                #expect(late.new == 0 && late.unread.count == 1)
                #expect(try desk.take(Self.profile()).new == 100)
                let other = try desk.take(
                    Self.withdrawal { $0.replacing("9900357000004", with: "9900357000012") })
                #expect(other.withdrawn == 0 && other.unread.count == 1)
                #expect(try desk.block()?.isComplete == true)
            }
        }
    }

    @Test func `a load profile by metering location finds the point that has it`() async throws {
        let melo = "DE00012345678" + String(repeating: "0", count: 19) + "1"
        let bytes = try Self.profile {
            $0.replacing("LOC+172+41373559241", with: "LOC+172+" + melo).replacing("Z13:13025", with: "Z13:13018")
        }
        try await withDatabase(.sqlite) { engine in
            try await engine.write { connection in
                let desk = try Desk(connection)
                let foreign = try desk.take(bytes)
                #expect(foreign.new == 0 && foreign.unread.first?.words.german.contains("gehört nicht") == true)
                var point = Point(
                    malo: try EnergyTown.malo(90), feedsIn: false, street: "Weg 2", place: "12345 Ort", meter: "2",
                    gridOperator: "Netz", fuse: try #require(Fuse(amperes: 63)))
                point.melo = melo
                let number = try EnergyDesk(
                    community: desk.town.community, author: EnergyTown.author, connection: connection
                ).add(point, ValidDays(from: EnergyTown.day(1)))
                #expect(try desk.take(bytes).new == 100)
                let days = try ReadingQueries.blocks(of: [number], Self.day...Self.day, on: connection)
                #expect(days[number]?[Self.day]?.isComplete == true)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a run says that a message it rests on was withdrawn, and is corrected`(_ kind: TestEngine) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        let malo = try EnergyTown.malo(3).description
        @Sendable func here(_ text: String) -> String { text.replacing("41373559241", with: malo) }
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                func take(_ bytes: [UInt8]) throws -> TakenReport {
                    try ReadingQueries.take(
                        try DeliveredFile(bytes, calendar: EnergyTown.berlin), named: "f", hash: "h",
                        for: town.community, by: EnergyTown.author, in: EnergyTown.berlin, on: connection)
                }
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                #expect(try take(Self.profile("DOC1", here)).changed > 90)
                let run = try town.settle(on: connection)
                #expect(try MessageQueries.withdrawn(since: run, on: connection).isEmpty)
                let report = try take(Self.withdrawal("DOC1", here))
                #expect(report.withdrawn > 90 && report.settled == [run.name])
                #expect(try MessageQueries.withdrawn(since: run, on: connection) == ["DOC1"])
                #expect(try RunQueries.holds(run, town.community, in: EnergyTown.berlin, on: connection) == true)
                let corrected = try town.settle(corrects: run.id, on: connection)
                #expect(try MessageQueries.withdrawn(since: corrected, on: connection).isEmpty)
                let bills = EnergyOracle.part("month", "run2", "bills")
                for stored in try RunQueries.standingDocuments(of: corrected, on: connection) {
                    guard let member = town.parties.first(where: { $0.value == stored.party })?.key else { continue }
                    #expect(stored.document?.gross == bills[member]?.whole("gross"), "\(member)")
                }
            }
        }
    }

    /// Deliveries and withdrawals in any order, beside a plain list of what came.
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `any order of messages, tables and withdrawals leaves what a plain list leaves`(_ seed: UInt64) async throws {
        struct Came {
            let document: String
            var taken: [Int: (wattHours: Int, state: ValueState)] = [:]
            var isWithdrawn = false
        }
        try await withDatabase(.sqlite) { engine in
            try await engine.write { connection in
                var random = SeededRandom(seed: seed)
                let desk = try Desk(connection)
                let metering = try #require(MeteringDay(Self.day, in: EnergyTown.berlin))
                var came: [Came] = []
                func standing() -> [Int: (wattHours: Int, state: ValueState)] {
                    var known: [Int: (wattHours: Int, state: ValueState)] = [:]
                    for one in came where !one.isWithdrawn {
                        for (slot, value) in one.taken
                        where known[slot].map({ value.state.replaces($0.state) }) ?? true {
                            known[slot] = value
                        }
                    }
                    return known
                }
                for number in 0..<40 {
                    let open = came.indices.filter { !came[$0].isWithdrawn && !came[$0].document.isEmpty }
                    if let victim = open.randomElement(using: &random), random.below(3) == 0 {
                        came[victim].isWithdrawn = true
                        _ = try desk.take(
                            DeliveredFile([
                                DeliveredFile.Message(
                                    sender: "S", document: "W\(number)", .withdrawal(of: came[victim].document))
                            ]))
                    } else {
                        let document = random.below(4) == 0 ? "" : "D\(number)"
                        var one = Came(document: document)
                        let before = standing()
                        var values: [Delivered.Value] = []
                        for slot in 0..<metering.slotCount where random.below(3) == 0 {
                            let state = [ValueState.measured, .substitute, .provisional][random.below(3)]
                            let value = random.below(4)
                            values.append(
                                Delivered.Value(
                                    start: metering.start(of: slot), wattHours: value, state: state, line: 0))
                            let known = before[slot]
                            let isSame = known.map { $0.wattHours == value && $0.state == state } ?? false
                            // a table that says the same brings nothing of its own
                            guard known.map({ state.replaces($0.state) }) ?? true, !(isSame && document.isEmpty) else {
                                continue
                            }
                            one.taken[slot] = (value, state)
                        }
                        came.append(one)
                        _ = try desk.take(
                            DeliveredFile([
                                DeliveredFile.Message(
                                    sender: "S", document: document,
                                    .series([Delivered(location: "41373559241", feedsIn: false, values: values)]))
                            ]))
                    }
                    let (block, expected) = (try desk.block(), standing())
                    for slot in 0..<metering.slotCount {
                        let state = block?.states[slot] ?? .missing
                        #expect(state == expected[slot]?.state ?? .missing, "seed \(seed), step \(number), \(slot)")
                        #expect(Int(block?.values[slot] ?? 0) == expected[slot]?.wattHours ?? 0)
                    }
                }
                let withdrawn = came.count { $0.isWithdrawn }
                #expect(withdrawn > 0)
            }
        }
    }
}
