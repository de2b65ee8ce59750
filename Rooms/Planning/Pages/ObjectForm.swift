// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Planning
import PlanningFrame
import SensorThingsFrame
import Site
import Wire

/// A form made from the questions of a kind: sections, help, "I do not know yet", faults beside their field.
struct ObjectForm {
    let context: PlanningContext
    let fields: [Field]
    var document: JSONObject
    var faults: [FieldFault] = []
    /// Blank lines shown below those that are filled.
    var blankRows: [String: Int] = [:]
    /// The line just taken out, to be brought back.
    var dropped: DroppedLine?
    /// The field that has just got a line.
    var added: String?
    /// Whether a box offers "I do not know yet" for what stays empty.
    var offersUnknown = true
    /// Whose form it is: headings are named for what stands below them.
    var kind: ObjectKind?
    /// Criteria are ticked, all at once, while no line of them is there.
    var ticksCriteria = false

    private var language: Language { context.language }

    /// All questions under their headings; headings without answers and faults are folded, the first is open.
    func html() -> HTML {
        var parts = defaultButton
        let asked = fields.filter { !$0.isExecuted }
        let sections = Field.Section.allCases.filter { section in asked.contains { $0.section == section } }
        for section in sections {
            let own = asked.filter { $0.section == section }
            let questions = own.map { question($0) }
            if section == sections.first {
                parts += "<div class=\"questions\">\(questions)\(unknownGroup(own, section))</div>"
                continue
            }
            let isAnswered = own.contains { field in
                document[field.name] != nil || faults.contains { $0.pointer.hasPrefix("/" + field.name) }
            }
            let open: HTML = isAnswered || Field.isCentral(section, of: kind) ? " open" : ""
            parts += """
                <details class="section"\(open)><summary>\(language(Field.label(section, of: kind)))</summary>\
                <div class="questions">\(questions)\(unknownGroup(own, section))</div></details>
                """
        }
        return parts
    }

    /// All questions without headings: a step of the wizard.
    func flat() -> HTML {
        let asked = fields.filter { !$0.isExecuted }
        return defaultButton + asked.map { question($0) }.joined("") + unknownGroup(asked, nil)
    }

    /// What the Enter key presses: the first button of a form, here before those that add or remove lines.
    private var defaultButton: HTML {
        let hasLines = fields.contains { field in
            if case .rows = field.kind { !field.isExecuted } else { false }
        }
        guard hasLines else { return "" }
        return
            "<button type=\"submit\" class=\"hidden\" tabindex=\"-1\" aria-hidden=\"true\">\(language(.save))</button>"
    }

    /// One box for all that stays empty in a group; none where each question has its own way to say it.
    private func unknownGroup(_ fields: [Field], _ section: Field.Section?) -> HTML {
        guard offersUnknown, fields.contains(where: { !$0.isRequired && !Self.choosesUnknown($0) }) else { return "" }
        let about = section.map { ": \(language(Field.label($0, of: kind)))" } ?? ""
        return """
            <label class="tick unknown"><input type="checkbox" name="\(AnswerReader.unknownGroup(section))" value="1">\
            <span>\(language(.unknownGroup))<span class="hidden">\(about)</span></span></label>
            """
    }

    /// Faults with links to their fields; empty without faults.
    func summary() -> HTML {
        guard !faults.isEmpty else { return "" }
        let items = faults.map { fault -> HTML in
            let target = Self.identifier(fault.pointer)
            return "<li><a href=\"#\(target)\">\(language(fault.message))</a></li>"
        }
        return """
            <div class="summary" role="alert" tabindex="-1"><p><strong>\(language(.formFaults))</strong></p>\
            <ul>\(items)</ul><p>\(language(.nothingLost))</p></div>
            """
    }

    /// `/costLines/0/amount` as the name of its input, `costLines.0.amount`.
    static func identifier(_ pointer: String) -> String {
        pointer.split(separator: "/").joined(separator: ".")
    }

    // MARK: Questions

    private func question(_ field: Field) -> HTML {
        question(field, name: field.name, pointer: "/" + field.name, value: document[field.name], offersUnknown: true)
    }

