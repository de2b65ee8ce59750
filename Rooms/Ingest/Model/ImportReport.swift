// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// What an import did: files, rows, values, and the first of each kind of fault with its place.
public struct ImportReport: Sendable, Hashable {
    /// Why a row, a cell or a file's part was not stored.
    public enum Reason: String, Sendable, CaseIterable {
        /// A cell that is neither a number nor a declared text.
        case notANumber
        /// A time stamp that cannot be read.
        case badTime
        /// A wall-clock time that the spring change leaves out.
        case nonexistentTime
        /// A time of the hour that the autumn change repeats, and the file does not show which of the two is meant.
        case ambiguousTime
        /// A number where only whole ones from 0 are meant, or a key with leading zeros in a column of numbers.
        case notWhole
        /// A whole number with more digits than can be kept.
        case tooLong
        /// A text in a yes-or-no column that means neither.
        case notYesNo
        /// A text in a column of dates that is none.
        case notADate
        /// A feature of a layer that is none.
        case badFeature
        /// More fields than the header has names.
        case surplusFields
        /// Fewer fields than the time column needs.
        case missingFields
        /// A value outside the declared bounds.
        case outOfBounds
        /// A second value for the same time.
        case duplicate
        /// A row without a station.
        case noStation
        /// A status text the mapping does not know; the value is stored and flagged.
        case unknownStatus
        /// Bytes that are no text in the declared encoding.
        case badEncoding
        /// A cell longer than the limit, or a quote that does not end.
        case badCell
        /// A shape or coordinates that cannot be read.
        case badGeometry
        /// Coordinates that lie where no place of this layer can lie.
        case implausiblePlace
    }

    /// How the run ended; its raw value is the program's exit code.
    public enum Outcome: Int32, Sendable {
        /// Every row was stored or was there already.
        case complete = 0
        /// Some rows or values were rejected; all others are stored.
        case partial = 3
        /// Some files failed as a whole; all others are stored.
        case filesFailed = 4
        /// No file could be imported.
        case failed = 5
    }

    /// Where a fault was first met.
    public struct Place: Sendable, Hashable {
        public let file: String
        /// Lines from 1.
        public let line: Int
        /// Header of the column; empty where the whole row is meant.
        public let column: String
        /// The text that stood there, an excerpt.
        public let text: String

        public init(file: String, line: Int, column: String, text: String) {
            self.file = file.excerpt(400)
            self.line = line
            self.column = column.excerpt()
            self.text = text.excerpt()
        }
    }

    public struct Rejection: Sendable, Hashable {
        public let reason: Reason
        public var count: Int
        public let first: Place
    }

    public struct FailedFile: Sendable, Hashable {
        public let path: String
        /// An excerpt: a fault may cite what stood in the file.
        public let reason: String

        package init(path: String, reason: String) {
            self.path = path.excerpt(400)
            self.reason = reason.excerpt(1000)
        }
    }

    public var mapping: String
    public var dataset: String
    public var started: Instant
    public var finished: Instant?
    /// The run's number on the list of runs; nil where nothing is stored.
    public package(set) var run: Int64?
    public var filesDone = 0
    /// Files that were imported before, byte for byte, with the same mapping.
    public var filesSkipped = 0
    public var filesFailed: [FailedFile] = []
    public var rows = 0
    /// Rows of which nothing was taken.
    public var rowsRefused = 0
    /// Features for a layer, Observations for series.
    public var stored = 0
    public var unchanged = 0
    public var replaced = 0
    /// Cells that say "no value".
    public var empty = 0
    /// Values stored with a doubt (`resultQuality`).
    public var flagged = 0
    public var rejections: [Rejection] = []
    /// What was refused of files that were imported before and are unchanged.
    public var stillRefused: [Rejection] = []
    /// What else lay in folders and archives.
    public var others: [String] = []
    private static let mostOthers = 1000
    /// Declared texts that stand for "no value", with their number: "closed" → 265,940.
    public var reasons: [String: Int] = [:]
    /// Columns no rule takes, and columns without a name, by header.
    public var ignoredColumns: [String: Int] = [:]
    /// Rows that no rule takes by the text in another column (`where`), by column and text: "Parameter = Wind" → 24.
    public package(set) var ignoredRows: [String: Int] = [:]
    private static let mostIgnored = 200
    public var stationsWithoutPlace: [String] = []
    public var approximatePlaces: [String] = []
    /// Things the reader should know, in German and English.
    public var notices: [Notice] = []

