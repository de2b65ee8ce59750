// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import HTTPSupport
import Metering
import Site

/// What a device that can be moved would have meant for a period. A simulation: nothing of it is stored.
struct WhatIfPage: PageOfForms {
    let community: Community
    let days: ClosedRange<CivilDay>
    /// By the id of a contract, those of the period.
    let names: [String: String]
    /// What is in the forms, by kind.
    var devices: [MovableDevice.Kind: MovableDevice] = [:]
    var who = ""
    var outcome: (result: WhatIf, bound: MovedBound)?
    var fault: EnergyFault?
    /// The form that was sent, with what was in it.
    var sent: (kind: MovableDevice.Kind, values: FormBody)?

    var failed: (form: String, fault: EnergyFault, values: FormBody)? {
        guard let fault, let sent else { return nil }
        return (sent.kind.rawValue, fault, sent.values)
    }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let error: HTML =
            fault.map { "<div class=\"summary\" role=\"alert\"><p>\(language($0.words))</p></div>" } ?? ""
        let result: HTML = outcome.map { self.result($0.result, $0.bound, frame) } ?? ""
        let forms: HTML =
            names.isEmpty ? "" : "\(MovableDevice.Kind.allCases.map { form($0, frame) })"
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.whatIf)): \(frame.period(days))</h1>\
            <p class="gaps"><strong>\(language(.marketNoBill))</strong></p><p class="lead">\(language(.whatIfLead))</p></div>\
            \(error)\(result)<section class="card" aria-labelledby="device"><h2 id="device">\(language(.whatIfDevice))</h2>\
            \(forms)</section></div>
            """
        return frame.document(
            title: language(.whatIf), section: .energy,
            breadcrumbs: SharingPage.crumbs(community, language) + [
                Breadcrumb(name: language(.powerModels), url: .sharing(community.id, "models"))
            ], content: content)
    }

    private func form(_ kind: MovableDevice.Kind, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let device = devices[kind] ?? .usual(kind)
        let form = kind.rawValue
        func kilo(_ name: String, _ label: Words, _ value: Int) -> HTML {
            field(form, name, label, value: PowerForms.thousandths(value, language), language)
        }
        func whole(_ name: String, _ label: Words, _ value: Int) -> HTML {
            field(form, name, label, value: "\(value)", language)
        }
        let label: Words =
            switch kind {
            case .heatPump: .whatIfDaily
            case .car: .whatIfCharge
            case .battery: .whatIfHolds
            }
        var fields: [HTML] = [
            PowerForm.choice(
                "\(form)-who", "who", .whatIfWho, names.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, who,
                language),
            kilo("power", .whatIfPower, device.power), kilo("energy", label, device.energy),
        ]
        switch kind {
        case .heatPump: fields.append(whole("buffer", .whatIfBuffer, device.buffer))
        case .car:
            fields += [
                kilo("least", .whatIfLeast, device.least), whole("plugged", .whatIfFrom, device.plugged.from),
                whole("unplugged", .whatIfUntil, device.plugged.until),
            ]
        case .battery: fields.append(whole("efficiency", .whatIfEfficiency, device.efficiency))
        }
        fields += [
            field(form, "from", .powerFrom, type: "date", value: "\(days.lowerBound)", language),
            field(form, "through", .powerThrough, type: "date", value: "\(days.upperBound)", language),
        ]
        let open: HTML = sent?.kind == kind ? " open" : ""
        return """
            <details\(open)><summary>\(language(.device(kind)))</summary><p class="help">\(language(.rule(of: kind)))</p>
            <form class="form" method="get" action="\(SiteURL.sharing(community.id, "what-if"))">\
            <input type="hidden" name="device" value="\(form)">\(fields)
            <div><button type="submit">\(language(.whatIfTry))</button></div></form></details>
            """
    }

    private func result(_ result: WhatIf, _ bound: MovedBound, _ frame: PageFrame) -> HTML {
        let language = frame.language
        func row(_ name: Words, _ sums: WhatIf.Sums) -> [HTML] {
            [
                "\(language(name))", "\(frame.energy(sums.used))", "\(frame.energy(sums.fromElsewhere))",
                "\(frame.energy(sums.own))", "\(frame.energy(sums.ownShared))", "\(frame.energy(sums.othersShared))",
            ]
        }
        var rows = [row(.whatIfWithout, result.without)]
        if let unmoved = result.unmoved { rows.append(row(.whatIfUnmoved, unmoved)) }
        rows.append(row(.whatIfByRule, result.byRule))
        rows.append(["\(language(.whatIfAtBest))", "", "\(frame.energy(bound.found))", "", "", ""])
        let start = (result.unmoved ?? result.without).fromElsewhere
        // certain is what is proven
        let most = frame.energy(max(0, start - bound.least))
        let gain = start - result.byRule.fromElsewhere
        let rule = "\(gain < 0 ? "−" : "")\(frame.energy(abs(gain)))"
        let sentence: Words =
            result.unmoved == nil ? .whatIfBattery(rule, most) : .whatIfSentence(rule, most)
        let proof: Words =
            bound.isProven
            ? .whatIfProven(bound.weeks)
            : .whatIfNotProven(bound.provenWeeks, of: bound.weeks, least: frame.energy(bound.least))
        return """
            <section class="card" aria-labelledby="result"><h2 id="result">\(language(.whatIfResult)): \
            \(language(.device(result.device.kind))), \(names[who] ?? who)</h2><p class="finding">\(language(sentence))</p>\
            \(PowerTable(caption: .whatIfResult, header: [.whatIfHow, .whatIfUsed, .whatIfElsewhere, .whatIfOwn, .whatIfOwnShared, .whatIfOthers], numbers: 5, rows: rows).html(language))\
            <p><strong>\(language(proof))</strong> \(language(.whatIfBound))</p>\
            <h3>\(language(.whatIfAssumed))</h3><p>\(language(.rule(of: result.device.kind)))</p></section>
            """
    }
}
