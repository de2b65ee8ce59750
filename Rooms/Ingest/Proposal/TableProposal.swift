// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import IngestReading
import Wire

/// What the columns of a table seem to hold.
struct TableProposal {
    var columns: [ColumnGuess]
    let rows: [[String]]
    let lead: [String]
    /// Names in one line before the table and their values in the next.
    let leadPairs: LeadPairs
    /// The cells of the lines before the table.
    let leadCells: [[String]]
    /// What a document calls its columns for people.
    private let titles: [String: String]
    let separator: UInt8?
    /// Of a long table: the series that its rows belong to.
    var parameters: [RowParameter] = []
    let file: String
    /// Names that the mapping uses: those of the file, made different where they are not.
    let labels: [String]
    /// Columns that are stations.
    private(set) var stations: StationColumns?
    var isComma = false
    var thousands: NumberForm.Thousands?
    /// What stands behind the numbers in their cells.
    var units: [String] = []
    /// What the names of turned columns are, where the table was wide by time.
    var turned: String?
    var isGeoJSON = false
    /// Whether the times are counted hours or days of a year.
    private var isCounted = false
    /// The reference system that the file names.
    var crs: Int?

    /// `separator` is nil for records that have none; `later` are rows far below.
    init(
        _ names: [String], _ rows: [[String]], lead: [String], separator: UInt8?, file: String, units: [String] = [],
        leadPairs: LeadPairs = LeadPairs([], separator: 0), titles: [String: String] = [:],
        leadCells: [[String]] = [], later: [[String]] = []
    ) {
        self.leadCells = leadCells
        self.titles = titles
        self.rows = rows
        self.lead = lead
        self.leadPairs = leadPairs
        self.separator = separator
        self.file = file
        columns = names.enumerated().map { index, name in
            ColumnGuess(
                index: index, name: name, rows: rows, unit: index < units.count ? units[index] : nil, later: later)
        }
        labels = Self.labels(names)
    }

    /// Names made different where they are not, numbers where there is none.
    static func labels(_ names: [String]) -> [String] {
        var known: Set<String> = []
        return names.enumerated().map { index, name in
            var label = name.isEmpty ? "\(index + 1)" : name
            while !known.insert(label).inserted { label += " (\(index + 1))" }
            return label
        }
    }

    func decide(_ proposal: inout Proposal, _ format: JSONObject) {
        var guess = self
        guess.run(&proposal, format)
    }

    func label(_ column: ColumnGuess) -> String { labels[column.index] }

    private mutating func run(_ proposal: inout Proposal, _ given: JSONObject) {
        var format = given
        if separator != nil, zip(labels, columns).contains(where: { $0.0 != $0.1.name }) {
            format["columns"] = .array(labels.map { .string($0) })
        }
        decimal(&proposal, &format)
        let hasProfile = columns.contains { TimeGuess.isTimeRange($0) }
        let time = TimeGuess(columns, rows: rows)
        roles(time)
        findParameters(time)
        stations = StationColumns(self, time)
        decideStations(&proposal, &format)
        missing(&proposal, &format)
        beyondLimits(&proposal)
        listed(&proposal)
        proposal.format = format
        proposal.columns = offered
        let kind = Kind(self, time, hasProfile: hasProfile)
        proposal.decide(
            "kind", .string(kind.name), kind.asksForKind ? .asked : kind.isSure ? .sure : .likely, kind.german,
            kind.english)
        if kind.asksForKind {
            proposal.ask(
                "kind", ["layer", "series"],
                "Jedes Objekt hat eine Zeit und Zahlen: ist es eine Kartenebene, oder sind es Messwerte an ihren Orten?",
                "Each feature has a time and numbers: is it a layer of a map, or are they values measured at their places?",
                answers: ["/kind"])
        }
        guard let time, kind.name == "series" else {
            if kind.asksForYear {
                proposal.ask(
                    "year", [],
                    "Stunden oder Tage werden gezählt: welches Jahr ist gemeint? In der Datei steht keines.",
                    "Hours or days are counted: which year is meant? The file names none.")
            }
            if kind.name == "places" || kind.name == "layer" {
                proposal.mapping = ProposedMapping(self).layer(format, isGeoJSON: isGeoJSON)
                askForSystem(&proposal)
            }
            return
        }
        if let column = time.fillDown { format["fillDown"] = [.string(labels[column])] }
        let labels = labels
        let rule = TimeProposal(time, columns, rows, lead: lead, pairs: leadPairs) { labels[$0] }.decide(&proposal)
        proposal.decide("layout", .string(layout(time)), .likely, "Aus Spalten und Zeiten.", "From columns and times.")
        proposal.mapping = ProposedMapping(self).series(format, rule)
        askForUnits(&proposal)
        askForProperties(&proposal)
        askForSystem(&proposal)
    }

