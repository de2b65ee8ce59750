// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Site

/// The form to sign in.
struct LoginPage: Sendable {
    var login: String
    var fault: Words?
    /// Nobody can administer yet.
    var isFirstStart = false
    /// What the town's sign-in service is called; empty for none.
    var service = ""
    /// Whether browsers make passkeys for the address of this server.
    var offersPasskeys = false

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let first: HTML? =
            isFirstStart
            ? """
            <section class="notice"><h2>\(language(.firstStart))</h2><p>\(language(.firstStartLead))</p>\
            <p><a class="button" href="\(SiteURL.setupCode)">\(language(.setupTitle))</a></p></section>
            """ : nil
        var other: HTML = offersPasskeys ? PasskeyPage.button(isSecond: false, language) : ""
        if !service.isEmpty {
            other += """
                <p class="actions"><a class="button" href="\(SiteURL.openID)">\(language(.signInWith(service)))</a></p>
                """
        }
        let content: HTML = """
            <div class="inner page"><h1>\(language(.signIn))</h1><p>\(language(.signInLead))</p>\
            \(FormField.summary(fault, target: "login", language))
            <form class="form card" method="post" action="\(SiteURL.login)">
            \(FormField(name: "login", label: .loginName, value: login, autocomplete: "username").html(language))
            \(FormField(name: "password", label: .password, type: "password", autocomplete: "current-password").html(language))
            <div><button type="submit">\(language(.signIn))</button></div></form>\(other)\(first)</div>
            """
        return frame.document(title: language(.signIn), section: .none, content: content)
    }
}

/// The one-time page that makes the first administrator.
struct SetupPage: Sendable {
    var token: String
    var name: String
    var login: String
    var minimumPassword: Int
    var fault: Words?
    /// The field that the fault belongs to.
    var faultyField = "password"

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        func error(_ field: String) -> Words? { field == faultyField ? fault : nil }
        let nameField = FormField(
            name: "name", label: .yourName, value: name, autocomplete: "name", error: error("name"))
        let loginField = FormField(
            name: "login", label: .loginName, help: .loginHelp, value: login, autocomplete: "username",
            error: error("login"))
        let passwordField = FormField(
            name: "password", label: .password, help: .passwordHelp(minimumPassword), type: "password",
            autocomplete: "new-password", error: error("password"))
        let content: HTML = """
            <div class="inner page"><h1>\(language(.setupTitle))</h1><p>\(language(.setupLead))</p>\
            \(FormField.summary(fault, target: faultyField, language))
            <form class="form card" method="post" action="\(SiteURL.setup(token: token))">
            \(nameField.html(language))\(loginField.html(language))\(passwordField.html(language))
            <div><button type="submit">\(language(.createAdministrator))</button></div></form></div>
            """
        return frame.document(title: language(.setupTitle), section: .none, content: content)
    }
}

/// The second step: a code of the moment, one for emergencies, or a passkey.
struct CodePage: Sendable {
    var fault: Words?
    /// Whether there is an app that shows codes.
    var hasCode = true
    var offersPasskeys = false

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let field = FormField(
            name: "code", label: hasCode ? .code : .recoveryCode, help: hasCode ? .codeHelp : .recoveryHelp,
            autocomplete: "one-time-code", error: fault)
        let passkey: HTML? = offersPasskeys ? PasskeyPage.button(isSecond: true, language) : nil
        let content: HTML = """
            <div class="inner page"><h1>\(language(.codeTitle))</h1>\(FormField.summary(fault, target: "code", language))
            \(passkey)<form class="form card" method="post" action="\(SiteURL.loginCode)">\(field.html(language))
            <div><button type="submit">\(language(.signIn))</button></div></form>
            <p><a href="\(SiteURL.login)">\(language(.signInAnew))</a></p></div>
            """
        return frame.document(title: language(.codeTitle), section: .none, content: content)
    }
}

/// Where the code goes that the server printed at its start.
struct SetupCodePage: Sendable {
    var fault: Words?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let field = FormField(name: "code", label: .setupCode, help: .setupCodeHelp, autocomplete: "off", error: fault)
        let content: HTML = """
            <div class="inner page"><h1>\(language(.setupTitle))</h1><p>\(language(.setupCodeLead))</p>\
            \(FormField.summary(fault, target: "code", language))
            <form class="form card" method="post" action="\(SiteURL.setupCode)">\(field.html(language))
            <div><button type="submit">\(language(.goOn))</button></div></form></div>
            """
        return frame.document(title: language(.setupTitle), section: .none, content: content)
    }
}

/// Where an invitation or a reset leads: a new password.
struct JoinPage: Sendable {
    var token: String
    var account: Account
    var fault: Words?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title: Words = account.hasPassword ? .newPasswordTitle : .joinTitle
        let field = FormField(
            name: "password", label: .newPassword, help: .passwordHelp(AccessControl.minimumPasswordLength),
            type: "password", autocomplete: "new-password", error: fault)
        let content: HTML = """
            <div class="inner page"><h1>\(language(title))</h1><p>\(language(.joinLead(account.name)))</p>\
            \(FormField.summary(fault, target: "password", language))
            <form class="form card" method="post" action="\(SiteURL.join(token))">
            <div class="field"><label for="login">\(language(.loginName))</label>\
            <input id="login" name="login" value="\(account.login)" autocomplete="username" readonly></div>
            \(field.html(language))<div><button type="submit">\(language(.setPassword))</button></div></form></div>
            """
        return frame.document(title: language(title), section: .none, content: content)
    }
}
