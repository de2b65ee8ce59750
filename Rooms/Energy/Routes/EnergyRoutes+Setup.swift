// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
package import Energy
import EnergyContracts
import HTTPSupport
import Hummingbird
package import Metering
import PowerBills
import Settlement
import Sharing
package import Site
import Storage

/// Contracts, metering points, plants and prices.
extension EnergyRoutes {
    var setupRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/energy/{number}/setup",
            Words("Verträge, Messstellen, Anlagen, Preise", "Contracts, points, plants, prices")
        ) { request, context in
            let community = try await community(context)
            return try await setup(request, context, community)
        }
        let forms: [(name: String, purpose: Words)] = [
            ("terms", Words("Bedingungen festlegen", "Set the terms")),
            ("party", Words("Beteiligte anlegen", "Add a person or firm")),
            (
                "payer",
                Words("Mandat, Konto, elektronische Rechnung festlegen", "Set mandate, account, electronic bills")
            ),
            ("member", Words("Einem Mitglied Zugang geben", "Give a member access")),
            ("dismiss", Words("Einem Mitglied den Zugang nehmen", "Withdraw a member's access")),
            ("point", Words("Eine Messstelle anmelden", "Enrol a metering point")),
            (
                "share",
                Words("Eine Messstelle einer anderen Gemeinschaft übernehmen", "Take a point of another sharing")
            ),
            ("plant", Words("Eine Anlage anmelden", "Add a plant")),
            ("relation", Words("Eine Teilnahme eintragen", "Add a relation")),
            ("end", Words("Eine Teilnahme beenden", "End a relation")),
            ("price", Words("Einen Preis festlegen", "Set a price")),
        ]
        for form in forms {
            routes.post("/energy/{number}/setup/\(form.name)", form.purpose) { request, context in
                try await change(form.name, request, context)
            }
        }
        return routes
    }

    private func setup(
        _ request: Request, _ context: HTTPContext, _ community: Community,
        failed: (form: String, fault: EnergyFault, values: FormBody)? = nil
    ) async throws -> Response {
        let logins = Dictionary(
            try await AccessControl(engine: engine, now: clock).accounts().map { ($0.id, $0.login) },
            uniquingKeysWith: { first, _ in first })
        var page = try await engine.read { connection in
            func all<Content: EnergyDocument>(_ kind: Content.Type) throws -> [Version<Content>] {
                try EnergyQueries.versions(kind, of: community.id, on: connection)
            }
            return SetupPage(
                community: community, terms: try all(Terms.self), parties: try all(Party.self),
                points: try all(Point.self), plants: try all(Plant.self), relations: try all(Relation.self),
                prices: try all(Price.self),
                members: try EnergyQueries.members(of: community.id, on: connection).map { member in
                    (party: member.party, account: member.account, login: logins[member.account] ?? "–")
                })
        }
        let asked = query(request)
        page.search = asked.trimmed("find")
        page.pages = Dictionary(uniqueKeysWithValues: SetupPage.lists.map { ($0, Int(asked[$0]) ?? 1) })
        page.failed = failed
        return html(
            page.html(try await frame(request, context)), request, status: failed == nil ? .ok : .badRequest)
    }

    private func change(_ name: String, _ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        let form = try await form(request)
        let author = author(context)
        do {
            if name == "point", form["compared"] != "yes" {
                let (point, days) = try PowerForms.point(form)
                let page = ConfirmPointPage(community: community, point: point, days: days, values: form)
                return html(page.html(try await frame(request, context)), request)
            }
            if name == "member" {
                try await admit(form, to: community, by: author)
                return redirect(.sharing(community.id, "setup"))
            }
            if name == "dismiss" {
                let (account, party) = (
                    try PowerForms.whole(form, "account"), try PowerForms.whole(form, "party")
                )
                try await engine.write { connection in
                    try EnergyQueries.dismiss(
                        account: account, from: community.id, party: party, by: author, on: connection)
                }
                return redirect(.sharing(community.id, "setup"))
            }
            let reader = context.reader
            try await engine.write { connection in
                let desk = EnergyDesk(community: community, author: author, connection: connection)
                guard name == "share" else { return try PowerForms.apply(name, form, to: desk) }
                try desk.share(try PowerForms.malo(form), for: reader)
            }
            // who adds a price is shown whom to tell
            if name == "price", let day = CalendarDay(parsing: form["from"]) {
                let changes = try await engine.read {
                    try PriceChange.all(of: community.id, from: CivilDay(number: day.number), on: $0)
                }
                if changes.contains(where: { !$0.untold.isEmpty }) {
                    return redirect(.sharing(community.id, "prices"))
                }
            }
            return redirect(.sharing(community.id, "setup"))
        } catch let fault as EnergyFault {
            return try await setup(request, context, community, failed: (name, fault, form))
        }
    }
}