    private func askForSystem(_ proposal: inout Proposal) {
        guard ProposedMapping(self).lacksSystem, !isGeoJSON else { return }
        let austrian = austrianSystems
        let usual = austrian.isEmpty ? Self.german.map { JSONValue($0) } : austrian
        proposal.ask(
            "epsg", swissSystem.map { [$0] } ?? usual,
            "Die Orte sind Meter: in welchem Bezugssystem?",
            "The places are metres: in which reference system?")
    }

    private func layout(_ time: TimeGuess) -> String {
        if let turned { return "wide by \(turned)" }
        if stations?.isPlain == true { return "wide by station" }
        if separator == nil { return isGeoJSON ? "features" : "records" }
        let keys = columns(.key)
        let step = time.step(keys: [])
        let isSingle = !(keys + columns(.parameter)).contains { $0.distinct.count > 1 }
        if let step, !step.isUnique, isSingle, step.share < 0.6 { return "events" }
        if keys.contains(where: { $0.distinct.count > 1 }) || parameters.count > 1 { return "long" }
        return columns.count { $0.role == .value } > 1 ? "wide" : "one series"
    }

    // MARK: Columns

    private mutating func roles(_ time: TimeGuess?) {
        let form = numberForm
        isCounted = time?.countedFrom != nil
        let times = Set((time?.columns ?? []) + (time?.same ?? []) + (time?.differing ?? []) + (time?.ends ?? []))
        for index in columns.indices {
            let isNumeric = columns[index].read(form)
            let name = columns[index].name
            columns[index].property =
                PropertyNames.find(name, file: file) ?? titles[name].flatMap { PropertyNames.find($0, file: file) }
            if columns[index].mayBeKelvin || !columns[index].fitsUsualUnit {
                columns[index].property = columns[index].property?.withoutUnit
            }
            columns[index].role = role(of: columns[index], isNumeric, times)
        }
        // One coordinate alone is none.
        for (role, other) in [(ColumnGuess.Role.longitude, ColumnGuess.Role.latitude), (.latitude, .longitude)]
        where !columns.contains(where: { $0.role == other }) {
            for index in columns.indices where columns[index].role == role { columns[index].role = .value }
        }
        // Of several pairs of coordinates the degrees are the place.
        for (role, words) in [
            (ColumnGuess.Role.longitude, ["lon", "lng", "longitude"]), (.latitude, ["lat", "latitude"]),
        ] {
            let all = columns.indices.filter { columns[$0].role == role }
            let best = all.first { columns[$0].isCalled(Set(words)) } ?? all.first
            for index in all where index != best { columns[index].role = .text }
        }
        sideUnits()
        for index in columns.indices
        where columns[index].property == nil && ColumnGuess.isMeaningless(columns[index].name) {
            columns[index].property = columns[index].unit.flatMap(PropertyNames.only)
        }
        sites()
        statistics()
        devices()
        doubtful()
        let hasValues = columns.contains { $0.role == .value }
        // A key that never repeats beside a time is a value after all; beside a place it is what tells places apart.
        if !hasValues, time != nil, shape == nil, columns(.longitude).isEmpty,
            let index = columns.indices.last(where: {
                columns[$0].role == .key && !columns[$0].numbers.isEmpty && columns[$0].distinct.count > 1
                    && !(columns[$0].isRowIdentifier && columns[$0].counts(rows.count))
            })
        {
            columns[index].role = .value
        }
        following(time)
        findDimensions(time)
        aliases()
        if time == nil || isPlaceOfEachRow { plainLabels() }
    }