    private func question(
        _ field: Field, name: String, pointer: String, value: JSONValue?, offersUnknown: Bool,
        isFocused: Bool = false
    ) -> HTML {
        let fault = faults.first { $0.pointer == pointer }
        var described: [String] = []
        var notes: HTML = ""
        if let help = help(field) {
            described.append(name + "-help")
            notes += "<p class=\"help\" id=\"\(name)-help\">\(help)</p>"
        }
        if let fault {
            described.append(name + "-error")
            notes += "<p class=\"error\" id=\"\(name)-error\">\(language(fault.message))</p>"
        }
        let attributes = Attributes(
            name: name, isRequired: field.isRequired, isInvalid: fault != nil, isFocused: isFocused,
            described: described.joined(separator: " "))
        let mark: HTML = field.isRequired ? " <span class=\"required\">(\(language(.requiredMark)))</span>" : ""
        let label = HTML(text: language(field.label)) + mark
        let isUnknown = value?.isNull ?? false
        if let group = group(field, attributes, value) {
            return """
                <fieldset class="field group" id="\(name)"\(attributes.reference)\(Self.condition(field))><legend>\(label)</legend>\(notes)\
                \(group)\(offersUnknown ? unknownBox(field, name, isUnknown) : HTML())</fieldset>
                """
        }
        let control = control(field, attributes, isUnknown ? nil : value, isUnknown: isUnknown)
        let unknown = offersUnknown && !Self.choosesUnknown(field) ? unknownBox(field, name, isUnknown) : HTML()
        // names of series are long, and their ends tell them apart
        let wide: HTML = if case .datastream = field.kind { " series" } else { "" }
        return """
            <div class="field\(wide)"\(Self.condition(field))><label for="\(name)">\(label)</label>\(notes)\(control)\(unknown)</div>
            """
    }

    /// When a question is needed, for the script that hides it until then; without it all are asked.
    private static func condition(_ field: Field) -> HTML {
        guard let condition = field.condition else { return "" }
        return " data-when=\"\(condition.field)\" data-is=\"\(condition.answers.joined(separator: " "))\""
    }

    private func help(_ field: Field) -> String? {
        if let help = field.help { return language(help) }
        switch field.kind {
        case .place: return language(.placeHelp)
        case .list, .examples, .blocks: return language(.oneLineEach)
        case .references(let kinds) where kinds.isEmpty || options(of: kinds).count > 40:
            return language(.referencesHelp)
        default: return nil
        }
    }

    /// Choices say "I do not know yet" among their options.
    private static func choosesUnknown(_ field: Field) -> Bool {
        switch field.kind {
        case .choice, .flag, .reference, .datastream, .collection, .criterion: true
        default: false
        }
    }

    /// The box of a question that was said not to be known; for all others one box of their group speaks.
    private func unknownBox(_ field: Field, _ name: String, _ isUnknown: Bool) -> HTML {
        guard !field.isRequired, isUnknown else { return "" }
        return """
            <label class="tick unknown"><input type="checkbox" name="\(name)~unknown" value="1" checked>\
            <span>\(language(.unknownAnswer))<span class="hidden">: \(language(field.label))</span></span></label>
            """
    }

    /// Questions with several inputs: boxes to tick, and lines.
    private func group(_ field: Field, _ attributes: Attributes, _ value: JSONValue?) -> HTML? {
        let chosen = Set(value?.array?.map { $0.string ?? $0.text } ?? [])
        switch field.kind {
        case .choices(let choices):
            return ticks(choices.map { ($0.name, language($0.label)) }, attributes.name, chosen)
        case .datasets:
            return ticks(
                context.town.datasets.map { ($0.slug, language($0.title, $0.titleEnglish)) }, attributes.name, chosen)
        case .references(let kinds) where !kinds.isEmpty:
            let options = options(of: kinds)
            guard options.count <= 40 else { return nil }
            guard !options.isEmpty else {
                return "<p class=\"muted\">\(language(.noObjects))</p>"
            }
            return ticks(options, attributes.name, chosen)
        case .rows(let columns):
            if ticksCriteria, field.name == "criteria", value?.array?.isEmpty ?? true {
                let options = context.criteria.map { ($0.id, [$0.name, $0.question].compactMap(\.self)) }
                return explainedTicks(options, NewAnswers.criteria)
            }
            return lines(field, columns, attributes.name, value)
        default: return nil
        }
    }