    public struct Notice: Sendable, Hashable {
        public let german: String
        public let english: String

        package init(german: String, english: String) {
            (self.german, self.english) = (german, english)
        }
    }

    public init(mapping: String, dataset: String, started: Instant) {
        self.mapping = mapping
        self.dataset = dataset
        self.started = started
    }

    /// True when every row was there already.
    public var isNothingNew: Bool {
        !hasChanged && filesFailed.isEmpty && rejections.isEmpty && stillRefused.isEmpty && ignoredRows.isEmpty
            && filesDone + filesSkipped > 0
    }

    /// Whether anything in the database is other than before.
    public var hasChanged: Bool { stored > 0 || replaced > 0 }

    public var rejected: Int { rejections.reduce(0) { $0 + $1.count } }

    /// Exact repetitions are put aside without harm: they do not make a run incomplete.
    public var outcome: Outcome {
        if !filesFailed.isEmpty { return filesDone + filesSkipped == 0 ? .failed : .filesFailed }
        let isWhole = (rejections + stillRefused).allSatisfy { $0.reason == .unknownStatus }
        return isWhole ? .complete : .partial
    }

    package mutating func other(_ path: String) {
        if others.count < Self.mostOthers { others.append(path.excerpt(400)) }
    }

    /// A file that was imported before.
    package mutating func skip(_ refused: [Rejection]) {
        filesSkipped += 1
        Self.add(refused, to: &stillRefused)
    }

    private static func add(_ new: [Rejection], to all: inout [Rejection]) {
        for rejection in new {
            if let index = all.firstIndex(where: { $0.reason == rejection.reason }) {
                all[index].count += rejection.count
            } else {
                all.append(rejection)
            }
        }
    }

    package mutating func reject(_ reason: Reason, at place: @autoclosure () -> Place) {
        if let index = rejections.firstIndex(where: { $0.reason == reason }) {
            rejections[index].count += 1
        } else {
            rejections.append(Rejection(reason: reason, count: 1, first: place()))
        }
    }

    /// Counts rows that no rule takes; beyond 200 texts those that come later are counted together.
    package mutating func ignore(_ text: String, _ count: Int = 1) {
        let isNew = ignoredRows[text] == nil && ignoredRows.count >= Self.mostIgnored
        ignoredRows[isNew ? "…" : text, default: 0] += count
    }

    package mutating func notice(german: String, english: String) {
        let notice = Notice(german: german.excerpt(1000), english: english.excerpt(1000))
        if !notices.contains(notice), notices.count < 100 { notices.append(notice) }
    }

    /// Says that the figures are those of a trial, and what the mapping still leaves open; no run is kept of it.
    public mutating func wasTrial(of mapping: Mapping) {
        run = nil
        notice(
            german:
                "Probelauf: gespeichert ist nichts. Die Zahlen gelten für eine Stadt, in der von diesen Daten noch nichts "
                + "liegt.",
            english: "Dry run: nothing is stored. The figures are those of a town that has nothing of these data yet.")
        guard !mapping.open.isEmpty else { return }
        let list = mapping.open.joined(separator: ", ")
        notice(
            german: "Vor dem Import fehlt in der Zuordnung noch: \(list).",
            english: "Before an import the mapping still needs: \(list).")
    }

    /// Adds one file's figures.
    package mutating func add(_ file: ImportReport) {
        rows += file.rows
        rowsRefused += file.rowsRefused
        stored += file.stored
        unchanged += file.unchanged
        replaced += file.replaced
        empty += file.empty
        flagged += file.flagged
        Self.add(file.rejections, to: &rejections)
        reasons.merge(file.reasons, uniquingKeysWith: +)
        ignoredColumns.merge(file.ignoredColumns, uniquingKeysWith: +)
        for (text, count) in file.ignoredRows { ignore(text, count) }
        for notice in file.notices where !notices.contains(notice) && notices.count < 100 { notices.append(notice) }
    }
}
