// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import Planning
import Rights
import SensorThingsFrame
import Site
import Storage
import Trial

/// What lets pilots die as pilots: seen from the first day on, not when the grant has ended.
struct PilotAlarm: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case grantEndsWithoutBudget, grantEndedWithoutBudget, decisionDateMissing, decisionDatePassed, noDepartment,
            noOperator
    }

    let pilot: Int64
    let title: String
    let kind: Kind

    /// `hasBudget`: the follow-on cost is decided.
    static func alarms(
        of pilot: PlanningObject, state: PilotState, hasBudget: Bool, today: CalendarDay
    ) -> [PilotAlarm] {
        guard ![.anchored, .stopped, .idea].contains(state) else { return [] }
        func day(_ field: String) -> CalendarDay? { pilot.text(field).flatMap { CalendarDay(parsing: $0) } }
        var kinds: [Kind] = []
        if let end = day("grantEnd"), end <= today.adding(months: 12), !hasBudget {
            kinds.append(end < today ? .grantEndedWithoutBudget : .grantEndsWithoutBudget)
        }
        if let decision = day("decisionDate") {
            let isUndecided = [.denklabor, .ready, .reallabor, .evaluation].contains(state)
            if decision < today, isUndecided { kinds.append(.decisionDatePassed) }
        } else {
            kinds.append(.decisionDateMissing)
        }
        if pilot.text("department") == nil { kinds.append(.noDepartment) }
        if pilot.text("operator") == nil { kinds.append(.noOperator) }
        return kinds.map { PilotAlarm(pilot: pilot.number, title: pilot.title, kind: $0) }
    }

    var words: Words {
        switch kind {
        case .grantEndsWithoutBudget:
            Words(
                "Die Förderung endet binnen zwölf Monaten; über die Folgekosten ist nicht entschieden.",
                "The grant ends within twelve months; the follow-on cost is not decided.")
        case .grantEndedWithoutBudget:
            Words(
                "Die Förderung ist ausgelaufen; über die Folgekosten ist nicht entschieden.",
                "The grant has ended; the follow-on cost is not decided.")
        case .decisionDateMissing:
            Words("Es ist kein Tag der Entscheidung gesetzt.", "No day of decision is set.")
        case .decisionDatePassed:
            Words("Der Tag der Entscheidung ist verstrichen.", "The day of decision has passed.")
        case .noDepartment: Words("Kein Fachamt ist zuständig.", "No department is in charge.")
        case .noOperator: Words("Niemand ist als Betreiber genannt.", "Nobody is named to run it.")
        }
    }
}

extension PilotsRoutes {
    /// For those who may do something about it.
    func alarmsTile(_ visit: PageVisit) async throws -> HTML {
        guard visit.context.reader.mayPlan else { return "" }
        let plan = try await plans.plan(for: visit.context.reader, from: engine)
        let pilots = plan.objects(of: .pilot)
        guard !pilots.isEmpty else { return "" }
        let states = try await engine.read { try PilotQueries.states(on: $0) }
        let today = TownTime().day(try await town(visit.context).asOf ?? now())
        let alarms = pilots.flatMap { pilot in
            PilotAlarm.alarms(
                of: pilot, state: states[pilot.number] ?? .idea, hasBudget: PilotPapers(pilot, plan).hasBudgetLine,
                today: today)
        }
        guard !alarms.isEmpty else { return "" }
        let language = visit.frame.language
        let items = alarms.map { alarm -> HTML in
            "<li><h3><a href=\"\(SiteURL.pilot(alarm.pilot))\">\(alarm.title)</a></h3><p>\(language(alarm.words))</p></li>"
        }
        return """
            <section class="card" aria-labelledby="pilots-title"><div class="head"><h2 id="pilots-title">\
            \(language(.pilotAlarms))</h2></div><ul class="results">\(items)</ul></section>
            """
    }
}
