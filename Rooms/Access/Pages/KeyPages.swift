// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import Rights
import Site
import Wire

/// All keys that are valid or were, and the form that makes one.
struct KeysPage: Sendable {
    var keys: [AccessKey]
    var datasets: [Dataset]
    var now: Instant
    var entered: FormBody?
    var fault: Words?
    var faultyField = ""

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let valid = keys.filter { $0.revoked == nil }
        let list: HTML = valid.isEmpty ? "<p class=\"empty\">\(language(.noKeys))</p>" : table(valid, frame)
        let revoked = keys.count - valid.count
        let gone: HTML? = revoked > 0 ? "<p class=\"source\">\(language(.revokedKeys(revoked)))</p>" : nil
        let content: HTML = """
            <div class="inner page"><h1>\(language(.keys))</h1><p class="lead">\(language(.keysLead))</p>\
            \(FormField.summary(fault, target: faultyField, language))
            <section class="card" aria-labelledby="all"><h2 id="all">\(language(.validKeys))</h2>\(list)\(gone)</section>
            <section class="card" aria-labelledby="new"><h2 id="new">\(language(.newKey))</h2>\(form(language))</section></div>
            """
        return frame.document(title: language(.keys), section: .none, content: content)
    }

    private func table(_ keys: [AccessKey], _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let rows = keys.map { key -> HTML in
            var may = [language(.name(key.role))]
            may += key.grants.sorted { $0.key < $1.key }.map { "\($0.key): \(language(.name($0.value)))" }
            let isOver = key.expires.map { $0 <= now } ?? false
            let end =
                key.expires.map { format.date($0) + (isOver ? " (\(language(.expired)))" : "") } ?? language(.never)
            let from =
                key.networks.isEmpty ? language(.anywhere) : key.networks.map(\.description).joined(separator: ", ")
            return """
                <tr><th scope="row">\(key.name)</th>\
                <td data-label="\(language(.mayDo))">\(may.joined(separator: "; "))</td>\
                <td data-label="\(language(.fromAddress))">\(from)</td>\
                <td data-label="\(language(.expires))">\(end)</td>\
                <td data-label="\(language(.lastUsed))">\(key.lastUsed.map { format.dateTime($0) } ?? language(.neverUsed))</td>\
                <td data-label="\(language(.madeBy))">\(language.person(key.creator)), \(format.date(key.created))</td>\
                <td><form method="post" action="\(SiteURL.revokeKey(key.id))"><button type="submit" class="quiet">\
                \(language(.revoke))<span class="hidden"> \(key.name)</span></button></form></td></tr>
                """
        }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.keyName))</th>\
            <th scope="col">\(language(.mayDo))</th><th scope="col">\(language(.fromAddress))</th>\
            <th scope="col">\(language(.expires))</th><th scope="col">\(language(.lastUsed))</th>\
            <th scope="col">\(language(.madeBy))</th><th scope="col">\(language(.revoke))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func form(_ language: Language) -> HTML {
        func error(_ field: String) -> Words? { field == faultyField ? fault : nil }
        func value(_ field: String) -> String { entered?[field] ?? "" }
        let name = FormField(
            name: "name", label: .keyName, help: .keyNameHelp, value: value("name"), autocomplete: "off",
            error: error("name"))
        let networks = FormField(
            name: "networks", label: .networks, help: .networksHelp, value: value("networks"), autocomplete: "off",
            error: error("networks"), isOptional: true)
        let expires = FormField(
            name: "expires", label: .expires, help: .expiresHelp, value: value("expires"), type: "date",
            autocomplete: "off", error: error("expires"), isOptional: true)
        let chosenRole = entered == nil ? Role.member.rawValue : value("role")
        var roles: HTML = ""
        for role in [Role.member, .viewer, .editor, .administrator] {
            let word: Words = role == .member ? .onlyTheseDatasets : .name(role)
            roles += HTML.option(role.rawValue, language(word), chosenRole)
        }
        var levels: HTML = ""
        for level in [Rights.Level.see, .deliver, .write] {
            levels += HTML.option(level.rawValue, language(.name(level)), value("level"))
        }
        let chosen = Set(entered?.all("dataset") ?? [])
        let ticks = datasets.map { dataset -> HTML in
            let mark: HTML = chosen.contains(dataset.slug) ? " checked" : ""
            return """
                <label class="tick"><input type="checkbox" name="dataset" value="\(dataset.slug)"\(mark)>\
                <span>\(dataset.title)</span></label>
                """
        }
        let datasetError: HTML? = error("dataset").map { "<p class=\"error\">\(language($0))</p>" }
        return """
            <form class="form wide" method="post" action="\(SiteURL.keys)">\(HTML.once)\(name.html(language))
            <div class="field"><label for="role">\(language(.mayDo))</label>\
            <p class="help" id="role-help">\(language(.keyRoleHelp))</p>\
            <select id="role" name="role" aria-describedby="role-help">\(roles)</select></div>
            <fieldset class="field" id="dataset"><legend>\(language(.datasetsOfKey))</legend>\(datasetError)\
            <div class="ticks" tabindex="0" role="group" aria-label="\(language(.datasetsOfKey))">\(ticks)</div></fieldset>
            <div class="field"><label for="level">\(language(.levelOfKey))</label>\
            <select id="level" name="level">\(levels)</select></div>
            \(networks.html(language))\(expires.html(language))
            <div><button type="submit">\(language(.makeKey))</button></div></form>
            """
    }
}

/// The secret of a new key, shown once, with how to use it.
struct NewKeyPage: Sendable {
    var name: String
    var secret: String
    var base: String

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><h1>\(language(.keyMade(name)))</h1><p class="lead">\(language(.keyOnce))</p>
            <section class="card"><p class="address"><code id="secret">\(secret)</code>\
            <button type="button" class="quiet" data-copy="secret" data-done="\(language(.copied))" hidden>\
            \(language(.copyKey))</button></p></section>
            <section class="card"><h2>\(language(.howToUse))</h2>\
            <pre tabindex="0"><code>curl -H "Authorization: Bearer amk_…" \(base)/v1.1/Things
            curl -u key:amk_… \(base)/v1.1/Things
            mosquitto_pub -u key -P amk_… -t 'v1.1/Datastreams(1)/Observations' -m '{"result": 1.5}'</code></pre></section>
            <p class="actions"><a class="button" href="\(SiteURL.keys)">\(language(.keyKept))</a></p></div>
            """
        return frame.document(
            title: language(.keyMade(name)), section: .none,
            breadcrumbs: [Breadcrumb(name: language(.keys), url: .keys)], scripts: [.asset("chart.js")],
            content: content)
    }
}
