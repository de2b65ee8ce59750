// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
package import Storage

extension ReadSession {
    /// A stretch of time that holds the page of all Observations sorted by time, so that not all of them are sorted.
    ///
    /// The key's tree begins with the Datastream: each one that has values in the stretch is entered at its time. The
    /// stretch grows fourfold until it holds enough rows; nil when it would be everything, or the order is another.
    package func window(_ level: ReadLevel, _ anchor: ReadAnchor, limit: Int, skip: Int, after: [SQLValue]?) throws
        -> SQL?
    {
        guard case .all = anchor, level.type == .observation, level.order.leadsWithTime, limit > 0 else { return nil }
        let kept = try connection.firstRow(
            "SELECT min(phenomenon_start), max(latest_time), sum(observation_count) FROM datastream_state"
        ) { (first: $0.integerIfPresent(0), last: $0.integerIfPresent(1), count: $0.real(2)) }
        guard let first = kept?.first, let last = kept?.last, let total = kept?.count, total > 0 else { return nil }
        let isDescending = level.order.terms[0].isDescending
        let reached: Int64? = if case .integer(let time)? = after?.first { time } else { nil }
        let start = isDescending ? min(last, reached ?? last) : max(first, reached ?? first)
        let wanted = limit + 1 + min(skip, 1 << 40)
        let span = Double(last - first)
        var width = max(1_000_000, 2 * span * Double(wanted) / total)
        while width < span {
            let edge = isDescending ? start - Int64(width) : start + Int64(width)
            let condition = level.holds(edge, isDescending: isDescending)
            let found = try connection.integer(
                """
                SELECT count(*) FROM (SELECT 1 \(level.rows(anchor, after: after, within: condition)) \
                LIMIT \(SQL(verbatim: String(wanted)))) AS page
                """)
            if found ?? 0 >= Int64(wanted) { return condition }
            width *= 4
        }
        return nil
    }
}

extension ReadLevel {
    /// Observations from `edge` on (or up to it), looked for only in the Datastreams that reach there.
    fileprivate func holds(_ edge: Int64, isDescending: Bool) -> SQL {
        let time = scope.column("phenomenon_time")
        let datastream = scope.column("datastream_id")
        let within: SQL = isDescending ? "w.latest_time >= \(edge)" : "w.phenomenon_start <= \(edge)"
        let bound: SQL = isDescending ? "\(time) >= \(edge)" : "\(time) <= \(edge)"
        return "\(datastream) IN (SELECT w.datastream_id FROM datastream_state w WHERE \(within)) AND \(bound)"
    }
}
