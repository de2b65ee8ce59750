// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import QualityWatch
import Site
import Trial
import Wire

/// One pilot: where it stands, what it can answer, what is registered, what came out, and what follows.
struct PilotPage: Sendable {
    let reading: PilotPageReading
    let mayWrite: Bool
    /// Up to the start.
    let mayPlan: Bool
    /// Whether who did what is shown: not to people without an account.
    let showsPeople: Bool
    let fault: PilotFault?
    /// What was typed into a form that was refused.
    let form: FormBody?

    private var number: Int64 { reading.object.number }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let object = reading.object
        let people = PilotPeopleView(reading: reading, frame: frame)
        let parts = [
            summary(language), head(frame), steps(language), answerable(frame), registration(frame), dataCheck(frame),
            looks(frame), PilotResultView(reading: reading, frame: frame).html, people.people, verdict(language),
            people.stages, journal(frame),
        ]
        let content: HTML = "<div class=\"inner page\"><h1>\(object.title)</h1>\(parts)</div>"
        return frame.document(
            title: object.title, section: .pilots, breadcrumbs: [Breadcrumb(name: language(.pilots), url: .pilots)],
            content: content)
    }

    private func card(_ name: String, _ title: Words, _ language: Language, _ content: HTML) -> HTML {
        """
        <section class="card" aria-labelledby="\(name)"><h2 id="\(name)">\(language(title))</h2>\(content)</section>
        """
    }

    private func list(_ words: [Words], _ language: Language) -> HTML {
        "<ul>\(words.map { "<li>\(language($0))</li>" as HTML })</ul>"
    }

    // MARK: - Where it stands

    private func summary(_ language: Language) -> HTML {
        guard let fault else { return "" }
        var reasons: [Words] = []
        switch fault {
        case .refused(let refusals): reasons = refusals.flatMap(Words.refusal)
        case .incomplete(let faults): reasons = faults.faults.map(Words.fault)
        default: break
        }
        let more: HTML = reasons.isEmpty ? "" : list(reasons, language)
        return "<div class=\"summary\" role=\"alert\"><p><strong>\(language(fault.words))</strong></p>\(more)</div>"
    }

    private func head(_ frame: PageFrame) -> HTML {
        let (language, object) = (frame.language, reading.object)
        let state = reading.record.state
        let registered: HTML = state == .denklabor && reading.record.current != nil ? "\(language(.planStands))" : ""
        let measure: HTML =
            object.reference("measure").flatMap { reading.plan[$0] }.map { measure in
                """
                <div><dt>\(language(.measureLink))</dt><dd><a href="\(SiteURL("/planning/measures/\(measure.number)"))">\
                \(measure.title)</a></dd></div>
                """
            } ?? ""
        let lead: HTML = object.text("description").map { "<p class=\"lead\">\($0)</p>" } ?? ""
        let edit: HTML =
            mayPlan
            ? "<p class=\"actions\"><a class=\"button quiet\" href=\"\(SiteURL.pilotAnswers(number))\">\(language(.editPilot))</a></p>"
            : ""
        let mark: HTML =
            reading.record.steps.contains { $0.state == .rolloutAgainstGate }
            ? "<p class=\"notice\">\(language(.overrideMark))</p>" : ""
        let broken: HTML =
            reading.record.isTampered ? "<p class=\"notice\" role=\"alert\">\(language(.tampered))</p>" : ""
        return """
            \(lead)\(broken)\(mark)<dl class="facts"><div><dt>\(language(.pilotState))</dt>\
            <dd>\(language(.state(state)))\(registered)</dd></div>\(measure)</dl>\(edit)
            """
    }

    /// Each step there is from here: a button, or what is missing for it.
    private func steps(_ language: Language) -> HTML {
        guard mayPlan else { return "" }
        let state = reading.record.state
        let possible = PilotMachine.steps.filter { $0.from == state && $0.event != .look }
        guard !possible.isEmpty else { return "" }
        guard reading.seesAll else {
            return card("next", .nextSteps, language, "<p>\(language(PilotFault.seriesHidden.words))</p>")
        }
        let items = possible.map { step -> HTML in
            let name = language(.event(step.event))
            switch PilotMachine.next(state, step.event, reading.facts) {
            case .success where !mayWrite && step.event != .prepare:
                return "<li><p><strong>\(name)</strong>: \(language(.writersStep))</p></li>"
            case .success:
                return """
                    <li><form method="post" action="\(SiteURL.pilot(number, "steps"))"><input type="hidden" name="event" \
                    value="\(step.event.rawValue)"><button type="submit">\(name)</button></form></li>
                    """
            case .failure(let refusals):
                return """
                    <li><p><strong>\(name)</strong>: \(language(.openForThis))</p>\
                    \(list(refusals.reasons.flatMap(Words.refusal), language))</li>
                    """
            }
        }
        return card("next", .nextSteps, language, "<ul class=\"plain\">\(items)</ul>")
    }

    // MARK: - Can it answer?

    private func answerable(_ frame: PageFrame) -> HTML {
        let language = frame.language
        if reading.trial == nil, case .failure(let faults) = reading.planned {
            return card(
                "power", .canItAnswer, language,
                "<p>\(language(.planIncomplete))</p>\(list(faults.faults.map(Words.fault), language))")
        }
        guard let trial = reading.trial else { return "" }
        guard reading.seesAll, let figures = reading.power else {
            return card("power", .canItAnswer, language, "<p>\(language(.seriesHidden))</p>")
        }
        return card("power", .canItAnswer, language, PilotPowerView(trial: trial, figures: figures, frame: frame).html)
    }

    // MARK: - Registration

    private func registration(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = reading.record.registrations.map { registration -> HTML in
            let reason: HTML = registration.reason.map { " – \($0)" } ?? ""
            let isLate = registration.plan.map { TownTime().start(of: $0.start) < registration.at } ?? false
            let late: HTML = isLate ? "<br>\(language(.registeredLate))" : ""
            return """
                <li>\(frame.format.dateTime(registration.at))\(person(registration.by, language))\(reason)\(late)<br>\
                <span class="meta">\(language(.fingerprint))</span> <code>\(registration.hash)</code></li>
                """
        }
        var content: HTML =
            rows.isEmpty ? "<p>\(language(.notRegistered))</p>" : "<ol class=\"plain\">\(rows)</ol>"
        if let trial = reading.record.current?.plan { content += terms(trial, frame) }
        if !rows.isEmpty, reading.seesAll, !reading.record.isTampered {
            content += """
                <p class="actions"><a class="button quiet" href="\(SiteURL.pilot(number, "pilot.zip"))">\
                \(language(.downloadEvidence))</a> <a class="button quiet" href="\(SiteURL.pilot(number, "report.pdf"))">\
                \(language(.reportPDF))</a> <a href="\(SiteURL.pilot(number, "report.odt"))">ODT</a> \
                <a href="\(SiteURL.pilot(number, "report.html"))">HTML</a></p>\
                <p class="meta">\(language(.recompute))</p>
                """
        }
        if let planned = try? reading.planned.get() {
            let current = reading.record.current
            let isAllowed = mayWrite || mayPlan && PilotsRoutes.planned.contains(reading.record.state)
            if isAllowed, reading.isUndecidable, current?.says(planned) != true {
                content += "<p class=\"notice\">\(language(.undecidable))</p>"
            }
            if current == nil {
                content += button("registrations", .registerNow, language, confirmation(language), if: isAllowed)
            } else if current?.says(planned) == false {
                content += "<p class=\"notice\">\(language(.answersChanged))</p>"
                if reading.record.allows(planned) {
                    let field: HTML = """
                        <div class="field"><label for="reason">\(language(.amendReason))</label>\
                        <input id="reason" name="reason" value="\(form?["reason"] ?? "")" required></div>
                        """
                    content += button(
                        "registrations", .amendNow, language, "\(field)\(confirmation(language))", if: isAllowed)
                } else if mayPlan {
                    content += "<p>\(language(PilotFault.areasSeen.words))</p>"
                }
            }
        }
        return card("registration", .registration, language, content)
    }

    /// A second, explicit word for a plan that will probably give no answer.
    private func confirmation(_ language: Language) -> HTML {
        guard reading.isUndecidable else { return "" }
        return """
            <p><label><input type="checkbox" name="knowingly" value="1" required> \(language(.knowingly))</label></p>
            """
    }

    private func button(
        _ path: String, _ words: Words, _ language: Language, _ fields: HTML, if isAllowed: Bool, isWide: Bool = false
    ) -> HTML {
        guard isAllowed else { return "" }
        return """
            <form class="\(isWide ? "stacked" : "form")" method="post" action="\(SiteURL.pilot(number, path))">\(fields)\
            <div><button type="submit">\(language(words))</button></div></form>
            """
    }

    private func person(_ name: String, _ language: Language) -> String {
        showsPeople ? ", " + language.person(name) : ""
    }

    /// What is registered, in one sentence each.
    private func terms(_ trial: TrialPlan, _ frame: PageFrame) -> HTML {
        "<ul>\(Self.termLines(trial, frame, reading.plan, naming: !isCheckOpen).map { "<li>\($0)</li>" as HTML })</ul>"
    }

    /// Without `naming` the areas are counted only, as long as somebody decides which data count.
    static func termLines(_ trial: TrialPlan, _ frame: PageFrame, _ plan: Plan, naming: Bool = true) -> [String] {
        let (format, german) = (frame.format, frame.language == .german)
        let indicator = plan[trial.indicator].map { "„\($0.title)“ (\(trial.indicator))" } ?? trial.indicator
        let test = testName(trial, frame)
        func areas(_ role: TrialPlan.Role) -> String {
            let names = trial.areas.filter { $0.role == role }.map(\.name)
            return naming ? names.joined(separator: ", ") : Self.areas(names.count, german)
        }
        let (treated, control) = (areas(.treated), areas(.control))
        let useful = PilotResultView.effect(trial.usefulEffect * (trial.direction == .up ? 1 : -1), trial, format)
        return german
            ? [
                "Verglichen wird \(indicator): \(treated) mit Maßnahme, \(control) zum Vergleich\(trial.lot == nil ? ", ausgewählt" : ", ausgelost").",
                "Vorher ab \(format.date(trial.before)), Beginn \(format.date(trial.start)), Ende \(format.date(trial.end)).",
                "Nützlich ist eine Wirkung ab \(useful); Irrtumswahrscheinlichkeit \(format.share(trial.significance)), zweiseitig, \(test).",
            ]
            : [
                "Compared is \(indicator): \(treated) with the measure, \(control) to compare\(trial.lot == nil ? ", chosen" : ", drawn by lot").",
                "Before from \(format.date(trial.before)), start \(format.date(trial.start)), end \(format.date(trial.end)).",
                "Useful is an effect from \(useful) on; risk of error \(format.share(trial.significance)), two-sided, \(test).",
            ]
    }

    /// `ein Gebiet`, `4 areas`
    private static func areas(_ count: Int, _ german: Bool) -> String {
        if count == 1 { return german ? "ein Gebiet" : "one area" }
        return "\(count) \(german ? "Gebiete" : "areas")"
    }

    /// The registered test, exact where every assignment is looked at.
    static func testName(_ trial: TrialPlan, _ frame: PageFrame) -> String {
        let name = frame.language(trial.statistic == .rank ? .rankTest : .meanTest)
        let isExact = trial.design?.isEnumerated ?? true
        return "\(name), \(frame.language(isExact ? .allAssignments : .drawnAssignments))"
    }

    // MARK: - The data

    /// Whether this reader decides which data count, now.
    private var isCheckOpen: Bool { mayWrite && reading.seesAll && reading.maySettle }

    /// Without labels: nothing tells which areas have the measure.
    private func dataCheck(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard reading.seesAll, let trial = reading.record.current?.plan, let live = reading.live,
            trial.start <= TownTime().day(reading.now)
        else { return "" }
        let leftOut = reading.record.leftOut
        let isOpen = isCheckOpen
        let order = trial.compared.indices.sorted { trial.compared[$0].name < trial.compared[$1].name }
        let rows = order.map { index -> HTML in
            let area = trial.compared[index]
            let values = live.isOf(trial) ? live.values[index] : []
            let measured = values.isEmpty ? 0 : Double(values.count { $0 != nil }) / Double(values.count)
            var findings = (reading.findings[area.datastream] ?? []).map { "<li>\(language($0.headline))</li>" as HTML }
            let zeros = trial.scale == .log ? values.count { ($0 ?? 1) <= 0 } : 0
            if zeros > 0 { findings.append("<li>\(language(.zeros(zeros)))</li>") }
            let found: HTML =
                findings.isEmpty ? "\(language(.nothingFound))" : "<ul class=\"plain tight\">\(findings)</ul>"
            var decision: HTML = leftOut?.contains(area.name) == true ? "\(language(.leaveOut))" : "–"
            if isOpen {
                let id = String(area.datastream)
                let isOut = form.map { $0["out-\(id)"] == "1" } ?? (leftOut?.contains(area.name) == true)
                let mark: HTML = isOut ? " checked" : ""
                let why = form?["why-\(id)"] ?? reading.record.reasonLeftOut(area.name) ?? ""
                decision = """
                    <label><input type="checkbox" name="out-\(id)" value="1"\(mark)> \(language(.leaveOut))</label> \
                    <label for="why-\(id)" class="visually-hidden">\(language(.whyLeftOut)): \(area.name)</label>\
                    <input id="why-\(id)" name="why-\(id)" value="\(why)" placeholder="\(language(.whyLeftOut))">
                    """
            }
            return """
                <tr><th scope="row">\(area.name)</th><td data-label="\(language(.measuredShare))">\
                \(frame.format.percent(measured))</td><td data-label="\(language(.findings))">\(found)</td>\
                <td data-label="\(language(.leaveOut))">\(decision)</td></tr>
                """
        }
        let head = [Words.area, .measuredShare, .findings, .leaveOut].map {
            "<th scope=\"col\">\(language($0))</th>" as HTML
        }
        let table: HTML = """
            <div class="table" tabindex="0" role="group" aria-label="\(language(.dataCheck))"><table class="stack">\
            <thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
        let content: HTML =
            isOpen
            ? "<p>\(language(.dataCheckLead))</p>\(button("data", .dataSettled, language, table, if: true, isWide: true))"
            : table
        return card("data", .dataCheck, language, content)
    }

    // MARK: - Looks

    private func looks(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard reading.record.current != nil, reading.seesAll,
            reading.record.leftOut != nil || !reading.record.snapshots.isEmpty
        else { return "" }
        let items = reading.record.snapshots.map { snapshot -> HTML in
            let day = snapshot.look.flatMap { CalendarDay(parsing: $0) }.map { frame.format.date($0) }
            let label: HTML = day.map { "\($0)" } ?? "\(language(.unregisteredLook))"
            return """
                <li>\(label) <span class="meta">(\(frame.format.dateTime(snapshot.at))\(person(snapshot.by, language)))</span>\
                <br><code>\(snapshot.hash)</code></li>
                """
        }
        let list: HTML = items.isEmpty ? "<p>\(language(.noResult))</p>" : "<ol class=\"plain\">\(items)</ol>"
        return card(
            "looks", .looks, language,
            "\(list)\(button("looks", .takeLook, language, "", if: mayWrite && reading.mayLook))")
    }

    // MARK: - Verdict and course

    private func verdict(_ language: Language) -> HTML {
        guard reading.seesAll, let judged = reading.judged, judged.result != nil else { return "" }
        let gate = judged.gate
        let open: HTML =
            gate.missing.isEmpty
            ? "" : "<p>\(language(.openForThis))</p>\(list(gate.missing.map { Words.missing($0) }, language))"
        return card(
            "verdict", .verdict, language, "<p><strong>\(language(.verdict(gate.verdict)))</strong></p>\(open)")
    }

    private func journal(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !reading.record.steps.isEmpty else { return "" }
        let items = reading.record.steps.map { step -> HTML in
            let event = step.event == PilotRecord.lateLook ? .look : PilotEvent(rawValue: step.event)
            let what = event.map { language(.event($0)) } ?? language(.dataCheck)
            return """
                <li>\(frame.format.dateTime(step.at))\(person(step.by, language)): \(what) → \
                \(language(.state(step.state)))</li>
                """
        }
        return card("course", .journal, language, "<ol class=\"plain\">\(items)</ol>")
    }
}
