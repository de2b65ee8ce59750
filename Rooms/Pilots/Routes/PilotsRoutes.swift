// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Planning
import Rights
import SensorThingsFrame
import Site
import Storage
import Trial
import Wire

/// The pages of pilots.
struct PilotsRoutes: TownPageSet {
    let site: Site
    let desk: PilotDesk

    var plans: PlanMemory { desk.plans }
    var towns: TownMemory { desk.towns }

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/pilots", Words("Was erprobt wird, nach Stand", "What is tried, by state")) { request, context in
            let (plan, frame) = (
                try await plans.plan(for: context.reader, from: engine), try await frame(request, context)
            )
            let states = try await engine.read { try PilotQueries.states(on: $0) }
            let page = PilotsPage(pilots: plan.objects(of: .pilot), states: states, mayPlan: context.reader.mayPlan)
            return html(page.html(frame), request)
        }
        routes.get("/pilots/{number}", Words("Eine Erprobung", "A pilot")) { request, context in
            try await show(request, context, fault: nil, form: nil)
        }
        routes.post("/pilots/{number}/registrations", Words("Den Plan festlegen", "Register the plan")) {
            request, context in
            try await act(request, context, isPlanning: { _, state in Self.planned.contains(state) }) {
                form, reading, actor in
                try await desk.register(
                    reading, reason: form.trimmed("reason"), knowingly: form["knowingly"] == "1", by: actor)
            }
        }
        routes.post("/pilots/{number}/data", Words("Entscheiden, welche Daten zählen", "Decide which data count")) {
            request, context in
            try await act(request, context) { form, reading, actor in
                try await settle(form, reading, by: actor)
            }
        }
        routes.post("/pilots/{number}/looks", Words("Hinsehen und festhalten", "Look and keep it")) {
            request, context in
            try await act(request, context) { _, reading, actor in try await desk.look(reading, by: actor) }
        }
        routes.post("/pilots/{number}/steps", Words("Den nächsten Schritt gehen", "Take the next step")) {
            request, context in
            try await act(
                request, context, isPlanning: { form, _ in form.trimmed("event") == PilotEvent.prepare.rawValue }
            ) { form, reading, actor in
                try await desk.step(PilotEvent(rawValue: form.trimmed("event")), reading, by: actor)
            }
        }
        routes.get(
            "/pilots/{number}/pilot.zip",
            Words("Alles, was das Urteil trägt, zum Nachrechnen", "All that the verdict rests on, to compute it again")
        ) { _, context in try await export(context) }
        for (format, words) in [
            (ReportFormat.pdf, Words("Der Bericht als PDF", "The report as PDF")),
            (.odt, Words("Der Bericht als OpenDocument", "The report as OpenDocument")),
            (.html, Words("Der Bericht als eine Seite", "The report as one page")),
        ] {
            routes.get("/pilots/{number}/report.\(format.rawValue)", words) { request, context in
                try await report(request, context, format)
            }
        }
        return routes
    }

    // MARK: - Reading

    /// All that a page and a step of one pilot stand on.
    func reading(_ context: HTTPContext) async throws -> PilotPageReading {
        let number = try number(context, "number")
        let town = try await town(context)
        guard let reading = try await desk.reading(number, for: context.reader, at: town.asOf ?? now()) else {
            throw Problem.notFound(
                "There is no such pilot, or it is not public.",
                german: "Diese Erprobung gibt es nicht, oder sie ist nicht öffentlich.")
        }
        return reading
    }

    /// With `form` what was typed into one that was refused.
    private func show(
        _ request: Request, _ context: HTTPContext, fault: PilotFault?, form: FormBody?
    ) async throws -> Response {
        let reading = try await reading(context)
        let page = PilotPage(
            reading: reading, mayWrite: context.reader.mayWrite, mayPlan: context.reader.mayPlan,
            showsPeople: context.reader.rights.seeInternal, fault: fault, form: form)
        return html(
            page.html(try await frame(request, context)), request, status: fault == nil ? .ok : .unprocessableContent)
    }

    // MARK: - Acting

    /// Where a trial is still being planned: who plans may register and amend.
    static let planned: Set<PilotState> = [.idea, .denklabor, .ready]

    /// Who plans may do what is planning; the rest is for who runs trials.
    private func act(
        _ request: Request, _ context: HTTPContext, isPlanning: (FormBody, PilotState) -> Bool = { _, _ in false },
        _ body: (FormBody, PilotPageReading, PilotDesk.Actor) async throws -> Void
    ) async throws -> Response {
        try context.requirePlanner()
        let form = try await form(request)
        let reading = try await reading(context)
        if !isPlanning(form, reading.record.state) { try context.requireWriter() }
        do {
            try await body(form, reading, PilotDesk.Actor(reader: context.reader, now: reading.now, clock: clock()))
        } catch let fault as PilotFault {
            return try await show(request, context, fault: fault, form: form)
        }
        return redirect(.pilot(reading.object.number))
    }

    private func settle(_ form: FormBody, _ reading: PilotPageReading, by actor: PilotDesk.Actor) async throws {
        var reasons: [String: String] = [:]
        // by the series, whichever place the area has by now
        for area in reading.record.current?.plan?.compared ?? [] where form["out-\(area.datastream)"] == "1" {
            reasons[area.name] = form.trimmed("why-\(area.datastream)")
        }
        try await desk.settle(reading, leavingOut: reasons, by: actor)
    }
}
