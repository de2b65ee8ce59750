// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Ingest
import IngestWaiting
import Site
import Wire

/// What a document says, as fields that can be changed; beside each what the file showed and how sure that is.
struct CorrectionFields {
    let waiting: WaitingImport
    /// Fields that are asked as questions elsewhere on the page.
    let open: Set<String>

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        if waiting.document["kind"]?.string == "layer" { return layer(language) }
        return """
            <div class="plain">\(group(.groupTime, isOpen: true, time(language), language))
            \(group(.groupColumns, isOpen: true, columns(language), language))
            \(group(.groupStation, isOpen: needsPlace, station(language), language))
            \(group(.groupFile, isOpen: false, format(language), language))</div>
            """
    }

    private func group(_ title: Words, isOpen: Bool, _ body: HTML, _ language: Language) -> HTML {
        let mark: HTML = isOpen ? " open" : ""
        return """
            <details class="section"\(mark)><summary>\(language(title))</summary><div class="questions">\(body)</div>\
            </details>
            """
    }

    /// How sure the proposal was of it, and why.
    private func why(_ name: String, _ language: Language, more: Words? = nil) -> HTML {
        var help: HTML = ""
        if isAnswered(name) {
            help = "<span class=\"light light-pass\">\(language(.certaintyAnswered))</span>"
        } else if let decision = waiting.proposal["decisions"]?[name] {
            let (word, sign): (Words, HTML) =
                switch decision["certainty"]?.string {
                case "sure": (.certaintySure, "light-pass")
                case "likely": (.certaintyLikely, "light-hold")
                default: (.certaintyAsked, "light-fail")
                }
            help = """
                <span class="light \(sign)">\(language(word))</span> \(decision["why"]?[language.rawValue]?.string ?? "")
                """
        }
        if let more { help += (help.isEmpty ? "" : " ") + HTML(text: language(more)) }
        return help
    }

    /// Whether it was a question of the file, and somebody has answered it.
    private func isAnswered(_ name: String) -> Bool {
        let wasAsked = (waiting.proposal["questions"]?.array ?? []).contains { $0["about"]?.string == name }
        let field = name == "repeatedHour" ? "repeated" : name
        return wasAsked && !open.contains(field) && !open.contains(field + "-means")
    }

    // MARK: File

    private func format(_ language: Language) -> HTML {
        let pieces = FormPieces(language: language)
        let format = waiting.document["format"]?.object ?? JSONObject()
        let isSheet = ["xlsx", "ods"].contains(waiting.proposal["decisions"]?["format"]?["value"]?.string)
        let isJSON = format["json"] != nil
        var fields: HTML = ""
        if isSheet, open.contains("sheet") {
            // asked above
        } else if isSheet {
            fields += pieces.text(
                "sheet", .sheetName, format["sheet"]?.string ?? "", help: HTML(text: language(.sheetHelp)))
        } else {
            let encodings = ["", "utf-8", "windows-1252", "iso-8859-1", "utf-16", "ibm850"]
            fields += pieces.select(
                "encoding", .encoding, encodings.map { ($0, $0.isEmpty ? .automatic : Words($0, $0)) },
                format["encoding"]?.string ?? "", help: why("encoding", language))
        }
        if !isSheet, !isJSON {
            let given = format["separator"]?.string
            let separators = [";", ",", "tab", "|", "blank", "auto"].map { ($0, Words.separatorName($0)) }
            fields += pieces.select(
                "separator", .separator, separators, given == "\t" ? "tab" : given ?? ",",
                help: why("separator", language))
        }
        fields += pieces.select(
            "decimal", .decimalSign,
            [(".", Words("Punkt (3.5)", "point (3.5)")), (",", Words("Komma (3,5)", "comma (3,5)"))],
            format["decimal"]?.string ?? ".", help: why("decimal", language))
        if !open.contains("thousands-means") {
            let mark = format["thousands"]?.string
            fields += pieces.select(
                "thousands", .thousandsSign,
                [
                    ("", Words("keines", "none")), (".", Words("Punkt", "point")), (",", Words("Komma", "comma")),
                    ("'", Words("Apostroph", "apostrophe")), ("blank", Words("Leerzeichen", "blank")),
                ], mark == " " ? "blank" : mark ?? "", help: why("thousands", language))
        }
        if !isJSON {
            fields += pieces.text(
                "leading", .leadingLines, String(format["leadingLines"]?.integer ?? 0),
                help: why("leadLines", language),
                type: "number", isShort: true)
            fields += pieces.text(
                "header", .headerLines, String(format["headerLines"]?.integer ?? 1), help: why("headerLines", language),
                type: "number", isShort: true)
        }
        if !open.contains("missing-means") {
            let texts = (format["missing"]?.array ?? []).compactMap(\.string)
            fields += pieces.text(
                "missing", .missingTexts, texts.joined(separator: "; "),
                help: why("missing", language, more: .missingHelp))
        }
        if let rule = format["beyondLimits"]?.string, !open.contains("beyondLimits") {
            fields += pieces.select(
                "beyondLimits", .beyondLimitsLabel,
                ["limit", "half", "missing"].map { ($0, Words.beyondLimits($0)) }, rule,
                help: why("beyondLimits", language))
        }
        return fields
    }

    // MARK: Time

    private func time(_ language: Language) -> HTML {
        let pieces = FormPieces(language: language)
        let time = waiting.document["time"]?.object ?? JSONObject()
        var fields: HTML = ""
        if !open.contains("form") {
            let forms = [
                "dd.MM.yyyy HH:mm", "yyyy-MM-dd HH:mm", "yyyyMMddHH", "MM/dd/yyyy HH:mm", "dd.MM.yyyy", "epoch",
            ]
            fields += pieces.text(
                "form", .timeFormLabel, time["form"]?.string ?? "", help: why("time", language, more: .timeFormHelp),
                list: forms)
        }
        if !open.contains("zone") {
            let zones = ["", "Europe/Berlin", "Etc/GMT-1", "UTC", "Etc/GMT-2"]
            fields += pieces.select(
                "zone", .zoneLabel, zones.map { ($0, $0.isEmpty ? .automatic : .zone($0)) },
                time["zone"]?.string ?? "", help: why("zone", language))
        }
        let intervals = ["", "PT1M", "PT5M", "PT10M", "PT15M", "PT30M", "PT1H", "P1D", "P1W", "P1M", "P1Y"]
        let moment = Words("einen Zeitpunkt, oder wie die Zeit geschrieben ist", "a moment, or as the time is written")
        fields += pieces.select(
            "interval", .intervalLabel, intervals.map { ($0, $0.isEmpty ? moment : .interval($0)) },
            time["interval"]?.string ?? "", help: why("interval", language))
        if !open.contains("stamp") {
            fields += pieces.select(
                "stamp", .stampLabel, ["start", "end", "instant"].map { ($0, .stamp($0)) },
                time["stamp"]?.string ?? "start", help: why("stamp", language))
        }
        if !open.contains("repeated") {
            fields += pieces.select(
                "repeated", .repeatedLabel, ["", "twice", "byOrder", "sum", "once"].map { ($0, .repeated($0)) },
                time["repeatedHour"]?.string ?? "", help: why("clockChange", language))
        }
        if let begin = time["yearStart"]?.string {
            fields += pieces.text(
                "term", .yearStartLabel, begin, help: HTML(text: language(.yearStartHelp)), isShort: true)
        }
        return fields
    }

    // MARK: Station and columns

    private var source: JSONObject? { waiting.document["station"]?["from"]?.array?.first?.object }
    private var isFixed: Bool { source?["id"] != nil }
    private var needsPlace: Bool {
        isFixed && waiting.document["places"]?["fixed"] == nil && waiting.document["places"]?["row"] == nil
    }

    private func station(_ language: Language) -> HTML {
        let pieces = FormPieces(language: language)
        var fields: HTML = ""
        if isFixed {
            let id = source?["id"]?.string ?? ""
            let place = waiting.document["places"]?["fixed"]?[id]
            func degrees(_ name: String) -> String { place?[name]?.double.map { $0.description } ?? "" }
            fields += pieces.text("station", .stationName, source?["name"]?.string ?? id, help: why("keys", language))
            fields += pieces.text(
                "longitude", .longitude, degrees("longitude"), help: HTML(text: language(.placeHelp)), isShort: true)
            fields += pieces.text("latitude", .latitude, degrees("latitude"), isShort: true)
        } else {
            fields += "<p>\(why("keys", language))</p>"
        }
        let row = waiting.document["places"]?["row"]
        let own = row ?? waiting.document["places"]?["lines"]
        if !open.contains("epsg") {
            fields += pieces.text(
                "epsg", .epsg, own?["epsg"]?.integer.map { String($0) } ?? "", help: HTML(text: language(.epsgHelp)),
                type: "number", isShort: true)
        }
        fields += pieces.tick("swapped", .swapped, isSet: row?["swapped"]?.bool ?? false)
        return fields
    }

    private func role(_ column: String) -> DocumentForm.Role {
        let document = waiting.document
        if DocumentForm.timeColumns(document).contains(column) { return .time }
        if source?["column"]?.string == column { return .station }
        if (source?["columns"]?.array ?? []).contains(.string(column)) { return .station }
        if source?["nameColumn"]?.string == column { return .stationName }
        let row = document["places"]?["row"]
        if row?["longitude"]?.string == column { return .longitude }
        if row?["latitude"]?.string == column { return .latitude }
        let rules = (document["series"]?.array ?? []).compactMap(\.object)
        if rules.contains(where: { $0["column"]?.string == column }) { return .value }
        if rules.contains(where: { ParameterRules.columns(of: $0).contains(column) }) { return .parameter }
        if rules.contains(where: { $0["status"]?["column"]?.string == column }) { return .status }
        return .ignored
    }

    private func columns(_ language: Language) -> HTML {
        let rules = (waiting.document["series"]?.array ?? []).compactMap(\.object)
        let list = waiting.offered.enumerated().map { index, column -> HTML in
            let role = role(column.name)
            let rule = rules.first { DocumentForm.plainColumn(of: $0) == column.name }
            return line(index, column, role, rule, language)
        }
        let own = rules.enumerated().filter { $0.element["where"] != nil && $0.element["column"] != nil }
        let parameters: HTML =
            own.isEmpty
            ? ""
            : """
            <h3>\(language(.parametersTitle))</h3><p>\(why("parameters", language))</p>\
            <div class="lines">\(own.map { parameter($0.offset, $0.element, language) })</div>
            """
        let left: HTML = waiting.proposal["decisions"]?["leftOut"] == nil ? "" : "<p>\(leftOut(language))</p>"
        return "<p>\(why("values", language))</p>\(left)<div class=\"lines\">\(list)</div>\(parameters)"
    }

    /// Columns that say something of others, and how they are taken nevertheless.
    private func leftOut(_ language: Language) -> HTML {
        let names = (waiting.proposal["decisions"]?["leftOut"]?["value"]?.array ?? []).compactMap(\.string)
        return HTML(text: language(.leftOut(names)))
    }

    private func line(
        _ index: Int, _ column: WaitingImport.Column, _ role: DocumentForm.Role, _ rule: JSONObject?,
        _ language: Language
    ) -> HTML {
        let pieces = FormPieces(language: language)
        let roles = DocumentForm.Role.allCases.map { ($0.rawValue, Words.columnRole($0)) }
        var fields = pieces.select("role.\(index)", .columnRole, roles, role.rawValue)
        if let rule { fields += described(rule, "\(index)", pieces) }
        let examples = column.examples.joined(separator: " · ")
        return """
            <fieldset class="line"><legend>\(column.name)</legend>\
            <p class="muted">\(language(.columnExamples)): \(examples.isEmpty ? "–" : examples)</p>\
            <div class="columns">\(fields)</div></fieldset>
            """
    }

    /// What the rows of one text of a long table become.
    private func parameter(_ index: Int, _ rule: JSONObject, _ language: Language) -> HTML {
        let pieces = FormPieces(language: language)
        let fields = pieces.tick("take.\(index)", .parameterTaken, isSet: true) + described(rule, "r\(index)", pieces)
        return """
            <fieldset class="line"><legend>\(ParameterRules.texts(of: rule))</legend>\
            <input type="hidden" name="of.\(index)" value="\(rule["key"]?.string ?? "")">\
            <div class="columns">\(fields)</div></fieldset>
            """
    }

    private func described(_ rule: JSONObject, _ field: String, _ pieces: FormPieces) -> HTML {
        let (unit, name) = (rule["unit"]?["symbol"]?.string ?? "", rule["name"]?.string ?? "")
        return pieces.text("name.\(field)", .seriesName, name)
            + pieces.text("unit.\(field)", .seriesUnit, unit == "1" ? "" : unit, list: Self.units)
            + pieces.text(
                "property.\(field)", .seriesProperty, rule["observedProperty"]?["name"]?.string ?? "",
                list: KnownProperties.german)
            + pieces.tick("count.\(field)", .seriesCount, isSet: rule["count"]?.bool ?? false)
    }

    static let units = [
        "°C", "%", "mm", "m", "cm", "m³/s", "m/s", "km/h", "µg/m³", "mg/l", "kWh", "MWh", "kW", "W", "hPa", "W/m²",
        "dB(A)",
        "Kfz", "Räder", "Personen",
    ]

    // MARK: Layers

    private func layer(_ language: Language) -> HTML {
        let pieces = FormPieces(language: language)
        let document = waiting.document
        let names = waiting.offered.map { ($0.name, Words($0.name, $0.name)) }
        let roles = [
            "places", "districts", "roads", "water", "trees", "containers", "playgrounds", "stops", "charging",
            "parking",
            "cycling",
        ]
        var fields = pieces.text("layer-title", .layerTitle, document["title"]?.string ?? "")
        fields += pieces.select(
            "layer-role", .layerRole, roles.map { ($0, .layerRoleName($0)) }, document["role"]?.string ?? "places")
        if !names.isEmpty {
            fields += pieces.select(
                "layer-name", .layerName, [("", .pleaseChoose)] + names, document["titleField"]?.string ?? "")
        }
        let geometry = document["geometry"]
        if document["source"]?.string == "csv" {
            fields += pieces.select(
                "layer-x", .layerX, names, geometry?["longitude"]?.string ?? "", help: why("place", language))
            fields += pieces.select("layer-y", .layerY, names, geometry?["latitude"]?.string ?? "")
        }
        fields += pieces.tick("swapped", .swapped, isSet: geometry?["swapped"]?.bool ?? false)
        if !open.contains("epsg") {
            fields += pieces.text(
                "epsg", .epsg, document["epsg"]?.integer.map { String($0) } ?? "",
                help: why("crs", language, more: .epsgHelp), type: "number", isShort: true)
        }
        var lines: HTML = ""
        if document["source"]?.string == "csv" {
            let types = ["text", "integer", "number", "date", "boolean", "ignored"]
            let rules = (document["fields"]?.array ?? []).compactMap(\.object)
            for (index, column) in waiting.offered.enumerated()
            where ![geometry?["longitude"]?.string, geometry?["latitude"]?.string].contains(column.name) {
                let rule = rules.first { $0["column"]?.string == column.name }
                lines += pieces.select(
                    "field.\(index)", Words(column.name, column.name), types.map { ($0, .fieldType($0)) },
                    rule.map { $0["type"]?.string ?? "text" } ?? "ignored",
                    help: HTML(text: column.examples.joined(separator: " · ")))
            }
        }
        let group: HTML = lines.isEmpty ? "" : self.group(.groupColumns, isOpen: true, lines, language)
        return "<div class=\"questions\">\(fields)\(group)</div>"
    }
}
