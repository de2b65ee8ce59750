// SPDX-License-Identifier: EUPL-1.2
package import IngestModel
package import Wire

/// What an import of a delivery would store, looked at without storing it; of a long file its beginning.
package struct ImportPreview: Sendable {
    /// A value as it would be stored.
    package struct Line: Sendable {
        package let station: String
        package let name: String
        package let start: Instant
        /// Nil for a moment.
        package let end: Instant?
        package let value: Double
        package let unit: String
        /// Why the value is doubtful.
        package let quality: String?
    }

    /// One series of measured values.
    package struct Series: Sendable {
        package struct Point: Sendable {
            package let start: Int64
            package let end: Int64
            /// Nil in a gap.
            package let value: Double?
            package let minimum: Double?
            package let maximum: Double?
            package let count: Int64
        }

        package let station: String
        package let stationName: String
        package let name: String
        package let unit: String
        package let isCount: Bool
        package let count: Int
        package let first: Instant
        package let last: Instant
        package let minimum: Double
        package let maximum: Double
        /// Stretches without values that are longer than the usual step.
        package let gaps: Int
        package let longestGap: InstantInterval?
        package let points: [Point]
    }

    /// A place of a station or of a feature.
    package struct Place: Sendable {
        package let name: String
        package let longitude: Double
        package let latitude: Double
        package let isApproximate: Bool
    }

    /// Series in the order of the files.
    package internal(set) var series: [Series] = []
    /// The first values of each series, by time.
    package internal(set) var lines: [Line] = []
    /// The first value in the hour that the clock runs through twice.
    package internal(set) var repeated: Line?
    package internal(set) var places: [Place] = []
    package internal(set) var stations: Set<String> = []
    package internal(set) var features = 0
    /// Figures of what was read: rows, refused ones with reason and first place.
    package internal(set) var report: ImportReport
    /// Whether all of the delivery was read.
    package internal(set) var isWhole = true
    package internal(set) var values = 0

    static let mostSeries = 200
    static let mostLines = 20
    static let mostPlaces = 500
    static let mostPoints = 240
}
