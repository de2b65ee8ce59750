// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Rights
import Site

/// All accounts, and the form that invites somebody.
struct PeoplePage: Sendable {
    var accounts: [Account]
    /// Departments that own data sets, to choose from.
    var owners: [String]
    var sendsMail: Bool
    var entered = AccountDecision(name: "", login: "", role: .viewer)
    var fault: Words?
    var faultyField = ""

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let rows = accounts.map { account -> HTML in
            let state: Words =
                account.disabled != nil ? .stateDisabled : account.hasPassword ? .stateActive : .stateInvited
            return """
                <tr><th scope="row"><a href="\(SiteURL.person(account.id))">\(account.name)</a></th>\
                <td data-label="\(language(.loginName))">\(account.login)</td>\
                <td data-label="\(language(.role))">\(language(.name(account.role)))</td>\
                <td data-label="\(language(.department))">\(account.department.isEmpty ? "–" : account.department)</td>\
                <td data-label="\(language(.state))">\(language(state))</td>\
                <td data-label="\(language(.secondFactor))">\(language(account.hasSecondFactor ? .yes : .no))</td>\
                <td data-label="\(language(.lastSeen))">\(account.seen.map { format.dateTime($0) } ?? "–")</td></tr>
                """
        }
        let form = AccountForm(decision: entered, owners: owners, fault: fault, faultyField: faultyField)
        let content: HTML = """
            <div class="inner page"><h1>\(language(.people))</h1><p class="lead">\(language(.peopleLead))</p>\
            \(FormField.summary(fault, target: faultyField, language))
            <section class="card" aria-labelledby="all"><h2 id="all">\(language(.accounts))</h2>\
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.personName))</th>\
            <th scope="col">\(language(.loginName))</th><th scope="col">\(language(.role))</th>\
            <th scope="col">\(language(.department))</th><th scope="col">\(language(.state))</th>\
            <th scope="col">\(language(.secondFactor))</th><th scope="col">\(language(.lastSeen))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div></section>
            <section class="card" aria-labelledby="invite"><h2 id="invite">\(language(.invite))</h2>\
            <p>\(language(sendsMail ? .inviteByMail : .inviteByLink))</p>
            <form class="form" method="post" action="\(SiteURL.people)">\(HTML.once)\(form.html(language))\
            <div><button type="submit">\(language(.invite))</button></div></form></section></div>
            """
        return frame.document(title: language(.people), section: .none, content: content)
    }
}

/// One account: what is decided about it, and what can be done.
struct PersonPage: Sendable {
    var account: Account
    var decision: AccountDecision
    var grants: [AccessGrant]
    var owners: [String]
    var fault: Words?
    var faultyField = ""

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let form = AccountForm(decision: decision, owners: owners, fault: fault, faultyField: faultyField)
        func button(_ url: SiteURL, _ words: Words) -> HTML {
            "<form method=\"post\" action=\"\(url)\">\(HTML.once)<button type=\"submit\" class=\"quiet\">\(language(words))</button></form>"
        }
        var buttons: HTML = ""
        if account.disabled == nil {
            buttons += button(.personAction(account.id, "link"), account.hasPassword ? .resetLink : .inviteAgain)
            if account.hasSecondFactor { buttons += button(.personAction(account.id, "code-off"), .removeCode) }
            buttons += button(.personAction(account.id, "disable"), .disableAccount)
        } else {
            buttons += button(.personAction(account.id, "enable"), .enableAccount)
            buttons += button(.personAction(account.id, "erase"), .erasePerson)
        }
        let disabled: HTML? =
            account.disabled.map {
                "<div class=\"notice\"><p>\(language(.disabledSince(frame.format.dateTime($0))))</p></div>"
            }
        let erasing: HTML? = account.disabled == nil ? nil : "<p class=\"help\">\(language(.erasePersonHelp))</p>"
        let content: HTML = """
            <div class="inner page"><h1>\(account.name)</h1>\(disabled)\
            \(FormField.summary(fault, target: faultyField, language))
            <section class="card" aria-labelledby="change"><h2 id="change">\(language(.changeAccount))</h2>\
            <p>\(language(.roleChangeEnds))</p>
            <form class="form" method="post" action="\(SiteURL.person(account.id))">\(form.html(language))\
            <div><button type="submit">\(language(.save))</button></div></form></section>
            <section class="card" aria-labelledby="does"><h2 id="does">\(language(.accountActions))</h2>\
            <div class="actions" id="actions">\(buttons)</div>\(erasing)</section>
            <section class="card" aria-labelledby="may"><h2 id="may">\(language(.whatTheyMay))</h2>\
            <p>\(language(.meaning(account.role)))</p>\(GrantTable.list(grants, language))\
            <p><a href="\(SiteURL.rights)">\(language(.rightsMatrix))</a></p></section></div>
            """
        return frame.document(
            title: account.name, section: .none, breadcrumbs: [Breadcrumb(name: language(.people), url: .people)],
            content: content)
    }
}

