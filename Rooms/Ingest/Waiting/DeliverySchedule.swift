// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Wire

/// An address that is fetched each night, and how its deliveries have gone.
package struct DeliverySchedule: Sendable {
    package let id: Int64
    package let address: String
    /// Name of the mapping; its latest version is used.
    package let mapping: String
    package let owner: DeliveryOwner
    /// Hour of the night by the town's clock.
    package let hour: Int
    package let isPaused: Bool
    package let next: Instant
    package let checked: Instant?
    /// The last delivery that was a new one.
    package let delivered: Instant?
    package let run: Int64?
    package let failures: Int
    package let fault: Words?
    package let etag: String?
    package let lastModified: String?
    package let shape: DeliveryShape?
    /// What was other about the last delivery than about the one before.
    package let changes: [Words]
    /// A delivery that the mapping does not fit any more, with a new mapping proposed.
    package let waiting: Int64?

    /// Three failures in a row, or a delivery that waits for a new mapping.
    package var needsAttention: Bool { waiting != nil || failures >= 3 }
}

/// What a delivery looks like: how its next one is compared.
package struct DeliveryShape: Sendable, Hashable {
    package var columns: [String]
    package var encoding: String
    package var separator: String
    package var stations: Set<String>

    private static let mostStations = 2000

    package init(columns: [String], encoding: String, separator: String, stations: Set<String>) {
        self.columns = columns
        self.encoding = encoding
        self.separator = separator
        self.stations = stations
    }

    package init?(_ json: JSONValue) {
        guard let columns = json["columns"]?.array else { return nil }
        self.init(
            columns: columns.compactMap(\.string), encoding: json["encoding"]?.string ?? "",
            separator: json["separator"]?.string ?? "",
            stations: Set((json["stations"]?.array ?? []).compactMap(\.string)))
    }

    package var json: JSONValue {
        [
            "columns": .array(columns.map { .string($0) }), "encoding": .string(encoding),
            "separator": .string(separator),
            "stations": .array(stations.sorted().prefix(Self.mostStations).map { .string($0) }),
        ]
    }

    /// What is other than before, in words.
    package func changes(since before: DeliveryShape) -> [Words] {
        var changes: [Words] = []
        for name in columns where !before.columns.contains(name) {
            changes.append(Words("neue Spalte „\(name)“", "new column \"\(name)\""))
        }
        for name in before.columns where !columns.contains(name) {
            changes.append(Words("Spalte „\(name)“ fehlt", "column \"\(name)\" is missing"))
        }
        if encoding != before.encoding {
            changes.append(
                Words(
                    "Kodierung \(encoding) statt \(before.encoding)",
                    "encoding \(encoding) instead of \(before.encoding)"))
        }
        if separator != before.separator {
            changes.append(
                Words(
                    "Trennzeichen „\(separator)“ statt „\(before.separator)“",
                    "separator \"\(separator)\" instead of \"\(before.separator)\""))
        }
        for name in before.stations.subtracting(stations).sorted().prefix(20) {
            changes.append(Words("Messstelle „\(name)“ fehlt", "station \"\(name)\" is missing"))
        }
        for name in stations.subtracting(before.stations).sorted().prefix(20) {
            changes.append(Words("neue Messstelle „\(name)“", "new station \"\(name)\""))
        }
        return changes
    }
}
