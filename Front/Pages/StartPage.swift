// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import SensorThings
import Site
import Wire

/// What the start page shows: the town in one view.
struct StartPage: Sendable {
    /// One measured thing with its trend.
    struct Tile: Sendable, Hashable {
        /// What the number stands for.
        enum Basis: Sendable, Hashable {
            /// Mean per day over a month.
            case perDay(month: CalendarDay)
            /// Mean over a month.
            case meanOf(month: CalendarDay)
            /// Mean of one day over several places.
            case meanOfDay(CalendarDay, places: Int)
            case latest(Instant)
        }

        /// "Verkehrsreichste Radzählstelle"; nil shows what is measured.
        var title: Words
        /// The place, and what is measured there.
        var name: String
        var link: SiteURL
        var value: Double
        var unit: String
        var basis: Basis
        /// The same a year before.
        var previous: Double?
        /// A difference in the unit says more than per cent (temperatures, pH).
        var comparesByDifference = false
        var sparkline: [SeriesPoint] = []
        var sparklineFromZero = false
        /// What the small line shows.
        var sparklineMeaning: Words
        var coverage: Double?
        var licence: String
        var source: String
        var isHeadline = false
        /// What must be said of the values behind it.
        var cautions: [Words] = []
    }

    struct Attention: Sendable, Hashable {
        var thing: Int64
        var name: String
        var measured: String
        var state: SensorState
        var last: Instant?
    }

    struct DatasetLine: Sendable, Hashable {
        var slug: String
        var title: String
        var owner: String
        var licence: String
        var modified: Instant
        var isNew: Bool
    }

    var tiles: [Tile]
    var attention: [Attention]
    /// How many more need attention than are listed.
    var moreAttention: Int
    var datasets: [DatasetLine]
    var stateCounts: [SensorState: Int]
    /// The instant that counts as now.
    var now: Instant
    var hasLayers: Bool

    var isEmpty: Bool { stateCounts.values.reduce(0, +) == 0 && datasets.isEmpty && !hasLayers }
}
