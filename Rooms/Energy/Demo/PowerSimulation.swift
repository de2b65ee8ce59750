// SPDX-License-Identifier: EUPL-1.2
import Energy
import Metering
import Rights
import Site
import Storage
import Wire

/// The demonstration's sharing in any size, for measurements of speed: everybody's quarter hours, a settlement each month, one correction.
struct PowerSimulation: Sendable {
    /// Points that use power, at least ten.
    let households: Int
    let months: Int
    /// The moment it stands at; the months before it are filled.
    let now: Instant

    /// How long each part took.
    struct Figures: Sendable {
        var values = 0
        var contracts = Duration.zero
        var readings = Duration.zero
        /// Allocated, billed and on the ledger, all months.
        var settling = Duration.zero
        /// One day of one member measured later: its month settled anew.
        var correction = Duration.zero
    }

    /// Points whose month is handed in at once.
    private static let batch = 250

    func run(on engine: any StorageEngine, calendar: ZonedCalendar, progress: (String) -> Void) async throws -> Figures
    {
        var figures = Figures()
        let (size, now) = (households, now)
        @Sendable func sharing(_ connection: any StorageConnection) -> DemoSharing {
            DemoSharing(
                isWhole: true, households: size, now: now, power: DemoPower(calendar: calendar), calendar: calendar,
                connection: connection)
        }
        let today = TownTime().day(now)
        let first = CalendarDay(year: today.year, month: today.month, day: 1).adding(months: -months)
        func measured<Value>(_ part: WritableKeyPath<Figures, Duration>, _ body: () async throws -> Value) async throws
            -> Value
        {
            let start = ContinuousClock.now
            let value = try await body()
            figures[keyPath: part] += ContinuousClock.now - start
            return value
        }
        progress("contracts")
        let (community, plants, homes) = try await measured(\.contracts) {
            try await engine.write { connection in
                let demo = sharing(connection)
                let author = demo.author(at: first)
                let id = try EnergyQueries.create("Simulation", by: author, on: connection)
                guard let community = try EnergyQueries.community(id, for: .system, on: connection) else {
                    throw StorageError.corrupt(message: "the sharing that was just made is gone")
                }
                let desk = EnergyDesk(community: community, author: author, connection: connection)
                let made = try demo.contracts(desk, from: CivilDay(number: first.number))
                return (community, made.plants, made.households)
            }
        }
        let points = plants + homes
        for offset in 0..<months {
            let (from, next) = (first.adding(months: offset), first.adding(months: offset + 1))
            let month = CivilDay(number: from.number)...CivilDay(number: next.number - 1)
            let settled = next.adding(days: 4)
            let ninth = CivilDay(number: month.lowerBound.number + 8)
            let isLast = offset == months - 1
            progress("\(from.year)-\(from.month)")
            for start in stride(from: 0, to: points.count, by: Self.batch) {
                let part = Array(points[start..<min(points.count, start + Self.batch)])
                try await measured(\.readings) {
                    try await engine.write { connection in
                        let demo = sharing(connection)
                        try demo.take(
                            part, month, substitute: isLast ? (homes[1], ninth) : nil, community,
                            demo.author(at: settled))
                    }
                }
            }
            figures.values += points.count * (month.upperBound.number - month.lowerBound.number + 1) * 96
            let run = try await measured(\.settling) {
                try await engine.write { connection in
                    let demo = sharing(connection)
                    return try demo.settle(month, community, demo.author(at: settled), issued: settled)
                }
            }
            guard isLast else { continue }
            let later = settled.adding(days: 1)
            try await engine.write { connection in
                let demo = sharing(connection)
                try demo.take([homes[1]], ninth...ninth, substitute: nil, community, demo.author(at: later))
            }
            _ = try await measured(\.correction) {
                try await engine.write { connection in
                    let demo = sharing(connection)
                    return try demo.settle(month, community, demo.author(at: later), issued: later, corrects: run)
                }
            }
        }
        return figures
    }
}
