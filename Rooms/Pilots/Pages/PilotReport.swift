// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import Planning
import Site
import Trial

/// The report on a pilot, for a council and for neighbours: four pages at most.
struct PilotReport: Sendable {
    let reading: PilotPageReading
    let frame: PageFrame

    private var language: Language { frame.language }
    private var german: Bool { language == .german }

    /// Its links lead to `base`.
    func document(base: String) -> Document {
        let object = reading.object
        var document = Document(
            title: "\(language(.reportTitle)): \(object.title)", language: language.rawValue, facts: facts)
        var blocks: [Document.Block] = [.heading(1, language(.questionAndPlace))]
        if let text = object.text("description") { blocks.append(.paragraph([.text(text)])) }
        if let measure = object.reference("measure").flatMap({ reading.plan[$0] }) {
            blocks.append(
                .paragraph([
                    .text(language(.measureLink) + ": "),
                    .link(measure.title, to: base + "/planning/measures/\(measure.number)"),
                ]))
        }
        let plan = reading.record.current?.plan
        let isAhead = plan.map { TownTime().day(reading.now) < $0.start } ?? true
        blocks.append(.heading(1, language(isAhead ? .whatIsPlanned : .whatWasDone)))
        if let plan { blocks.append(list(PilotPage.termLines(plan, frame, reading.plan))) }
        let amendments = reading.record.registrations.dropFirst().map { one in
            "\(frame.format.dateTime(one.at)): \(one.reason ?? "")"
        }
        if !amendments.isEmpty { blocks += [.heading(2, language(.amendReason)), list(Array(amendments))] }
        if let leftOut = reading.record.leftOut, !leftOut.isEmpty {
            blocks.append(
                .paragraph([.text("\(language(.leftOutAreas)): \(leftOut.sorted().joined(separator: ", "))")]))
        }
        blocks += answerable + result + operation
        if let lesson = object.text("lesson") {
            blocks += [.heading(1, language(.lessonTitle)), .paragraph([.text(lesson)])]
        }
        blocks.append(.heading(1, language(.registration)))
        for one in reading.record.registrations {
            blocks.append(
                .paragraph([.text("\(frame.format.dateTime(one.at)), \(language(.fingerprint)): \(one.hash)")]))
        }
        blocks.append(
            .paragraph([
                .text(language(.recompute) + " "),
                .link("pilot.zip", to: base + SiteURL.pilot(object.number, "pilot.zip").path),
            ]))
        document.blocks = blocks
        return document
    }

    /// What the design could see before anybody knew a result.
    private var answerable: [Document.Block] {
        guard reading.seesAll, let trial = reading.trial, let figures = reading.power else { return [] }
        let lines = PilotPowerView(trial: trial, figures: figures, frame: frame).blocks
        return lines.isEmpty ? [] : [.heading(1, language(.canItAnswer))] + lines
    }

    private func list(_ lines: [String]) -> Document.Block { .list(lines.map { [.text($0)] }, isNumbered: false) }

    private var facts: [(name: String, value: String)] {
        let object = reading.object
        let field = object.reference("field").flatMap { reading.plan[$0] }
        var facts = [
            (language(.townName), frame.town),
            (language(.asOf), frame.format.date(TownTime().day(reading.now))),
            (language(.pilotState), language(.state(reading.record.state))),
            (language(.testField), field?.title ?? "–"),
            (language(.operatorName), object.text("operator") ?? "–"),
            (language(.departmentName), object.text("department") ?? "–"),
        ]
        if let day = object.text("decisionDate").flatMap({ CalendarDay(parsing: $0) }) {
            facts.append((language(.decisionDay), frame.format.date(day)))
        }
        return facts.map { (name: $0.0, value: $0.1) }
    }

    private var result: [Document.Block] {
        var blocks: [Document.Block] = [.heading(1, language(.result))]
        guard reading.seesAll else { return blocks + [.paragraph([.text(language(.seriesHidden))])] }
        guard let outcome = reading.judged, let found = outcome.result else {
            return blocks + [.paragraph([.text(language(.noResult))])]
        }
        let view = PilotResultView(reading: reading, frame: frame)
        switch found {
        case .failure(let refusal):
            blocks.append(.paragraph([.text("\(language(.noResult)) \(language(.refusal(refusal)))")]))
        case .success(let result):
            blocks.append(.paragraph([.strong(view.sentence(result, outcome))]))
            blocks.append(list(view.testLines(result, outcome.trial)))
            let guardrails = view.guardrailLines(result, outcome.trial)
            if !guardrails.isEmpty { blocks += [.heading(2, language(.guardrailsTitle)), list(guardrails)] }
            blocks.append(table(result, outcome.trial))
            let doubts = view.doubtLines(result, outcome.trial)
            if !doubts.isEmpty { blocks += [.heading(2, language(.doubts)), list(doubts)] }
        }
        if let first = reading.outcomes.first, first.registration != outcome.registration,
            let result = try? first.result?.get()
        {
            blocks += [
                .heading(2, language(.asFirstRegistered)),
                .paragraph([
                    .text(view.sentence(result, first) + " " + language(.verdict) + ": "),
                    .strong(language(.verdict(first.gate.verdict))),
                ]),
            ]
        }
        let open = outcome.gate.missing.map { language(.missing($0)) }
        blocks += [
            .heading(1, language(.verdict)), .paragraph([.strong(language(.verdict(outcome.gate.verdict)))]),
        ]
        if !open.isEmpty { blocks += [.paragraph([.text(language(.openForThis))]), list(open)] }
        if reading.record.steps.contains(where: { $0.state == .rolloutAgainstGate }) {
            blocks.append(.paragraph([.strong(language(.overrideMark))]))
        }
        return blocks
    }

    private func table(_ result: TrialResult, _ trial: TrialPlan) -> Document.Block {
        let rows = result.changes.sorted { $0.difference > $1.difference }.map { change in
            [
                change.name,
                language(change.isTreated ? .treatedMean : .controlMean),
                PilotResultView.effect(change.difference, trial, frame.format),
            ]
        }
        return .table(
            Document.Table(
                caption: language(.change), header: [Words.area, .roleColumn, .change].map { language($0) },
                alignments: [.start, .start, .end], rows: rows))
    }

    private var operation: [Document.Block] {
        let object = reading.object
        var lines = [String]()
        if let exit = object.text("exitPlan") { lines.append("\(language(.exitPlanTitle)): \(exit)") }
        lines += PilotPeopleView(reading: reading, frame: frame).lines
        return lines.isEmpty ? [] : [.heading(1, language(.operation)), list(lines)]
    }
}
