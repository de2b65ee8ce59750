// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import SensorThings
import Wire

/// One sensor with one of its series: what is measured where, how it developed, and how to reuse it.
struct SensorPage: Sendable {
    /// The stretches of time that buttons offer.
    enum Range: String, Sendable, Hashable, CaseIterable {
        case day, week, month, year, all

        var word: Words {
            switch self {
            case .day: .rangeDay
            case .week: .rangeWeek
            case .month: .rangeMonth
            case .year: .rangeYear
            case .all: .rangeAll
            }
        }
    }

    struct Series: Sendable, Hashable {
        var id: Int64
        var name: String
        /// The observed property: "Wassertemperatur".
        var measured: String
        var unit: String
        var state: SensorState
        var lastValue: Double?
        /// The last result where it is a text or a truth.
        var lastText: String?
        var lastTime: Instant?
        var start: Instant?
        var end: Instant?
        var count: Int64
        /// Usual distance of two values in microseconds.
        var rhythm: Int64?
    }

    struct Reuse: Sendable, Hashable {
        var slug: String
        var title: String
        var owner: String
        var contact: String?
        var licence: String
        var attributions: [Attribution]

        struct Attribution: Sendable, Hashable {
            var text: String
            var url: String?
            var licence: String?
        }
    }

    struct Statistics: Sendable, Hashable {
        var mean: Double?
        var minimum: Double?
        var minimumAt: Instant?
        var maximum: Double?
        var maximumAt: Instant?
        var count: Int64
        var coverage: Double?
    }

    /// Something that changed about the sensor, for its history.
    struct Change: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            /// From then on it stood there.
            case place(name: String, longitude: Double?, latitude: Double?)
            case firstValue(series: String)
            /// The series was declared ended.
            case ended(series: String)
            case state(series: String, from: SensorState, to: SensorState)
        }

        var time: Instant
        var kind: Kind
    }

    /// How the last full month compares with the same month a year before.
    struct Finding: Sendable, Hashable {
        var month: CalendarDay
        var value: Double
        var previous: Double
        var byDifference: Bool
    }

    var thing: Int64
    var name: String
    var description: String
    var longitude: Double?
    var latitude: Double?
    var placeName: String?
    var isApproximate: Bool
    /// The latest first.
    var changes: [Change]
    var series: [Series]
    /// Index of the shown series; nil when the sensor has none.
    var selected: Int?
    var reuse: Reuse?
    var range: Range?
    var from: CalendarDay
    /// Last day of the window.
    var to: CalendarDay
    /// What a point of the chart stands for: "Mittel je Tag".
    var bucket: Words
    var chart: ChartModel?
    var statistics: Statistics?
    var gaps: [InstantInterval]
    var finding: Finding?
    var base: String
    /// What is wrong with the chosen period, if anything.
    var fault: Words?
    var now: Instant

    var current: Series? { selected.map { series[$0] } }
}
