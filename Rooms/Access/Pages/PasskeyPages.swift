// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Site
import Wire

/// Where the script asks the device; its answer goes out with the form.
struct PasskeyPage: Sendable {
    var question: JSONValue
    /// A new one, for the own account.
    var isNew: Bool
    var name = ""

    /// The way here, from the pages to sign in.
    static func button(isSecond: Bool, _ language: Language) -> HTML {
        let second: HTML? = isSecond ? "<input type=\"hidden\" name=\"second\" value=\"1\">" : nil
        return """
            <form class="actions" method="post" action="\(SiteURL.loginPasskey)">\(second)\
            <button type="submit">\(language(.signInWithPasskey))</button></form>

            """
    }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title: Words = isNew ? .newPasskey : .signInWithPasskey
        let names = isNew ? ["client", "attestation"] : ["id", "client", "device", "signature"]
        var fields = names.map { "<input type=\"hidden\" name=\"\($0)\">" as HTML }
        if isNew { fields.append("<input type=\"hidden\" name=\"passkey-name\" value=\"\(name)\">") }
        let faults = [
            ("refused", Words.passkeyNotGiven), ("known", .passkeyKnown), ("unsupported", .passkeyUnsupported),
        ]
        .map { name, words -> HTML in
            "<p class=\"error\" role=\"alert\" data-fault=\"\(name)\" hidden>\(language(words))</p>"
        }
        let other: HTML =
            isNew
            ? "<a href=\"\(SiteURL.account)\">\(language(.cancel))</a>"
            : "<a href=\"\(SiteURL.login)\">\(language(.signInByPassword))</a>"
        let content: HTML = """
            <div class="inner page"><h1>\(language(title))</h1><p>\(language(.passkeyLead))</p>
            <noscript><div class="notice"><p>\(language(.passkeyNeedsScript))</p></div></noscript>
            <form class="form card" method="post" action="\(isNew ? SiteURL.accountPasskeys : .loginPasskeyAnswer)" \
            data-passkey="\(isNew ? "create" : "get")" data-options="\(question.text)">\(fields)\(faults)
            <div><button type="submit">\(language(.askDevice))</button></div></form>
            <p>\(other)</p></div>
            """
        let trail = isNew ? [Breadcrumb(name: language(.ownAccount), url: .account)] : []
        return frame.document(
            title: language(title), section: .none, breadcrumbs: trail, scripts: [.asset("passkey.js")],
            content: content)
    }
}

/// The passkeys of the own account.
extension OwnPage {
    func passkeys(_ frame: PageFrame) -> HTML? {
        guard account.hasPassword else { return nil }
        let language = frame.language
        let list: HTML? = passkeys.isEmpty ? nil : "<ul class=\"plain rows\">\(passkeys.map { row($0, frame) })</ul>"
        return """
            <section class="card" id="passkeys" aria-labelledby="keys"><h2 id="keys">\(language(.passkeys))</h2>\
            <p>\(language(.passkeysLead))</p>\(list)\(adding(language))</section>
            """
    }

    private func adding(_ language: Language) -> HTML {
        guard makesPasskeys else { return "<p>\(language(.noPasskeysHere))</p>" }
        let name = FormField(
            name: "passkey-name", label: .passkeyName, help: .passkeyNameHelp, autocomplete: "off",
            error: error("passkey-name"))
        let password = FormField(
            name: "passkey-password", label: .oldPassword, type: "password", autocomplete: "current-password",
            error: error("passkey-password"))
        return """
            <form class="form" method="post" action="\(SiteURL.accountPasskeyNew)">\(name.html(language))\
            \(password.html(language))<div><button type="submit">\(language(.newPasskey))</button></div></form>
            """
    }

    private func row(_ passkey: Passkey, _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let used = passkey.used.map { language(.passkeyUsed(format.dateTime($0))) } ?? language(.passkeyUnused)
        let place = language(passkey.isBackedUp ? .passkeyOnSeveral : .passkeyOnOne)
        let password = FormField(
            name: "password", label: .oldPassword, type: "password", autocomplete: "current-password",
            error: error("remove-\(passkey.id)"), identifier: "remove-\(passkey.id)")
        let name = FormField(
            name: "name", label: .passkeyName, value: passkey.name, autocomplete: "off",
            identifier: "name-\(passkey.id)")
        let open: HTML = faultyField == "remove-\(passkey.id)" ? " open" : ""
        let since = language(.passkeySince(format.dateTime(passkey.created)))
        return """
            <li><h3>\(passkey.name)</h3><p>\(since) · \(used) · \(place)</p>
            <details\(open)><summary>\(language(.renameOrRemove))</summary>
            <form class="form" method="post" action="\(SiteURL.passkeyName(passkey.id))">\
            \(name.html(language))\
            <div><button type="submit" class="quiet">\(language(.save))</button></div></form>
            <form class="form" method="post" action="\(SiteURL.passkeyRemove(passkey.id))">\(password.html(language))\
            <div><button type="submit" class="quiet">\(language(.removePasskey))</button></div></form></details></li>
            """
    }
}
