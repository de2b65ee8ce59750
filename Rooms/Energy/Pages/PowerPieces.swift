// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Energy
import HTTPSupport
package import Metering
package import PowerBills
package import Settlement
package import Site

/// What pages of shared power are made of.
extension PageFrame {
    /// Whole watt-hours as `426,408 kWh`.
    package func energy(_ wattHours: Int) -> String {
        format.number(Double(wattHours) / 1000, decimals: 3) + "\u{202F}kWh"
    }

    /// Cents as `218,14 €`, `€218.14`.
    package func money(_ cents: Int) -> String {
        let text = format.number(Double(cents.magnitude) / 100, decimals: 2)
        let sign = cents < 0 ? "−" : ""
        return language == .german ? "\(sign)\(text)\u{202F}€" : "\(sign)€\(text)"
    }

    package func date(_ day: CivilDay) -> String { format.date(CalendarDay(number: day.number)) }

    package func period(_ days: ClosedRange<CivilDay>) -> String {
        "\(date(days.lowerBound)) – \(date(days.upperBound))"
    }

    package func period(_ days: ValidDays) -> String {
        "\(date(days.from)) – \(days.through.map { date($0) } ?? language(.powerOpenEnd))"
    }

    /// By which rule a value is estimated, and with what.
    package func estimate(_ grounds: PowerDocument.Estimate.Grounds) -> String {
        func watts(_ size: Int) -> String { format.number(Double(size) / 1000, decimals: 1) + "\u{202F}kW" }
        switch grounds {
        case .likeDays(let days): return language(.estimate(days: days.map { date($0) }))
        case .otherPlants(let size, let others): return language(.estimate(size: watts(size), of: watts(others)))
        }
    }

    /// A price with its unit.
    package func price(_ value: Int, _ kind: LineKind?) -> String {
        guard let kind else { return "\(value)\u{202F}%" }
        if kind.measure == .days {
            return money(value) + (language == .german ? " im Jahr" : " a year")
        }
        return format.number(Double(value) / 1000, decimals: 3) + "\u{202F}ct/kWh"
    }
}

extension KilowattHourPrice {
    /// In a sentence, with what it is to be compared with before anybody signs.
    package func html(_ frame: PageFrame, on day: CivilDay) -> HTML {
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

extension Community {
    /// The way to what belongs to the sharing.
    package func crumbs(_ language: Language) -> [Breadcrumb] {
        [Breadcrumb(name: language(.power), url: .energy), Breadcrumb(name: name, url: .sharing(id))]
    }
}

/// A table whose first column is its heading.
package struct PowerTable {
    package var caption: Words
    package var header: [Words]
    /// How many columns at the end are numbers.
    package var numbers = 0
    package var rows: [[HTML]]
    package var hasSum = false

    package init(caption: Words, header: [Words], numbers: Int = 0, rows: [[HTML]], hasSum: Bool = false) {
        (self.caption, self.header, self.numbers) = (caption, header, numbers)
        (self.rows, self.hasSum) = (rows, hasSum)
    }

    package func html(_ language: Language) -> HTML {
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
package struct PowerForm {
    package var title: Words
    package var help: Words?
    package var action: SiteURL
    package var fields: [HTML]
    package var submit: Words
    /// Of the last try of this form.
    package var fault: EnergyFault?

    /// `submit` is to save where nothing is said.
    package init(
        title: Words, help: Words? = nil, action: SiteURL, fields: [HTML], submit: Words? = nil,
        fault: EnergyFault? = nil
    ) {
        (self.title, self.help, self.action, self.fields) = (title, help, action, fields)
        (self.submit, self.fault) = (submit ?? .powerSave, fault)
    }

    package func html(_ language: Language) -> HTML {
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
    package static func choice(
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
package protocol PageOfForms: Sendable {
    /// Which form went wrong, how, and what was in it.
    var failed: (form: String, fault: EnergyFault, values: FormBody)? { get }
}

extension PageOfForms {
    package func field(
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

    package func choice(
        _ form: String, _ name: String, _ label: Words, _ options: [(value: String, word: String)],
        chosen: String = "", _ language: Language
    ) -> HTML {
        PowerForm.choice(
            "\(form)-\(name)", name, label, options, failed?.form == form ? failed?.values[name] ?? "" : chosen,
            language)
    }

    /// What hangs at a point, and what a plant's operator is; both may be left open.
    package func meterKinds(_ language: Language) -> HTML {
        choice(
            "point", "meter-kind", .powerMeterKind,
            [("", language(.powerNotEntered))] + MeterKind.allCases.map { ($0.rawValue, language($0.words)) }, language)
    }

    /// Who is near, for steps from near to far; both may be left open.
    package func nearness(_ language: Language) -> [HTML] {
        [
            field("point", "building", .powerBuilding, isOptional: true, language),
            field("point", "neighbourhood", .powerNeighbourhood, isOptional: true, language),
        ]
    }

    package func operatorKinds(_ language: Language) -> HTML {
        choice(
            "plant", "operator-kind", .powerOperatorKind,
            [("", language(.powerNotEntered))] + OperatorKind.allCases.map { ($0.rawValue, language($0.words)) },
            language)
    }
}

/// What is shown of a metering point before it is kept: the check digit does not find each typing error.
struct ConfirmPointPage: Sendable {
    let community: Community
    let point: Point
    let days: ValidDays
    let values: FormBody

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let facts: [(Words, String)] =
            [
                (.powerMalo, point.malo.description), (.powerStreet, point.street), (.powerPlace, point.place),
                (.powerMeter, point.meter), (.powerGrid, point.gridOperator),
                (.powerDirection, language(point.feedsIn ? .powerFeedsIn : .powerConsumes)),
                (.powerMeterKind, language(point.meterKind?.words ?? .powerNotEntered)),
                (.powerPeriod, frame.period(days)),
            ] + (point.melo.isEmpty ? [] : [(.powerMelo, point.melo)])
            + (point.building.isEmpty ? [] : [(.powerBuilding, point.building)])
            + (point.neighbourhood.isEmpty ? [] : [(.powerNeighbourhood, point.neighbourhood)])
        let list = facts.map { "<div><dt>\(language($0.0))</dt><dd>\($0.1)</dd></div>" as HTML }
        let hidden = values.names.sorted().map { name -> HTML in
            "<input type=\"hidden\" name=\"\(name)\" value=\"\(values[name])\">"
        }
        let content: HTML = """
            <div class="inner page"><h1>\(language(.powerCheckPoint))</h1><p class="lead">\(language(.powerCheckPointHelp))</p>\
            <dl class="facts">\(list)</dl>
            <form method="post" action="\(SiteURL.sharing(community.id, "setup/point"))">\(hidden)\
            <input type="hidden" name="compared" value="yes"><button type="submit">\(language(.powerConfirmPoint))</button></form></div>
            """
        return frame.document(
            title: language(.powerCheckPoint), section: .energy,
            breadcrumbs: SharingPage.crumbs(community, language), content: content)
    }
}
