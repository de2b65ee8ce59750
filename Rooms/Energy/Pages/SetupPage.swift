// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import Metering
import PowerBills
import Settlement
import Sharing
import Site

/// Who takes part with which meters, which plants there are, what it costs: each with its form.
struct SetupPage: PageOfForms {
    private static let onAPage = 25
    /// The lists that come in pages, by the names of their parts.
    static let lists = ["parties", "points", "relations"]

    let community: Community
    let terms: [Version<Terms>]
    let parties: [Version<Party>]
    let points: [Version<Point>]
    let plants: [Version<Plant>]
    let relations: [Version<Relation>]
    let prices: [Version<Price>]
    /// Who sees a party's power: the party, the account and its login.
    var members: [(party: Int64, account: Int64, login: String)] = []
    /// Which page of which list is asked for; the others show their first.
    var pages: [String: Int] = [:]
    /// Words that the shown participants, points and relations have.
    var search = ""
    /// Which form went wrong, how, and what was in it.
    var failed: (form: String, fault: EnergyFault, values: FormBody)?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let sections: [(String, Words, HTML)] = [
            ("terms", .powerTerms, termsPart(frame)), ("parties", .powerParties, partiesPart(frame)),
            ("points", .powerPoints, pointsPart(frame)), ("plants", .powerPlants, plantsPart(frame)),
            ("relations", .powerRelations, relationsPart(frame)), ("prices", .powerPrices, pricesPart(frame)),
        ]
        let parts = sections.map { id, title, html -> HTML in
            "<section class=\"card plain\" aria-labelledby=\"\(id)\"><h2 id=\"\(id)\">\(language(title))</h2>\(html)</section>"
        }
        let content: HTML = """
            <div class="inner page"><h1>\(language(.powerSetup))</h1>\(finder(language))\(parts)</div>
            """
        return frame.document(
            title: language(.powerSetup), section: .energy, breadcrumbs: SharingPage.crumbs(community, language),
            content: content)
    }

    // MARK: - Pieces

    private func form(
        _ name: String, _ title: Words, _ fields: [HTML], help: Words? = nil, submit: Words = .powerSave,
        _ language: Language
    ) -> HTML {
        PowerForm(
            title: title, help: help, action: .sharing(community.id, "setup/\(name)"), fields: fields, submit: submit,
            fault: failed?.form == name ? failed?.fault : nil
        ).html(language)
    }

    private func table(_ caption: Words, _ header: [Words], numbers: Int = 0, _ rows: [[HTML]], _ language: Language)
        -> HTML
    {
        rows.isEmpty ? "" : PowerTable(caption: caption, header: header, numbers: numbers, rows: rows).html(language)
    }

    /// The part of a long list that is asked for, the latest first, and the way to the rest of it.
    private func part<Content>(
        _ name: String, of list: [Version<Content>], _ language: Language, _ text: (Content) -> String
    ) -> (shown: ArraySlice<Version<Content>>, rest: HTML) {
        let words = SearchWords(search)
        let found = list.reversed().filter { words.isEmpty || words.areAll(in: text($0.content)) }
        let pager = Pager(page: pages[name] ?? 1, items: found.count, size: Self.onAPage)
        let rest = pager.html(language, at: name) { .setup(community.id, search: search, name, page: $0) }
        let none: HTML =
            found.isEmpty && !list.isEmpty ? "<p class=\"empty\">\(language(.powerNothingFound(search)))</p>" : ""
        return (pager.part(of: found, size: Self.onAPage), none + rest)
    }

    /// Where one of many is looked for.
    private func finder(_ language: Language) -> HTML {
        guard [parties.count, points.count, relations.count].contains(where: { $0 > Self.onAPage }) else { return "" }
        return """
            <form class="filters card" method="get" action="\(SiteURL.sharing(community.id, "setup"))">
            <div class="field grow"><label for="find">\(language(.powerFind))</label>\
            <input id="find" name="find" type="search" value="\(search)" maxlength="200"></div>
            <button type="submit">\(language(.show))</button></form>
            """
    }

    private func name(_ party: Int64, _ language: Language) -> String { PartyNames(parties).label(party, language) }
    /// Everybody once, by name, to choose from.
    private func choices(_ language: Language) -> [(value: String, word: String)] {
        PartyNames(parties).labels(language).sorted { ($0.value, $0.key) < ($1.value, $1.key) }
            .map { (String($0.key), $0.value) }
    }
    private func malo(_ point: Int64) -> String {
        points.last { $0.number == point }?.content.malo.description ?? "–"
    }

    // MARK: - Parts

    private func termsPart(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = terms.map { version -> [HTML] in
            let terms = version.content
            return [
                "\(frame.period(version.days))", "\(language(.model(terms)))",
                "\(language(.setting(terms.setting)))", "\(terms.provider)",
                "\(terms.lines.map { language(.line($0)) }.joined(separator: ", "))",
            ]
        }
        let warning: HTML =
            terms.contains { $0.content.setting == .pool } ? "<p class=\"gaps\">\(language(.powerPoolWarning))</p>" : ""
        let last = terms.last?.content
        let back = failed?.form == "terms" ? failed?.values : nil
        func box(_ name: String, _ value: String, _ label: Words, isOn: Bool) -> HTML {
            let mark: HTML = back.map { $0.all(name).contains(value) } ?? isOn ? " checked" : ""
            return """
                <p><label><input type="checkbox" name="\(name)" value="\(value)"\(mark)> \(language(label))</label></p>
                """
        }
        let boxes = LineKind.allCases.map {
            box("line", $0.rawValue, .line($0), isOn: last?.lines.contains($0) ?? ($0 == .community || $0 == .fee))
        }
        let steps = Terms.Tier.allCases.map {
            box("tier", $0.rawValue, .tierFirst($0), isOn: last?.tiers.contains($0) ?? false)
        }
        let fields: [HTML] =
            [
                field("terms", "from", .powerSince, type: "date", language),
                choice(
                    "terms", "model", .powerModel, SharingModel.allCases.map { ($0.rawValue, language(.model($0))) },
                    chosen: last?.model.rawValue ?? "", language),
                choice(
                    "terms", "meaning", .powerMeaning,
                    Sharers.Meaning.allCases.map { ($0.rawValue, language(.meaning($0))) },
                    chosen: last?.meaning.rawValue ?? "", language),
                """
                <fieldset class="field"><legend>\(language(.powerTiers))</legend>\
                <p class="help">\(language(.powerTiersHelp))</p>\(steps)</fieldset>
                """,
                choice(
                    "terms", "setting", .powerSetting,
                    Terms.Setting.allCases.map { ($0.rawValue, language(.setting($0))) },
                    chosen: last?.setting.rawValue ?? "", language),
                "<fieldset class=\"field\"><legend>\(language(.powerLines))</legend>\(boxes)</fieldset>",
                field("terms", "provider", .powerProvider, value: last?.provider ?? "", language),
                field("terms", "street", .powerStreet, value: last?.street ?? "", language),
                field("terms", "place", .powerPlace, value: last?.place ?? "", language),
                field("terms", "tax-number", .powerTaxNumber, value: last?.taxNumber ?? "", isOptional: true, language),
                field(
                    "terms", "pay-days", .powerPayDays, type: "number", value: String(last?.payDays ?? 17), language),
            ] + contactFields("terms", last?.contact ?? .init(), language) + [
                field("terms", "creditor", .powerCreditor, value: last?.creditor ?? "", isOptional: true, language),
                PowerForm.box("opens-sums", .powerOpensSums, isOn: last?.opensSums ?? false, language),
                PowerForm.box("agrees-to-sums", .powerAgreesToSums, isOn: last?.agreesToSums ?? false, language),
                note(failed?.form == "terms" ? failed?.values.trimmed("note") ?? "" : last?.note ?? "", language),
            ]
        return table(
            .powerTerms, [.powerPeriod, .powerModel, .powerSetting, .powerProvider, .powerLines], rows, language)
            + warning + nearPart(last?.tiers ?? [], language)
            + form("terms", .powerSetTerms, fields, help: .powerTermsHelp, language)
    }

    /// Who is in which group, step by step, so that a typing error is seen before it is settled.
    private func nearPart(_ tiers: [Terms.Tier], _ language: Language) -> HTML {
        let newest = Dictionary(points.map { ($0.number, $0.content) }) { $1 }
        let rows = tiers.flatMap { tier -> [[HTML]] in
            Dictionary(grouping: newest.values) { $0.group(tier) }.sorted { $0.key < $1.key }.compactMap {
                _, members -> [HTML]? in
                guard let one = members.min(by: { "\($0.malo)" < "\($1.malo)" }) else { return nil }
                // who is alone needs no line
                if tier == .neighbourhood ? one.neighbourhood.isEmpty : members.count < 2 { return nil }
                let giving = members.count { $0.feedsIn }
                return [
                    "\(one.groupName(tier))", "\(language(.tier(tier.rawValue)))", "\(members.count - giving)",
                    "\(giving)",
                ]
            }
        }
        return table(
            .powerTiers, [.powerNear, .powerTierStep, .powerConsumes, .powerFeedsIn], numbers: 2, rows, language)
    }

    private func contactFields(_ form: String, _ known: PowerDocument.Contact, _ language: Language) -> [HTML] {
        [
            field(form, "person", .powerContactPerson, value: known.person, isOptional: true, language),
            field(form, "phone", .powerPhone, value: known.phone, isOptional: true, language),
            field(form, "mail", .powerMail, value: known.mail, isOptional: true, language),
            field(form, "vat-id", .powerVatId, value: known.vatId, isOptional: true, language),
            field(form, "iban", .powerIBAN, value: known.iban, isOptional: true, language),
        ]
    }

    /// What stands on each bill, with what the law wants there by who sells.
    private func note(_ text: String, _ language: Language) -> HTML {
        let wanted = Terms.Setting.allCases.map { setting -> HTML in
            "<dt>\(language(.setting(setting)))</dt><dd>\(language(.powerBillNeeds(setting)))</dd>"
        }
        return """
            <div class="field"><label for="terms-note">\(language(.powerNote))</label>\
            <p class="help" id="terms-note-help">\(language(.powerNoteHelp))</p><textarea id="terms-note" name="note" rows="6" \
            maxlength="\(Terms.longestNote)" aria-describedby="terms-note-help">\(text)</textarea>\
            <dl class="prose">\(wanted)</dl></div>
            """
    }

    private func partiesPart(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let (shown, rest) = part("parties", of: parties, language) { "\($0.name) \($0.street) \($0.place)" }
        let rows = shown.map { version -> [HTML] in
            [
                "\(version.content.name)", "\(String(version.number))", "\(version.content.street)",
                "\(version.content.place)",
                "\(version.content.mandate.map { "\($0.reference), \(IBAN.short(version.content.contact.iban))" } ?? "–")",
                "\(frame.period(version.days))",
            ]
        }
        let fields: [HTML] = [
            field("party", "name", .powerPersonName, language), field("party", "street", .powerStreet, language),
            field("party", "place", .powerPlace, language),
            field("party", "from", .powerSince, type: "date", language),
            "<p><label><input type=\"checkbox\" name=\"small\" value=\"yes\"> \(language(.powerSmall))</label></p>",
        ]
        let payer: [HTML] =
            [
                choice("payer", "party", .powerParty, choices(language), language),
                field("payer", "from", .powerSince, type: "date", language),
            ] + contactFields("payer", .init(), language) + [
                field("payer", "mandate-reference", .powerMandate, isOptional: true, language),
                field("payer", "mandate-signed", .powerMandateSigned, type: "date", isOptional: true, language),
                field("payer", "reference", .powerBuyerReference, isOptional: true, language),
            ]
        let admit: [HTML] = [
            choice("member", "party", .powerParty, choices(language), language),
            field("member", "account", .powerAccount, language),
        ]
        return table(
            .powerParties, [.powerPersonName, .powerNumber, .powerStreet, .powerPlace, .powerMandate, .powerPeriod],
            rows, language) + rest + form("party", .powerAddParty, fields, language)
            + form("payer", .powerSetPayer, payer, help: .powerPayerHelp, language)
            + membersPart(frame) + form("member", .powerAdmit, admit, help: .powerAdmitHelp, language)
    }

    /// Who has access, each with the button that takes it away.
    private func membersPart(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = members.map { member -> [HTML] in
            let (who, party, account) = (name(member.party, language), String(member.party), String(member.account))
            return [
                "\(who)", "\(member.login)",
                """
                <form method="post" action="\(SiteURL.sharing(community.id, "setup/dismiss"))">\
                <input type="hidden" name="party" value="\(party)"><input type="hidden" name="account" value="\(account)">\
                <button type="submit" class="quiet">\(language(.powerDismiss))<span class="hidden">: \(who), \(member.login)</span></button></form>
                """,
            ]
        }
        return table(.powerMembers, [.powerParty, .powerAccount, .powerDismiss], rows, language)
    }

    private func pointsPart(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let (shown, rest) = part("points", of: points, language) {
            "\($0.malo) \($0.melo) \($0.street) \($0.place) \($0.meter)"
        }
        let rows = shown.map { version -> [HTML] in
            let point = version.content
            return [
                "\(point.malo.description)", "\(language(point.feedsIn ? .powerFeedsIn : .powerConsumes))",
                "\(point.street), \(point.place)", "\(point.meter)", "\(frame.period(version.days))",
            ]
        }
        return table(
            .powerPoints, [.powerPoint, .powerDirection, .powerAddress, .powerMeter, .powerPeriod], rows, language)
            + rest + form("point", .powerAddPoint, pointFields(language), language)
            + form(
                "share", .powerSharePoint, [field("share", "malo", .powerMalo, language)], help: .powerSharePointHelp,
                language)
    }

    private func pointFields(_ language: Language) -> [HTML] {
        [
            field("point", "malo", .powerMalo, language),
            field("point", "melo", .powerMelo, isOptional: true, language),
            choice(
                "point", "direction", .powerDirection,
                [("import", language(.powerConsumes)), ("export", language(.powerFeedsIn))], language),
            field("point", "street", .powerStreet, language), field("point", "place", .powerPlace, language),
            field("point", "meter", .powerMeter, language), field("point", "grid-operator", .powerGrid, language),
            field("point", "amperes", .powerFuse, type: "number", value: "63", language), meterKinds(language),
        ] + nearness(language) + [
            field("point", "from", .powerFrom, type: "date", language),
            field("point", "through", .powerThroughOpen, type: "date", isOptional: true, language),
        ]
    }

    private func plantsPart(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = plants.map { version -> [HTML] in
            let plant = version.content
            return [
                "\(plant.name)", "\(malo(plant.point))", "\(name(plant.runner, language))",
                "\(language(.form(plant.form)))",
                "\(frame.period(version.days))", "\(frame.format.integer(Int64(plant.size)))\u{202F}W",
            ]
        }
        let feeding = points.filter(\.content.feedsIn)
        let fields: [HTML] = [
            field("plant", "name", .powerPersonName, language),
            choice(
                "plant", "point", .powerPoint, feeding.map { (String($0.number), $0.content.malo.description) },
                language),
            choice("plant", "runner", .powerRunner, choices(language), language),
            field("plant", "size", .powerSize, type: "number", language),
            field("plant", "register", .powerRegister, isOptional: true, language),
            choice(
                "plant", "form", .powerForm, Plant.Form.allCases.map { ($0.rawValue, language(.form($0))) }, language),
            operatorKinds(language),
            field("plant", "percent", .powerPlantPercent, type: "number", value: "100", language),
            field("plant", "from", .powerSince, type: "date", language),
        ]
        return table(
            .powerPlants, [.powerPlant, .powerPoint, .powerRunner, .powerForm, .powerPeriod, .powerSize], numbers: 1,
            rows, language) + form("plant", .powerAddPlant, fields, language)
    }

    private func relationsPart(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let (shown, rest) = part("relations", of: relations, language) {
            "\(name($0.party, language)) \(malo($0.point))"
        }
        let rows = shown.map { version -> [HTML] in
            [
                "\(name(version.content.party, language))", "\(malo(version.content.point))",
                "\(frame.period(version.days))", "\(String(version.content.percent))\u{202F}%",
                "\(frame.format.integer(Int64(version.content.part)))",
            ]
        }
        let fields: [HTML] = [
            choice("relation", "party", .powerParty, choices(language), language),
            choice(
                "relation", "point", .powerPoint,
                points.filter { !$0.content.feedsIn }.map { (String($0.number), $0.content.malo.description) }, language
            ),
            field("relation", "part", .powerPart, type: "number", language),
            field("relation", "percent", .powerPercent, type: "number", value: "100", language),
            field("relation", "from", .powerFrom, type: "date", language),
            field("relation", "through", .powerThroughOpen, type: "date", isOptional: true, language),
        ]
        let end: [HTML] = [
            choice(
                "end", "relation", .powerRelation,
                relations.filter { $0.days.through == nil }.map {
                    (String($0.number), "\(name($0.content.party, language)), \(malo($0.content.point))")
                }, language),
            field("end", "through", .powerThrough, type: "date", language),
        ]
        return table(
            .powerRelations, [.powerParty, .powerPoint, .powerPeriod, .powerCounts, .powerPart], numbers: 2, rows,
            language)
            + rest + form("relation", .powerAddRelation, fields, language)
            + form("end", .powerEndRelation, end, language)
    }

    /// The days of a price: it ends where the next one of its line begins.
    private func holding(_ price: Version<Price>) -> ValidDays {
        let next = prices.filter { $0.content.line == price.content.line && $0.days.from > price.days.from }
            .map(\.days.from).min()
        guard let next else { return price.days }
        return price.days.ending(CivilDay(number: next.number - 1))
    }

    private func pricesPart(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = prices.sorted {
            ($0.content.line?.rawValue ?? "", $0.days.from) < ($1.content.line?.rawValue ?? "", $1.days.from)
        }
        .map { version -> [HTML] in
            [
                "\(language(.line(version.content.line)))", "\(frame.period(holding(version)))",
                "\(frame.price(version.content.value, version.content.line))",
            ]
        }
        let lines: [(value: String, word: String)] =
            LineKind.allCases.map { ($0.rawValue, language(.line($0))) } + [("vat", language(.line(nil)))]
        let fields: [HTML] = [
            choice("price", "line", .powerLine, lines, language),
            field("price", "value", .powerValue, type: "number", language),
            field("price", "from", .powerSince, type: "date", language),
            "<p><label><input type=\"checkbox\" name=\"replaces\" value=\"yes\"> \(language(.powerReplaces))</label></p>",
        ]
        return table(.powerPrices, [.powerLine, .powerPeriod, .powerPriceColumn], numbers: 1, rows, language)
            + form("price", .powerAddPrice, fields, help: .powerPriceHelp, language)
    }
}
