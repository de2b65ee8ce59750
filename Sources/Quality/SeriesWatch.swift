// SPDX-License-Identifier: EUPL-1.2

/// What is known about the neighbours of a series on one day.
struct Neighbours: Sendable {
    /// Their level as a share of their usual one; nil where there are none to go by.
    var ratio: Double?
    /// The other places of the network, not the other parts of this one.
    var isNetwork = false
    /// Whether some neighbour's values change on this day; nil without any neighbour.
    var vary: Bool?

    /// Nothing unusual happens around: a step is the series' own.
    var areSteady: Bool { ratio.map { $0 > 0.5 && $0 < 2 } ?? false }
}

/// One series day by day: what is usual for it, and the faults that begin, last and end.
struct SeriesWatch: Sendable {
    let series: WatchedSeries
    private(set) var recent = Recent()
    private var habits = Habits()
    /// Today's figures; nil without values.
    private(set) var today: DayFigures?
    /// Enough of today was measured to judge it.
    private(set) var isWhole = false
    /// Today's level as a share of the usual.
    private(set) var ratio: Double?
    private(set) var closed: [Finding] = []
    private(set) var open: [Rule: Finding] = [:]

    private var zeros: Zeros?
    private var flat: Flat?
    private var switched: Switched?

    /// Days of zeros that may become a finding.
    private struct Zeros: Sendable {
        var from = 0
        var last = 0
        var days = 0
        var expected = 0.0
        var ratios = 0.0
        var byNetwork = 0
        var isNamed = false
    }

    /// Days of one value that may become a finding.
    private struct Flat: Sendable {
        let value: Double
        let from: Int
        var last = 0
        var days = 0
        var isNamed = false
    }

    /// Days as if in another unit.
    private struct Switched: Sendable {
        let unit: UnitChange
        let from: Int
        var last = 0
        var days: [(mean: Double, figures: DayFigures)] = []
        var count = 0
        var isNamed = false
    }

    init(_ series: WatchedSeries) { self.series = series }

    /// Nothing seems wrong: it can speak for its place.
    var isSound: Bool { open.isEmpty && zeros == nil && flat == nil && switched == nil }

    // MARK: A day

    mutating func begin(_ figures: DayFigures?) {
        today = figures
        isWhole = figures.map { Double($0.count) >= Thresholds.wholeDay * recent.usualCount } ?? false
        ratio = nil
        if isWhole, let figures, recent.isEnough, recent.usual > 0 { ratio = figures.mean / recent.usual }
    }

    mutating func judge(_ day: Int, _ neighbours: Neighbours) {
        guard isWhole, let figures = today else { return }
        watchZeros(figures, day, neighbours)
        watchFlat(figures, day, neighbours)
        watchRepeats(figures, day)
        watchUnit(figures, day, neighbours)
        watchSpikes(figures, day)
        // a day that may be wrong says nothing about what is usual, nor does one without any change
        guard isSound, !figures.isZero, !figures.isFlat else { return }
        recent.push(figures)
        habits.noteSound(day, figures.magnitude)
    }

    private mutating func name(_ finding: Finding) { open[finding.rule] = finding }

    /// Numbers of a finding that lasts.
    mutating func note(_ rule: Rule, _ evidence: [Evidence: Double]) {
        open[rule]?.evidence.merge(evidence) { _, new in new }
    }

    private mutating func end(_ rule: Rule, _ day: Int) {
        guard var finding = open.removeValue(forKey: rule) else { return }
        finding.to = day
        closed.append(finding)
    }

    // MARK: Zeros

    private mutating func watchZeros(_ figures: DayFigures, _ day: Int, _ neighbours: Neighbours) {
        guard figures.isZero else {
            if let run = zeros {
                if run.isNamed { end(.stopped, run.last) }
                if run.days > 0 { habits.noteZeros(run.days, day, wereFound: run.isNamed) }
            }
            zeros = nil
            return
        }
        guard recent.isEnough else { return habits.noteZeros(1, day) }
        guard recent.usual > 0 else { return }
        if let run = zeros, run.days > 0, day - run.last > Thresholds.longestPause {
            end(.stopped, run.last)
            zeros = nil
        }
        var run = zeros ?? Zeros()
        defer { zeros = run }
        guard let ratio = neighbours.ratio, ratio >= Thresholds.lively else { return }
        if run.days == 0 { run.from = day }
        run.last = day
        run.days += 1
        run.expected += recent.usual * ratio * Double(figures.count)
        run.ratios += ratio
        if neighbours.isNetwork { run.byNetwork += 1 }
        if !run.isNamed {
            let isStrange =
                series.isCount ? run.expected >= Thresholds.expected : !habits.hasZeros
            run.isNamed = isStrange && run.days >= habits.strangeZeros(Thresholds.days)
            guard run.isNamed else { return }
            name(Finding(rule: .stopped, series: series.id, from: run.from, named: day, size: 1, evidence: [:]))
        }
        note(
            .stopped,
            [
                .usual: recent.usual, .expected: run.expected, .neighbours: run.ratios / Double(run.days),
                .network: run.byNetwork * 2 > run.days ? 1 : 0, .days: Double(run.days),
            ])
    }

