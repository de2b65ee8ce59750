// SPDX-License-Identifier: EUPL-1.2
package import IngestModel

/// A station as the files name it.
package struct Station: Sendable, Hashable {
    package let id: String
    package let name: String

    package init(id: String, name: String) {
        (self.id, self.name) = (id, name)
    }
}

/// Values of one Datastream out of one file, in the order of time, each time once.
package struct ParsedSeries: Sendable {
    package let station: Station
    /// Which rule of the mapping made it.
    package let rule: Int
    package let key: String
    package let name: String
    package let description: String
    var nameEnglish: String?
    /// From special rows: "capacity" → 743.
    package var properties: [String: String] = [:]
    /// Microseconds UTC; the start of what was measured.
    package var times = EvenNumbers()
    /// Microseconds that each value covers; 0 for a moment.
    package var durations = Durations()
    package var values: [Double] = []
    /// By index: why a value is doubtful.
    package var qualities: [Int: String] = [:]
    /// Line in the file; only kept until duplicates are settled.
    var lines = EvenNumbers()
    /// By index: the row of the repeated hour that gives the time, until it is settled.
    var folds: [Int: Int] = [:]

    package init(
        station: Station, rule: Int, key: String, name: String, description: String, nameEnglish: String? = nil,
        properties: [String: String] = [:], times: EvenNumbers = [], durations: Durations = Durations(),
        values: [Double] = [], qualities: [Int: String] = [:], lines: EvenNumbers = [], folds: [Int: Int] = [:]
    ) {
        self.station = station
        self.rule = rule
        self.key = key
        self.name = name
        self.description = description
        self.nameEnglish = nameEnglish
        self.properties = properties
        self.times = times
        self.durations = durations
        self.values = values
        self.qualities = qualities
        self.lines = lines
        self.folds = folds
    }

    package mutating func append(
        time: Int64, duration: Int64, value: Double, line: Int, quality: String?, fold: Int? = nil
    ) {
        if let fold { folds[values.count] = fold }
        if let quality { qualities[values.count] = quality }
        times.append(time)
        durations.append(duration)
        values.append(value)
        lines.append(Int64(line))
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

    package static func text(of value: Double) -> String {
        Int64(exactly: value).map { String($0) } ?? value.description
    }
}

/// What one file holds, ready to be stored.
package struct ParsedFile: Sendable {
    package let path: String
    package let checksum: String
    package var series: [ParsedSeries] = []
    /// Places that the file itself names, by station.
    package var places: [String: Place] = [:]
    /// This file's figures alone.
    package var report: ImportReport
    /// Whether only its beginning was read.
    package var isCut = false

    package init(
        path: String, checksum: String, series: [ParsedSeries] = [], places: [String: Place] = [:], report: ImportReport
    ) {
        (self.path, self.checksum, self.series, self.places, self.report) = (path, checksum, series, places, report)
    }
}

extension ParsedFile {
    /// A place between two values.
    package struct Position: Sendable, Hashable {
        var series = 0
        var value = 0

        package init(series: Int = 0, value: Int = 0) { (self.series, self.value) = (series, value) }
    }

    /// Values that are stored in one transaction.
    package struct Slice: Sendable {
        /// A series by its index, and which of its values; none of a series without values.
        package var parts: [(series: Int, values: Range<Int>)] = []
        package var end: Position
        package var isLast = false
        package var count: Int { parts.reduce(0) { $0 + $1.values.count } }
    }

    /// Gives back the values of the series before a place: they are stored.
    package mutating func forget(before place: Position) {
        for index in 0..<place.series {
            series[index].values = []
            series[index].times = []
            series[index].durations = Durations()
            series[index].qualities = [:]
        }
    }

    /// The next values, at most `rows`.
    package func slice(from start: Position, rows: Int) -> Slice {
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
package struct FileFault: Error, CustomStringConvertible {
    package let description: String
    /// The same in German, where people read it on a page.
    package let german: String?
    /// Whether it is another kind of file than the mapping describes, rather than a damaged one.
    package let isMisfit: Bool

    package init(_ description: String, german: String? = nil, isMisfit: Bool = false) {
        self.description = description
        self.german = german
        self.isMisfit = isMisfit
    }

    package init(description: String) { self.init(description) }
}
