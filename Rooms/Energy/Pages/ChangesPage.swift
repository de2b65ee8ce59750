// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import EnergyChanges
import Metering
import PowerBills
import Site
import Wire

/// Things with what was known of them and what is known afterwards.
struct ThingTable: Sendable {
    let things: [ChangedThing]
    let known: KnownThings

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let known = known.with(things)
        let rows = things.map { thing -> [HTML] in
            [
                "\(title(thing, known, language))",
                cell(thing.before, empty: .powerIsNew, known, frame),
                cell(thing.after, empty: .powerHoldsNoMore, known, frame),
            ]
        }
        return PowerTable(caption: .powerThing, header: [.powerThing, .powerBefore, .powerAfter], rows: rows).html(
            language)
    }

    private func cell(_ held: [ChangedThing.Held], empty: Words, _ known: KnownThings, _ frame: PageFrame) -> HTML {
        guard !held.isEmpty else { return "\(frame.language(empty))" }
        return "\(held.map { "<p>\(frame.period($0.days)): \(says($0.what, known, frame))</p>" as HTML })"
    }

    private func title(_ thing: ChangedThing, _ known: KnownThings, _ language: Language) -> String {
        switch thing.newest {
        case .party(let party): "\(language(.powerParty)): \(party.name)"
        case .point(let point): "\(language(.powerPoint)): \(point.malo)"
        case .plant(let plant): "\(language(.powerPlant)): \(plant.name)"
        case .relation(let relation): "\(language(.powerRelation)): \(known.name(relation.party, language))"
        case .terms: language(.powerTerms)
        case .price(let price): "\(language(.powerPriceColumn)): \(language(.line(price.line)))"
        case .other, nil: thing.kind
        }
    }

    private func says(_ thing: PowerThing, _ known: KnownThings, _ frame: PageFrame) -> String {
        let language = frame.language
        switch thing {
        case .party(let party):
            let bank = party.contact.iban.isEmpty ? [] : [IBAN.short(party.contact.iban)]
            let mandate = party.mandate.map { ["\(language(.powerMandate)): \($0.reference)"] } ?? []
            return ([party.street, party.place] + bank + mandate).joined(separator: ", ")
        case .point(let point):
            let near = [point.building, point.neighbourhood].filter { !$0.isEmpty }
            let address = ([point.street, point.place] + near).joined(separator: ", ")
            return language(.powerSaysPoint(point.meter, point.meterKind?.words, address, point.melo))
        case .plant(let plant):
            return language(.powerSaysPlant(known.name(plant.runner, language), .form(plant.form)))
        case .relation(let relation):
            let part = frame.format.integer(Int64(relation.part))
            let percent = relation.percent == 100 ? "" : ", \(relation.percent)\u{202F}%"
            return language(.powerSaysRelation(known.malo(relation.point), part)) + percent
        case .terms(let terms): return language(.model(terms))
        case .price(let price): return frame.price(price.value, price.line)
        case .other(let kind): return kind
        }
    }
}

/// Settled periods that something else holds in, each with the way to its correction.
struct TouchedRuns: Sendable {
    let community: Community
    let runs: [StoredRun]
    let isWritten: Bool

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let items = runs.map { run -> HTML in
            """
            <li><a href="\(SiteURL.run(community.id, run.id))">\(language(.powerRun)) \(frame.period(run.days)), \
            \(language(.powerNo)) \(run.number)</a> (\(language(.powerOpenRun)))</li>
            """
        }
        let text: HTML =
            runs.isEmpty
            ? "<p>\(language(.powerNoneTouched))</p>"
            : "<p class=\"gaps\">\(language(isWritten ? .powerTouchedNow : .powerTouchedThen))</p><ul>\(items)</ul>"
        return """
            <section class="card" aria-labelledby="touched"><h2 id="touched">\(language(.powerTouched))</h2>\(text)</section>
            """
    }
}

extension OrdinaryCase.Kind {
    /// What is to be done afterwards, as a part of a page.
    func then(_ language: Language, also: HTML = "") -> HTML {
        """
        <section class="card" aria-labelledby="then"><h2 id="then">\(language(.powerWhatComes))</h2>\(also)<ul>\
        \(Words.changeThen(self).map { "<li>\(language($0))</li>" as HTML })</ul></section>
        """
    }
}

/// The cases to choose from, and what became known when.
struct ChangesPage: Sendable {
    static let onAPage = 20

    let community: Community
    let known: KnownThings
    let entries: [ChangeHistory.Entry]
    /// The revision before which the list goes on; nil at its end.
    let older: Int64?

