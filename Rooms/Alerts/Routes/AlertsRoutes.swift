// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import SensorThings
import SensorThingsFrame
import Site
import Storage
import Wire

/// The pages of alerts. Each account has its own; nobody sees another's.
struct AlertsRoutes: TownPageSet {
    let site: Site
    let towns: TownMemory
    let control: AccessControl
    let sendsMail: Bool

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/alerts", Words("Was mir gemeldet wird", "What I am told of")) { request, context in
            try await list(request, context)
        }
        routes.get("/alerts/new", Words("Eine Benachrichtigung: das Formular", "The form of an alert")) {
            request, context in
            try await blank(request, context)
        }
        routes.post("/alerts/new", Words("Eine Benachrichtigung anlegen", "Set an alert")) { request, context in
            try await add(request, context)
        }
        routes.get("/alerts/{number}", Words("Eine Benachrichtigung", "An alert")) { request, context in
            try await one(request, context)
        }
        routes.post(
            "/alerts/{number}/pause", Words("Eine Benachrichtigung anhalten oder fortsetzen", "Stop or resume an alert")
        ) { request, context in
            try await pause(request, context)
        }
        routes.post("/alerts/{number}/remove", Words("Eine Benachrichtigung löschen", "Delete an alert")) {
            request, context in
            try await remove(request, context)
        }
        routes.get(
            "/alerts/stop/{token}",
            Words("Der Verweis jeder E-Mail, der sie abbestellt", "The link in each mail that ends them")
        ) { request, context in
            let rule = try await linked(context)
            return html(StopAlertPage(rule: rule).html(try await frame(request, context)), request)
        }
        routes.post("/alerts/stop/{token}", Words("E-Mails abbestellen", "End the mails")) { request, context in
            _ = try await form(request)
            let (rule, instant) = (try await linked(context), clock())
            try await engine.write { connection in
                try AlertQueries.set(
                    rule.id, isActive: false, latest: rule.seen, by: "link", at: instant, on: connection)
            }
            return redirect(.stopAlert(token: rule.token))
        }
        return routes
    }

    // MARK: Who asks

    private func account(_ context: HTTPContext) throws -> Int64 {
        switch context.reader.identity {
        case .account(let id, _): return id
        case .anonymous:
            throw Problem(
                .unauthorized, "Not signed in", detail: "Alerts belong to an account: please sign in.",
                german: "Benachrichtigungen gehören zu einem Konto: Bitte melden Sie sich an.")
        case .key, .system:
            throw Problem(
                .forbidden, "Not allowed", detail: "Alerts belong to the account of a person, not to a key.",
                german: "Benachrichtigungen gehören zum Konto eines Menschen, nicht zu einem Schlüssel.")
        }
    }

    private static let missing = Problem.notFound(
        "There is no such alert.", german: "Diese Benachrichtigung gibt es nicht.")

    private func own(_ context: HTTPContext) async throws -> AlertRule {
        let (account, id) = (try account(context), try number(context, "number"))
        guard let rule = try await engine.read({ try AlertQueries.find(id, of: account, on: $0) }) else {
            throw Self.missing
        }
        return rule
    }

    private func linked(_ context: HTTPContext) async throws -> AlertRule {
        let token = context.parameters.get("token") ?? ""
        guard let rule = try await engine.read({ try AlertQueries.find(token: token, on: $0) }) else {
            throw Self.missing
        }
        return rule
    }

    // MARK: Reading

    private func list(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let account = try account(context)
        let town = try await town(context)
        let rules = try await engine.read { try AlertQueries.of(account: account, on: $0) }
        let page = AlertsPage(lines: rules.map { AlertLine(rule: $0, record: town.series($0.datastream)) })
        return html(page.html(frame(request, context, town)), request)
    }

    private func one(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let rule = try await own(context)
        let town = try await town(context)
        let mailbox = try await control.account(rule.account).mail
        let (events, call) = try await engine.read { connection in
            (
                try AlertQueries.events(of: rule.id, limit: 100, on: connection),
                try AlertCalls.latest(of: rule.id, on: connection)
            )
        }
        let page = AlertPage(
            line: AlertLine(rule: rule, record: town.series(rule.datastream)), events: events,
            call: call.map { ($0.state, $0.fault) }, mailbox: mailbox, sendsMail: sendsMail)
        return html(page.html(frame(request, context, town)), request)
    }

    private func blank(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let account = try account(context)
        let town = try await town(context)
        let frame = frame(request, context, town)
        let query = query(request)
        guard let record = Int64(query["datastream"]).flatMap({ town.series($0) }) else {
            return html(AlertsPage.withoutSeries(frame), request)
        }
        let form = AlertForm(
            record: record, kind: AlertCondition.Kind(rawValue: query["kind"]),
            mailbox: try await control.account(account).mail, sendsMail: sendsMail, mayCall: context.reader.mayWrite)
        return html(form.html(frame), request)
    }

    // MARK: Changing

    private func add(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let account = try account(context)
        let town = try await town(context)
        let body = try await form(request)
        guard let record = Int64(body["datastream"]).flatMap({ town.series($0) }), let id = record.datastream else {
            throw Problem.notFound(
                "There is no such series, or it is not public.",
                german: "Diese Messreihe gibt es nicht, oder sie ist nicht öffentlich.")
        }
        guard let kind = AlertCondition.Kind(rawValue: body["kind"]) else {
            throw Problem.badRequest(
                "'kind' is above, below, silence or change.", german: "'kind' ist above, below, silence oder change.",
                location: ["field": "kind"])
        }
        let (mailbox, mayCall) = (try await control.account(account).mail, context.reader.mayWrite)
        let (actor, instant) = (context.reader.displayName, clock())
        do {
            let alert = try NewAlert(body, kind: kind, mailbox: mailbox, mayCall: mayCall, language(request))
            let number = try await engine.write { connection in
                let latest = try SeriesQueries.latestTime(of: id, on: connection)
                return try AlertQueries.add(
                    alert, to: id, for: account, latest: latest.map { Instant(microseconds: $0) }, by: actor,
                    at: instant, on: connection)
            }
            return redirect(.alert(number))
        } catch let fault as AlertFault {
            let page = AlertForm(
                record: record, kind: kind, mailbox: mailbox, sendsMail: sendsMail, mayCall: mayCall, entered: body,
                fault: fault)
            return html(page.html(frame(request, context, town)), request, status: .badRequest)
        }
    }

    private func pause(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let rule = try await own(context)
        let isActive = try await form(request)["active"] == "yes"
        let (actor, instant) = (context.reader.displayName, clock())
        try await engine.write { connection in
            let latest = try SeriesQueries.latestTime(of: rule.datastream, on: connection)
            try AlertQueries.set(
                rule.id, isActive: isActive, latest: latest.map { Instant(microseconds: $0) }, by: actor, at: instant,
                on: connection)
        }
        return redirect(.alert(rule.id))
    }

    private func remove(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let rule = try await own(context)
        _ = try await form(request)
        let (actor, instant) = (context.reader.displayName, clock())
        try await engine.write { try AlertQueries.remove(rule.id, by: actor, at: instant, on: $0) }
        return redirect(.alerts)
    }
}
