// SPDX-License-Identifier: EUPL-1.2
public import Storage
public import Wire

/// Stretches of a series that a person has judged broken: pages and indicators leave them out and say so.
///
/// The values stay, and the interfaces of the standards go on giving them.
public enum SeriesMask {
    package static let migration: [SQL] = [
        """
        CREATE TABLE series_mask (
            datastream_id \(SQL.bigint) NOT NULL REFERENCES datastream (id) ON DELETE CASCADE,
            starts_at \(SQL.bigint) NOT NULL, ends_at \(SQL.bigint), PRIMARY KEY (datastream_id, starts_at))\(SQL.clustered)
        """,
        "ALTER TABLE datastream_state ADD COLUMN checked_to \(SQL.bigint)",
        "ALTER TABLE datastream_state ADD COLUMN check_from \(SQL.bigint)",
    ]

    /// In order of time; one without an end goes on.
    public static func of(_ datastream: Int64, on connection: any StorageConnection) throws -> [InstantInterval] {
        try connection.rows(
            "SELECT starts_at, ends_at FROM series_mask WHERE datastream_id = \(datastream) ORDER BY starts_at"
        ) { row in
            InstantInterval(
                start: Instant(microseconds: row.integer(0)),
                end: row.integerIfPresent(1).map { Instant(microseconds: $0) } ?? .maximum)
        }
    }

    /// Puts these stretches in the place of all that were there; overlapping ones become one.
    public static func replace(
        of datastream: Int64, with stretches: [InstantInterval], on connection: any StorageConnection
    ) throws {
        try connection.execute("DELETE FROM series_mask WHERE datastream_id = \(datastream)")
        var joined: [InstantInterval] = []
        for stretch in stretches.sorted(by: { $0.start < $1.start }) {
            if let last = joined.last, stretch.start <= last.end {
                joined[joined.count - 1].end = max(last.end, stretch.end)
            } else {
                joined.append(stretch)
            }
        }
        for stretch in joined {
            let end: Int64? = stretch.end == .maximum ? nil : stretch.end.microseconds
            try connection.execute(
                """
                INSERT INTO series_mask (datastream_id, starts_at, ends_at)
                VALUES (\(datastream), \(stretch.start.microseconds), \(end))
                """)
        }
    }

    /// How many numbers of a window are left out.
    public static func leftOut(
        of datastream: Int64, over window: InstantInterval, on connection: any StorageConnection
    ) throws -> Int64 {
        try of(datastream, on: connection).reduce(0) { sum, mask in
            let (start, end) = (max(mask.start, window.start), min(mask.end, window.end))
            guard start < end else { return sum }
            let part = InstantInterval(start: start, end: end)
            return sum + (try SeriesAggregation.total(of: datastream, over: part, on: connection).count)
        }
    }
}

extension SeriesAggregation {
    /// `total` without what a person has judged broken.
    public static func soundTotal(
        of datastream: Int64, over window: InstantInterval, withLast: Bool = false, on connection: any StorageConnection
    ) throws -> BucketValues {
        let masks = try SeriesMask.of(datastream, on: connection)
        guard masks.contains(where: { $0.start < window.end && window.start < $0.end }) else {
            return try total(of: datastream, over: window, withLast: withLast, on: connection)
        }
        let found = try soundStretches(
            of: datastream, between: [window.start, window.end], withLast: withLast, on: connection)
        return found[0]
    }

    /// `stretches` without what a person has judged broken: what is left out counts as not measured.
    public static func soundStretches(
        of datastream: Int64, between boundaries: [Instant], withLast: Bool = false,
        on connection: any StorageConnection
    ) throws -> [BucketValues] {
        guard let first = boundaries.first, let last = boundaries.last, boundaries.count > 1 else { return [] }
        let masks = try SeriesMask.of(datastream, on: connection).filter { $0.start < last && first < $0.end }
        let edges = masks.flatMap { [$0.start, $0.end] }.filter { first < $0 && $0 < last }
        let cuts = Set(boundaries + edges).sorted()
        let parts = try stretches(of: datastream, between: cuts, withLast: withLast, on: connection)
        guard !masks.isEmpty else { return parts }
        var rest = parts[...]
        return zip(boundaries, boundaries.dropFirst()).map { start, end in
            let bucket = InstantInterval(start: start, end: end)
            let inside = rest.prefix { $0.bucket.end <= end }
            rest = rest.dropFirst(inside.count)
            return BucketValues(sound: Array(inside), of: bucket, without: masks)
        }
    }
}

extension BucketValues {
    /// The parts of a bucket that no mask covers, as one.
    fileprivate init(sound parts: [BucketValues], of bucket: InstantInterval, without masks: [InstantInterval]) {
        let sound = parts.filter { part in
            !masks.contains { $0.start <= part.bucket.start && part.bucket.end <= $0.end }
        }
        func length(_ interval: InstantInterval) -> Double {
            Double(interval.end.microseconds - interval.start.microseconds)
        }
        let count = sound.reduce(0) { $0 + $1.count }
        let sums = sound.compactMap(\.sum)
        let covered = sound.reduce(0.0) { $0 + ($1.coverage ?? 0) * length($1.bucket) }
        let isKnown = parts.contains { $0.coverage != nil }
        self.init(
            bucket: bucket, count: count, minimum: sound.compactMap(\.minimum).min(),
            maximum: sound.compactMap(\.maximum).max(),
            mean: count > 0 ? sums.reduce(0, +) / Double(count) : nil, sum: sums.isEmpty ? nil : sums.reduce(0, +),
            last: sound.last { $0.last != nil }?.last,
            coverage: isKnown && length(bucket) > 0 ? min(1, covered / length(bucket)) : nil)
    }
}
