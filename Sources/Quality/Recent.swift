// SPDX-License-Identifier: EUPL-1.2

/// The last sound days of a series, and what is usual by them.
struct Recent: Sendable {
    private var means: [Double] = []
    private var maxima: [Double] = []
    private var counts: [Double] = []
    private var ranges: [Double] = []
    /// Median mean of a value.
    private(set) var usual = 0.0
    private(set) var usualCount = 0.0
    private(set) var lowest = 0.0
    private(set) var highest = 0.0
    /// The largest difference of the means of two days.
    private(set) var largestStep = 0.0
    /// Lowest and highest of the days' largest values.
    private(set) var lowestPeak = 0.0
    private(set) var highestPeak = 0.0
    /// Median of the days' ranges.
    private(set) var usualRange = 0.0

    var isEnough: Bool { means.count >= Thresholds.leastDays }
    var isEmpty: Bool { means.isEmpty }

    mutating func push(_ figures: DayFigures) {
        push(figures.mean, figures.maximum, figures.maximum - figures.minimum, Double(figures.count))
    }

    mutating func push(_ mean: Double, _ maximum: Double, _ range: Double, _ count: Double) {
        if means.count == Thresholds.usualDays {
            means.removeFirst()
            maxima.removeFirst()
            counts.removeFirst()
            ranges.removeFirst()
        }
        means.append(mean)
        maxima.append(maximum)
        counts.append(count)
        ranges.append(range)
        usualRange = median(ofSorted: ranges.sorted())
        let sorted = means.sorted()
        usual = median(ofSorted: sorted)
        (lowest, highest) = (sorted[0], sorted[sorted.count - 1])
        usualCount = median(ofSorted: counts.sorted())
        (lowestPeak, highestPeak) = (maxima.min() ?? 0, maxima.max() ?? 0)
        largestStep = 0
        for index in means.indices.dropFirst() {
            largestStep = max(largestStep, abs(means[index] - means[index - 1]))
        }
    }
}

/// What a series does now and then without being broken, over the last 14 blocks of 30 days.
struct Habits: Sendable {
    private struct Block: Sendable {
        let number: Int
        var days = 0
        var zeroDays = 0
        var longestZero = 0
        var flatDays = 0
        var longestFlat = 0
        var peak = 0.0
        var repeats = 0
        /// Stretches of zeros or of one value that were found and ended.
        var foundZeros = Found()
        var foundFlats = Found()
    }

    private struct Found: Sendable {
        var stretches = 0
        var days = 0
        var longest = 0

        mutating func add(_ more: Int) {
            stretches += 1
            days += more
            longest = max(longest, more)
        }
    }

    private var blocks: [Block] = []

    private mutating func with(_ day: Int, _ change: (inout Block) -> Void) {
        let number = day / 30
        if blocks.last.map({ $0.number < number }) ?? true {
            blocks.append(Block(number: number))
            blocks.removeAll { $0.number <= number - Thresholds.habitBlocks }
        }
        change(&blocks[blocks.count - 1])
    }

    mutating func noteSound(_ day: Int, _ magnitude: Double) {
        with(day) {
            $0.days += 1
            $0.peak = max($0.peak, magnitude)
        }
    }

    mutating func noteZeros(_ days: Int, _ day: Int, wereFound: Bool = false) {
        with(day) {
            guard !wereFound else { return $0.foundZeros.add(days) }
            $0.zeroDays += days
            $0.longestZero = max($0.longestZero, days)
        }
    }

    mutating func noteFlat(_ days: Int, _ day: Int, wereFound: Bool = false) {
        with(day) {
            guard !wereFound else { return $0.foundFlats.add(days) }
            $0.flatDays += days
            $0.longestFlat = max($0.longestFlat, days)
        }
    }

    mutating func noteRepeat(_ day: Int) { with(day) { $0.repeats += 1 } }

    private var days: Int { blocks.reduce(0) { $0 + $1.days } }
    var peak: Double? { days >= Thresholds.usualDays ? blocks.map(\.peak).max() : nil }
    var hasZeros: Bool { blocks.contains { $0.zeroDays > 0 } }
    var repeats: Bool { blocks.contains { $0.repeats > 0 } }

    /// Days of zeros that would be strange, where `least` are strange for a series that never is zero.
    func strangeZeros(_ least: Int) -> Int { strange(least, \.zeroDays, \.longestZero, \.foundZeros) }

    func strangeFlats(_ least: Int) -> Int { strange(least, \.flatDays, \.longestFlat, \.foundFlats) }

    private func strange(
        _ least: Int, _ odd: KeyPath<Block, Int>, _ longest: KeyPath<Block, Int>, _ found: KeyPath<Block, Found>
    ) -> Int {
        var oddDays = blocks.reduce(0) { $0 + $1[keyPath: odd] }
        var longestOdd = blocks.map { $0[keyPath: longest] }.max() ?? 0
        // what is found again and again, and ends again and again, is what the series does
        if blocks.reduce(0, { $0 + $1[keyPath: found].stretches }) >= Thresholds.foundIsHabit {
            oddDays += blocks.reduce(0) { $0 + $1[keyPath: found].days }
            longestOdd = max(longestOdd, blocks.map { $0[keyPath: found].longest }.max() ?? 0)
        }
        let isHabit = Double(oddDays) > Thresholds.habit * Double(days + oddDays)
        return max(isHabit ? Thresholds.daysByHabit : least, Thresholds.timesHabit * longestOdd)
    }
}

/// The middle of sorted numbers; of an even number the mean of both.
func median(ofSorted values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
}
