// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import EnergyOracles
import MeterTables
import Metering
import PowerBills
import Randomness
import Rights
import Settlement
import Sharing
import Storage
import Synchronization
import Testing
import Wire

@testable import Energy
@testable import EnergyPages

/// A sharing as it stands in the worked month: two plants, five points, six members.
struct EnergyTown: Sendable {
    static let value = EnergyOracle.part("month")
    static let now = Instant(seconds: 1_793_880_000)  // 5 November 2026, noon
    static let author = Author(name: "Stadtwerk", at: now)
    static let october = day(1)...day(31)
    static let lines: [LineKind] = [
        .community, .fee, .residual, .grid, .kwkg, .offshore, .specialGridUse, .electricityTax, .concession, .base,
    ]
    static let berlin = ZonedCalendar(identifier: "Europe/Berlin") ?? .utc

    var community: Community
    /// By the names of the worked month.
    var points: [String: Int64] = [:]
    var plants: [Int64] = []
    /// The party of each member.
    var parties: [String: Int64] = [:]
    var relations: [String: Int64] = [:]

    /// A day of October 2026.
    static func day(_ number: Int) -> CivilDay { CivilDay(number: Instant.days(year: 2026, month: 10, day: number)) }

    /// A market location with the right check digit.
    static func malo(_ number: Int) throws -> MarketLocation {
        let digits = Array("5\(String(repeating: "0", count: 9 - String(number).count))\(number)").compactMap {
            $0.wholeNumberValue
        }
        return try MarketLocation(digits.map(String.init).joined() + "\(MarketLocation.checkDigit(of: digits))")
    }

    static func terms(_ model: SharingModel, _ meaning: Sharers.Meaning = .shares, lines: [LineKind] = lines) -> Terms {
        Terms(
            model: model, meaning: meaning, lines: lines, provider: "Stadtwerk Musterstadt", street: "Werkstraße 1",
            place: "12345 Musterstadt", taxNumber: "123/456/78901")
    }

    /// Signs all contracts of the worked month.
    init(on connection: any StorageConnection) throws {
        let id = try EnergyQueries.create("Sonnendorf", by: Self.author, on: connection)
        guard let community = try EnergyQueries.community(id, for: .system, on: connection) else {
            throw StorageError.corrupt(message: "no sharing")
        }
        self.community = community
        let desk = EnergyDesk(community: community, author: Self.author, connection: connection)
        try desk.set(Self.terms(.cascade), from: Self.day(1))
        for (index, name) in MonthInput.points.enumerated() {
            points[name] = try desk.add(
                Point(
                    malo: try Self.malo(index + 1), feedsIn: name.hasPrefix("p"), street: "Dorfstraße \(index + 1)",
                    place: "12345 Musterstadt", meter: "1ESY\(index)", gridOperator: "Netz Musterstadt",
                    fuse: try #require(Fuse(amperes: 630))), ValidDays(from: Self.day(1)))
        }
        for (index, name) in ["pA", "pB"].enumerated() {
            let runner = try desk.add(
                Party(
                    name: "Betreiber \(name)", street: "Solarweg \(index)", place: "12345 Musterstadt",
                    isSmallBusiness: index == 1), from: Self.day(1))
            plants.append(
                try desk.add(
                    Plant(
                        name: name, point: points[name] ?? 0, runner: runner, size: 30_000,
                        register: "SEE90000000000\(index)",
                        form: .other), from: Self.day(1)))
        }
        for contract in Self.value.list("contracts") {
            let member = contract.text("member")
            let party = try desk.add(
                Party(name: "Haushalt \(member)", street: "Dorfstraße 9", place: "12345 Musterstadt"),
                from: Self.day(1))
            parties[member] = party
            let last = contract.whole("lastDay")
            relations[member] = try desk.add(
                Relation(party: party, point: points[contract.text("point")] ?? 0, part: contract.whole("key")),
                ValidDays(
                    from: Self.day(contract.whole("firstDay")), through: last == 31 ? nil : Self.day(last)))
        }
        for tariff in Self.value["tariffs"]?.object?.members ?? [] {
            for entry in tariff.value.array ?? [] {
                try desk.add(
                    Price(line: LineKind(rawValue: tariff.name), value: entry.wholes[1]),
                    from: Self.day(entry.wholes[0]), replaces: true)
            }
        }
        try desk.add(
            Price(line: .base, value: Self.value["base"]?.whole("centPerYear") ?? 0), from: Self.day(1))
        try desk.add(Price(line: nil, value: 19), from: Self.day(1))
    }

    /// The worked month as the metering operator's table; `twelfth` is malo2's 12 October: nil leaves it out.
    static func table(_ input: MonthInput, twelfth: String?) throws -> String {
        let key = twelfth ?? ""
        if let known = tables.withLock({ $0[key] }) { return known }
        let table = try write(input, twelfth: twelfth)
        tables.withLock { $0[key] = table }
        return table
    }

    /// Made once for all tests: a transaction that waits for them to be made is one that a server ends.
    private static let tables = Mutex<[String: String]>([:])
    private static let files = Mutex<[String: DeliveredFile]>([:])

    private static func write(_ input: MonthInput, twelfth: String?) throws -> String {
        let fifth = input.slots.indices.filter { input.days[$0] == 5 }.map { input.slots[$0][3] }
        var place = 0
        var text = "Marktlokation;OBIS;von;bis;Wert [kWh];Status\n"
        let malos = try (1...7).map { try malo($0).description }
        for (slot, values) in input.slots.enumerated() {
            let from = input.starts[slot].iso8601
            let to = Instant(microseconds: input.starts[slot].microseconds + MeteringDay.slotLength).iso8601
            for (index, value) in values.enumerated() {
                var (value, state) = (value, "W")
                if index == 3, input.days[slot] == 12 {
                    guard let twelfth else { continue }
                    if twelfth == "E" {
                        value = fifth[place]
                        place += 1
                    }
                    state = twelfth
                }
                text += "\(malos[index]);1-1:\(index < 2 ? 2 : 1).29.0;\(from);\(to);\(kilowattHours(value));\(state)\n"
            }
        }
        return text
    }

    /// `1,250`
    static func kilowattHours(_ wattHours: Int) -> String {
        let rest = String(wattHours % 1000)
        return "\(wattHours / 1000),\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    func take(_ text: String, on connection: any StorageConnection) throws -> TakenReport {
        let known = Self.files.withLock { $0[text] }
        let file = try known ?? DeliveredFile(Array(text.utf8), calendar: Self.berlin)
        Self.files.withLock { $0[text] = file }
        return try ReadingQueries.take(
            file, named: "oktober.csv", hash: "h", for: community, by: Self.author, in: Self.berlin, on: connection)
    }

    /// Salts that are the same on each engine.
    static func salts(_ seed: UInt64) -> () -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return { (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) } }
    }

    func settle(
        corrects: Int64? = nil, provisional: Bool = false, keepsSameAmounts: Bool = false,
        on connection: any StorageConnection
    ) throws -> StoredRun {
        let id = try RunQueries.settle(
            RunQueries.Order(
                days: Self.october, acceptsProvisional: provisional, corrects: corrects,
                reason: corrects == nil ? "" : "Der Messstellenbetreiber hat den 12. nachgeliefert.",
                keepsSameAmounts: keepsSameAmounts,
                issued: CivilDay(number: Instant.days(year: 2026, month: 11, day: 5))), of: community,
            by: Self.author, in: Self.berlin, salt: Self.salts(5), on: connection)
        return try #require(try RunQueries.run(id, of: community.id, on: connection))
    }
}
