// SPDX-License-Identifier: EUPL-1.2

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
