// SPDX-License-Identifier: EUPL-1.2
import Geometry
import IngestModel
import Wire

extension TableProposal {
    /// A column of shapes as text.
    var shape: ColumnGuess? { isGeoJSON ? nil : columns.first { $0.isWellKnownText } }

    /// Whether shapes as text are metres, of which the file does not say in which system.
    var areShapesMetres: Bool { shapeNumbers.contains { abs($0) > 180 } }

    private var shapeNumbers: [Double] {
        (shape?.cells.first ?? "").split { !$0.isNumber && $0 != "." && $0 != "-" }.compactMap { Double($0) }
    }

    /// Metres as no other system of the region counts them: the Swiss ones of 1995, of seven digits each, or of 1903.
    var swissSystem: JSONValue? {
        let x = columns(.longitude).first?.numbers.first ?? shapeNumbers.first
        let y = columns(.latitude).first?.numbers.first ?? shapeNumbers.dropFirst().first
        guard let x, let y else { return nil }
        if (2_480_000...2_840_000).contains(x), (1_070_000...1_300_000).contains(y) { return 2056 }
        return (480_000...840_000).contains(x) && (70_000...300_000).contains(y) ? 21781 : nil
    }

    /// Systems of Austria in which the first place lies there, where it lies in no system of Germany's in Germany.
    var austrianSystems: [JSONValue] {
        let x = columns(.longitude).first?.numbers.first ?? shapeNumbers.first ?? leadPlace?["x"]?.double
        let y = columns(.latitude).first?.numbers.first ?? shapeNumbers.dropFirst().first ?? leadPlace?["y"]?.double
        guard let x, let y else { return [] }
        func lies(_ epsg: Int, _ longitudes: ClosedRange<Double>, _ latitudes: ClosedRange<Double>) -> Bool {
            guard let place = Coordinates.Placing(Coordinates(epsg: epsg))?.place(x, y) else { return false }
            return longitudes.contains(place.x) && latitudes.contains(place.y)
        }
        guard !Self.german.contains(where: { lies($0, 5.8...15.1, 47.2...55.1) }) else { return [] }
        return Self.austrian.filter { lies($0, 9.5...17.2, 46.3...49.1) }.map { JSONValue($0) }
    }

    static let german = [25832, 25833, 31467, 31468]
    /// Gauß-Krüger by its three meridians without and with their numbers, and Lambert.
    private static let austrian = [31254, 31255, 31256, 31257, 31258, 31259, 31287]

    /// Numbers that say where a place lies, and limits of what a laboratory finds, are no measured values.
    mutating func sites() {
        let values = columns.indices.filter { columns[$0].role == .value }
        if !columns(.longitude).isEmpty, values.contains(where: { !columns[$0].isSiteNamed }) {
            for index in values where columns[index].isSiteNamed { columns[index].role = .label }
        }
        if values.contains(where: { !columns[$0].isWellNamed && columns[$0].role == .value }) {
            for index in values where columns[index].isWellNamed { columns[index].role = .label }
        }
        let isLong = columns.contains { $0.isParameterNamed || $0.role == .parameter }
        if isLong, values.contains(where: { !columns[$0].isDetectionLimit }) {
            for index in values where columns[index].isDetectionLimit { columns[index].role = .bound }
        }
    }

    /// Whether nearly each row lies somewhere else.
    var isPlaceOfEachRow: Bool {
        columns(.longitude).first.map { $0.distinct.count * 10 >= rows.count * 8 } ?? false
    }

    /// Beside a number that each row has for itself, texts that many share tell nothing apart.
    mutating func plainLabels() {
        let own = columns.filter { $0.role == .key && $0.distinct.count == rows.count && $0.keyRank >= 4 }
        guard rows.count > 2, !own.isEmpty else { return }
        for index in columns.indices
        where columns[index].role == .key && columns[index].keyRank < 4
            && columns[index].distinct.count * 2 <= rows.count
        {
            columns[index].role = .label
        }
    }

    /// Whether each text of a column stands with one text of another only.
    func determines(_ column: Int, _ other: Int) -> Bool {
        var known: [String: String] = [:]
        for row in rows where max(column, other) < row.count {
            if let before = known[row[column]], before != row[other] { return false }
            known[row[column]] = row[other]
        }
        return true
    }
}

extension TableProposal {
    /// Cells such as `<0,05`: what they become is for a person to say.
    func beyondLimits(_ proposal: inout Proposal) {
        let cells = columns.filter { $0.role == .value }.flatMap(\.limits)
        guard let example = cells.first else { return }
        proposal.decide(
            "beyondLimits", "limit", .asked, "\(cells.count) Zellen nennen eine Grenze: „\(example)“.",
            "\(cells.count) cells name a limit: \"\(example)\".")
        proposal.ask(
            "beyondLimits", ["limit", "half", "missing"],
            "Was gilt für Zellen wie „\(example)“? Der Messwert ist kleiner (oder größer) als diese Grenze.",
            "What holds for cells such as \"\(example)\"? The measured value is less (or more) than this limit.")
    }
}

/// Lines before a table that are a small table of their own: names in one, their values in the next.
struct LeadPairs {
    struct Value {
        let text: String
        /// The line of the names from 0, and the place of the value in the next.
        let column: Int
        let name: String
    }

    struct Coordinate {
        let value: Double
        /// Finds the value in the lines.
        let pattern: String
    }

    private var values: [Value] = []
    private let separator: UInt8

    /// `lines`: the cells of each.
    init(_ lines: [[String]], separator: UInt8) {
        self.separator = separator
        for (names, own) in zip(lines, lines.dropFirst()) where names.count > 1 && names.count == own.count {
            let areNames = names.allSatisfy { !$0.isEmpty && NumberForm().read($0) == nil }
            guard areNames, own.contains(where: { NumberForm().read($0) != nil }) else { continue }
            for (column, name) in names.enumerated() {
                values.append(Value(text: own[column], column: column, name: name))
            }
        }
    }

    subscript(name: String) -> String? { values.first { $0.name.lowercased() == name }?.text }

    /// Hours ahead of UTC that the whole table is.
    var offset: Int? {
        guard let text = self["utc_offset_seconds"], let seconds = Int(text), seconds % 3600 == 0 else { return nil }
        return abs(seconds) <= 14 * 3600 ? seconds / 3600 : nil
    }

    var place: (x: Coordinate, y: Coordinate)? {
        guard let x = coordinate(["longitude", "lon"]), let y = coordinate(["latitude", "lat"]) else { return nil }
        return (x, y)
    }

    private func coordinate(_ names: [String]) -> Coordinate? {
        let found = values.first { names.contains($0.name.lowercased()) }
        guard let found, let value = NumberForm().read(found.text), separator != 0x20 else { return nil }
        let mark = separator == 0x09 ? "\\t" : "\\" + String(Unicode.Scalar(separator))
        let skipped = found.column == 0 ? "" : "(?:[^\(mark)\\n]*\(mark)){\(found.column)}"
        return Coordinate(
            value: value, pattern: "(?i)\\b\(found.name)\\b[^\\n]*\\n\(skipped)\"?(-?[0-9]+(?:[.,][0-9]+)?)")
    }
}