    static func crumbs(_ community: Community, _ language: Language) -> [Breadcrumb] {
        SharingPage.crumbs(community, language) + [
            Breadcrumb(name: language(.powerChanges), url: .sharing(community.id, "changes"))
        ]
    }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let cases = OrdinaryCase.Kind.allCases.map { kind -> HTML in
            """
            <li><h3><a href="\(SiteURL.sharing(community.id, "changes/\(kind.rawValue)"))">\(language(.change(kind)))</a></h3>\
            <p>\(language(.changeHelp(kind)))</p></li>
            """
        }
        let list = entries.map { entry -> HTML in
            """
            <h3><a href="\(SiteURL.sharing(community.id, "changes/known/\(entry.revision)"))">\
            \(frame.format.dateTime(entry.at))</a>, \(language(.powerBy)) \(entry.actor)</h3>\
            \(ThingTable(things: entry.things, known: known).html(frame))
            """
        }
        let more: HTML =
            older.map { before -> HTML in
                let address = SiteURL(SiteURL.sharing(community.id, "changes").path + "?before=\(before)")
                return "<p><a href=\"\(address)\">\(language(.powerOlder))</a></p>"
            } ?? ""
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.powerChanges))</h1>\
            <p class="lead">\(language(.powerChangesLead))</p></div><ul class="results">\(cases)</ul>
            <section class="card plain" aria-labelledby="known"><h2 id="known">\(language(.powerKnownSince))</h2>\
            <p>\(language(.powerKnownSinceLead))</p>\(list)\(more)</section></div>
            """
        return frame.document(
            title: language(.powerChanges), section: .energy, breadcrumbs: SharingPage.crumbs(community, language),
            content: content)
    }
}

/// What will be written, before it is.
struct CheckChangePage: Sendable {
    let community: Community
    let kind: OrdinaryCase.Kind
    let known: KnownThings
    let plan: ChangePlan
    let values: FormBody
    /// Whether something else became known after the first look.
    var isNewer = false
    /// Of the day of a swap: how many quarter hours are there, of how many.
    var swap: (day: CivilDay, known: Int, all: Int)?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = "\(language(.powerCheckChange)): \(language(.change(kind)))"
        let newer: HTML =
            isNewer ? "<div class=\"summary\" role=\"alert\"><p>\(language(.powerChangedMeanwhile))</p></div>" : ""
        let compare: HTML =
            plan.things.contains { $0.isNew && $0.kind == Point.kind }
            ? "<p class=\"gaps\">\(language(.powerCheckPointHelp))</p>" : ""
        let hidden = values.names.sorted().filter { $0 != "shown" && $0 != "back" }.map { name -> HTML in
            "<input type=\"hidden\" name=\"\(name)\" value=\"\(values[name])\">"
        }
        let content: HTML = """
            <div class="inner page"><h1>\(title)</h1>\(newer)<p class="lead">\(language(.powerNotWritten))</p>\
            \(ThingTable(things: plan.things, known: known).html(frame))\(compare)
            \(TouchedRuns(community: community, runs: plan.touched, isWritten: false).html(frame))
            \(kind.then(language, also: swapPart(frame)))
            <form method="post" action="\(SiteURL.sharing(community.id, "changes/\(kind.rawValue)"))">\(hidden)\
            <p class="actions"><button type="submit" name="shown" value="\(plan.mark)">\(language(.powerWrite))</button>\
            <button type="submit" name="back" value="yes" class="quiet">\(language(.powerBack))</button></p></form></div>
            """
        return frame.document(
            title: title, section: .energy, breadcrumbs: ChangesPage.crumbs(community, language), content: content)
    }

    private func swapPart(_ frame: PageFrame) -> HTML {
        guard let swap else { return "" }
        let (known, all) = (frame.format.integer(Int64(swap.known)), frame.format.integer(Int64(swap.all)))
        return "<p>\(frame.language(.powerSwapReadings(frame.date(swap.day), known, all)))</p>"
    }
}

/// What was written in one revision, and which runs need a correction by it.
struct WrittenChangePage: Sendable {
    let community: Community
    let kind: OrdinaryCase.Kind?
    let known: KnownThings
    let entry: ChangeHistory.Entry
    let touched: [StoredRun]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = kind.map { language(.change($0)) } ?? language(.powerChanges)
        let content: HTML = """
            <div class="inner page"><h1>\(title)</h1>\
            <p class="lead">\(language(.powerWritten)) \(frame.format.dateTime(entry.at)), \(language(.powerBy)) \(entry.actor).</p>\
            \(ThingTable(things: entry.things, known: known).html(frame))
            \(TouchedRuns(community: community, runs: touched, isWritten: true).html(frame))
            \(kind?.then(language) ?? "")</div>
            """
        return frame.document(
            title: title, section: .energy, breadcrumbs: ChangesPage.crumbs(community, language), content: content)
    }
}

/// The form of one case: short, with the thing and the day.
struct ChangeFormPage: Sendable {
    let community: Community
    let kind: OrdinaryCase.Kind
    let known: KnownThings
    /// What was in it when it came back.
    var values: FormBody?
    var fault: EnergyFault?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = language(.change(kind))
        let error: HTML =
            fault.map {
                """
                <div class="summary" role="alert"><p><strong>\(language(.formFault))</strong></p>\
                <p>\(language($0.words))</p></div>
                """
            } ?? ""
        let content: HTML = """
            <div class="inner page"><h1>\(title)</h1><p class="lead">\(language(.changeHelp(kind)))</p>\(error)
            <form class="form card" method="post" action="\(SiteURL.sharing(community.id, "changes/\(kind.rawValue)"))">\
            \(fields(language))<div><button type="submit">\(language(.powerShowFirst))</button></div></form></div>
            """
        return frame.document(
            title: title, section: .energy, breadcrumbs: ChangesPage.crumbs(community, language), content: content)
    }

    private func field(
        _ name: String, _ label: Words, type: String = "text", isOptional: Bool = false, _ language: Language
    ) -> HTML {
        FormField(
            name: name, label: label, value: values?[name] ?? "", type: type, autocomplete: "off",
            error: fault?.field == name ? fault?.words : nil, isOptional: isOptional
        ).html(language)
    }

    private func choice(
        _ name: String, _ label: Words, _ options: [(value: String, word: String)], _ language: Language
    ) -> HTML { PowerForm.choice(name, name, label, options, values?[name] ?? "", language) }

    private func box(_ name: String, _ label: Words, isOn: Bool, _ language: Language) -> HTML {
        PowerForm.box(name, label, isOn: values.map { $0[name] == "yes" } ?? isOn, language)
    }

    private func group(_ legend: Words, _ fields: [HTML], _ language: Language) -> HTML {
        "<fieldset class=\"field\"><legend>\(language(legend))</legend>\(fields)</fieldset>"
    }

    private func person(_ label: Words, _ language: Language) -> [HTML] {
        let new = (value: "", word: language(.powerNewPerson))
        let fields = [
            field("name", .powerPersonName, isOptional: true, language),
            field("street", .powerStreet, isOptional: true, language),
            field("place", .powerPlace, isOptional: true, language), box("small", .powerSmall, isOn: false, language),
        ]
        return [
            choice("party", label, [new] + known.people(language), language),
            group(.powerPersonNew, fields, language),
        ]
    }

    private func place(_ language: Language, asAbove: Bool) -> [HTML] {
        let new = (value: "", word: language(.powerNewPerson))
        let fields = [
            field("malo", .powerMalo, isOptional: true, language),
            field("melo", .powerMelo, isOptional: true, language),
            field("point-street", asAbove ? .powerPointStreet : .powerStreetOfPoint, isOptional: true, language),
            field("point-place", asAbove ? .powerPointPlace : .powerPlaceOfPoint, isOptional: true, language),
            field("meter", .powerMeter, isOptional: true, language),
            field("grid-operator", .powerGrid, isOptional: true, language),
            field("amperes", .powerFuse, type: "number", isOptional: true, language),
            kinds(.powerNotEntered, language),
            field("building", .powerBuilding, isOptional: true, language),
            field("neighbourhood", .powerNeighbourhood, isOptional: true, language),
        ]
        return [
            choice("point", .powerNewPoint, [new] + known.places(withPlants: false), language),
            group(.powerPointNew, fields, language),
        ]
    }

    private func kinds(_ open: Words, _ language: Language) -> HTML {
        choice(
            "meter-kind", .powerMeterKind,
            [("", language(open))] + MeterKind.allCases.map { ($0.rawValue, language($0.words)) }, language)
    }

    private func fields(_ language: Language) -> [HTML] {
        switch kind {
        case .joins:
            person(.powerParty, language) + place(language, asAbove: true) + [
                field("part", .powerPart, type: "number", language),
                field("from", .powerFrom, type: "date", language),
            ]
        case .leaves:
            [
                choice("relation", .powerRelation, known.sharers(language), language),
                field("through", .powerLastDayOf, type: "date", language),
            ]
        case .moves:
            [choice("relation", .powerRelation, known.sharers(language), language)] + place(language, asAbove: false)
                + [
                    field("from", .powerFirstDayThere, type: "date", language),
                    box("address", .powerTakesAddress, isOn: true, language),
                    choice(
                        "next", .powerNext,
                        [
                            (value: "", word: language(.powerNobody)),
                            (value: "new", word: language(.powerNewPerson)),
                        ] + known.people(language), language),
                    field("next-name", .powerNextName, isOptional: true, language),
                    field("next-part", .powerNextPart, type: "number", isOptional: true, language),
                    field("next-from", .powerNextFrom, type: "date", isOptional: true, language),
                ]
        case .handsOver:
            [choice("plant", .powerPlant, plants, language)] + person(.powerNewRunner, language)
                + [field("from", .powerFirstDayOwner, type: "date", language)]
        case .swaps:
            [
                choice("point", .powerPoint, known.places(withPlants: true), language),
                field("meter", .powerNewMeter, language), field("melo", .powerNewMelo, isOptional: true, language),
                kinds(.powerKindStays, language),
                field("from", .powerSwapDay, type: "date", language),
            ]
        }
    }

    private var plants: [(value: String, word: String)] {
        Dictionary(known.plants.map { ($0.number, $0.content.name) }) { $1 }.sorted { $0.key < $1.key }.map {
            (value: String($0.key), word: $0.value)
        }
    }
}
