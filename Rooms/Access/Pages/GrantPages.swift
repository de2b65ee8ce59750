// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import Rights
import Site

/// Who may use one data set, by which way, and the forms that grant it.
struct DatasetRightsPage: Sendable {
    var dataset: Dataset
    var personal: PersonalData
    var record: ProcessingRecord
    var grants: [AccessGrant]
    var people: [(account: Account, reasons: [AccessReason])]
    var fault: Words?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = language(dataset.title, dataset.titleEnglish)
        let processing: HTML? =
            personal == .none ? nil : ProcessingForm(dataset: dataset, record: record).html(language)
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.whoMayUse(title)))</h1>\
            <p class="lead">\(language(.accessNow(dataset.access)))</p></div>\
            \(FormField.summary(fault, target: "account", language))
            <section class="card" aria-labelledby="who"><h2 id="who">\(language(.whoAndWhy))</h2>\(table(language))</section>
            <section class="card" aria-labelledby="granted"><h2 id="granted">\(language(.grants))</h2>\(list(language))
            \(form(language))</section>
            <section class="card" aria-labelledby="people"><h2 id="people">\(language(.personalTitle))</h2>\
            \(personalForm(language))</section>\(processing)</div>
            """
        return frame.document(
            title: language(.whoMayUse(title)), section: .data,
            breadcrumbs: [
                Breadcrumb(name: language(.data), url: .data()), Breadcrumb(name: title, url: .dataset(dataset.slug)),
            ], content: content)
    }

    private func table(_ language: Language) -> HTML {
        var rows: [HTML] = []
        for (account, reasons) in people where reasons.contains(where: { $0.way != .everybody }) {
            rows.append(
                """
                <tr><th scope="row">\(account.name)</th>\(ReasonList.cells(reasons, language))\
                <td data-label="\(language(.why))">\(ReasonList.html(reasons, language))</td></tr>
                """)
        }
        if rows.isEmpty { return "<p class=\"empty\">\(language(.nobodyElse))</p>" }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.personName))</th>\
            \(ReasonList.heads(language))<th scope="col">\(language(.why))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func list(_ language: Language) -> HTML {
        guard !grants.isEmpty else { return "<p>\(language(.noGrants))</p>" }
        let items = grants.map { grant -> HTML in
            let isOwn = grant.object == .dataset(dataset.slug)
            let withdraw: HTML =
                isOwn
                ? """
                <form method="post" action="\(SiteURL.withdrawGrant(dataset.slug, grant.id))">\
                <button type="submit" class="quiet">\(language(.withdraw))\
                <span class="hidden"> \(grant.subjectName)</span></button></form>
                """ : HTML(text: "(" + language(.allOf(grant.object.name)) + ")")
            return """
                <li class="actions"><span>\(language(.subject(grant))): \
                <strong>\(language(.name(grant.level)))</strong></span>\(withdraw)</li>
                """
        }
        return "<ul class=\"plain\">\(items)</ul>"
    }

    private func form(_ language: Language) -> HTML {
        var accounts = HTML.option("", language(.choose), "")
        for (account, _) in people {
            accounts += HTML.option(String(account.id), "\(account.name) (\(account.login))", "")
        }
        var levels: HTML = ""
        for level in Rights.Level.allCases { levels += HTML.option(level.rawValue, language(.name(level)), "see") }
        let departments = Set(people.map(\.account.department)).filter { !$0.isEmpty }.sorted()
            .map { HTML.option($0, $0, "") }
        return """
            <h3>\(language(.grantTo))</h3>
            <form class="form" method="post" action="\(SiteURL.datasetRights(dataset.slug))">
            <div class="field"><label for="account">\(language(.person))</label>\
            <select id="account" name="account">\(accounts)</select></div>
            <div class="field"><label for="department">\(language(.orDepartment))</label>\
            <input id="department" name="department" list="departments" maxlength="200" autocomplete="off">\
            <datalist id="departments">\(departments)</datalist></div>
            <div class="field"><label for="level">\(language(.mayDo))</label>\
            <select id="level" name="level">\(levels)</select></div>
            <div><button type="submit">\(language(.grantIt))</button></div></form>
            """
    }

    private func personalForm(_ language: Language) -> HTML {
        var options: HTML = ""
        for kind in PersonalData.allCases {
            options += HTML.option(kind.rawValue, language(.name(kind)), personal.rawValue)
        }
        return """
            <form class="form" method="post" action="\(SiteURL.datasetPersonal(dataset.slug))">
            <div class="field"><label for="personal">\(language(.personalLabel))</label>\
            <p class="help" id="personal-help">\(language(.personalHelp))</p>\
            <select id="personal" name="personal" aria-describedby="personal-help">\(options)</select></div>
            <div><button type="submit">\(language(.save))</button></div></form>
            """
    }
}

/// All data sets and all who are known, with the question why somebody may use one.
struct RightsPage: Sendable {
    struct Answer: Sendable {
        var account: Account
        var dataset: Dataset
        var reasons: [AccessReason]
    }

    var datasets: [Dataset]
    var accounts: [Account]
    var grants: [AccessGrant]
    var answer: Answer?
    var fault: Words?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let heads = Role.allCases.map { "<th scope=\"col\">\(language(.name($0)))</th>" as HTML }
        let rows = datasets.map { dataset -> HTML in
            let own = grants.filter { grant in
                grant.object == .dataset(dataset.slug) || grant.object == .owner(dataset.owner)
            }
            let single = own.map { "<li>\(language(.subject($0))): \(language(.name($0.level)))</li>" as HTML }
            let cells = Role.allCases.map { role -> HTML in
                "<td data-label=\"\(language(.name(role)))\">\(language(Self.word(role, dataset.access)))</td>"
            }
            return """
                <tr><th scope="row"><a href="\(SiteURL.datasetRights(dataset.slug))">\
                \(language(dataset.title, dataset.titleEnglish))</a></th>\
                <td data-label="\(language(.everybody))">\(language(dataset.access == .public ? .use : .nothing))</td>\
                \(cells)<td data-label="\(language(.grants))"><ul class="plain">\(single)</ul></td></tr>
                """
        }
        let content: HTML = """
            <div class="inner page"><h1>\(language(.rightsMatrix))</h1><p class="lead">\(language(.rightsLead))</p>
            \(FormField.summary(fault, target: "person", language))
            <section class="card" aria-labelledby="ask"><h2 id="ask">\(language(.whyTitle))</h2>\(question(language))\
            \(answered(language))</section>
            <section class="card" aria-labelledby="matrix"><h2 id="matrix">\(language(.matrix))</h2>
            <div class="table" tabindex="0" role="group" aria-label="\(language(.matrix))"><table class="stack"><thead><tr>\
            <th scope="col">\(language(.dataset))</th><th scope="col">\(language(.everybody))</th>\(heads)\
            <th scope="col">\(language(.grants))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            <p class="source">\(language(.matrixLegend))</p></section>
            <section class="card" aria-labelledby="granted"><h2 id="granted">\(language(.grants))</h2>\(list(language))\
            \(granting(language))</section></div>
            """
        return frame.document(title: language(.rightsMatrix), section: .none, content: content)
    }

    private func list(_ language: Language) -> HTML {
        guard !grants.isEmpty else { return "<p>\(language(.noGrants))</p>" }
        let items = grants.map { grant -> HTML in
            let object =
                switch grant.object {
                case .dataset(let slug): slug
                case .owner(let owner): language(.allOf(owner))
                }
            return """
                <li class="actions"><span>\(language(.subject(grant))), \(object): \
                <strong>\(language(.name(grant.level)))</strong></span>\
                <form method="post" action="\(SiteURL.withdrawAnyGrant(grant.id))">\
                <button type="submit" class="quiet">\(language(.withdraw))\
                <span class="hidden"> \(grant.subjectName), \(object)</span></button></form></li>
                """
        }
        return "<ul class=\"plain\">\(items)</ul>"
    }

    /// A person or a department, a data set or all of an owner.
    private func granting(_ language: Language) -> HTML {
        var people = HTML.option("", language(.choose), "")
        for account in accounts {
            people += HTML.option(String(account.id), "\(account.name) (\(account.login))", "")
        }
        var sets = HTML.option("", language(.choose), "")
        for dataset in datasets { sets += HTML.option(dataset.slug, language(dataset.title, dataset.titleEnglish), "") }
        var levels: HTML = ""
        for level in Rights.Level.allCases { levels += HTML.option(level.rawValue, language(.name(level)), "see") }
        let departments = Set(accounts.map(\.department) + datasets.map(\.owner)).filter { !$0.isEmpty }.sorted()
            .map { HTML.option($0, $0, "") }
        return """
            <h3>\(language(.grantTo))</h3>
            <form class="form" method="post" action="\(SiteURL.rights)">
            <div class="field"><label for="person">\(language(.person))</label>\
            <select id="person" name="person">\(people)</select></div>
            <div class="field"><label for="department">\(language(.orDepartment))</label>\
            <input id="department" name="department" list="departments" maxlength="200" autocomplete="off"></div>
            <div class="field"><label for="slug">\(language(.dataset))</label>\
            <select id="slug" name="slug">\(sets)</select></div>
            <div class="field"><label for="owner">\(language(.orOwner))</label>\
            <input id="owner" name="owner" list="departments" maxlength="200" autocomplete="off">\
            <datalist id="departments">\(departments)</datalist></div>
            <div class="field"><label for="level">\(language(.mayDo))</label>\
            <select id="level" name="level">\(levels)</select></div>
            <div><button type="submit">\(language(.grantIt))</button></div></form>
            """
    }

    /// What a role by itself allows with a data set.
    static func word(_ role: Role, _ access: Dataset.Access) -> Words {
        switch (role, access) {
        case (.administrator, _): .access
        case (.manager, .restricted): .ownOnly
        case (.manager, _), (.editor, .public), (.editor, .internal): .control
        case (_, .public): .use
        case (.viewer, .internal), (.planner, .internal): .use
        default: .nothing
        }
    }

    private func question(_ language: Language) -> HTML {
        var people: HTML = ""
        for account in accounts {
            people += HTML.option(
                String(account.id), "\(account.name) (\(account.login))", answer.map { String($0.account.id) } ?? "")
        }
        var sets: HTML = ""
        for dataset in datasets {
            sets += HTML.option(
                String(dataset.id), language(dataset.title, dataset.titleEnglish),
                answer.map { String($0.dataset.id) } ?? "")
        }
        return """
            <form class="filters" method="get" action="\(SiteURL.rights)">
            <div class="field"><label for="account">\(language(.person))</label>\
            <select id="account" name="account">\(people)</select></div>
            <div class="field"><label for="dataset">\(language(.dataset))</label>\
            <select id="dataset" name="dataset">\(sets)</select></div>
            <button type="submit">\(language(.askWhy))</button></form>
            """
    }

    private func answered(_ language: Language) -> HTML? {
        guard let answer else { return nil }
        let title = language(answer.dataset.title, answer.dataset.titleEnglish)
        if answer.reasons.isEmpty {
            return "<p class=\"finding\" role=\"status\">\(language(.mayNot(answer.account.name, title)))</p>"
        }
        let level = answer.reasons.map(\.level).max() ?? .see
        return """
            <div role="status"><p class="finding">\(language(.may(answer.account.name, title, level)))</p>\
            \(ReasonList.html(answer.reasons, language))</div>
            """
    }
}

/// The chain of grants as a list, and as three columns: use, control, access.
enum ReasonList {
    static func html(_ reasons: [AccessReason], _ language: Language) -> HTML {
        let items = reasons.map { "<li>\(language(.reason($0)))</li>" as HTML }
        return "<ul class=\"plain\">\(items)</ul>"
    }

    static func heads(_ language: Language) -> HTML {
        [Words.use, .control, .access].map { "<th scope=\"col\">\(language($0))</th>" as HTML }.joined("")
    }

    static func cells(_ reasons: [AccessReason], _ language: Language) -> HTML {
        let level = reasons.map(\.level).max()
        let columns: [(Words, Rights.Level)] = [(.use, .see), (.control, .write), (.access, .manage)]
        return columns.map { words, needed -> HTML in
            let mark: Words = level.map { $0 >= needed } ?? false ? .yes : .no
            return "<td data-label=\"\(language(words))\">\(language(mark))</td>"
        }.joined("")
    }
}
