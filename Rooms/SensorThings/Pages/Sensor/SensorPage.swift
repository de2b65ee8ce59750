// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue
import HTTPSupport
package import SensorThings
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
        package var name: String
        /// The observed property: "Wassertemperatur".
        package var measured: String
        package var unit: String
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
    }

    package struct Reuse: Sendable, Hashable {
        package var slug: String
        package var title: String
        package var owner: String
        package var contact: String?
        package var licence: String
        package var attributions: [Attribution]

        package struct Attribution: Sendable, Hashable {
            package var text: String
            package var url: String?
            package var licence: String?
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
    package var reuse: Reuse?
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
    package var base: String
    /// What is wrong with the chosen period, if anything.
    package var fault: Words?
    package var now: Instant

    package var current: Series? { selected.map { series[$0] } }
}
