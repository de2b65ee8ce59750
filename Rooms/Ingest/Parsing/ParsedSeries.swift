// SPDX-License-Identifier: EUPL-1.2

/// A station as the files name it.
struct Station: Sendable, Hashable {
    let id: String
    let name: String
}

/// Values of one Datastream out of one file, in the order of time, each time once.
struct ParsedSeries: Sendable {
    let station: Station
    /// Which rule of the mapping made it.
    let rule: Int
    let key: String
    let name: String
    let description: String
    var nameEnglish: String?
    /// From special rows: "capacity" → 743.
    var properties: [String: String] = [:]
    /// Microseconds UTC; the start of what was measured.
    var times: [Int64] = []
    /// Microseconds that each value covers; 0 for a moment.
    var durations: [Int64] = []
    var values: [Double] = []
    /// By index: why a value is doubtful.
    var qualities: [Int: String] = [:]
    /// Line in the file; only kept until duplicates are settled.
    var lines: [Int32] = []
    /// By index: the row of the repeated hour that gives the time, until it is settled.
    var folds: [Int: Int] = [:]

    mutating func append(time: Int64, duration: Int64, value: Double, line: Int, quality: String?, fold: Int? = nil) {
        if let fold { folds[values.count] = fold }
        if let quality { qualities[values.count] = quality }
        times.append(time)
        durations.append(duration)
        values.append(value)
        lines.append(Int32(truncatingIfNeeded: line))
    }

    mutating func append(contentsOf other: ParsedSeries) {
        for index in other.values.indices {
            append(
                time: other.times[index], duration: other.durations[index], value: other.values[index],
                line: Int(other.lines[index]), quality: other.qualities[index], fold: other.folds[index])
        }
    }

    /// Gives the values of the repeated hour their times; those without one go.
    mutating func settle(_ rows: [ClockFolds.Row]) {
        if folds.isEmpty { return }
        let unsettled = self
        self = ParsedSeries(
            station: station, rule: rule, key: key, name: name, description: description, nameEnglish: nameEnglish,
            properties: properties)
        for index in unsettled.values.indices {
            var time = unsettled.times[index]
            if let row = unsettled.folds[index] {
                guard let begin = rows[row].begin else { continue }
                time = begin
            }
            append(
                time: time, duration: unsettled.durations[index], value: unsettled.values[index],
                line: Int(unsettled.lines[index]), quality: unsettled.qualities[index])
        }
    }

    private var isStrictlyAscending: Bool {
        var index = 1
        while index < times.count {
            if times[index] <= times[index - 1] { return false }
            index += 1
        }
        return true
    }

    /// Sorts by time and settles values with the same time; what is put aside goes to `report`.
    mutating func settle(
        _ duplicates: SeriesMapping.Duplicates, path: String, column: String, report: inout ImportReport
    ) {
        if isStrictlyAscending { return }
        let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
        let unsorted = self
        times.removeAll(keepingCapacity: true)
        durations.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        qualities.removeAll()
        for index in order {
            let value = unsorted.values[index]
            guard let last = times.last, last == unsorted.times[index] else {
                append(
                    time: unsorted.times[index], duration: unsorted.durations[index], value: value,
                    line: Int(unsorted.lines[index]), quality: unsorted.qualities[index])
                continue
            }
            let kept = values.count - 1
            let isSame = values[kept] == value
            switch duplicates {
            case .keepFirst where isSame, .replace where isSame:
                report.unchanged += 1
            case .replace:
                values[kept] = value
                durations[kept] = unsorted.durations[index]
                qualities[kept] = unsorted.qualities[index]
                report.replaced += 1
            case .keepFirst, .reject:
                let line = Int(unsorted.lines[index])
                report.reject(
                    .duplicate,
                    at: ImportReport.Place(file: path, line: line, column: column, text: Self.text(of: value)))
            }
        }
    }

    static func text(of value: Double) -> String {
        Int64(exactly: value).map { String($0) } ?? value.description
    }
}

/// What one file holds, ready to be stored.
struct ParsedFile: Sendable {
    let path: String
    let checksum: String
    var series: [ParsedSeries] = []
    /// Places that the file itself names, by station.
    var places: [String: Place] = [:]
    /// This file's figures alone.
    var report: ImportReport
}

extension ParsedFile {
    /// A place between two values.
    struct Position: Sendable, Hashable {
        var series = 0
        var value = 0
    }

    /// Values that are stored in one transaction.
    struct Slice: Sendable {
        /// A series by its index, and which of its values; none of a series without values.
        var parts: [(series: Int, values: Range<Int>)] = []
        var end: Position
        var isLast = false
        var count: Int { parts.reduce(0) { $0 + $1.values.count } }
    }

    /// The next values, at most `rows`.
    func slice(from start: Position, rows: Int) -> Slice {
        var slice = Slice(end: start)
        var room = rows
        while slice.end.series < series.count, room > 0 {
            let (index, first) = (slice.end.series, slice.end.value)
            let count = series[index].values.count
            let end = min(count, first + room)
            slice.parts.append((index, first..<end))
            room -= end - first
            slice.end = end < count ? Position(series: index, value: end) : Position(series: index + 1)
        }
        slice.isLast = slice.end.series >= series.count
        return slice
    }
}

/// A file that cannot be imported as a whole.
struct FileFault: Error, CustomStringConvertible {
    let description: String
    /// Whether it is another kind of file than the mapping describes, rather than a damaged one.
    let isMisfit: Bool

    init(_ description: String, isMisfit: Bool = false) {
        self.description = description
        self.isMisfit = isMisfit
    }

    init(description: String) { self.init(description) }
}