    private func options(of kinds: [ObjectKind]) -> [(String, String)] {
        kinds.flatMap { context.plan.objects(of: $0) }.map {
            ($0.reference.description, "\($0.reference) \($0.title)")
        }
    }

    private func lines(_ field: Field, _ columns: [Field], _ name: String, _ value: JSONValue?) -> HTML {
        let rows = value?.array?.map { $0.object ?? [:] } ?? []
        let blank = blankRows[field.name] ?? (rows.isEmpty ? 1 : 0)
        var parts: HTML = ""
        for index in 0..<(rows.count + blank) {
            let row = index < rows.count ? rows[index] : [:]
            let isAdded = added == field.name && index == rows.count + blank - 1
            let inputs = columns.enumerated().map { position, column in
                question(
                    column, name: "\(name).\(index).\(column.name)", pointer: "/\(field.name)/\(index)/\(column.name)",
                    value: row[column.name], offersUnknown: false, isFocused: isAdded && position == 0)
            }
            let title = "\(language(field.label)), \(language(.line)) \(index + 1)"
            let removal: HTML =
                rows.count + blank > 1 || index < rows.count
                ? """
                <div><button type="submit" class="quiet" name="drop" value="\(name).\(index)" formnovalidate>\
                \(language(.removeLine))<span class="hidden">: \(title)</span></button></div>
                """ : ""
            parts += """
                <fieldset class="line"><legend class="hidden">\(title)</legend><div class="columns">\(inputs)</div>\
                \(removal)</fieldset>
                """
        }
        return """
            <div class="lines">\(parts)</div>\(droppedNote(field))<div><button type="submit" class="quiet" name="more" value="\(field.name)" \
            formnovalidate>\(language(.moreLines))<span class="hidden">: \(language(field.label))</span></button></div>
            """
    }

    /// That a line was taken out, and the way back.
    private func droppedNote(_ field: Field) -> HTML {
        guard let dropped, dropped.field == field.name else { return "" }
        return """
            <p class="actions" role="status"><input type="hidden" name="dropped" value="\(JSONValue.object(dropped.row).text)">\
            <input type="hidden" name="droppedFrom" value="\(dropped.field)"><input type="hidden" name="droppedAt" value="\(dropped.index)">\
            <span>\(language(.lineRemoved(dropped.index + 1)))</span> <button type="submit" class="quiet" name="undo" value="1" \
            formnovalidate autofocus>\(language(.undo))</button></p>
            """
    }

    // MARK: Single inputs

    struct Attributes {
        let name: String
        let isRequired: Bool
        let isInvalid: Bool
        let isFocused: Bool
        let described: String

        var reference: HTML { described.isEmpty ? "" : " aria-describedby=\"\(described)\"" }

        var html: HTML {
            let required: HTML = isRequired ? " required" : ""
            let invalid: HTML = isInvalid ? " aria-invalid=\"true\"" : ""
            let focus: HTML = isFocused ? " autofocus" : ""
            return "id=\"\(name)\" name=\"\(name)\"\(required)\(invalid)\(focus)\(reference)"
        }
    }

