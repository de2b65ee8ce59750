// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import EnergyContracts
import EnergyPages
import Metering
import PowerBills
import Site

/// What points, plants and mandates are known to be, with what nobody has entered yet.
struct MasterDataPage: PageOfForms {
    private static let onAPage = 50

    let community: Community
    /// Those that hold today.
    let points: [Version<Point>]
    let plants: [Version<Plant>]
    let mandates: [MandateUse]
    /// By number of the party.
    let names: [Int64: String]
    let today: CivilDay
    var page = 1
    var failed: (form: String, fault: EnergyFault, values: FormBody)?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.master))</h1><p class="lead">\(language(.masterLead))</p></div>
            <section class="card plain" aria-labelledby="points"><h2 id="points">\(language(.powerPoints))</h2>\
            \(pointTable(frame))\(pointForm(language))</section>
            <section class="card plain" aria-labelledby="plants"><h2 id="plants">\(language(.powerPlants))</h2>\
            \(plantTable(frame))\(plantForm(language))</section>
            <section class="card plain" aria-labelledby="mandates"><h2 id="mandates">\(language(.masterMandates))</h2>\
            <p class="help">\(language(.masterMandatesHelp))</p>\(mandateTable(frame))</section></div>
            """
        let crumbs =
            community.crumbs(language) + [
                Breadcrumb(name: language(.contracts), url: .sharing(community.id, "contracts"))
            ]
        return frame.document(
            title: language(.master), section: .energy, breadcrumbs: crumbs, content: content)
    }

    private func position(_ place: GeoPosition?, _ frame: PageFrame) -> String {
        guard let place else { return frame.language(.contractNotEntered) }
        func degrees(_ value: Double) -> String { frame.format.number(value, decimals: 6) + "°" }
        return "\(degrees(place.degrees.latitude)), \(degrees(place.degrees.longitude))"
    }

    private func pointTable(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let pager = Pager(page: page, items: points.count, size: Self.onAPage)
        let rows = pager.part(of: points, size: Self.onAPage).map { version -> [HTML] in
            let point = version.content
            let near = [point.building, point.neighbourhood].filter { !$0.isEmpty }.joined(separator: ", ")
            return [
                "\(point.malo.description)", "\(language(point.feedsIn ? .powerFeedsIn : .powerConsumes))",
                "\(point.street), \(point.place)", "\(near)", "\(point.gridOperator)",
                "\(language(point.meterKind?.words ?? .contractNotEntered))",
                "\(frame.format.integer(Int64(point.fuse.amperes)))\u{202F}A", "\(position(point.position, frame))",
            ]
        }
        guard !rows.isEmpty else { return "" }
        let table = PowerTable(
            caption: .powerPoints,
            header: [
                .powerPoint, .powerDirection, .powerAddress, .powerNear, .powerGrid, .masterMeterKind, .masterFuse,
                .masterPosition,
            ], rows: rows)
        let rest = pager.html(language, at: "points") {
            SiteURL(SiteURL.sharing(community.id, "master").path + SiteURL.query([("page", String($0))]))
        }
        return table.html(language) + rest
    }

    private func place(_ form: String, _ language: Language) -> [HTML] {
        [
            field(form, "longitude", .masterLongitude, isOptional: true, language),
            field(form, "latitude", .masterLatitude, isOptional: true, language),
            field(form, "from", .powerSince, type: "date", value: "\(today)", language),
        ]
    }

    private func form(_ name: String, _ title: Words, _ fields: [HTML], _ language: Language) -> HTML {
        PowerForm(
            title: title, help: .masterHelp, action: .sharing(community.id, "master/\(name)"), fields: fields,
            fault: failed?.form == name ? failed?.fault : nil
        ).html(language)
    }

    private func pointForm(_ language: Language) -> HTML {
        guard !points.isEmpty else { return "" }
        let options = points.map {
            (value: String($0.number), word: "\($0.content.malo), \($0.content.street)")
        }
        return form(
            "point", .masterPoint,
            [choice("point", "point", .powerPoint, options, language), meterKinds(language)] + nearness(language)
                + place("point", language),
            language)
    }

    private func plantTable(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = plants.map { version -> [HTML] in
            let plant = version.content
            let register = plant.register.isEmpty ? language(.contractNotEntered) : plant.register
            return [
                "\(plant.name)", "\(names[plant.runner] ?? "–")",
                "\(language(plant.operatorKind?.words ?? .contractNotEntered))<br>\(language(.verdict(plant.operatorKind)))",
                "\(register)", "\(position(plant.position, frame))",
            ]
        }
        guard !rows.isEmpty else { return "" }
        return PowerTable(
            caption: .powerPlants,
            header: [.powerPlant, .contractOperator, .masterOperatorKind, .powerRegister, .masterPosition], rows: rows
        ).html(language)
    }

    private func plantForm(_ language: Language) -> HTML {
        guard !plants.isEmpty else { return "" }
        let options = plants.map { (value: String($0.number), word: $0.content.name) }
        return form(
            "plant", .masterPlant,
            [
                choice("plant", "plant", .powerPlant, options, language), operatorKinds(language),
                field("plant", "register", .powerRegister, isOptional: true, language),
            ] + place("plant", language), language)
    }

    private func mandateTable(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !mandates.isEmpty else { return "<p class=\"empty\">\(language(.masterNoMandates))</p>" }
        let rows = mandates.map { one -> [HTML] in
            let state: HTML =
                one.holds(on: today)
                ? "\(frame.date(one.lastDay))" : "<span class=\"gaps\">\(language(.masterLapsed))</span>"
            return [
                "\(names[one.party] ?? "–")", "\(one.reference)", "\(frame.date(one.signed))",
                "\(one.used.map { frame.date($0) } ?? language(.masterNever))", state,
            ]
        }
        return PowerTable(
            caption: .masterMandates,
            header: [.powerParty, .masterReference, .powerMandateSigned, .masterLastUse, .masterLapses], rows: rows
        ).html(language)
    }
}
