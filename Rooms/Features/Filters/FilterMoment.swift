// SPDX-License-Identifier: EUPL-1.2
import CQL2
import Storage
import Wire

/// A time in a filter: a column, a day, an instant, or the open end of an interval.
enum FilterMoment {
    case column(SQL, FieldType)
    case day(String)
    case instant(Instant)
    case open

    /// A day or an instant that was written as a plain text; GDAL ends a day with `T` and leaves the zone off an instant.
    init?(_ text: String) {
        let day = String(text.hasSuffix("T") ? text.dropLast() : text[...])
        if FieldType.isDay(day) {
            self = .day(day)
        } else if text.utf8.count > 10,
            let instant = (try? Instant(iso8601: text)) ?? (try? Instant(iso8601: text + "Z"))
        {
            self = .instant(instant)
        } else {
            return nil
        }
    }

    /// What times are compared as: columns keep days and instants as texts that sort as times do, or microseconds.
    enum Grain {
        case day, instant, microsecond
    }

    /// A day, which is a time of 24 hours where it is compared with instants.
    var isDay: Bool {
        switch self {
        case .day, .column(_, .date): true
        default: false
        }
    }

    /// The time by itself.
    var sql: SQL {
        switch self {
        case .column(let sql, _): sql
        case .day(let day): SQL(filterText: day)
        case .instant(let instant): SQL(filterText: instant.iso8601)
        case .open: "NULL"
        }
    }

    /// Its beginning or its end, to be compared with others of the grain.
    func bound(_ grain: Grain, isEnd: Bool) -> SQL {
        let (first, last): (SQL, SQL) = ("T00:00:00.000Z", "T23:59:59.999Z")
        switch (self, grain) {
        case (.column(let sql, .date), .instant): return "(\(sql) || '\(isEnd ? last : first)')"
        case (.column(let sql, _), _): return sql
        case (.day(let day), .day): return SQL(filterText: day)
        case (.day(let day), .instant): return SQL(filterText: day + (isEnd ? "T23:59:59.999Z" : "T00:00:00.000Z"))
        case (.day(let day), .microsecond):
            let start = (try? Instant(iso8601: day + "T00:00:00Z")) ?? .minimum
            return "\(start.microseconds + (isEnd ? 86_400_000_000 - 1 : 0))"
        case (.instant(let instant), .microsecond): return "\(instant.microseconds)"
        case (.instant(let instant), _): return SQL(filterText: FieldType.text(of: instant))
        case (.open, .day): return SQL(filterText: isEnd ? "9999-12-31" : "0001-01-01")
        case (.open, .instant):
            return SQL(filterText: isEnd ? "9999-12-31T23:59:59.999Z" : "0001-01-01T00:00:00.000Z")
        case (.open, .microsecond): return "\((isEnd ? Instant.maximum : .minimum).microseconds)"
        }
    }
}

extension FeatureFilter {
    private func grain(_ moments: [FilterMoment], _ node: FilterExpression) throws(FilterFault) -> FilterMoment.Grain {
        var (texts, numbers) = (0, 0)
        for case .column(_, let type) in moments {
            if type == .instant { numbers += 1 } else { texts += 1 }
        }
        guard numbers == 0 || texts == 0 else {
            throw FilterFault(
                at: node.place, german: "diese beiden Zeiten lassen sich nicht miteinander vergleichen",
                english: "these two times cannot be compared with each other")
        }
        if numbers > 0 { return .microsecond }
        let isByDay = moments.allSatisfy { moment in
            if case .open = moment { return true }
            return moment.isDay
        }
        return isByDay ? .day : .instant
    }

    /// Two single times; an instant equals the day it lies in.
    func compare(
        _ operation: FilterOperator, _ left: FilterMoment, _ right: FilterMoment, _ node: FilterExpression
    ) throws(FilterFault) -> SQL {
        let grain = try grain([left, right], node)
        func first(_ moment: FilterMoment) -> SQL { moment.bound(grain, isEnd: false) }
        func last(_ moment: FilterMoment) -> SQL { moment.bound(grain, isEnd: true) }
        switch operation {
        case .less: return "(\(last(left)) < \(first(right)))"
        case .greater: return "(\(first(left)) > \(last(right)))"
        case .lessOrEqual: return "(\(first(left)) <= \(last(right)))"
        case .greaterOrEqual: return "(\(last(left)) >= \(first(right)))"
        default: break
        }
        var isSame: SQL = "(\(first(left)) = \(first(right)))"
        if grain != .day, left.isDay != right.isDay {
            let (day, instant) = left.isDay ? (left, right) : (right, left)
            isSame = "(\(first(instant)) >= \(first(day)) AND \(first(instant)) <= \(last(day)))"
        }
        return operation == .unequal ? "(NOT \(isSame))" : isSame
    }

    private func span(_ node: FilterExpression) throws(FilterFault) -> (start: FilterMoment, end: FilterMoment) {
        if case .interval(let start, let end) = node.kind { return (try moment(start), try moment(end)) }
        let one = try moment(node)
        return (one, one)
    }

    private func moment(_ node: FilterExpression) throws(FilterFault) -> FilterMoment {
        if case .unbounded = node.kind { return .open }
        guard case .time(let moment) = try operand(node) else {
            throw FilterFault(
                at: node.place, german: "hier steht eine Zeit: DATE('2026-07-31') oder eine Eigenschaft mit Zeiten",
                english: "a time belongs here: DATE('2026-07-31') or a property with times")
        }
        return moment
    }

    /// Allen's relations (OGC 21-065r2, Table 11); a day lasts from its first to its last moment.
    func temporal(
        _ operation: FilterOperator, _ left: FilterExpression, _ right: FilterExpression, _ node: FilterExpression
    ) throws(FilterFault) -> SQL {
        let (a, b) = (try span(left), try span(right))
        let grain = try grain([a.start, a.end, b.start, b.end], node)
        let (start, end) = (a.start.bound(grain, isEnd: false), a.end.bound(grain, isEnd: true))
        let (first, last) = (b.start.bound(grain, isEnd: false), b.end.bound(grain, isEnd: true))
        switch operation {
        case .after: return "(\(start) > \(last))"
        case .before: return "(\(end) < \(first))"
        case .disjointTime: return "(\(end) < \(first) OR \(start) > \(last))"
        case .intersectsTime: return "(\(start) <= \(last) AND \(end) >= \(first))"
        case .equalsTime: return "(\(start) = \(first) AND \(end) = \(last))"
        case .containsTime: return "(\(start) < \(first) AND \(end) > \(last))"
        case .during: return "(\(start) > \(first) AND \(end) < \(last))"
        case .finishes: return "(\(end) = \(last) AND \(start) > \(first))"
        case .finishedBy: return "(\(end) = \(last) AND \(start) < \(first))"
        case .starts: return "(\(start) = \(first) AND \(end) < \(last))"
        case .startedBy: return "(\(start) = \(first) AND \(end) > \(last))"
        case .meets: return "(\(end) = \(first))"
        case .metBy: return "(\(start) = \(last))"
        case .overlapsTime: return "(\(start) < \(first) AND \(end) > \(first) AND \(end) < \(last))"
        case .overlappedBy: return "(\(start) > \(first) AND \(start) < \(last) AND \(end) > \(last))"
        default:
            throw FilterFault(at: node.place, german: "hier steht eine Bedingung", english: "a condition belongs here")
        }
    }
}
