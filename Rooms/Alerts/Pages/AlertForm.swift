// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import SensorThingsFrame
import Site
import Wire

/// The form that sets an alert: first what for, then only the fields that this needs.
struct AlertForm: Sendable {
    let record: SeriesRecord
    var kind: AlertCondition.Kind?
    let mailbox: String
    let sendsMail: Bool
    let mayCall: Bool
    /// Nil when the form is fresh.
    var entered: FormBody?
    var fault: AlertFault?

    static let units: [(name: String, words: Words, microseconds: Int64)] = [
        ("minutes", .inMinutes, 60_000_000), ("hours", .inHours, 3_600_000_000), ("days", .inDays, 86_400_000_000),
    ]

    private var datastream: Int64 { record.datastream ?? 0 }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let body = kind.map { form($0, frame) } ?? choice(language)
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.newAlert))</h1><p class="lead">\(record.label)</p></div>\
            \(FormField.summary(fault?.words, target: fault?.field ?? "", language))\(body)</div>
            """
        return frame.document(
            title: language(.newAlert), section: .none,
            breadcrumbs: [
                Breadcrumb(name: language(.alerts), url: .alerts),
                Breadcrumb(name: record.label, url: .series(thing: record.thing, datastream: datastream)),
            ], content: content)
    }

    private func choice(_ language: Language) -> HTML {
        let items = AlertCondition.Kind.allCases.map { kind -> HTML in
            let url = SiteURL.newAlert(datastream: datastream, kind: kind)
            return "<li><a href=\"\(url)\">\(language(kind.words))</a></li>"
        }
        return """
            <section class="card" aria-labelledby="which"><h2 id="which">\(language(.alertWhich))</h2>\
            <ul class="results">\(items)</ul></section>
            """
    }

    private func value(_ name: String, _ fresh: String = "") -> String { entered.map { $0.trimmed(name) } ?? fresh }

    private func form(_ kind: AlertCondition.Kind, _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let name = FormField(
            name: "name", label: .alertName, help: .alertNameHelp, value: value("name"), autocomplete: "off",
            error: error("name"))
        return """
            <form class="form card" method="post" action="\(SiteURL.addAlert)">
            <input type="hidden" name="datastream" value="\(String(datastream))">\
            <input type="hidden" name="kind" value="\(kind.rawValue)">
            <h2>\(language(kind.words))</h2>
            \(name.html(language))\(fields(kind, format))
            \(quiet(language))
            \(ways(language))
            <div><button type="submit">\(language(.alertSave))</button></div></form>
            """
    }

    private func error(_ name: String) -> Words? { fault?.field == name ? fault?.words : nil }

    private func number(_ name: String, _ label: Words, _ help: Words?, _ fresh: String, _ language: Language) -> HTML {
        FormField(
            name: name, label: label, help: help, value: value(name, fresh), autocomplete: "off", error: error(name)
        ).html(language)
    }

    private func fields(_ kind: AlertCondition.Kind, _ format: Format) -> HTML {
        let language = format.language
        let unit = record.unit(format)
        let inUnit: Words? = unit.isEmpty ? nil : Words(unit, unit)
        switch kind {
        case .above, .below:
            return number("limit", .alertLimit, inUnit, "", language)
                + number("margin", .alertMargin, .alertMarginHelp, "0", language)
        case .silence: return span(.alertSpanSilence, format)
        case .change:
            return number("limit", .alertAmount, inUnit, "", language) + span(.alertSpanChange, format)
        }
    }

    private func span(_ label: Words, _ format: Format) -> HTML {
        let language = format.language
        let usual = record.rhythm.map { Words.usualInterval(format.duration(microseconds: $0)) }
        let field = FormField(
            name: "span", label: label, help: usual, value: value("span"), autocomplete: "off", error: error("span"))
        let options = Self.units.map { HTML.option($0.name, language($0.words), value("unit", "hours")) }
        return """
            \(field.html(language))<div class="field"><label for="unit">\(language(.alertUnit))</label>\
            <select id="unit" name="unit">\(options)</select></div>
            """
    }

    private func quiet(_ language: Language) -> HTML {
        let times: [(name: String, label: Words)] = [("quiet-from", .quietFrom), ("quiet-to", .quietTo)]
        let fields = times.map { name, label in
            FormField(
                name: name, label: label, value: value(name), type: "time", autocomplete: "off", error: error(name),
                isOptional: true
            ).html(language)
        }
        return """
            <fieldset><legend>\(language(.quietHours))</legend><p class="help">\(language(.quietHoursHelp))</p>\
            \(fields)</fieldset>
            """
    }

    private func ways(_ language: Language) -> HTML {
        var fields: HTML = ""
        if let words = error("mail") { fields += "<p class=\"error\" id=\"mail-error\">\(language(words))</p>" }
        if mailbox.isEmpty {
            fields += "<p>\(language(AlertFault.noMailbox.words))</p>"
        } else {
            let isOn = entered.map { $0["mail"] == "yes" } ?? true
            let mark: HTML = isOn ? " checked" : ""
            fields += """
                <label class="tick" for="mail"><input type="checkbox" id="mail" name="mail" value="yes"\(mark)>\
                <span>\(language(.alertByMail(mailbox)))</span></label>
                """
            if !sendsMail { fields += "<p class=\"help\">\(language(.noMailServer))</p>" }
        }
        if mayCall {
            fields += FormField(
                name: "hook", label: .alertHook, help: .alertHookHelp, value: value("hook"), type: "url",
                autocomplete: "off", error: error("hook"), isOptional: true
            ).html(language)
        }
        return "<fieldset><legend>\(language(.alertWays))</legend>\(fields)</fieldset>"
    }
}

extension AlertCondition.Kind {
    var words: Words {
        switch self {
        case .above: .alertAbove
        case .below: .alertBelow
        case .silence: .alertSilence
        case .change: .alertChange
        }
    }
}

/// What was entered, read and checked.
extension NewAlert {
    /// - Throws: `AlertFault`.
    init(_ form: FormBody, kind: AlertCondition.Kind, mailbox: String, mayCall: Bool, _ language: Language)
        throws(AlertFault)
    {
        let name = form.trimmed("name").split(whereSeparator: \.isNewline).joined(separator: " ")
        guard name.hasVisibleText else { throw .noName }
        guard name.count <= AlertRule.longestName else { throw .longName }
        let numerals = Numerals(german: language == .german)
        func number(_ field: String) throws(AlertFault) -> Double {
            guard let value = numerals.number(from: form[field]), value.isFinite else { throw .noNumber(field: field) }
            return value
        }
        func margin() throws(AlertFault) -> Double {
            guard !form["margin"].isEmpty else { return 0 }
            let value = try number("margin")
            guard value >= 0 else { throw .negative(field: "margin") }
            return value
        }
        func span() throws(AlertFault) -> Int64 {
            let unit = AlertForm.units.first { $0.name == form["unit"] }?.microseconds
            guard let unit, let count = Int64(form["span"]), count > 0 else { throw .noSpan }
            guard count <= 400 * 86_400_000_000 / unit else { throw .longSpan }
            return count * unit
        }
        let condition: AlertCondition
        switch kind {
        case .above: condition = .above(limit: try number("limit"), margin: try margin())
        case .below: condition = .below(limit: try number("limit"), margin: try margin())
        case .silence: condition = .silence(try span())
        case .change:
            let amount = try number("limit")
            guard amount > 0 else { throw .negative(field: "limit") }
            condition = .change(amount: amount, within: try span())
        }
        var quiet: QuietHours?
        if !form["quiet-from"].isEmpty || !form["quiet-to"].isEmpty {
            guard let from = QuietHours.minutes(form["quiet-from"]), let to = QuietHours.minutes(form["quiet-to"]),
                let hours = QuietHours(from: from, to: to)
            else { throw .quietHours }
            quiet = hours
        }
        let hook = form.trimmed("hook")
        guard hook.isEmpty || mayCall else { throw .noHookAllowed }
        guard hook.isEmpty || Self.isHook(hook) else { throw .badHook }
        let sendsMail = form["mail"] == "yes"
        guard !sendsMail || !mailbox.isEmpty else { throw .noMailbox }
        guard sendsMail || !hook.isEmpty else {
            throw mailbox.isEmpty && !mayCall ? AlertFault.noMailbox : AlertFault.noWay
        }
        self.init(name: name, condition: condition, quiet: quiet, sendsMail: sendsMail, hook: hook)
    }

    /// An address of http or https with a host, without a name and password that would stand in lists and logs.
    static func isHook(_ text: String) -> Bool {
        guard text.count <= AlertRule.longestHook, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) })
        else { return false }
        let authority = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        return !authority.isEmpty && !authority.contains("@") && !authority.hasPrefix(":")
    }
}
