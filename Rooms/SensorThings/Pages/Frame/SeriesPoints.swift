// SPDX-License-Identifier: EUPL-1.2
import SensorThings
package import Site
package import Storage
package import Wire

/// Numbers over stretches of a series. Buckets lie on the town's wall clock, so that a day has 23, 24 or 25 hours.
package struct SeriesPoints {
    package let connection: any StorageConnection

    package init(on connection: any StorageConnection) { self.connection = connection }

    /// One point for each bucket: means, or for sums the number per `rate` (a day or an hour) of measured time.
    ///
    /// A sum over a bucket of which less than a fifth was measured says nothing: it is a gap.
    /// The last one is marked as long as it is still filling; a rate of a day's first hours stays out unless asked for.
    package func points(
        of record: SeriesRecord, buckets: [Instant], rate: Int64?, until now: Instant, withBegun: Bool = false
    ) throws -> [SeriesPoint] {
        guard let datastream = record.datastream else { return [] }
        var points: [SeriesPoint] = []
        for total in try SeriesAggregation.soundStretches(of: datastream, between: buckets, on: connection) {
            let (start, end) = (total.bucket.start, total.bucket.end)
            let measurable = min(end, max(start, now)).microseconds - start.microseconds
            let coverage = record.coverage(count: total.count, of: measurable)
            var point = SeriesPoint(
                start: start, end: end, value: total.mean, minimum: total.minimum, maximum: total.maximum,
                count: total.count, coverage: coverage)
            if let rate {
                let measured = record.rhythm.map { Double($0) * Double(total.count) } ?? Double(measurable)
                // The morning of a day is no day: what has only begun is left out.
                let hasPassed =
                    withBegun || 2 * measurable >= end.microseconds - start.microseconds || rate < 86_400_000_000
                let isTelling = total.count > 0 && measured > 0 && (coverage ?? 1) >= 0.2 && hasPassed
                point.value = isTelling ? total.sum.map { $0 * Double(rate) / measured } : nil
                point.minimum = nil
                point.maximum = nil
            }
            points.append(point)
        }
        if let last = points.lastIndex(where: { $0.count > 0 }), let reached = record.reached(at: now),
            points[last].start < reached, points[last].end.microseconds - reached.microseconds > record.rhythm ?? 0
        {
            points[last].reached = reached
        }
        return points
    }

    /// Stretches without values that are longer than three times the usual distance.
    package func gaps(of record: SeriesRecord, over window: InstantInterval) throws -> [InstantInterval] {
        guard let datastream = record.datastream, let rhythm = record.rhythm, rhythm > 0 else { return [] }
        return try connection.rows(
            """
            SELECT before, at FROM (
                SELECT phenomenon_time AS at, lag(phenomenon_time) OVER (ORDER BY phenomenon_time) AS before
                FROM observation WHERE datastream_id = \(datastream)
                    AND phenomenon_time >= \(window.start.microseconds) AND phenomenon_time < \(window.end.microseconds)
            ) AS pair WHERE at - before > \(3 * rhythm) ORDER BY at LIMIT 500
            """
        ) { row in
            InstantInterval(
                start: Instant(microseconds: row.integer(0) + rhythm), end: Instant(microseconds: row.integer(1)))
        }
    }

    /// When the smallest or the largest value of a window was measured.
    package func time(of value: Double, in record: SeriesRecord, over window: InstantInterval) throws -> Instant? {
        guard let datastream = record.datastream else { return nil }
        return try connection.integer(
            """
            SELECT min(phenomenon_time) FROM observation WHERE datastream_id = \(datastream)
                AND phenomenon_time >= \(window.start.microseconds) AND phenomenon_time < \(window.end.microseconds)
                AND result = \(value)
            """
        ).map { Instant(microseconds: $0) }
    }
}

extension SeriesRecord {
    /// How far its values reach: the end of the last one, and not beyond now.
    package func reached(at now: Instant) -> Instant? {
        guard let lastTime else { return nil }
        // a value without a duration stands for the usual distance
        let end = end.flatMap { $0 > lastTime ? $0 : nil }
        return min(now, end ?? Instant(microseconds: lastTime.microseconds + (rhythm ?? 0)))
    }

    /// Share of a stretch that these many values measure; nil where the rhythm is unknown.
    package func coverage(count: Int64, of duration: Int64) -> Double? {
        guard let rhythm, rhythm > 0, duration > 0 else { return nil }
        return min(1, Double(count) * Double(rhythm) / Double(duration))
    }
}