    private func control(_ field: Field, _ attributes: Attributes, _ value: JSONValue?, isUnknown: Bool) -> HTML {
        let text = value.map { shown($0, field) } ?? ""
        switch field.kind {
        case .longText:
            return "<textarea \(attributes.html) rows=\"4\" maxlength=\"\(ObjectKind.longestText)\">\(text)</textarea>"
        case .list, .examples, .blocks: return "<textarea \(attributes.html) rows=\"3\">\(text)</textarea>"
        case .choice(let choices):
            return select(attributes, choices.map { ($0.name, language($0.label)) }, text, isUnknown, field.isRequired)
        case .flag:
            return select(
                attributes, [("yes", language(.yes)), ("no", language(.no))], text, isUnknown, field.isRequired)
        case .criterion:
            return select(attributes, context.criteria.map { ($0.id, $0.name) }, text, isUnknown, field.isRequired)
        case .reference(let kinds) where !kinds.isEmpty && options(of: kinds).count <= 500:
            return select(attributes, options(of: kinds), text, isUnknown, field.isRequired)
        case .collection:
            let layers = context.town.layers.map { ($0.name, language($0.title, $0.titleEnglish)) }
            return select(attributes, layers, text, isUnknown, field.isRequired)
        case .datastream where context.offered.count <= Self.mostSeries:
            let series = context.offered.compactMap { record in
                record.datastream.map { (String($0), record.label) }
            }
            return select(attributes, series, text, isUnknown, field.isRequired)
        case .datastreams: return series(attributes, value)
        case .references(let kinds) where !kinds.isEmpty && options(of: kinds).count <= 2000:
            let chosen = Set(value?.array?.compactMap(\.string) ?? [])
            let items = options(of: kinds).map { reference, label -> HTML in
                let selected: HTML = chosen.contains(reference) ? " selected" : ""
                return "<option value=\"\(reference)\"\(selected)>\(label)</option>"
            }
            return "<select \(attributes.html) multiple size=\"8\">\(items)</select>"
        case .place:
            return """
                <input \(attributes.html) type="text" value="\(text)" data-place-input autocomplete="off">
                """
        default:
            let type: HTML
            var extra: HTML = ""
            switch field.kind {
            case .email: type = "email"
            case .link: type = "url"
            case .number, .money, .share:
                type = "text"
                extra = " inputmode=\"decimal\" class=\"short\""
            case .year, .planYear, .datastream:
                type = "text"
                extra = " inputmode=\"numeric\" class=\"short\""
            case .date:
                type = "text"
                extra = " class=\"short\" placeholder=\"\(language == .german ? "31.12.2026" : "31 Dec 2026")\""
            default: type = "text"
            }
            let input: HTML = "<input \(attributes.html) type=\"\(type)\" value=\"\(text)\" maxlength=\"2000\"\(extra)>"
            guard let unit = unit(field) else { return input }
            return "<span class=\"with-unit\">\(input)<span class=\"unit\">\(unit)</span></span>"
        }
    }

    private func unit(_ field: Field) -> String? {
        switch field.kind {
        case .number(let unit): unit
        case .money: "€"
        case .share: "%"
        default: nil
        }
    }

    private func select(
        _ attributes: Attributes, _ options: [(String, String)], _ chosen: String, _ isUnknown: Bool, _ isRequired: Bool
    ) -> HTML {
        var items: HTML = "<option value=\"\">\(language(.choose))</option>"
        for (value, label) in options {
            let selected: HTML = value == chosen && !isUnknown ? " selected" : ""
            items += "<option value=\"\(value)\"\(selected)>\(label)</option>"
        }
        if !isRequired {
            let selected: HTML = isUnknown ? " selected" : ""
            items += "<option value=\"\(AnswerReader.unknown)\"\(selected)>\(language(.unknownAnswer))</option>"
        }
        return "<select \(attributes.html)>\(items)</select>"
    }

    /// A stored answer as it stands in its input; what could not be read stands there as it was typed.
    private func shown(_ value: JSONValue, _ field: Field) -> String {
        let format = context.format
        switch (field.kind, value) {
        case (.money, .number(let number)):
            let money = number.integer.map { format.number(Double($0) / 100, decimals: $0 % 100 == 0 ? 0 : 2) }
            return money ?? value.text
        case (.share, .number(let number)): return Self.decimal(number.double * 100, language)
        case (.number, .number(let number)): return Self.decimal(number.double, language)
        case (.date, .string(let text)): return format.day(text)
        case (.flag, .bool(let flag)): return flag ? "yes" : "no"
        case (.place, .object):
            guard value["type"]?.string == "Point", let point = value["coordinates"]?.array?.compactMap(\.double),
                point.count >= 2
            else { return value.text }
            return language == .german
                ? "\(point[1]) \(point[0])".replacing(".", with: ",") : "\(point[1]), \(point[0])"
        case (_, .array(let items)):
            let separator =
                switch field.kind {
                case .references: ", "
                default: "\n"
                }
            return items.map { $0.string ?? $0.text }.joined(separator: separator)
        case (_, .string(let text)): return text
        default: return value.text
        }
    }

    /// All digits of a number, with the language's decimal mark and without grouping, so that it is read back the same.
    private static func decimal(_ number: Double, _ language: Language) -> String {
        let plain = Numerals.english.exact(number).replacing(",", with: "").replacing("−", with: "-")
        return Numerals(german: language == .german).typed(plain)
    }
}
