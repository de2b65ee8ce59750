// SPDX-License-Identifier: EUPL-1.2
import Wire

/// What the columns of a table seem to hold.
struct TableProposal {
    private var columns: [ColumnGuess]
    private let rows: [[String]]
    private let lead: [String]
    private let separator: UInt8?
    private let file: String
    private var isComma = false

    /// `separator` is nil for records that have none.
    init(_ names: [String], _ rows: [[String]], lead: [String], separator: UInt8?, file: String) {
        self.rows = rows
        self.lead = lead
        self.separator = separator
        self.file = file
        columns = names.enumerated().map { ColumnGuess(index: $0.offset, name: $0.element, rows: rows) }
    }

    func decide(_ proposal: inout Proposal, _ format: JSONObject) {
        var guess = self
        guess.run(&proposal, format)
    }

    private mutating func run(_ proposal: inout Proposal, _ given: JSONObject) {
        var format = given
        decimal(&proposal, &format)
        if columns.first.map(TimeGuess.isTimeRange) ?? false {
            proposal.decide(
                "kind", "table", .sure, "Uhrzeiten von–bis ohne Datum: ein Profil, keine Zeitreihe.",
                "Times of day from–to without dates: a profile, no series.")
            return
        }
        let time = TimeGuess(columns, rows: rows)
        roles(time)
        missing(&proposal, &format)
        listed(&proposal)
        let places = columns.filter { $0.role == .longitude || $0.role == .latitude }
        let hasPeriod = [["von", "from"], ["bis", "until", "to_"]].allSatisfy { words in
            columns.contains { $0.isNamed(words) }
        }
        let isList = places.count >= 2 && (hasPeriod || !columns.contains { $0.role == .value })
        guard let time, !isList else {
            let isPlaces = places.count >= 2
            proposal.decide(
                "kind", isPlaces ? "places" : "table", isPlaces ? .likely : .sure,
                isPlaces ? "Koordinaten und keine Messwerte." : "Keine Spalte mit Zeiten: keine Zeitreihe.",
                isPlaces ? "Coordinates and no measured values." : "No column of times: no series.")
            return
        }
        proposal.decide("kind", "series", .sure, "Zeiten und Zahlen.", "Times and numbers.")
        let rule = TimeProposal(time, columns, rows, lead: lead, file: file).decide(&proposal)
        proposal.mapping = mapping(format, rule)
    }

    // MARK: Columns

    private mutating func decimal(_ proposal: inout Proposal, _ format: inout JSONObject) {
        var (commas, points) = (0, 0)
        for cell in columns.lazy.flatMap({ $0.cells.prefix(500) }) {
            let parts = cell.split(separator: ",", omittingEmptySubsequences: false)
            let isNumber = parts.count == 2 && NumberForm(hasComma: true).read(cell) != nil
            if isNumber { commas += 1 }
            if cell.contains("."), NumberForm().read(cell) != nil { points += 1 }
        }
        isComma = separator != UInt8(ascii: ",") && commas > points
        let isNone = commas == 0 && points == 0
        proposal.decide(
            "decimal", .string(isNone ? "none" : isComma ? "," : "."), commas == 0 || points == 0 ? .sure : .likely,
            isNone ? "Nur ganze Zahlen." : "\(isComma ? commas : points) Zellen sind so geschrieben.",
            isNone ? "Whole numbers only." : "\(isComma ? commas : points) cells are written so.")
        if isComma { format["decimal"] = "," }
    }

    private mutating func roles(_ time: TimeGuess?) {
        let form = NumberForm(hasComma: isComma)
        let times = Set((time?.columns ?? []) + (time?.same ?? []))
        for index in columns.indices {
            let isNumeric = columns[index].read(form)
            let column = columns[index]
            columns[index].role = role(of: column, isNumeric, times)
        }
        // A key that never repeats beside a time is a value after all.
        let hasValues = columns.contains { $0.role == .value }
        if !hasValues,
            let index = columns.indices.last(where: { columns[$0].role == .key && !columns[$0].numbers.isEmpty })
        {
            columns[index].role = .value
        }
    }

    private func role(of column: ColumnGuess, _ isNumeric: Bool, _ times: Set<Int>) -> ColumnGuess.Role {
        if times.contains(column.index) { return .time }
        let isFilled = !column.cells.isEmpty && !(isNumeric && column.numbers.isEmpty)
        if !isFilled, column.cells.isEmpty || !column.isStatusNamed { return .empty }
        if column.isEndOfRow || (column.name.hasSuffix("type") && column.distinct.count == 1) { return .label }
        if isNumeric, column.isLongitudeNamed { return .longitude }
        if isNumeric, column.isLatitudeNamed { return .latitude }
        if column.isDerivedNamed { return .derived }
        if column.isStatusNamed { return .status }
        let keepsZeros = column.cells.contains {
            $0.count > 1 && $0.first == "0" && !$0.contains(".") && !$0.contains(",")
        }
        if column.isKeyNamed, column.unit == nil, !column.cells.contains(where: { $0.contains(".") && isNumeric }) {
            return .key
        }
        if isNumeric { return keepsZeros && separator != 0x20 && !column.name.isEmpty ? .key : .value }
        let isShort = column.distinct.count <= max(2, rows.count / 4)
        return isShort && column.distinct.count < 40 ? .label : .text
    }