    private func role(of column: ColumnGuess, _ isNumeric: Bool, _ times: Set<Int>) -> ColumnGuess.Role {
        if times.contains(column.index) { return .time }
        if column.isPostcode { return .label }
        let isFilled = !column.cells.isEmpty && !(isNumeric && column.numbers.isEmpty)
        if !isFilled, column.cells.isEmpty || !column.isStatusNamed { return .empty }
        if column.isEndOfRow || (column.name.hasSuffix("type") && column.distinct.count == 1) { return .label }
        if column.isTimeNamed, TimeGuess.isDate(column) { return .time }
        if isNumeric, column.isLongitudeNamed { return .longitude }
        if isNumeric, column.isLatitudeNamed { return .latitude }
        if column.isUnitColumn, !times.isEmpty { return .parameter }
        if column.isDerivedNamed { return .derived }
        let isFew = column.distinct.count <= max(12, rows.count / 10)
        if column.isStatusNamed || column.isTendency || column.holdsStates, isFew, column.unit == nil, !times.isEmpty {
            return .status
        }
        if !times.isEmpty, !column.cells.isEmpty, column.distinct.allSatisfy(ColumnGuess.isComparison) {
            return .status
        }
        if isNumeric, times.isEmpty || isCounted, column.countsTime { return .derived }
        if isNumeric, column.isBoundNamed { return .bound }
        if isNumeric, column.isQualityNamed { return .label }
        if isNumeric, column.isRowNumber, column.name.isEmpty || column.isRowNumberNamed { return .derived }
        if isNumeric, column.isRowNumberNamed, column.countsRows { return .derived }
        let keepsZeros = column.cells.contains {
            $0.count > 1 && $0.first == "0" && !$0.contains(".") && !$0.contains(",")
        }
        if column.isKeyNamed, column.unit == nil, !column.cells.contains(where: { $0.contains(".") && isNumeric }) {
            return .key
        }
        if isNumeric {
            // what its name says is counted has its zeros from a form
            let isCode = keepsZeros && separator != 0x20 && !column.name.isEmpty && column.property == nil
            return isCode ? .key : .value
        }
        let isShort = column.distinct.count <= max(2, rows.count / 4)
        return isShort && column.distinct.count < 40 ? .label : .text
    }

    /// Of keys that always change together one is the key, the others are other names of it.
    private mutating func aliases() {
        let keys = columns.indices.filter { columns[$0].role == .key }
        // Federal counters are known by their land and their number there.
        let names = Set(columns.map { $0.name.lowercased() })
        if names.isSuperset(of: ["tknr", "zst", "land"]) {
            for index in keys where !["zst", "land"].contains(columns[index].name.lowercased()) {
                columns[index].role = .alias
            }
            return
        }
        var groups: [[Int]] = []
        for key in keys {
            let group = groups.firstIndex { changeTogether($0[0], key) }
            if let group { groups[group].append(key) } else { groups.append([key]) }
        }
        for group in groups where group.count > 1 {
            let best = group.max { (columns[$0].keyRank, -$0) < (columns[$1].keyRank, -$1) }
            for index in group where index != best { columns[index].role = .alias }
        }
    }

    func changeTogether(_ left: Int, _ right: Int) -> Bool {
        guard columns[left].distinct.count == columns[right].distinct.count else { return false }
        var pairs: [String: String] = [:]
        for row in rows where max(left, right) < row.count {
            if let known = pairs[row[left]], known != row[right] { return false }
            pairs[row[left]] = row[right]
        }
        return true
    }

    // MARK: Decisions

    private mutating func missing(_ proposal: inout Proposal, _ format: inout JSONObject) {
        let used = parameters.isEmpty ? columns(.value) : parameters.flatMap(\.values)
        var texts: [String] = []
        for text in (used + columns.filter { $0.role == .empty }).flatMap(\.missing) where !texts.contains(text) {
            texts.append(text)
        }
        let hasEmpty = columns(.value).contains { $0.cells.count < rows.count }
        let isSure = used.allSatisfy { $0.missing.isEmpty || $0.isMissingSure }
        proposal.decide(
            "missing", .array(((texts.isEmpty && hasEmpty) ? [""] : texts).map { .string($0) }),
            isSure ? texts.isEmpty ? .likely : .sure : .asked,
            texts.isEmpty ? "Kein Wert fällt aus dem Rahmen." : "Weit von allen anderen Werten, oder keine Zahl.",
            texts.isEmpty ? "No value is out of line." : "Far from all other values, or no number.")
        if !isSure {
            proposal.ask(
                "missing", [true, false], "Bedeutet \(texts.joined(separator: ", ")) „kein Wert“?",
                "Does \(texts.joined(separator: ", ")) mean \"no value\"?")
        }
        if isSure, !texts.isEmpty { format["missing"] = .array(texts.map { .string($0) }) }
    }

    func columns(_ role: ColumnGuess.Role) -> [ColumnGuess] { columns.filter { $0.role == role } }

