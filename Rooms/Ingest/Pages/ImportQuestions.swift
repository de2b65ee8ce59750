// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Ingest
import IngestWaiting
import Wire

/// What of a proposal only a person can say, and the document has not said yet.
struct ImportQuestion: Sendable {
    struct Choice: Sendable {
        let value: String
        let label: Words
        /// What the choice makes of the file's first row.
        var outcome: Words?
    }

    /// The field that answers it.
    let field: String
    let text: Words
    var choices: [Choice]
    /// A text that may be entered instead of the choices, and its field.
    var entry: (field: String, label: Words, list: [String])?

    /// A question without choices is answered by a text.
    var isText: Bool { choices.isEmpty }

    /// Choices of a zone that make the same of the first row differ in summer only: said, for nobody could choose else.
    func tellingApart() -> ImportQuestion {
        guard field == "zone" else { return self }
        var question = self
        for (index, choice) in choices.enumerated() {
            guard let outcome = choice.outcome,
                choices.indices.contains(where: { $0 != index && choices[$0].outcome == outcome })
            else { continue }
            question.choices[index].outcome = Words(
                "\(outcome.german); anders wird es erst in der Sommerzeit",
                "\(outcome.english); other in summer time only")
        }
        return question
    }

    static func open(of waiting: WaitingImport) -> [ImportQuestion] {
        let isSeries = waiting.document["kind"]?.string == "series"
        let units = isSeries ? properties(waiting) + units(waiting.document) : []
        guard !isSeries || waiting.proposal["decisions"]?["kind"]?["value"]?.string == "series" else {
            return unseen(waiting.document) + units
        }
        return units
            + (waiting.proposal["questions"]?.array ?? []).compactMap { question in
                let about = question["about"]?.string ?? ""
                guard isOpen(about, waiting.document) else { return nil }
                let words = Words(
                    question["question"]?["de"]?.string ?? "", question["question"]?["en"]?.string ?? "")
                let choices = question["choices"]?.array ?? []
                return ImportQuestion(field: field(about), text: words, choices: choices.map { choice(about, $0) })
            }
    }