    private mutating func missing(_ proposal: inout Proposal, _ format: inout JSONObject) {
        let used = columns.filter { $0.role == .value }
        var texts: [String] = []
        for text in used.flatMap(\.missing) where !texts.contains(text) { texts.append(text) }
        for text in columns.filter({ $0.role == .empty }).flatMap(\.missing) where !texts.contains(text) {
            texts.append(text)
        }
        let hasEmpty = used.contains { $0.cells.count < rows.count }
        let isSure = used.allSatisfy { $0.missing.isEmpty || $0.isMissingSure }
        proposal.decide(
            "missing", .array(((texts.isEmpty && hasEmpty) ? [""] : texts).map { .string($0) }),
            isSure ? .sure : .asked,
            texts.isEmpty ? "Kein Wert fällt aus dem Rahmen." : "Weit von allen anderen Werten, oder keine Zahl.",
            texts.isEmpty ? "No value is out of line." : "Far from all other values, or no number.")
        if !isSure {
            proposal.ask(
                "missing", [true, false], "Bedeutet \(texts.joined(separator: ", ")) „kein Wert“?",
                "Does \(texts.joined(separator: ", ")) mean \"no value\"?")
        } else if !texts.isEmpty {
            format["missing"] = .array(texts.map { .string($0) })
        }
    }

    private func listed(_ proposal: inout Proposal) {
        func names(_ role: ColumnGuess.Role) -> [ColumnGuess] { columns.filter { $0.role == role } }
        func value(_ list: [ColumnGuess]) -> JSONValue { .array(list.map { .string(label($0)) }) }
        let keys = names(.key)
        proposal.decide(
            "keys", value(keys), .likely, keys.isEmpty ? "Keine Spalte nennt eine Messstelle." : "Nach den Namen.",
            keys.isEmpty ? "No column names a station." : "By their names.")
        proposal.decide("status", value(names(.status)), .likely, "Nach den Namen.", "By their names.")
        let values = names(.value).map { column -> JSONValue in
            var object: JSONObject = ["column": .string(label(column)), "position": JSONValue(column.index + 1)]
            if let unit = column.unit { object["unit"] = .string(unit) }
            let parts = summands(of: column)
            if !parts.isEmpty { object["sumOf"] = .array(parts.map { .string(label($0)) }) }
            return .object(object)
        }
        proposal.decide("values", .array(values), .likely, "Spalten mit Zahlen.", "Columns of numbers.")
        if !names(.empty).isEmpty {
            proposal.decide(
                "empty", value(names(.empty)), .sure, "Nirgends ein Wert.", "No value anywhere.")
        }
        let place = names(.longitude) + names(.latitude)
        if place.count == 2 {
            proposal.decide(
                "place", ["x": .string(label(place[0])), "y": .string(label(place[1]))], .likely, "Nach den Namen.",
                "By their names.")
        } else if let place = leadPlace() {
            proposal.decide(
                "place", .object(place), .likely, "In den Zeilen vor der Tabelle.", "In the lines before the table.")
        }
    }

    /// Coordinates in the lines before the table, with their system where they name it.
    private func leadPlace() -> JSONObject? {
        let text = lead.joined(separator: "\n")
        func number(after words: String) -> Double? {
            guard let pattern = try? Pattern("(?i)(?:\(words))[^0-9\\n-]{0,20}(-?[0-9]+(?:[.,][0-9]+)?)"),
                let groups = pattern.groups(in: text)
            else { return nil }
            return CoordinateText.number(groups[1])
        }
        guard let x = number(after: "rechtswert|ostwert|easting|longitude|laenge|länge"),
            let y = number(after: "hochwert|nordwert|northing|latitude|breite")
        else { return nil }
        var place: JSONObject = ["x": JSONValue(x), "y": JSONValue(y)]
        if let system = number(after: "epsg"), system == system.rounded() { place["crs"] = JSONValue(Int(system)) }
        return place
    }

    /// Columns whose sum a column is, in each row.
    private func summands(of total: ColumnGuess) -> [ColumnGuess] {
        let others = columns.filter { $0.role == .value && $0.index != total.index }
        guard others.count >= 2, total.numbers.contains(where: { $0 != 0 }) else { return [] }
        let form = NumberForm(hasComma: isComma)
        func number(_ row: [String], _ column: ColumnGuess) -> Double {
            column.index < row.count ? form.read(row[column.index]) ?? 0 : 0
        }
        func isSum(_ parts: [ColumnGuess]) -> Bool {
            let sample = rows.prefix(200)
            let right = sample.count { row in
                abs(parts.reduce(0) { $0 + number(row, $1) } - number(row, total)) <= 0.011 * Double(parts.count)
            }
            return right * 20 >= sample.count * 19
        }
        if isSum(others) { return others }
        for (index, left) in others.enumerated() {
            for right in others[(index + 1)...] where isSum([left, right]) {
                let moves = Set(left.numbers).count > 1 && Set(right.numbers).count > 1
                if moves { return [left, right] }
            }
        }
        return []
    }

    private func label(_ column: ColumnGuess) -> String { column.name.isEmpty ? "\(column.index + 1)" : column.name }

    // MARK: The mapping

    private func mapping(_ format: JSONObject, _ time: JSONObject) -> JSONObject {
        let stem = String(file.split(separator: ".").first ?? "file")
        let slug = stem.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let name = String(slug)
        let key = columns.first { $0.role == .key }
        var station: JSONValue = [["id": .string(stem), "name": .string(stem)]]
        if let key { station = [["column": .string(label(key))]] }
        let series = columns.filter { $0.role == .value }.enumerated().map { number, column -> JSONValue in
            let title = JSONValue.string(label(column))
            let unit = JSONValue.string(column.unit ?? "1")
            return [
                "column": title, "key": .string("\(number + 1)"), "name": title, "observedProperty": ["name": title],
                "unit": ["name": unit, "symbol": unit], "sensor": ["name": "?"],
            ]
        }
        return [
            "name": .string(name), "kind": "series",
            "dataset": ["slug": .string(name), "title": .string(stem), "owner": "?", "licence": "?"],
            "format": .object(format), "time": .object(time), "station": ["from": station], "series": .array(series),
        ]
    }
}
