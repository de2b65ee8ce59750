// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import IngestReading
import Wire

/// Zones in names and in the lines before a table.
extension TimeProposal {
    static let fixed = [
        ("MEZ", "Etc/GMT-1"), ("CET", "Etc/GMT-1"), ("MESZ", "Etc/GMT-2"), ("CEST", "Etc/GMT-2"), ("UTC", "UTC"),
        ("GMT", "UTC"),
    ]

    /// `UTC_OFFSET;1` in the lines before a table: hours.
    static func offset(_ texts: [String]) -> Int? {
        guard let pattern = try? Pattern(#"(?i)^utc_offset[^0-9+-]{0,12}([+-]?\d\d?)(?:\D|$)"#) else { return nil }
        let found = texts.lazy.compactMap { pattern.groups(in: $0) }.first
        return found.flatMap { Int($0[1].replacing("+", with: "")) }.flatMap { abs($0) <= 14 ? $0 : nil }
    }

    /// A column that says for all rows how far their clock is from UTC: `GMT+2`, `+02:00`.
    var zoneColumn: Int? {
        let own = columns.first {
            $0.distinct.count == 1 && $0.isNamed(["timezone", "time_zone", "zeitzone", "utc_offset", "utcoffset"])
        }
        guard let text = own?.cells.first, let pattern = try? Pattern(#"(?i)^(?:UTC|GMT)? ?([+-]\d\d?)(?::?00)?$"#),
            let groups = pattern.groups(in: text.trimmed), let hours = Int(groups[1].replacing("+", with: ""))
        else { return nil }
        return abs(hours) <= 14 ? hours : nil
    }

    /// `Europe/Berlin` in a text.
    static func area(_ text: String) -> String? {
        guard let begin = text.firstRange(of: "Europe/")?.lowerBound else { return nil }
        return String(text[begin...].prefix { $0.isLetter || $0 == "/" || $0 == "_" })
    }

    /// `24:00` as a time of its own: not that of the 24th day in `20180124:0010`.
    static func isEndOfDay(_ cell: String) -> Bool {
        cell.ranges(of: "24:00").contains { range in
            range.lowerBound == cell.startIndex || " T,".contains(cell[cell.index(before: range.lowerBound)])
        }
    }
}

/// A publisher whose tables are known by the names of their columns, and in which time it writes.
struct Publisher {
    let german: String
    let english: String
    private let columns: Set<String>
    private let zone: String
    /// Before that its clock was another one; seconds since 1970.
    private let since: Int64

    private static let all = [
        Publisher(
            german: "der Deutsche Wetterdienst seit 2000", english: "the German weather service since 2000",
            columns: ["stations_id", "mess_datum"], zone: "UTC", since: 946_684_800),
        Publisher(
            german: "das Archiv von sensor.community", english: "the archive of sensor.community",
            columns: ["sensor_id", "sensor_type", "location", "timestamp"], zone: "UTC", since: 0),
    ]

    static func known(_ names: [String]) -> Publisher? {
        let names = Set(names.map { $0.lowercased() })
        return all.first { $0.columns.isSubset(of: names) }
    }

    /// Its zone, where all times are of the years for which it holds.
    func zone(_ stamps: [Int64?]) -> String? {
        let first = stamps.lazy.compactMap { $0 }.min() ?? 0
        return first >= since * 1_000_000 ? zone : nil
    }
}
