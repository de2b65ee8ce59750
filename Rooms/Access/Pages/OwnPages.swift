// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Site

/// The own account: what it may do, its password, its second factor, where it is signed in.
struct OwnPage: Sendable {
    var account: Account
    var sessions: [SignedIn]
    var recoveryCount: Int64
    var passkeys: [Passkey] = []
    /// Whether browsers make passkeys for the address of this server.
    var makesPasskeys = false
    var grants: [AccessGrant]
    /// What was just done: `password`, `sessions`, `off`, `passkey`, `passkey-gone`, `passkey-name`.
    var done = ""
    var fault: Words?
    var faultyField = ""

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><h1>\(language(.ownAccount))</h1>\(notice(language))\
            \(FormField.summary(fault, target: faultyField, language))
            <dl class="facts"><div><dt>\(language(.yourName))</dt><dd>\(account.name)</dd></div>\
            <div><dt>\(language(.loginName))</dt><dd>\(account.login)</dd></div>\
            <div><dt>\(language(.role))</dt><dd>\(language(.name(account.role)))</dd></div>\
            <div><dt>\(language(.department))</dt><dd>\(account.department.isEmpty ? "–" : account.department)</dd></div></dl>
            <section class="card" aria-labelledby="may"><h2 id="may">\(language(.whatYouMay))</h2>\
            <p>\(language(.meaning(account.role)))</p>\(GrantTable.list(grants, language))</section>
            <div class="two">\(password(language))\(code(language))</div>
            \(passkeys(frame))\(signedIn(frame))
            <section class="card" aria-labelledby="mine"><h2 id="mine">\(language(.ownData))</h2>\
            <p>\(language(.ownDataLead))</p>\
            <p class="actions"><a class="button" href="\(SiteURL.ownData)">\(language(.downloadOwnData))</a></p></section></div>
            """
        return frame.document(title: language(.ownAccount), section: .none, content: content)
    }

    private func notice(_ language: Language) -> HTML? {
        let words: Words? =
            switch done {
            case "password": .passwordChanged
            case "sessions": .sessionsEnded
            case "off": .codeIsOff
            case "passkey": .passkeyKept
            case "passkey-gone": .passkeyGone
            case "passkey-name": .passkeyNamed
            default: nil
            }
        return words.map { "<div class=\"notice\" role=\"status\"><p>\(language($0))</p></div>" }
    }

    func error(_ field: String) -> Words? { field == faultyField ? fault : nil }

    private func password(_ language: Language) -> HTML {
        let old = FormField(
            name: "old", label: .oldPassword, type: "password", autocomplete: "current-password", error: error("old"))
        let new = FormField(
            name: "password", label: .newPassword, help: .passwordHelp(AccessControl.minimumPasswordLength),
            type: "password", autocomplete: "new-password", error: error("password"))
        return """
            <section class="card" aria-labelledby="change"><h2 id="change">\(language(.changePassword))</h2>\
            <p>\(language(.otherSessionsEnd))</p>
            <form class="form" method="post" action="\(SiteURL.accountPassword)">\(old.html(language))\
            \(new.html(language))<div><button type="submit">\(language(.changePassword))</button></div></form></section>
            """
    }

    private func code(_ language: Language) -> HTML {
        guard account.hasSecondFactor else {
            return """
                <section class="card" aria-labelledby="second"><h2 id="second">\(language(.secondFactor))</h2>\
                <p>\(language(.secondFactorLead))</p><p class="actions">\
                <a class="button" href="\(SiteURL.accountCode)">\(language(.setUpCode))</a></p></section>
                """
        }
        let app: HTML =
            account.hasCode
            ? """
            <form class="form" method="post" action="\(SiteURL.accountCodeOff)">\(field("off"))\
            <div><button type="submit" class="quiet">\(language(.turnCodeOff))</button></div></form>
            """
            : """
            <p class="actions"><a class="button" href="\(SiteURL.accountCode)">\(language(.setUpCode))</a></p>
            """
        func field(_ name: String) -> HTML {
            FormField(
                name: name, label: .oldPassword, type: "password", autocomplete: "current-password", error: error(name)
            ).html(language)
        }
        return """
            <section class="card" aria-labelledby="second"><h2 id="second">\(language(.secondFactor))</h2>\
            <p>\(language(.codeIsOn(Int(recoveryCount))))</p>
            <form class="form" method="post" action="\(SiteURL.accountRecovery)">\(HTML.once)\(field("renew"))\
            <div><button type="submit" class="quiet">\(language(.newRecovery))</button></div></form>
            \(app)</section>
            """
    }

    private func signedIn(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let rows = sessions.map { session -> HTML in
            let end: HTML =
                session.isOwn
                ? "<strong>\(language(.thisSession))</strong>"
                : """
                <form method="post" action="\(SiteURL.accountSessionsEnd)">\
                <input type="hidden" name="session" value="\(session.id)">\
                <button type="submit" class="quiet">\(language(.endSession))</button></form>
                """
            return """
                <tr><th scope="row">\(session.program.isEmpty ? language(.unknownProgram) : session.program)</th>\
                <td data-label="\(language(.fromAddress))">\(session.address)</td>\
                <td data-label="\(language(.since))">\(format.dateTime(session.since))</td>\
                <td data-label="\(language(.lastSeen))">\(format.dateTime(session.seen))</td><td>\(end)</td></tr>
                """
        }
        let others: HTML? =
            sessions.count > 1
            ? """
            <form method="post" action="\(SiteURL.accountSessionsEnd)">\
            <button type="submit">\(language(.endOtherSessions))</button></form>
            """ : nil
        return """
            <section class="card" id="sessions" aria-labelledby="where"><h2 id="where">\(language(.whereSignedIn))</h2>
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.program))</th>\
            <th scope="col">\(language(.fromAddress))</th><th scope="col">\(language(.since))</th>\
            <th scope="col">\(language(.lastSeen))</th><th scope="col">\(language(.endSession))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>\(others)</section>
            """
    }
}

/// The secret for an app, as a picture and as text, until a code of it is entered.
struct OfferPage: Sendable {
    var secret: String
    var address: String
    var fault: Words?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let picture = QRCode(address)?.svg(title: language(.codePicture))
        let field = FormField(
            name: "code", label: .code, help: .codeConfirmHelp, autocomplete: "one-time-code", error: fault)
        let content: HTML = """
            <div class="inner page"><h1>\(language(.setUpCode))</h1>\(FormField.summary(fault, target: "code", language))
            <section class="card"><p>\(language(.codeStepOne))</p>\(picture)\
            <p>\(language(.codeAsText))</p><p class="address"><code>\(Base32.grouped(secret))</code></p></section>
            <form class="form card" method="post" action="\(SiteURL.accountCode)">\(field.html(language))
            <div><button type="submit">\(language(.confirm))</button></div></form>
            <p><a href="\(SiteURL.account)">\(language(.cancel))</a></p></div>
            """
        return frame.document(
            title: language(.setUpCode), section: .none,
            breadcrumbs: [Breadcrumb(name: language(.ownAccount), url: .account)], content: content)
    }
}

/// Codes for emergencies, shown once.
struct RecoveryPage: Sendable {
    var codes: [String]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let items = codes.map { "<li><code>\($0)</code></li>" as HTML }
        let content: HTML = """
            <div class="inner page"><h1>\(language(.recoveryTitle))</h1><p class="lead">\(language(.recoveryLead))</p>
            <section class="card"><ul class="plain">\(items)</ul></section>
            <p class="actions"><a class="button" href="\(SiteURL.account)">\(language(.recoveryKept))</a></p></div>
            """
        return frame.document(
            title: language(.recoveryTitle), section: .none,
            breadcrumbs: [Breadcrumb(name: language(.ownAccount), url: .account)], content: content)
    }
}