extension EnergyRoutes {
    /// Lets the account with a login see a party's own power.
    private func admit(_ form: FormBody, to community: Community, by author: Author) async throws {
        let login = form["account"]
        let party = try PowerForms.whole(form, "party")
        let accounts = try await AccessControl(engine: engine, now: clock).accounts()
        guard let account = accounts.first(where: { $0.login == login && $0.disabled == nil }) else {
            throw EnergyFault.unreadable(field: "account", login)
        }
        try await engine.write { connection in
            let parties = try EnergyQueries.versions(Party.self, of: community.id, on: connection)
            guard parties.contains(where: { $0.number == party }) else { throw EnergyFault.unknown(field: "party") }
            try EnergyQueries.admit(
                account: account.id, to: community.id, party: party, by: author, on: connection)
        }
    }
}

/// What the forms of the set-up say.
package enum PowerForms {
    static func apply(_ name: String, _ form: FormBody, to desk: EnergyDesk) throws {
        switch name {
        case "terms": try desk.set(try terms(form), from: try day(form, "from"))
        case "party":
            _ = try desk.add(
                Party(
                    name: form["name"], street: form["street"], place: form["place"],
                    isSmallBusiness: form["small"] == "yes"), from: try day(form, "from"))
        case "payer":
            let mandate =
                form["mandate-reference"].isEmpty && form["mandate-signed"].isEmpty
                ? nil : Party.Mandate(reference: form["mandate-reference"], signed: try day(form, "mandate-signed"))
            try desk.set(contact(form), mandate, of: try whole(form, "party"), from: try day(form, "from"))
        case "point":
            let (point, days) = try point(form)
            _ = try desk.add(point, days)
        case "plant":
            guard let kind = Plant.Form(rawValue: form["form"]) else { throw EnergyFault.unknown(field: "form") }
            var plant = Plant(
                name: form["name"], point: try whole(form, "point"), runner: try whole(form, "runner"),
                size: Int(try whole(form, "size")), register: form["register"], form: kind)
            plant.operatorKind = try operatorKind(form)
            plant.percent = try percent(form)
            _ = try desk.add(plant, from: try day(form, "from"))
        case "relation":
            _ = try desk.add(
                Relation(
                    party: try whole(form, "party"), point: try whole(form, "point"),
                    part: Int(try whole(form, "part")), percent: try percent(form)), try days(form))
        case "end": try desk.end(relation: try whole(form, "relation"), through: try day(form, "through"))
        case "price":
            let line = LineKind(rawValue: form["line"])
            guard line != nil || form["line"] == "vat" else { throw EnergyFault.unknown(field: "line") }
            try desk.add(
                Price(line: line, value: Int(try whole(form, "value"))), from: try day(form, "from"),
                replaces: form["replaces"] == "yes")
        default: throw EnergyFault.unknown(field: name)
        }
    }

    static func malo(_ form: FormBody) throws(EnergyFault) -> MarketLocation {
        do throws(IdentifierError) {
            return try MarketLocation(form["malo"].filter { $0 != " " })
        } catch {
            throw .identifier(error)
        }
    }

    /// All where nothing is said.
    private static func percent(_ form: FormBody) throws(EnergyFault) -> Int {
        guard !form["percent"].isEmpty else { return 100 }
        let percent = Int(try whole(form, "percent"))
        guard (1...100).contains(percent) else { throw .unreadable(field: "percent", form["percent"]) }
        return percent
    }

    static func point(_ form: FormBody) throws(EnergyFault) -> (Point, ValidDays) {
        let malo = try malo(form)
        let amperes = try whole(form, "amperes")
        guard let fuse = Fuse(amperes: Int(amperes)) else {
            throw .unreadable(field: "amperes", form["amperes"])
        }
        var point = Point(
            malo: malo, feedsIn: form["direction"] == "export", street: form["street"], place: form["place"],
            meter: form["meter"], gridOperator: form["grid-operator"], fuse: fuse)
        point.meterKind = try meterKind(form)
        (point.building, point.neighbourhood) = (name(form, "building"), name(form, "neighbourhood"))
        let melo = form["melo"].filter { $0 != " " }.uppercased()
        if !melo.isEmpty {
            do throws(IdentifierError) {
                point.melo = try MeteringLocation(melo).description
            } catch {
                throw .location(error)
            }
        }
        for (field, text) in [
            ("street", point.street), ("place", point.place), ("meter", point.meter),
            ("grid-operator", point.gridOperator),
        ] {
            guard !text.isEmpty else { throw .empty(field: field) }
        }
        return (point, try days(form))
    }

    /// What something is called, without blanks around it and at most 100 characters.
    package static func name(_ form: FormBody, _ field: String) -> String { String(form.trimmed(field).prefix(100)) }

    /// Nil for none; a word that is no kind is refused.
    package static func meterKind(_ form: FormBody) throws(EnergyFault) -> MeterKind? {
        let kind = MeterKind(rawValue: form["meter-kind"])
        guard kind != nil || form["meter-kind"].isEmpty else { throw .unknown(field: "meter-kind") }
        return kind
    }

    package static func operatorKind(_ form: FormBody) throws(EnergyFault) -> OperatorKind? {
        let kind = OperatorKind(rawValue: form["operator-kind"])
        guard kind != nil || form["operator-kind"].isEmpty else { throw .unknown(field: "operator-kind") }
        return kind
    }

    private static func terms(_ form: FormBody) throws(EnergyFault) -> Terms {
        guard let model = SharingModel(rawValue: form["model"]) else { throw .unknown(field: "model") }
        guard let meaning = Sharers.Meaning(rawValue: form["meaning"]) else { throw .unknown(field: "meaning") }
        guard let setting = Terms.Setting(rawValue: form["setting"]) else { throw .unknown(field: "setting") }
        let (chosen, steps) = (Set(form.all("line")), Set(form.all("tier")))
        guard steps.allSatisfy({ Terms.Tier(rawValue: $0) != nil }) else { throw .unknown(field: "tier") }
        var terms = Terms(
            model: model, meaning: meaning, setting: setting,
            lines: LineKind.allCases.filter { chosen.contains($0.rawValue) }, provider: form["provider"],
            street: form["street"], place: form["place"], taxNumber: form["tax-number"],
            payDays: Int(try whole(form, "pay-days")))
        terms.contact = contact(form)
        terms.contact.iban = IBAN(terms.contact.iban)?.description ?? terms.contact.iban
        terms.creditor = CreditorIdentifier(form["creditor"])?.description ?? form["creditor"]
        terms.opensSums = form["opens-sums"] == "yes"
        terms.agreesToSums = form["agrees-to-sums"] == "yes"
        terms.tiers = Terms.Tier.allCases.filter { steps.contains($0.rawValue) }
        terms.note = String(form.trimmed("note").prefix(Terms.longestNote))
        return terms
    }

    private static func contact(_ form: FormBody) -> PowerDocument.Contact {
        var contact = PowerDocument.Contact()
        contact.person = form["person"]
        contact.phone = form["phone"]
        contact.mail = form["mail"]
        contact.vatId = form["vat-id"]
        contact.iban = form["iban"]
        contact.reference = form["reference"]
        return contact
    }

    package static func day(_ form: FormBody, _ name: String) throws(EnergyFault) -> CivilDay {
        guard !form[name].isEmpty else { throw .empty(field: name) }
        guard let day = CalendarDay(parsing: form[name]) else { throw .unreadable(field: name, form[name]) }
        return CivilDay(number: day.number)
    }

    private static func days(_ form: FormBody) throws(EnergyFault) -> ValidDays {
        let through = form["through"].isEmpty ? nil : try day(form, "through")
        let days = ValidDays(from: try day(form, "from"), through: through)
        if let through, through < days.from { throw .order }
        return days
    }

    package static func whole(_ form: FormBody, _ name: String) throws(EnergyFault) -> Int64 {
        guard !form[name].isEmpty else { throw .empty(field: name) }
        guard let number = Int64(form[name]), number.magnitude < 1_000_000_000_000 else {
            throw .unreadable(field: name, form[name])
        }
        return number
    }
}
