// SPDX-License-Identifier: EUPL-1.2
import Wire

/// What tells series of one Thing apart whose names read the same: direction, lane, channel, as the data say it.
package enum SeriesNames {
    /// Properties that people tell series by, the telling ones first.
    private static let telling = [
        "richtung", "fahrtrichtung", "direction", "spur", "fahrspur", "lane", "kanal", "channel", "tiefe", "depth",
        "hoehe", "höhe", "height", "position",
    ]
    /// A property of a few letters is a word for people; longer ones are addresses and remarks.
    private static let longest = 40

    /// The same series, with `apart` where a name stands more than once. They come by Thing.
    package static func apart(_ records: [SeriesRecord]) -> [SeriesRecord] {
        var records = records
        var start = 0
        while start < records.count {
            let end = records[start...].firstIndex { $0.thing != records[start].thing } ?? records.count
            let groups = Dictionary(grouping: (start..<end).filter { records[$0].datastream != nil }) {
                records[$0].name
            }
            for group in groups.values where group.count > 1 {
                for (index, words) in zip(group, words(for: group.map { records[$0] })) { records[index].apart = words }
            }
            start = end
        }
        return records
    }

    /// For each of the series what it has alone: properties that differ, else a part of the description, else its number.
    private static func words(for records: [SeriesRecord]) -> [String] {
        var parts = [[String]](repeating: [], count: records.count)
        func isApart() -> Bool { Set(parts).count == parts.count }
        for key in keys(of: records) where !isApart() {
            let values = records.map { text($0.properties[key]) ?? "" }
            add(values, to: &parts)
        }
        let pieces = records.map { record in record.about.split(separator: ", ").map(String.init) }
        let count = pieces.map(\.count).min() ?? 0
        if count > 0, pieces.allSatisfy({ $0.count == count }) {
            for place in 0..<count where !isApart() { add(pieces.map { $0[place] }, to: &parts) }
        }
        if !isApart() { add(records.map { String($0.datastream ?? 0) }, to: &parts) }
        return parts.map { $0.joined(separator: ", ") }
    }

    /// Takes what differs between series that nothing tells apart so far.
    private static func add(_ values: [String], to parts: inout [[String]]) {
        let groups = Dictionary(grouping: parts.indices) { parts[$0] }
        for group in groups.values where Set(group.map { values[$0] }).count > 1 {
            for index in group where !values[index].isEmpty && values[index].count <= longest {
                parts[index].append(values[index])
            }
        }
    }

    private static func keys(of records: [SeriesRecord]) -> [String] {
        let names = Set(records.flatMap { $0.properties.object?.names ?? [] })
        return names.sorted { left, right in
            let (one, other) = (rank(left), rank(right))
            return one == other ? left < right : one < other
        }
    }

    private static func rank(_ name: String) -> Int { telling.firstIndex(of: name.lowercased()) ?? telling.count }

    private static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text): text
        case .number: value?.text
        default: nil
        }
    }
}
