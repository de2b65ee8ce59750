// SPDX-License-Identifier: EUPL-1.2
import Ingest
import IngestWaiting
import Site
import Wire

/// Changes a mapping document by what a form says: the document is all there is, the form only shows it.
///
/// A field that was not sent leaves its member as it is; one that was sent empty takes it away.
struct DocumentForm {
    let form: FormBody
    let columns: [WaitingImport.Column]

    /// What a column is used for.
    enum Role: String, CaseIterable {
        case value, parameter, time, station, stationName, longitude, latitude, status, ignored
    }

    func applied(to document: JSONObject, proposal: JSONValue) -> JSONObject {
        var document = document
        if document["kind"]?.string == "layer" {
            layer(&document)
            return document
        }
        var format = document["format"]?.object ?? JSONObject()
        self.format(&format, proposal)
        document["format"] = .object(format)
        var time = document["time"]?.object ?? JSONObject()
        self.time(&time)
        document["time"] = .object(time)
        let areStations = form["stations-means"] == "stations"
        if areStations {
            stations(proposal["decisions"]?["stations"]?["value"]?["unpivot"], &document)
        } else {
            if form["stations-means"] == "quantities" { document["format"] = Self.without(unpivot: document["format"]) }
            roles(&document)
        }
        // an empty field of a column has taken back what was answered before
        units(OpenKind.units(document), &document)
        properties(OpenKind.properties(document), &document)
        if !areStations { station(&document) }
        system(&document)
        return document
    }

    /// The reference system of places that stand in the rows, or in the lines before the table.
    private func system(_ document: inout JSONObject) {
        guard form.has("epsg"), var places = document["places"]?.object else { return }
        for name in ["row", "lines"] {
            guard var own = places[name]?.object else { continue }
            number("epsg", "epsg", &own)
            places[name] = .object(own)
        }
        document["places"] = .object(places)
    }

    private static func without(unpivot format: JSONValue?) -> JSONValue {
        var format = format?.object ?? JSONObject()
        // said on purpose
        format["unpivot"] = ""
        return .object(format)
    }

    /// Columns that are stations become one of stations and one of values.
    private func stations(_ rule: JSONValue?, _ document: inout JSONObject) {
        guard let rule, let into = rule["into"], let value = rule["value"] else { return }
        var format = document["format"]?.object ?? JSONObject()
        format["unpivot"] = rule
        document["format"] = .object(format)
        document["station"] = ["from": [["column": into]]]
        document["series"] = [["column": value, "key": "1", "name": value, "sensor": UnknownSensor.rule]]
    }

    // MARK: Pieces

    private func text(_ name: String, _ member: String, _ object: inout JSONObject) {
        guard form.has(name) else { return }
        object[member] = form[name].isEmpty ? nil : .string(form[name])
    }

    private func number(_ name: String, _ member: String, _ object: inout JSONObject) {
        guard form.has(name) else { return }
        object[member] = Int64(form[name]).map { JSONValue($0) }
    }