    private func listed(_ proposal: inout Proposal) {
        func value(_ list: [ColumnGuess]) -> JSONValue { .array(list.map { .string(label($0)) }) }
        let keys = columns(.key)
        let hasStations = stations?.isPlain == true || !keys.isEmpty
        proposal.decide(
            "keys", value(keys), .likely, hasStations ? "Nach den Namen." : "Keine Spalte nennt eine Messstelle.",
            hasStations ? "By their names." : "No column names a station.")
        proposal.decide("status", value(columns(.status)), .likely, "Nach den Namen.", "By their names.")
        let sums = ColumnSums(columns(.value), rows, numberForm)
        let values = columns(.value).map { column -> JSONValue in
            var object: JSONObject = ["column": .string(label(column)), "position": JSONValue(column.index + 1)]
            if let unit = column.unit ?? column.property?.unit { object["unit"] = .string(unit) }
            if let property = column.property {
                object["property"] = ["de": .string(property.german), "en": .string(property.english)]
            }
            let parts = sums.parts(of: column)
            if !parts.isEmpty { object["sumOf"] = .array(parts.map { .string(label($0)) }) }
            return .object(object)
        }
        proposal.decide("values", .array(values), .likely, "Spalten mit Zahlen.", "Columns of numbers.")
        if !parameters.isEmpty { proposal.decide(parameters, of: columns(.parameter).map { label($0) }) }
        for (role, name, german, english) in [
            (ColumnGuess.Role.empty, "empty", "Nirgends ein Wert.", "No value anywhere."),
            (.bound, "bounds", "Grenzen eines anderen Wertes.", "Bounds of another value."),
            (.derived, "derived", "Folgt aus den anderen Spalten.", "Follows from the other columns."),
            (.alias, "otherNames", "Ändert sich mit dem Schlüssel.", "Changes together with the key."),
        ] where !columns(role).isEmpty {
            proposal.decide(name, value(columns(role)), role == .empty ? .sure : .likely, german, english)
        }
        leftOut(&proposal)
        misleading(&proposal)
        if let shape {
            proposal.decide(
                "place", ["wkt": .string(label(shape))], .sure, "Formen als Text (WKT).", "Shapes as text (WKT).")
        } else if let x = columns(.longitude).first, let y = columns(.latitude).first {
            proposal.decide(
                "place", ["x": .string(label(x)), "y": .string(label(y))], .likely, "Nach den Namen.",
                "By their names.")
        } else if let place = leadPlace {
            proposal.decide(
                "place", .object(place), .likely, "In den Zeilen vor der Tabelle.", "In the lines before the table.")
        }
    }

    /// A meter that falls is none.
    private func misleading(_ proposal: inout Proposal) {
        let meters = columns(.value).filter {
            $0.isNamed(["zaehlerstand", "zählerstand", "meter_reading", "counter_total"])
        }
        let falling = meters.filter { column in
            zip(column.numbers, column.numbers.dropFirst()).contains { $1 < $0 }
        }
        guard !falling.isEmpty else { return }
        proposal.decide(
            "nameDisagrees", .array(falling.map { .string(label($0)) }), .sure,
            "Der Name sagt Zählerstand, aber die Zahlen fallen: es sind wohl Mengen je Zeitraum.",
            "The name says meter reading, but the numbers fall: they are probably amounts of a period.")
    }

    /// Coordinates in the lines before the table, with their system where they name it.
    var leadPlace: JSONObject? {
        if let pair = leadPairs.place { return ["x": JSONValue(pair.x.value), "y": JSONValue(pair.y.value)] }
        let text = lead.joined(separator: "\n")
        func number(after words: String) -> Double? {
            guard let pattern = try? Pattern(Self.leadPattern(words)),
                let groups = pattern.groups(in: text)
            else { return nil }
            return CoordinateText.number(groups[1])
        }
        guard let x = number(after: Self.eastWords), let y = number(after: Self.northWords),
            abs(x) > 180 || abs(y) <= 90
        else { return nil }
        var place: JSONObject = ["x": JSONValue(x), "y": JSONValue(y)]
        if let system = number(after: "epsg"), system == system.rounded() { place["crs"] = JSONValue(Int(system)) }
        if place["crs"] == nil, let zone = number(after: "utm(?:-| )?(?:zone)?"), (31...33).contains(zone), x > 180 {
            place["crs"] = JSONValue(25_800 + Int(zone))
        }
        return place
    }

    /// A number behind a word, with what stands in brackets and a colon between them.
    static func leadPattern(_ words: String) -> String {
        #"(?i)(?:\#(words))(?:[^0-9\n-]{0,20}|[^0-9\n:(]{0,20}\([^)\n]{0,60}\)\s*[:=]\s*)(-?[0-9]+(?:[.,][0-9]+)?)"#
    }

    // the length of a street and its width are no place
    static let eastWords =
        "rechtswert|ostwert|easting|longitude|(?:^|[^\\pL])(?:geo(?:gr(?:aph|af)?)?(?:\\.|ische)? ?)?(?:laenge|länge)|längengrad|\\blon\\b"
    static let northWords =
        "hochwert|nordwert|northing|latitude|(?:^|[^\\pL])(?:geo(?:gr(?:aph|af)?)?(?:\\.|ische)? ?)?breite|breitengrad|\\blat\\b"
}
