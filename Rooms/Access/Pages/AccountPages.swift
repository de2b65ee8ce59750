// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import HTTPSupport
import Site

/// The form to sign in.
struct LoginPage: Sendable {
    var login: String
    var fault: Words?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><h1>\(language(.signIn))</h1><p>\(language(.signInLead))</p>\
            \(FormField.summary(fault, target: "login", language))
            <form class="form card" method="post" action="\(SiteURL.login)">
            \(FormField(name: "login", label: .loginName, value: login, autocomplete: "username").html(language))
            \(FormField(name: "password", label: .password, type: "password", autocomplete: "current-password").html(language))
            <div><button type="submit">\(language(.signIn))</button></div></form></div>
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