    private func decimal(_ name: String) -> Double? {
        let text = form[name].replacing(",", with: ".")
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    private func format(_ format: inout JSONObject, _ proposal: JSONValue) {
        text("encoding", "encoding", &format)
        text("sheet", "sheet", &format)
        if form.has("separator") {
            let name = form.exact("separator")
            format["separator"] = name.isEmpty ? nil : .string(name == "tab" ? "\t" : name)
        }
        text("decimal", "decimal", &format)
        text("beyondLimits", "beyondLimits", &format)
        if form.has("thousands") {
            let mark = form.exact("thousands")
            // "none" said on purpose stays said
            let none: JSONValue? = format["thousands"]?.string == "" ? "" : nil
            format["thousands"] = mark.isEmpty ? none : .string(mark == "blank" ? " " : mark)
        }
        switch form["thousands-means"] {
        case "yes": (format["thousands"], format["decimal"]) = (".", ",")
        case "no": format["thousands"] = ""
        default: break
        }
        number("leading", "leadingLines", &format)
        number("header", "headerLines", &format)
        if form.has("missing") {
            let texts = form.trimmed("missing").split(separator: ";").map { piece -> JSONValue in
                .string(String(piece.trimmingPrefix { $0 == " " }).trimmedEnd)
            }
            format["missing"] = .array(texts)
        }
        switch form["missing-means"] {
        case "yes": format["missing"] = proposal["decisions"]?["missing"]?["value"] ?? .array([])
        case "no": format["missing"] = .array([])
        default: break
        }
    }

    private func time(_ time: inout JSONObject) {
        text("form", "form", &time)
        text("zone", "zone", &time)
        text("interval", "interval", &time)
        text("stamp", "stamp", &time)
        text("repeated", "repeatedHour", &time)
        text("term", "yearStart", &time)
        text("last", "last", &time)
        text("overlap", "overlap", &time)
        guard let year = Int(form["year"]), (1000...9999).contains(year), let form = time["form"]?.string else {
            return
        }
        if let text = time["text"]?.string, let mark = ["?-", "2001-{"].first(where: text.hasPrefix) {
            let rest = text.dropFirst(mark == "?-" ? 1 : 4)
            time["text"] = .string("\(year)" + rest)
            return
        }
        let names = time["columns"]?.array?.compactMap(\.string) ?? [time["column"]?.string ?? ""]
        let cells = time["text"]?.string ?? names.map { "{\($0)}" }.joined(separator: " ")
        time["column"] = nil
        time["columns"] = nil
        time["text"] = .string("\(year) \(cells)")
        time["form"] = .string("yyyy " + form)
    }

    // MARK: Columns

    private func role(_ index: Int) -> Role? { Role(rawValue: form["role.\(index)"]) }

    private func named(_ role: Role) -> [String] {
        columns.indices.filter { self.role($0) == role }.map { columns[$0].name }
    }

    private func roles(_ document: inout JSONObject) {
        guard columns.indices.contains(where: { role($0) != nil }) else { return }
        series(&document)
        let times = named(.time)
        if var time = document["time"]?.object, !times.isEmpty, times != Self.timeColumns(document) {
            for name in ["column", "columns", "text", "end", "last", "overlap"] { time[name] = nil }
            if times.count == 1 {
                time["column"] = .string(times[0])
            } else {
                time["columns"] = .array(times.map { .string($0) })
            }
            document["time"] = .object(time)
        }
        var places = document["places"]?.object ?? JSONObject()
        if let x = named(.longitude).first, let y = named(.latitude).first {
            var row = places["row"]?.object ?? JSONObject()
            row["longitude"] = .string(x)
            row["latitude"] = .string(y)
            if form.has("role.0") { row["swapped"] = form.has("swapped") ? true : nil }
            places["row"] = .object(row)
        } else {
            places["row"] = nil
        }
        document["places"] = places.isEmpty ? nil : .object(places)
    }

    /// The columns that hold the time, as far as they stand in the document.
    static func timeColumns(_ document: JSONObject) -> [String] {
        let time = document["time"]
        if let text = time?["text"]?.string {
            return text.split(separator: "{").dropFirst().compactMap { $0.split(separator: "}").first.map(String.init) }
        }
        return time?["columns"]?.array?.compactMap(\.string) ?? [time?["column"]?.string].compactMap { $0 }
    }

    /// Rules of named columns are made anew by their roles; those of patterns stay.
    private func series(_ document: inout JSONObject) {
        let old = (document["series"]?.array ?? []).compactMap(\.object)
        var kept = old.filter { $0["column"] == nil }
        var keys = Set(kept.compactMap { $0["key"]?.string })
        let values = columns.indices.filter { role($0) == .value }
        let parameters = ParameterRules(columns.indices.filter { role($0) == .parameter }.map { columns[$0] })
        if let parameters {
            for name in values.map({ columns[$0].name }) {
                for rule in parameters.rules(of: name, old) {
                    let index = old.firstIndex(of: rule).flatMap { form["of.\($0)"] == rule["key"]?.string ? $0 : nil }
                    // what was left out stays out, whatever else changes
                    if let index, !form.has("take.\(index)") { continue }
                    kept.append(described(rule, index.map { "r\($0)" }, &keys))
                }
            }
        } else {
            for index in values {
                let name = columns[index].name
                let rule =
                    old.first { Self.plainColumn(of: $0) == name }
                    ?? MappingNames.series(column: name, examples: columns[index].examples)
                kept.append(described(rule, "\(index)", &keys))
            }
        }
        document["series"] = .array(kept.map { .object($0) })
    }

    /// A rule as the fields of this name say; nil where the form shows none for it.
    private func described(_ given: JSONObject, _ field: String?, _ keys: inout Set<String>) -> JSONObject {
        var rule = given
        let key = rule["key"]?.string ?? MappingNames.slug(rule["column"]?.string ?? "")
        rule["key"] = .string(MappingNames.unique(key, &keys))
        if let field {
            if !form["name.\(field)"].isEmpty { rule["name"] = .string(form["name.\(field)"]) }
            if !form["property.\(field)"].isEmpty {
                rule["observedProperty"] = ["name": .string(form["property.\(field)"])]
            }
            if form.has("unit.\(field)") {
                let text = form["unit.\(field)"]
                // an empty field says "1" of counts, and of what was said to have no unit; else it is asked
                let isNone = rule["unit"]?["symbol"]?.string == "1" || form.has("count.\(field)")
                let symbol = text.isEmpty ? isNone ? "1" : nil : text
                rule["unit"] = symbol.map(Self.unit)
            }
            rule["count"] = form.has("count.\(field)") ? true : nil
        }
        let status = named(.status)
        if let one = status.first, status.count == 1 {
            var object = rule["status"]?.object ?? JSONObject()
            object["column"] = .string(one)
            rule["status"] = .object(object)
        } else if status.isEmpty {
            rule["status"] = nil
        }
        return rule
    }

    private static func unit(_ symbol: String) -> JSONValue { ["name": .string(symbol), "symbol": .string(symbol)] }

    /// The answers for what has no unit yet, one for each kind of quantity.
    private func units(_ kinds: [OpenKind], _ document: inout JSONObject) {
        answer("unit", kinds, &document) { rule, answer in
            if rule["unit"]?["symbol"]?.string == nil { rule["unit"] = Self.unit(answer) }
        }
    }

    /// The answers for all of which nothing says what they measure.
    private func properties(_ kinds: [OpenKind], _ document: inout JSONObject) {
        answer("property", kinds, &document) { rule, answer in
            if rule["observedProperty"]?["name"]?.string == nil { rule["observedProperty"] = ["name": .string(answer)] }
        }
    }

    /// Changes the rules of each kind that was answered.
    private func answer(
        _ field: String, _ kinds: [OpenKind], _ document: inout JSONObject, _ change: (inout JSONObject, String) -> Void
    ) {
        for kind in kinds {
            let entered = form[kind.field(field + "-entered")]
            let answer = entered.isEmpty ? form[kind.field(field)] : entered
            guard !answer.isEmpty, let series = document["series"]?.array else { continue }
            document["series"] = .array(
                series.map { rule in
                    guard var own = rule.object, kind.keys.contains(rule["key"]?.string ?? "") else { return rule }
                    change(&own, answer)
                    return .object(own)
                })
        }
    }

    static func plainColumn(of rule: JSONObject) -> String? {
        rule["where"] == nil ? rule["column"]?.string : nil
    }

    private func station(_ document: inout JSONObject) {
        let source: JSONObject
        let columns = named(.station)
        if let column = columns.first {
            var rule: JSONObject =
                columns.count > 1
                ? ["columns": .array(columns.map { .string($0) })] : ["column": .string(column)]
            rule["nameColumn"] = named(.stationName).first.map { .string($0) }
            source = rule
        } else if form.has("station"), !form["station"].isEmpty {
            let name = form["station"]
            let old = document["station"]?["from"]?.array?.first?.object
            let id = old?["name"]?.string == name ? old?["id"]?.string ?? name : name
            source = ["id": .string(id), "name": .string(name)]
        } else {
            return
        }
        var station = document["station"]?.object ?? JSONObject()
        station["from"] = [.object(source)]
        document["station"] = .object(station)
        fixedPlace(source["id"]?.string, &document)
    }

    private func fixedPlace(_ station: String?, _ document: inout JSONObject) {
        guard form.has("longitude"), form.has("latitude") else { return }
        var places = document["places"]?.object ?? JSONObject()
        if let station, let x = decimal("longitude"), let y = decimal("latitude"), abs(x) <= 180, abs(y) <= 90 {
            places["fixed"] = .object([station: ["longitude": JSONValue(x), "latitude": JSONValue(y)]])
        } else {
            places["fixed"] = nil
        }
        document["places"] = places.isEmpty ? nil : .object(places)
    }

    // MARK: Layers

    private func layer(_ document: inout JSONObject) {
        text("layer-title", "title", &document)
        if document["title"] == nil { document["title"] = document["collection"] }
        text("layer-role", "role", &document)
        text("layer-name", "titleField", &document)
        number("epsg", "epsg", &document)
        guard form.has("layer-title") else { return }
        var geometry = document["geometry"]?.object ?? JSONObject()
        if form.has("layer-x") {
            geometry["longitude"] = .string(form["layer-x"])
            geometry["latitude"] = .string(form["layer-y"])
        }
        geometry["swapped"] = form.has("swapped") ? true : nil
        document["geometry"] = geometry.isEmpty ? nil : .object(geometry)
        guard document["source"]?.string == "csv" else { return }
        let places = [form["layer-x"], form["layer-y"]]
        let old = (document["fields"]?.array ?? []).compactMap(\.object)
        let fields = columns.indices.compactMap { index -> JSONValue? in
            let name = columns[index].name
            guard form["field.\(index)"] != "ignored", !places.contains(name) else { return nil }
            var field = old.first { $0["column"]?.string == name } ?? ["column": .string(name), "name": .string(name)]
            if form.has("field.\(index)") { field["type"] = .string(form["field.\(index)"]) }
            return .object(field)
        }
        document["fields"] = .array(fields)
    }
}

extension String {
    /// Without white space at its end.
    fileprivate var trimmedEnd: String {
        var text = self[...]
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