    /// The first five names of columns, each in quotes.
    private static func quoted(_ names: [String]) -> Words {
        let rest = names.count > 5 ? " …" : ""
        return Words(
            names.prefix(5).map { "„\($0)“" }.joined(separator: ", ") + rest,
            names.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ") + rest)
    }

    /// What nothing names, a question for each unit: chosen from what the proposal thinks of, from what is measured here already, or
    /// entered.
    private static func properties(_ waiting: WaitingImport) -> [ImportQuestion] {
        let asked = (waiting.proposal["questions"]?.array ?? []).filter { $0["about"]?.string == "property" }
        let rules = (waiting.document["series"]?.array ?? []).map { $0["key"]?.string }
        return OpenKind.properties(waiting.document).map { kind in
            let listed = quoted(kind.names)
            let text =
                kind.names.count == 1
                ? Words(
                    "Was wird in \(listed.german) gemessen? Der Name der Spalte sagt es nicht.",
                    "What is measured in \(listed.english)? The column's name does not say it.")
                : Words(
                    "Was wird in \(listed.german) gemessen? Die Namen der Spalten sagen es nicht. Die Antwort gilt für diese zusammen; "
                        + "Verschiedenes tragen Sie unten bei den Spalten ein.",
                    "What is measured in \(listed.english)? The columns' names do not say it. The answer holds for these together; "
                        + "enter different things at the columns below.")
            let places = rules.indices.filter { place in rules[place].map { kind.keys.contains($0) } ?? false }
            let own = asked.first { question in
                places.contains { place in
                    question["answers"]?.array?.contains(.string("/series/\(place)/observedProperty/name")) ?? false
                }
            }
            let choices = ((own ?? asked.first)?["choices"]?.array ?? []).compactMap(\.string).map { name in
                Choice(value: name, label: Words(name, KnownProperties.english(name) ?? name))
            }
            let counted = Choice(value: "Anzahl", label: Words("Anzahl", "Count"))
            return ImportQuestion(
                field: kind.field("property"), text: text, choices: choices.isEmpty ? [counted] : choices,
                entry: (
                    kind.field("property-entered"),
                    Words("oder eintragen, was gemessen wird", "or enter what is measured"),
                    KnownProperties.german
                ))
        }
    }

    /// What is measured without a unit, a question for each kind of quantity: "1" would be a statement, and is stored only where somebody
    /// says it.
    private static func units(_ document: JSONObject) -> [ImportQuestion] {
        OpenKind.units(document).map { kind in
            let listed = quoted(kind.names)
            let text =
                kind.names.count == 1
                ? Words(
                    "In welcher Einheit steht \(listed.german)? Die Datei nennt keine.",
                    "In which unit is \(listed.english)? The file names none.")
                : Words(
                    "In welcher Einheit stehen \(listed.german)? Die Datei nennt keine. Die Antwort gilt für diese zusammen; "
                        + "verschiedene Einheiten tragen Sie unten bei den Spalten ein.",
                    "In which unit are \(listed.english)? The file names none. The answer holds for these together; "
                        + "enter different units at the columns below.")
            let counted = Choice(
                value: "1", label: Words("Gezählte Dinge, ohne Einheit (1)", "Counted things, without a unit (1)"))
            let usual = kind.units.filter { $0 != "1" }.map { Choice(value: $0, label: Words($0, $0)) }
            return ImportQuestion(
                field: kind.field("unit"), text: text, choices: usual + [counted],
                entry: (
                    kind.field("unit-entered"), Words("oder die Einheit eintragen", "or enter the unit"),
                    CorrectionFields.units
                ))
        }
    }

    /// Whether it asks for a unit or for what is measured, which change no row.
    var isOfWords: Bool { ["unit", "property"].contains { field == $0 || field.hasPrefix($0 + "-") } }

    /// The field of the form that answers a question of the proposal.
    private static func field(_ about: String) -> String {
        switch about {
        case "missing", "thousands", "stations": about + "-means"
        case "repeatedHour": "repeated"
        default: about
        }
    }

    /// Where no time was seen a person says all of it.
    private static func unseen(_ document: JSONObject) -> [ImportQuestion] {
        let asked: [(String, Words, [JSONValue])] = [
            (
                "form",
                Words(
                    "Wie ist die Zeit geschrieben? (dd.MM.yyyy HH:mm)", "How is the time written? (dd.MM.yyyy HH:mm)"),
                []
            ),
            (
                "zone", Words("In welcher Zeitzone stehen die Zeiten?", "In which time zone are the times?"),
                ["Europe/Berlin", "Etc/GMT-1", "UTC"]
            ),
            (
                "stamp", Words("Wofür steht die Zeit?", "What does the time stand for?"), ["start", "end", "instant"]
            ),
        ]
        return asked.filter { isOpen($0.0, document) }.map { about, text, choices in
            ImportQuestion(field: about, text: text, choices: choices.map { choice(about, $0) })
        }
    }

    /// Whether the document does not say it; what a document cannot say is no question.
    private static func isOpen(_ about: String, _ document: JSONObject) -> Bool {
        if document["kind"]?.string == "layer" { return about == "epsg" && document["epsg"] == nil }
        let time = document["time"]
        switch about {
        case "form": return time?["form"] == nil
        case "zone": return time?["zone"] == nil
        case "stamp": return time?["stamp"] == nil
        case "interval", "last", "overlap": return time?[about] == nil
        case "missing": return document["format"]?["missing"] == nil
        case "sheet": return document["format"]?["sheet"] == nil
        case "stations": return document["format"]?["unpivot"] == nil
        case "year": return yearOf(document) == nil
        case "term": return time?["yearStart"] == nil
        case "repeatedHour": return time?["repeatedHour"] == nil
        case "thousands", "beyondLimits": return document["format"]?[about] == nil
        case "epsg":
            return ["row", "lines"].contains { name in
                document["places"]?[name].map { $0["epsg"] == nil } ?? false
            }
        default: return false
        }
    }

    /// The year that stands before the columns of a time without one.
    static func yearOf(_ document: JSONObject) -> Int? {
        guard let text = document["time"]?["text"]?.string else { return nil }
        return text.prefix(4).count == 4 ? Int(text.prefix(4)) : nil
    }

    private static func choice(_ about: String, _ value: JSONValue) -> Choice {
        if let bool = value.bool {
            let label =
                bool ? Words("Ja, kein Wert", "Yes, no value") : Words("Nein, ein Messwert", "No, a measured value")
            return Choice(value: bool ? "yes" : "no", label: label)
        }
        let text = value.string ?? value.text
        switch about {
        case "zone": return Choice(value: text, label: .zone(text))
        case "sheet": return Choice(value: text, label: Words(text, text))
        case "stations": return Choice(value: text, label: .stations(text))
        case "stamp": return Choice(value: text, label: .stamp(text))
        case "interval": return Choice(value: text, label: .interval(text))
        case "last", "overlap": return Choice(value: text, label: .period(text))
        case "term": return Choice(value: text, label: .yearStart(text))
        case "repeatedHour": return Choice(value: text, label: .repeated(text))
        case "epsg": return Choice(value: text, label: .referenceSystem(text))
        case "beyondLimits": return Choice(value: text, label: .beyondLimits(text))
        case "thousands":
            return Choice(
                value: text.isEmpty ? "no" : "yes", label: text.isEmpty ? .pointIsDecimal : .pointIsThousands)
        default: return Choice(value: text, label: .timeForm(text))
        }
    }

    /// The document with the proposal's best guess for what is still open: good for a preview, never for an import.
    ///
    /// Whose the data are is asked on the way in, and hinders no look at them.
    static func provisional(_ waiting: WaitingImport) -> JSONObject {
        var document = waiting.document
        guard document["kind"]?.string == "series", var time = document["time"]?.object else { return document }
        if let series = document["series"]?.array {
            document["series"] = .array(
                series.map { rule in
                    guard var own = rule.object else { return rule }
                    if rule["unit"]?["symbol"]?.string == nil { own["unit"] = ["name": "1", "symbol": "1"] }
                    if rule["observedProperty"]?["name"]?.string == nil {
                        own["observedProperty"] = ["name": rule["name"] ?? "?"]
                    }
                    return .object(own)
                })
        }
        let decisions = waiting.proposal["decisions"]
        if isOpen("sheet", document), let sheet = decisions?["sheet"]?["value"]?.string {
            var format = document["format"]?.object ?? JSONObject()
            format["sheet"] = .string(sheet)
            document["format"] = .object(format)
        }
        let guesses: [(String, JSONValue?)] = [
            ("form", decisions?["time"]?["value"]?["form"]), ("zone", decisions?["zone"]?["value"]),
            ("stamp", decisions?["stamp"]?["value"]),
        ]
        for (name, guess) in guesses where time[name] == nil {
            if isOpen(name, document), let text = guess?.string, !["none", "in the cell"].contains(text) {
                time[name] = .string(text)
            }
        }
        let term = (waiting.proposal["questions"]?.array ?? []).first { $0["about"]?.string == "term" }
        if let begin = term?["choices"]?.array?.first, isOpen("term", document) { time["yearStart"] = begin }
        if isOpen("year", document), let text = time["text"]?.string, text.hasPrefix("?-") {
            time["text"] = .string("2001" + text.dropFirst())
        }
        document["time"] = .object(time)
        return document
    }
}
