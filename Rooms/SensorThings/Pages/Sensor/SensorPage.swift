// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import QualityWatch
package import SensorThings
package import SensorThingsFrame
package import Site
package import Wire

/// One sensor with one of its series: what is measured where, how it developed, and how to reuse it.
package struct SensorPage: Sendable {
    /// The stretches of time that buttons offer.
    package enum Range: String, Sendable, Hashable, CaseIterable {
        case day, week, month, year, all

        package var word: Words {
            switch self {
            case .day: .rangeDay
            case .week: .rangeWeek
            case .month: .rangeMonth
            case .year: .rangeYear
            case .all: .rangeAll
            }
        }
    }

    package struct Series: Sendable, Hashable {
        package var id: Int64
        /// The Datastream's name, with what tells it apart on this sensor.
        package var name: String
        /// The observed property: "Wassertemperatur".
        package var measured: String
        package var unit: String
        /// Values are numbers counted over the usual distance of two values.
        package var isSum = false
        package var state: SensorState
        package var lastValue: Double?
        /// The last result where it is a text or a truth.
        package var lastText: String?
        package var lastTime: Instant?
        package var start: Instant?
        package var end: Instant?
        package var count: Int64
        /// Usual distance of two values in microseconds.
        package var rhythm: Int64?

        /// A value as it was measured, with its unit or with what it is counted over.
        func measure(_ value: Double, _ format: Format) -> String {
            format.measure(
                value, unit: unit.isEmpty && isSum ? rhythm.map { format.per(microseconds: $0) } ?? "" : unit)
        }
    }

    package struct Statistics: Sendable, Hashable {
        package var mean: Double?
        package var minimum: Double?
        package var minimumAt: Instant?
        package var maximum: Double?
        package var maximumAt: Instant?
        package var count: Int64
        package var coverage: Double?
        /// Whether the coverage is of a part of the period: nothing could be measured in the rest.
        package var isCoverageOfPart = false
    }

    /// Something that changed about the sensor, for its history.
    package struct Change: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            /// From then on it stood there.
            case place(name: String, longitude: Double?, latitude: Double?)
            case firstValue(series: String)
            /// The series was declared ended.
            case ended(series: String)
            case state(series: String, from: SensorState, to: SensorState)
        }

        package var time: Instant
        package var kind: Kind
    }

    /// How the last full month compares with the same month a year before.
    package struct Finding: Sendable, Hashable {
        package var month: CalendarDay
        package var value: Double
        package var previous: Double
        package var byDifference: Bool
    }

    package var thing: Int64
    package var name: String
    package var description: String
    package var longitude: Double?
    package var latitude: Double?
    package var placeName: String?
    package var isApproximate: Bool
    /// The latest first.
    package var changes: [Change]
    package var series: [Series]
    /// Index of the shown series; nil when the sensor has none.
    package var selected: Int?
    package var reuse: DatasetReuse?
    package var range: Range?
    package var from: CalendarDay
    /// Last day of the window.
    package var to: CalendarDay
    /// What a point of the chart stands for: "Mittel je Tag".
    package var bucket: Words
    package var chart: ChartModel?
    package var statistics: Statistics?
    package var gaps: [InstantInterval]
    package var finding: Finding?
    /// What all directions are together in a day of the last full month, where the shown series is one of several.
    package var together: (value: Double, month: CalendarDay)?
    package var base: String
    /// What is wrong with the chosen period, if anything.
    package var fault: Words?
    package var now: Instant
    /// What is doubtful about the shown series, and how many values of the period are left out.
    package var doubts: [StoredFinding] = []
    package var leftOut: Int64 = 0

    /// The series that are shown beside the chosen one.
    package var compared: [Choice] = []
    /// Those that can be.
    package var choices: [Choice] = []
    /// Charts of compared series in other units, over the same time.
    package var further: [Further] = []
    package var annotations: [SeriesAnnotation] = []
    /// Whether the reader may write thresholds and notes.
    package var mayAnnotate = false
    /// The last day that has begun.
    package var today: CalendarDay
    /// Whether everybody sees it.
    package var isPublic = false
    /// Where the chosen series begins.
    package var firstDay: CalendarDay?

    /// A series to compare with, by its Datastream.
    package struct Choice: Sendable, Hashable {
        package var id: Int64
        package var label: String
    }

    package struct Further: Sendable, Hashable {
        package var chart: ChartModel
        package var bucket: Words
        package var measured: String
    }

    package var current: Series? { selected.map { series[$0] } }

    /// What the chart shows: the observed property, and which series where the sensor has several of it.
    package var measured: String {
        guard let current else { return "" }
        let isOne = series.count { $0.measured == current.measured } == 1
        return isOne || current.name == current.measured ? current.measured : current.measured + ": " + current.name
    }
}