/// The fields that an invitation and an account have in common.
struct AccountForm: Sendable {
    var decision: AccountDecision
    var owners: [String]
    var fault: Words?
    var faultyField: String

    func html(_ language: Language) -> HTML {
        func error(_ field: String) -> Words? { field == faultyField ? fault : nil }
        let name = FormField(
            name: "name", label: .personName, value: decision.name, autocomplete: "off", error: error("name"))
        let mail = FormField(
            name: "mail", label: .mail, help: .mailHelp, value: decision.mail, type: "email", autocomplete: "off",
            error: error("mail"), isOptional: true)
        let login = FormField(
            name: "login", label: .loginName, help: .inviteLoginHelp, value: decision.login, autocomplete: "off",
            error: error("login"), isOptional: true)
        var roles: HTML = ""
        for role in Role.allCases { roles += HTML.option(role.rawValue, language(.name(role)), decision.role.rawValue) }
        let meanings = Role.allCases.map { role -> HTML in
            "<li><strong>\(language(.name(role)))</strong>: \(language(.meaning(role)))</li>"
        }
        let known = owners.map { HTML.option($0, $0, "") }
        let departmentError: HTML? = error("department").map {
            "<p class=\"error\" id=\"department-error\">\(language($0))</p>"
        }
        return """
            \(name.html(language))\(mail.html(language))\(login.html(language))
            <div class="field"><label for="role">\(language(.role))</label>\
            <select id="role" name="role" aria-describedby="role-help">\(roles)</select>\
            <details><summary>\(language(.rolesMean))</summary><ul class="plain" id="role-help">\(meanings)</ul></details></div>
            <div class="field"><label for="department">\(language(.department))</label>\
            <p class="help" id="department-help">\(language(.departmentHelp))</p>\(departmentError)\
            <input id="department" name="department" value="\(decision.department)" list="departments" maxlength="200" \
            autocomplete="off" aria-describedby="department-help"><datalist id="departments">\(known)</datalist></div>
            """
    }
}

/// The link that an invitation or a reset made, shown once.
struct LinkPage: Sendable {
    enum State: Sendable { case toHandOver, sent, waits, notSent }

    var account: Account
    var link: String
    var state = State.toHandOver

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let lead: Words =
            switch state {
            case .toHandOver: .linkToHandOver(account.name)
            case .sent: .linkSent(account.mail)
            case .waits: .linkWaits(account.mail)
            case .notSent: .linkNotSent(account.mail)
            }
        let shown: HTML? =
            state == .sent
            ? nil
            : """
            <section class="card"><p class="address"><code id="link">\(link)</code>\
            <button type="button" class="quiet" data-copy="link" data-done="\(language(.copied))" hidden>\
            \(language(.copy))</button></p><p>\(language(.linkOnce))</p></section>
            """
        let content: HTML = """
            <div class="inner page"><h1>\(language(.linkTitle))</h1><p class="lead">\(language(lead))</p>\(shown)
            <p class="actions"><a class="button" href="\(SiteURL.people)">\(language(.backToPeople))</a></p></div>
            """
        return frame.document(
            title: language(.linkTitle), section: .none,
            breadcrumbs: [Breadcrumb(name: language(.people), url: .people)], scripts: [.asset("chart.js")],
            content: content)
    }
}

/// Grants as a list of sentences.
enum GrantTable {
    static func list(_ grants: [AccessGrant], _ language: Language) -> HTML {
        guard !grants.isEmpty else { return "<p>\(language(.noGrants))</p>" }
        let items = grants.map { grant -> HTML in
            let by: Words =
                switch grant.subject {
                case .department(let name): .byDepartment(name)
                default: .byName
                }
            return
                "<li>\(object(grant.object, language)): <strong>\(language(.name(grant.level)))</strong> (\(language(by)))</li>"
        }
        return "<ul class=\"plain\">\(items)</ul>"
    }

    static func object(_ object: AccessGrant.Object, _ language: Language) -> HTML {
        switch object {
        case .dataset(let slug): "<a href=\"\(SiteURL.dataset(slug))\">\(slug)</a>"
        case .owner(let name): HTML(text: language(.allOf(name)))
        }
    }
}
