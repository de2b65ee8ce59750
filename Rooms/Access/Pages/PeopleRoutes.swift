// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import Site
import Storage

/// The accounts of all, for administrators.
struct PeopleRoutes: PageSet {
    let site: Site
    let control: AccessControl
    /// Nil where no mail server is set.
    let mail: AccountMail?

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/account/people", Words("Die Konten der Menschen", "The accounts of people")) { request, context in
            try context.requireAdministrator()
            return html(try await list().html(try await frame(request, context)), request)
        }
        routes.post("/account/people", Words("Jemanden einladen", "Invite somebody")) { request, context in
            try await invite(request, context)
        }
        routes.get("/account/people/{number}", Words("Ein Konto", "An account")) { request, context in
            try context.requireAdministrator()
            let page = try await person(try number(context, "number"))
            return html(page.html(try await frame(request, context)), request)
        }
        routes.post("/account/people/{number}", Words("Ein Konto ändern", "Change an account")) { request, context in
            try await decide(request, context)
        }
        routes.post("/account/people/{number}/link", Words("Einen Link für ein neues Passwort", "A reset link")) {
            request, context in
            try await act(request, context) { id, form in
                let frame = try await frame(request, context)
                let page = try await once(form, context) {
                    let account = try await control.account(id)
                    let token = try await control.resetLink(to: id, by: context.reader.displayName)
                    return try await handOver(token, to: account, frame, context)
                }
                return html(page, request).unkept()
            }
        }
        routes.post("/account/people/{number}/disable", Words("Ein Konto sperren", "Disable an account")) {
            request, context in
            try await act(request, context) { id, _ in
                try await control.setDisabled(true, id, as: context.reader)
                return redirect(.person(id))
            }
        }
        routes.post("/account/people/{number}/enable", Words("Ein Konto wieder zulassen", "Enable an account")) {
            request, context in
            try await act(request, context) { id, _ in
                try await control.setDisabled(false, id, as: context.reader)
                return redirect(.person(id))
            }
        }
        routes.post(
            "/account/people/{number}/code-off",
            Words("Den zweiten Faktor eines Kontos löschen", "Remove an account's second factor")
        ) { request, context in
            try await act(request, context) { id, _ in
                try await control.removeCode(of: id, by: context.reader.displayName)
                return redirect(.person(id))
            }
        }
        routes.post(
            "/account/people/{number}/erase",
            Words("Personenbezogene Angaben eines Kontos löschen", "Erase an account's personal values")
        ) { request, context in
            try await act(request, context) { id, _ in
                try await control.erase(id, as: context.reader)
                return redirect(.person(id))
            }
        }
        return routes
    }

    private func list() async throws -> PeoplePage {
        let owners = try await engine.read { connection in
            try connection.rows("SELECT DISTINCT owner FROM dataset ORDER BY owner") { $0.text(0) }
        }
        return PeoplePage(accounts: try await control.accounts(), owners: owners, sendsMail: mail != nil)
    }

    private func person(_ id: Int64) async throws -> PersonPage {
        let account = try await control.account(id)
        let (grants, owners) = try await engine.read { connection in
            (
                try GrantQueries.list(account: id, on: connection),
                try connection.rows("SELECT DISTINCT owner FROM dataset ORDER BY owner") { $0.text(0) }
            )
        }
        return PersonPage(account: account, decision: AccountDecision(account), grants: grants, owners: owners)
    }

    private static func decision(_ form: FormBody) throws -> AccountDecision {
        guard let role = Role(rawValue: form["role"]) else { throw AccessError.invalidField("role") }
        return AccountDecision(
            name: form["name"], login: form["login"], role: role, department: form["department"], mail: form["mail"])
    }

    private func invite(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        let form = try await form(request)
        do {
            var decision = try Self.decision(form)
            if decision.login.isEmpty { decision.login = decision.mail }
            let (decided, frame) = (decision, try await frame(request, context))
            let page = try await once(form, context) {
                let (id, token) = try await control.invite(decided, by: context.reader.displayName)
                return try await handOver(token, to: try await control.account(id), frame, context)
            }
            return html(page, request).unkept()
        } catch let error as AccessError {
            guard let (fault, field) = Words.fault(error) else { throw error }
            var page = try await list()
            (page.fault, page.faultyField) = (fault, field)
            page.entered = AccountDecision(
                name: form["name"], login: form["login"], role: Role(rawValue: form["role"]) ?? .viewer,
                department: form["department"], mail: form["mail"])
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }

    private func decide(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        let id = try number(context, "number")
        let form = try await form(request)
        do {
            try await control.decide(Self.decision(form), about: id, as: context.reader)
            return redirect(.people)
        } catch let error as AccessError {
            guard let (fault, field) = Words.fault(error) else { throw error }
            var page = try await person(id)
            (page.fault, page.faultyField) = (fault, field)
            page.decision = AccountDecision(
                name: form["name"], login: form["login"], role: Role(rawValue: form["role"]) ?? page.account.role,
                department: form["department"], mail: form["mail"])
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }

    private func act(
        _ request: Request, _ context: HTTPContext, _ body: (Int64, FormBody) async throws -> Response
    ) async throws -> Response {
        try context.requireAdministrator()
        let id = try number(context, "number")
        let form = try await form(request)
        do {
            return try await body(id, form)
        } catch let error as AccessError {
            guard let (fault, _) = Words.fault(error) else { throw error }
            var page = try await person(id)
            (page.fault, page.faultyField) = (fault, "actions")
            return html(page.html(try await frame(request, context)), request, status: .conflict)
        }
    }

    /// Sends the link, and shows it where it cannot be sent.
    private func handOver(
        _ token: String, to account: Account, _ frame: PageFrame, _ context: HTTPContext
    ) async throws -> HTML {
        let link = context.baseURL.text + SiteURL.join(token).path
        var page = LinkPage(account: account, link: link)
        if let mail, !account.mail.isEmpty {
            let words = Words.linkMail(name: account.name, login: account.login, town: frame.town, link: link)
            let outcome = try await mail.send(
                to: account.mail, subject: "\(Words.linkSubject.german) / \(Words.linkSubject.english)",
                text: words.german + "\n\n--\n\n" + words.english, account: account.id)
            page.state =
                switch outcome {
                case .sent: .sent
                case .waits: .waits
                case .refused: .notSent
                }
        }
        return page.html(frame)
    }
}

extension AccountDecision {
    init(_ account: Account) {
        self.init(
            name: account.name, login: account.login, role: account.role, department: account.department,
            mail: account.mail)
    }
}
