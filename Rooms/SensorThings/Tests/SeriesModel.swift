// SPDX-License-Identifier: EUPL-1.2
import Foundation

@testable import SensorThings

/// One Datastream as a plain list of rows: what the server must say after each change.
struct SeriesModel {
    struct Row: Hashable {
        var id: Int64
        var time: Int64
        var duration: Int64?
        /// A number, or nil for the text `broken`.
        var result: Double?
        var resultTime: Int64?

        var end: Int64 { time + (duration ?? 0) }
        var key: (Int64, Int64) { (time, id) }

        func hasSameContent(as other: Row) -> Bool {
            duration == other.duration && result == other.result && resultTime == other.resultTime
        }
    }

    enum Rule: String, CaseIterable { case allow, reject, ignore, replace }

    /// What becomes of a new row.
    enum Fate: Equatable {
        case stored
        /// The row of this id stands for it.
        case present(Int64)
        case refused
    }

    private(set) var rows: [Row] = []
    /// Rows whose raw values are gone; aggregates tell of them.
    private var aggregated: [Row] = []
    private var rawFrom = Int64.min
    private var hourlyFrom = Int64.min
    private var dailyFrom = Int64.min
    var rule = Rule.allow

    static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
        return calendar
    }()

    // MARK: Changes

    /// What becomes of a row; a stored one is to be added with its id.
    mutating func settle(_ row: Row) -> Fate {
        guard row.time >= rawFrom else { return .refused }
        guard rule != .allow,
            let index = rows.indices.filter({ rows[$0].time == row.time }).min(by: { rows[$0].id < rows[$1].id })
        else { return .stored }
        let id = rows[index].id
        if rows[index].hasSameContent(as: row) { return .present(id) }
        switch rule {
        case .reject: return .refused
        case .replace:
            rows[index] = row
            rows[index].id = id
        case .ignore, .allow: break
        }
        return .present(id)
    }

    mutating func add(_ row: Row) { rows.append(row) }

    /// Whether the change is taken.
    mutating func change(_ id: Int64, _ body: (inout Row) -> Void) -> Bool {
        guard let index = rows.firstIndex(where: { $0.id == id }) else { return false }
        var changed = rows[index]
        body(&changed)
        guard changed.time >= rawFrom else { return false }
        let meets = changed.time != rows[index].time && rows.contains { $0.time == changed.time }
        if meets, rule == .reject || rule == .ignore { return false }
        rows[index] = changed
        if meets, rule == .replace { rows.removeAll { $0.time == changed.time && $0.id != id } }
        return true
    }

    /// How many rows went.
    mutating func delete(where isGone: (Row) -> Bool) -> Int {
        let before = rows.count
        rows.removeAll(where: isGone)
        return before - rows.count
    }

    /// Whole days before the day of `now` that are kept: raw, as hours, as days.
    mutating func retain(now: Int64, raw: Int, hourly: Int?, daily: Int?) {
        rawFrom = max(rawFrom, Self.midnight(now, daysBefore: raw))
        aggregated += rows.filter { $0.time < rawFrom }
        rows.removeAll { $0.time < rawFrom }
        if let hourly { hourlyFrom = max(hourlyFrom, Self.midnight(now, daysBefore: hourly)) }
        if let daily { dailyFrom = max(dailyFrom, Self.midnight(now, daysBefore: daily)) }
        aggregated.removeAll { $0.time < dailyFrom }
    }

    static func midnight(_ instant: Int64, daysBefore days: Int) -> Int64 {
        let day = calendar.startOfDay(for: date(instant))
        let moved = calendar.date(byAdding: .day, value: -days, to: day) ?? day
        return Int64(moved.timeIntervalSince1970.rounded()) * 1_000_000
    }

    // MARK: What the server must say

    var sorted: [Row] { rows.sorted { $0.key < $1.key } }
    var latest: Row? { rows.max { $0.key < $1.key } }
    var phenomenonTime: ClosedRange<Int64>? { Self.range(rows.map(\.time), rows.map(\.end)) }
    var resultTime: ClosedRange<Int64>? { Self.range(rows.compactMap(\.resultTime), rows.compactMap(\.resultTime)) }

    private static func range(_ starts: [Int64], _ ends: [Int64]) -> ClosedRange<Int64>? {
        guard let first = starts.min(), let last = ends.max() else { return nil }
        return first...last
    }

    struct Bucket: Equatable {
        var minimum = Double.infinity
        var maximum = -Double.infinity
        var sum = 0.0
        var count = 0.0
        var last = Double.nan
    }

    /// Start in seconds and numbers of each bucket that has numbers.
    func buckets(_ unit: Calendar.Component) -> [Int64: Bucket] {
        var buckets: [Int64: Bucket] = [:]
        for row in (aggregated + rows).sorted(by: { $0.key < $1.key }) {
            guard let result = row.result else { continue }
            var at = Self.date(row.time)
            // a day of which only the daily aggregate is left counts where it begins
            if row.time < hourlyFrom { at = Self.calendar.startOfDay(for: at) }
            guard let start = Self.calendar.dateInterval(of: unit, for: at)?.start else { continue }
            var bucket = buckets[Int64(start.timeIntervalSince1970.rounded())] ?? Bucket()
            bucket.minimum = min(bucket.minimum, result)
            bucket.maximum = max(bucket.maximum, result)
            bucket.sum += result
            bucket.count += 1
            bucket.last = result
            buckets[Int64(start.timeIntervalSince1970.rounded())] = bucket
        }
        return buckets
    }

    private static func date(_ instant: Int64) -> Date { Date(timeIntervalSince1970: Double(instant) / 1_000_000) }
}
