// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import HTTPSupport
import Metering
import PowerBills
import Settlement
import Site

/// What pages of shared power are made of.
extension PageFrame {
    /// Whole watt-hours as `426,408 kWh`.
    func energy(_ wattHours: Int) -> String {
        format.number(Double(wattHours) / 1000, decimals: 3) + "\u{202F}kWh"
    }

    /// Cents as `218,14 €`, `€218.14`.
    func money(_ cents: Int) -> String {
        let text = format.number(Double(cents.magnitude) / 100, decimals: 2)
        let sign = cents < 0 ? "−" : ""
        return language == .german ? "\(sign)\(text)\u{202F}€" : "\(sign)€\(text)"
    }

    func date(_ day: CivilDay) -> String { format.date(CalendarDay(number: day.number)) }

    func period(_ days: ClosedRange<CivilDay>) -> String { "\(date(days.lowerBound)) – \(date(days.upperBound))" }

    func period(_ days: ValidDays) -> String {
        "\(date(days.from)) – \(days.through.map { date($0) } ?? language(.powerOpenEnd))"
    }

    /// By which rule a value is estimated, and with what.
    func estimate(_ grounds: PowerDocument.Estimate.Grounds) -> String {
        func watts(_ size: Int) -> String { format.number(Double(size) / 1000, decimals: 1) + "\u{202F}kW" }
        switch grounds {
        case .likeDays(let days): return language(.estimate(days: days.map { date($0) }))
        case .otherPlants(let size, let others): return language(.estimate(size: watts(size), of: watts(others)))
        }
    }

    /// A price with its unit.
    func price(_ value: Int, _ kind: LineKind?) -> String {
        guard let kind else { return "\(value)\u{202F}%" }
        if kind.measure == .days {
            return money(value) + (language == .german ? " im Jahr" : " a year")
        }
        return format.number(Double(value) / 1000, decimals: 3) + "\u{202F}ct/kWh"
    }
}

extension KilowattHourPrice {
    /// In a sentence, with what it is to be compared with before anybody signs.
    func html(_ frame: PageFrame, on day: CivilDay) -> HTML {
        let language = frame.language
        let parts = parts.map { "\(language(.line($0.line))) \(frame.price($0.price, $0.line))" }.joined(
            separator: ", ")
        let sum = frame.price(gross, .community)
        let base = base.map { " \(language(.powerBesideBase(frame.price($0, .base))))" } ?? ""
        return """
            <p>\(language(.powerKilowattHour(frame.date(day), sum, parts, "\(tax)")))\(base)</p>\
            <p>\(language(hasGrid ? .powerWorthAll : .powerWorthEnergy))</p>
            """
    }
}

/// A table whose first column is its heading.
struct PowerTable {
    var caption: Words
    var header: [Words]
    /// How many columns at the end are numbers.
    var numbers = 0
    var rows: [[HTML]]
    var hasSum = false

    func html(_ language: Language) -> HTML {
        func isNumber(_ column: Int) -> Bool { column >= header.count - numbers }
        let head = header.enumerated().map { column, words -> HTML in
            let mark: HTML = isNumber(column) ? " class=\"number\"" : ""
            return "<th scope=\"col\"\(mark)>\(language(words))</th>"
        }
        let body = rows.enumerated().map { index, cells -> HTML in
            let row = cells.enumerated().map { column, cell -> HTML in
                if column == 0 { return "<th scope=\"row\">\(cell)</th>" }
                let mark: HTML = isNumber(column) ? " class=\"number\"" : ""
                // a sum says nothing about most columns, and needs none of their names on a phone
                let isNamed = column < header.count && !cell.isEmpty
                let label: HTML = isNamed ? " data-label=\"\(language(header[column]))\"" : ""
                return "<td\(mark)\(label)>\(cell)</td>"
            }
            let mark: HTML = hasSum && index == rows.count - 1 ? " class=\"sum\"" : ""
            return "<tr\(mark)>\(row)</tr>"
        }
        return """
            <div class="table" tabindex="0" role="group" aria-label="\(language(caption))"><table class="stack"><thead><tr>\(head)</tr></thead>\
            <tbody>\(body)</tbody></table></div>
            """
    }
}

/// A form below a table: folded, with the fault in it where there is one.
struct PowerForm {
    var title: Words
    var help: Words?
    var action: SiteURL
    var fields: [HTML]
    var submit: Words = .powerSave
    /// Of the last try of this form.
    var fault: EnergyFault?

    func html(_ language: Language) -> HTML {
        let help: HTML = help.map { "<p class=\"help\">\(language($0))</p>" } ?? ""
        let open: HTML = fault == nil ? "" : " open"
        let error: HTML =
            fault.map {
                "<div class=\"summary\" role=\"alert\"><p><strong>\(language(.formFault))</strong></p><p>\(language($0.words))</p></div>"
            } ?? ""
        return """
            <details\(open)><summary>\(language(title))</summary>\(help)\(error)
            <form class="form" method="post" action="\(action)">\(fields)
            <div><button type="submit">\(language(submit))</button></div></form></details>
            """
    }

    /// A box to tick.
    static func box(_ name: String, _ label: Words, isOn: Bool, _ language: Language) -> HTML {
        let mark: HTML = isOn ? " checked" : ""
        return """
            <p><label><input type="checkbox" name="\(name)" value="yes"\(mark)> \(language(label))</label></p>
            """
    }

    /// A choice from a list.
    static func choice(
        _ id: String, _ name: String, _ label: Words, _ options: [(value: String, word: String)], _ chosen: String = "",
        _ language: Language
    ) -> HTML {
        let all = options.map { HTML.option($0.value, $0.word, chosen) }
        return """
            <div class="field"><label for="\(id)">\(language(label))</label>\
            <select id="\(id)" name="\(name)">\(all)</select></div>
            """
    }
}

/// A page with several forms, of which one may have come back.
protocol PageOfForms: Sendable {
    /// Which form went wrong, how, and what was in it.
    var failed: (form: String, fault: EnergyFault, values: FormBody)? { get }
}

extension PageOfForms {
    func field(
        _ form: String, _ name: String, _ label: Words, type: String = "text", value: String = "",
        isOptional: Bool = false, _ language: Language
    ) -> HTML {
        let failed = failed?.form == form ? failed : nil
        return FormField(
            name: name, label: label, value: failed?.values[name] ?? value, type: type, autocomplete: "off",
            error: failed?.fault.field == name ? failed?.fault.words : nil, isOptional: isOptional,
            identifier: "\(form)-\(name)"
        ).html(language)
    }

    func choice(
        _ form: String, _ name: String, _ label: Words, _ options: [(value: String, word: String)],
        _ language: Language
    ) -> HTML {
        PowerForm.choice(
            "\(form)-\(name)", name, label, options, failed?.form == form ? failed?.values[name] ?? "" : "", language)
    }
}
