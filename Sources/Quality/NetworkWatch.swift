// SPDX-License-Identifier: EUPL-1.2

/// Watches the series of one network, day by day: those of one data set in one unit, at several places.
///
/// Its memory is bounded: of each series a year of daily levels, 28 days, and habits of 14 months are kept, whatever the
/// length of the series. Each day costs some microseconds a series.
public struct NetworkWatch: Sendable {
    private var watches: [SeriesWatch]
    private var places: [Place]
    private var lastDay: Int?

    /// The series of one place.
    private struct Place: Sendable {
        let members: [Int]
        var parts = Parts()
        var shift = NetworkShift()
        /// Shifts that have ended.
        var shifts: [Finding] = []

        /// Speaks for the place.
        var speaker: Int { parts.total ?? members[0] }
    }

    /// `series` in any order; figures come in the same.
    public init(_ series: [WatchedSeries]) {
        watches = series.map { SeriesWatch($0) }
        let members = Dictionary(grouping: series.indices) { series[$0].place }
        places = members.sorted { $0.key < $1.key }.map { Place(members: $0.value.sorted()) }
    }

    /// Takes the figures of a local day, in days since 1970-01-01, in the order of the series; nil without values.
    ///
    /// Days come in their order; one that is left out counts as a day without values.
    public mutating func take(_ day: Int, _ figures: [DayFigures?]) {
        if let lastDay, day <= lastDay { return }
        lastDay = day
        for index in watches.indices { watches[index].begin(figures[index]) }
        let ratios = placeRatios()
        for index in places.indices { judge(index, day, ratios) }
        watchShifts(day)
    }

    /// What was found, the closed findings and those that last.
    public var findings: [Finding] {
        let own = watches.flatMap { $0.closed + Array($0.open.values) }
        let others = places.flatMap { place -> [Finding] in
            place.shifts + place.parts.closed + [place.parts.open, place.shift.open?.finding].compactMap { $0 }
        }
        let all = own.map { named($0) } + others
        return (all + all.compactMap { lacking($0) }).sorted {
            ($0.from, $0.series, $0.rule.rawValue, $0.cause) < ($1.from, $1.series, $1.rule.rawValue, $1.cause)
        }
    }

    // MARK: Neighbours

    /// Of each place whose speaker is sound, its level today as a share of the usual; sorted.
    private func placeRatios() -> [(ratio: Double, place: Int)] {
        let ratios = places.indices.compactMap { index -> (ratio: Double, place: Int)? in
            let watch = watches[places[index].speaker]
            return watch.open.isEmpty ? watch.ratio.map { ($0, index) } : nil
        }
        return ratios.sorted { $0.ratio < $1.ratio }
    }

    /// The median of the other places; nil where these are too few.
    private static func others(_ ratios: [(ratio: Double, place: Int)], than place: Int) -> Double? {
        let rest = ratios.filter { $0.place != place }
        return rest.count >= Thresholds.leastPlaces ? median(ofSorted: rest.map(\.ratio)) : nil
    }

    private mutating func judge(_ place: Int, _ day: Int, _ ratios: [(ratio: Double, place: Int)]) {
        let members = places[place].members
        let total = places[place].parts.total
        let network = Self.others(ratios, than: place)
        let isNetworkVarying = ratios.contains { $0.place != place && isVarying(places[$0.place].speaker) }
        let hasOtherPlaces = ratios.contains { $0.place != place }
        for index in members {
            // the parts of a total are no neighbours of it, nor the other way round: they say the same
            let siblings = index == total ? [] : members.filter { $0 != index && $0 != total }
            var neighbours = Neighbours()
            let living = siblings.filter { watches[$0].ratio != nil && watches[$0].open.isEmpty }
            let level = living.reduce(0) { $0 + (watches[$1].today?.mean ?? 0) }
            let usual = living.reduce(0) { $0 + watches[$1].recent.usual }
            if usual > 0, level > 0 {
                neighbours.ratio = level / usual
            } else {
                neighbours.ratio = network
                neighbours.isNetwork = true
            }
            let hasNeighbours = siblings.contains { watches[$0].today != nil } || hasOtherPlaces
            if hasNeighbours {
                neighbours.vary = siblings.contains { isVarying($0) } || isNetworkVarying
            }
            watches[index].judge(day, neighbours)
            guard let total, index != total else { continue }
            for (rule, finding) in watches[index].open where finding.named == day {
                watches[index].note(rule, [.total: watches[total].recent.usual])
            }
        }
        places[place].parts.take(day, members.map { ($0, watches[$0].series.id, watches[$0].today) })
    }

    private func isVarying(_ index: Int) -> Bool {
        guard let today = watches[index].today else { return false }
        return today.minimum < today.maximum
    }

    // MARK: Shifts

    /// Levels against a year before and the median of the others; only of counts, whose logarithms say something.
    private mutating func watchShifts(_ day: Int) {
        var yearly: [(difference: Double, place: Int)] = []
        for index in places.indices {
            let watch = watches[places[index].speaker]
            let isKnown = watch.series.isCount && watch.isWhole
            // a day of zeros is a fault or a closed street: nothing to compare the next year with
            let sum = isKnown ? watch.today.flatMap { $0.isZero ? nil : $0.sum } : nil
            let difference = places[index].shift.take(sum, on: day)
            if let difference { yearly.append((difference, index)) }
        }
        yearly.sort { $0.difference < $1.difference }
        for index in places.indices {
            var difference: Double?
            if let own = yearly.first(where: { $0.place == index })?.difference {
                let others = yearly.filter { $0.place != index }.map(\.difference)
                if others.count >= Thresholds.leastPlaces { difference = own - median(ofSorted: others) }
            }
            let series = watches[places[index].speaker].series.id
            if let ended = places[index].shift.note(difference, on: day, series) { places[index].shifts.append(ended) }
        }
    }

    // MARK: Totals

    private func place(of series: Int64) -> Place? {
        places.first { place in place.members.contains { watches[$0].series.id == series } }
    }

    /// A whole place that stopped has one cause: its total.
    private func named(_ finding: Finding) -> Finding {
        guard finding.rule == .stopped, finding.evidence[.network] == 1,
            let total = place(of: finding.series)?.parts.total
        else { return finding }
        let watch = watches[total]
        let isStopped = (watch.closed + Array(watch.open.values)).contains {
            $0.rule == .stopped && $0.from == finding.from
        }
        guard isStopped else { return finding }
        return Finding(
            rule: .stopped, series: finding.series, cause: watch.series.id, from: finding.from, to: finding.to,
            named: finding.named, size: finding.size, evidence: finding.evidence)
    }

    /// The total that lacks a part while this part stops or is stuck.
    private func lacking(_ finding: Finding) -> Finding? {
        guard finding.rule == .stopped || finding.rule == .stuck, finding.evidence[.network] != 1,
            let total = place(of: finding.series)?.parts.total, watches[total].series.id != finding.series
        else { return nil }
        let usual = finding.evidence[.total] ?? 0
        let part = finding.evidence[.usual] ?? 0
        return Finding(
            rule: finding.rule, series: watches[total].series.id, cause: finding.series, from: finding.from,
            to: finding.to, named: finding.named, size: usual > 0 ? min(1, part / usual) : 1,
            evidence: finding.evidence)
    }
}
