// SPDX-License-Identifier: EUPL-1.2
package import Catalogue
import Metering
import PowerBills
package import Rights
import Sharing
package import Storage
package import Wire

/// Sums of a sharing over settled periods, as something an indicator of the plan can ask.
///
/// Only whole final runs of five members or more are told, so that nobody's use is the difference of two answers. A window has
/// those runs that lie in it; each function gives the same.
package struct SharingIndicator: IndicatorSource {
    /// As it stands at an indicator.
    package static let word = "power"
    /// Fewer members give no sum.
    package static let fewest = SumList.fewest

    package enum Measure: String, Sendable, Hashable, CaseIterable {
        /// The part of all use that came from the plants, per cent.
        case part
        case shared
        case made
        case used
    }

    package let name: String
    package let measure: Measure
    private let community: Int64
    private let calendar: ZonedCalendar
    private let engine: any StorageEngine

    package var unit: String { measure == .part ? "%" : "kWh" }
    package var place: (longitude: Double, latitude: Double)? { nil }

    /// The sharing of that number, if the reader may see its data set or its terms open its sums to everybody.
    package static func find(
        _ community: Int64, _ measure: Measure, for reader: Reader, in calendar: ZonedCalendar,
        on engine: any StorageEngine
    ) async throws -> SharingIndicator? {
        let name = try await engine.read { connection in
            try isOpen(community, to: reader, on: connection)
                ? try connection.text("SELECT name FROM energy_community WHERE id = \(community)") : nil
        }
        return name.map {
            SharingIndicator(name: $0, measure: measure, community: community, calendar: calendar, engine: engine)
        }
    }

    /// Whether a reader may see sums of a sharing: by its data set, or because its terms open them to everybody.
    package static func isOpen(
        _ community: Int64, to reader: Reader, on connection: any StorageConnection
    ) throws -> Bool {
        let seen = try connection.integer(
            """
            SELECT count(*) FROM energy_community c WHERE c.id = \(community) AND \(reader.may(.see, "c.dataset_id"))
            """)
        guard seen == 0 else { return true }
        return try EnergyQueries.versions(Terms.self, of: community, on: connection).last?.content.opensSums ?? false
    }

    package func aggregate(
        _ function: AggregateFunction, over window: InstantInterval, for reader: Reader
    ) async throws -> AggregateValue {
        try await aggregates(function, over: [window], for: reader).first
            ?? AggregateValue(value: nil, count: 0, coverage: nil)
    }

    package func aggregates(
        _ function: AggregateFunction, over windows: [InstantInterval], for reader: Reader
    ) async throws -> [AggregateValue] {
        let (community, measure, calendar) = (community, measure, calendar)
        return try await engine.read { connection in
            guard try Self.isOpen(community, to: reader, on: connection) else {
                return windows.map { _ in AggregateValue(value: nil, count: 0, coverage: nil) }
            }
            let runs = try RunQueries.runs(of: community, on: connection).filter {
                $0.correctedBy == nil && !$0.isProvisional
            }
            let large = try runs.filter { try Self.members(of: $0, on: connection) >= Self.fewest }
            return windows.map { window in
                guard let first = MeteringDay(holding: window.start, in: calendar)?.day,
                    let end = MeteringDay(holding: window.end, in: calendar)?.day, first < end
                else { return AggregateValue(value: nil, count: 0, coverage: nil) }
                let inside = large.filter { first <= $0.days.lowerBound && $0.days.upperBound < end }
                return Self.value(measure, inside, function, days: end.number - first.number)
            }
        }
    }

    /// Parties with a bill that stands after this run.
    private static func members(of run: StoredRun, on connection: any StorageConnection) throws -> Int {
        let standing = try RunQueries.standingDocuments(of: run, on: connection)
        return Set(standing.filter { $0.kind == .bill }.map(\.party)).count
    }

    private static func value(
        _ measure: Measure, _ runs: [StoredRun], _ function: AggregateFunction, days: Int
    ) -> AggregateValue {
        let covered = runs.reduce(0) { $0 + $1.days.upperBound.number - $1.days.lowerBound.number + 1 }
        let coverage = Double(covered) / Double(days)
        guard !runs.isEmpty else { return AggregateValue(value: nil, count: 0, coverage: 0) }
        func sum(_ name: String) -> Double { Double(runs.reduce(0) { $0 + ($1.summary.whole(name) ?? 0) }) }
        let value: Double? =
            switch measure {
            case .part: sum("totalWh") > 0 ? 100 * sum("sharedWh") / sum("totalWh") : nil
            case .shared: sum("sharedWh") / 1000
            case .made: sum("madeWh") / 1000
            case .used: sum("totalWh") / 1000
            }
        return AggregateValue(
            value: function == .count ? Double(runs.count) : value, count: Int64(runs.count), coverage: coverage)
    }
}