    // MARK: One value

    private mutating func watchFlat(_ figures: DayFigures, _ day: Int, _ neighbours: Neighbours) {
        let isFlat = figures.isFlat && !figures.isZero
        if let run = flat, !isFlat || run.value != figures.minimum {
            if run.isNamed { end(.stuck, run.last) }
            if run.days > 0 { habits.noteFlat(run.days, day, wereFound: run.isNamed) }
            flat = nil
        }
        guard isFlat else { return }
        guard recent.isEnough else { return habits.noteFlat(1, day) }
        var run = flat ?? Flat(value: figures.minimum, from: day)
        defer { flat = run }
        guard neighbours.vary ?? true else { return }
        run.days += 1
        run.last = day
        let least = neighbours.vary == nil ? Thresholds.daysAlone : Thresholds.days
        if !run.isNamed, run.days >= habits.strangeFlats(least) {
            run.isNamed = true
            name(Finding(rule: .stuck, series: series.id, from: run.from, named: day, size: 1, evidence: [:]))
        }
        note(.stuck, [.value: run.value, .usual: recent.usual, .days: Double(run.days)])
    }

    // MARK: The day before once more

    private mutating func watchRepeats(_ figures: DayFigures, _ day: Int) {
        guard figures.isRepetition else {
            end(.repeated, day - 1)
            return
        }
        if let days = open[.repeated]?.evidence[.days] {
            open[.repeated]?.evidence[.days] = days + 1
            return
        }
        guard recent.isEnough, !habits.repeats else {
            habits.noteRepeat(day)
            return
        }
        name(
            Finding(
                rule: .repeated, series: series.id, from: day, named: day, size: 1,
                evidence: [.days: 1, .usual: recent.usual]))
    }

    // MARK: Another unit

    private mutating func watchUnit(_ figures: DayFigures, _ day: Int, _ neighbours: Neighbours) {
        guard recent.isEnough else { return }
        guard let unit = switched?.unit ?? UnitChange.find(figures, recent, isCount: series.isCount),
            unit.fits(figures, recent, isOpen: switched?.isNamed ?? false)
        else {
            if let run = switched {
                if run.isNamed {
                    end(.unit, run.last)
                } else {
                    // it was no other unit, but what the series does
                    for (_, figures) in run.days { recent.push(figures) }
                }
            }
            switched = nil
            return
        }
        var run = switched ?? Switched(unit: unit, from: day)
        defer { switched = run }
        run.last = day
        run.count += 1
        guard !run.isNamed else {
            // what is usual goes on below the other unit
            recent.push(
                unit.undo(figures.mean), unit.undo(figures.maximum), (figures.maximum - figures.minimum) / unit.factor,
                Double(figures.count))
            open[.unit]?.evidence[.days] = Double(run.count)
            return
        }
        run.days.append((figures.mean, figures))
        let isClear = neighbours.areSteady || (neighbours.ratio == nil && unit.isLarge)
        let least = isClear ? Thresholds.unitDays : Thresholds.unitDaysAlone
        guard run.count >= least, neighbours.ratio == nil || neighbours.areSteady else { return }
        run.isNamed = true
        run.days = []
        let size = recent.usual == 0 ? 1 : abs(figures.mean / recent.usual - 1)
        // one fault, one finding
        open[.spike] = nil
        name(
            Finding(
                rule: .unit, series: series.id, from: run.from, named: day, size: size,
                evidence: [
                    .factor: unit.factor, .offset: unit.offset, .usual: recent.usual, .value: figures.mean,
                    .days: Double(run.count),
                ]))
    }

    // MARK: Far too large

    private mutating func watchSpikes(_ figures: DayFigures, _ day: Int) {
        guard let peak = habits.peak, peak > 0, figures.magnitude > Thresholds.spike * peak else {
            if let last = lastSpike { end(.spike, last) }
            return
        }
        lastSpike = day
        guard open[.unit] == nil else { return }
        if let days = open[.spike]?.evidence[.days] {
            open[.spike]?.evidence[.days] = days + 1
            return
        }
        let value = figures.magnitude == figures.maximum ? figures.maximum : figures.minimum
        name(
            Finding(
                rule: .spike, series: series.id, from: day, named: day, size: figures.magnitude / peak,
                evidence: [.value: value, .usual: peak, .days: 1]))
    }

    private var lastSpike: Int?
}
