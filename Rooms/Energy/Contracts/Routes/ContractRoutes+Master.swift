// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import EnergyContracts
import EnergyPages
import HTTPSupport
import HTTPTypes
import Hummingbird
import Metering
import Rights
import Site
import Storage

/// Master data, and changes of prices.
extension ContractRoutes {
    var masterRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/energy/{number}/master",
            Words("Stammdaten von Messstellen, Anlagen und Mandaten", "Master data of points, plants and mandates")
        ) { request, context in
            let community = try await community(context)
            return try await master(request, context, community)
        }
        for (name, purpose) in [
            ("point", Words("Art und Lage einer Messstelle eintragen", "Enter kind and position of a point")),
            ("plant", Words("Angaben zu einer Anlage eintragen", "Enter what is known of a plant")),
        ] {
            routes.post("/energy/{number}/master/\(name)", purpose) { request, context in
                let community = try await community(context)
                let form = try await form(request)
                let author = author(context)
                do {
                    try await engine.write { connection in
                        let desk = MasterDesk(community: community, author: author, connection: connection)
                        let (day, position) = (try PowerForms.day(form, "from"), try Self.position(form))
                        if name == "point" {
                            try desk.set(
                                point: try PowerForms.whole(form, "point"), try PowerForms.meterKind(form), position,
                                building: PowerForms.name(form, "building"),
                                neighbourhood: PowerForms.name(form, "neighbourhood"), from: day)
                        } else {
                            try desk.set(
                                plant: try PowerForms.whole(form, "plant"), try PowerForms.operatorKind(form),
                                register: form["register"], position, from: day)
                        }
                    }
                    return redirect(.sharing(community.id, "master"))
                } catch let fault as EnergyFault {
                    return try await master(request, context, community, failed: (name, fault, form))
                }
            }
        }
        return routes
    }

    /// Nil where both fields are empty.
    private static func position(_ form: FormBody) throws(EnergyFault) -> GeoPosition? {
        let (east, north) = (form["longitude"], form["latitude"])
        if east.isEmpty, north.isEmpty { return nil }
        guard let position = GeoPosition(longitude: east, latitude: north) else {
            throw .badPosition(isSwapped: false)
        }
        func isGerman(_ place: GeoPosition) -> Bool {
            (5_000_000...16_000_000).contains(place.longitude) && (47_000_000...56_000_000).contains(place.latitude)
        }
        let swapped = GeoPosition(longitude: position.latitude, latitude: position.longitude)
        if !isGerman(position), let swapped, isGerman(swapped) { throw .badPosition(isSwapped: true) }
        return position
    }

    private func master(
        _ request: Request, _ context: HTTPContext, _ community: Community,
        failed: (form: String, fault: EnergyFault, values: FormBody)? = nil
    ) async throws -> Response {
        let (today, language) = (today, language(request))
        var page = try await engine.read { connection in
            func all<Content: EnergyDocument>(_ kind: Content.Type) throws -> [Version<Content>] {
                try EnergyQueries.versions(kind, of: community.id, on: connection)
                    .filter { $0.days.through.map { $0 >= today } ?? true }
            }
            /// What holds today, else what will.
            func newest<Content: EnergyDocument>(_ versions: [Version<Content>]) -> [Version<Content>] {
                Dictionary(grouping: versions, by: \.number).values.compactMap { own in
                    own.first { $0.days.contains(today) } ?? own.first
                }.sorted { $0.number < $1.number }
            }
            return MasterDataPage(
                community: community, points: newest(try all(Point.self)), plants: newest(try all(Plant.self)),
                mandates: try MandateUse.all(of: community.id, on: today, on: connection),
                names: try Self.names(community.id, language, on: connection), today: today)
        }
        page.page = Int(query(request)["page"]) ?? 1
        page.failed = failed
        return html(page.html(try await frame(request, context)), request, status: failed == nil ? .ok : .badRequest)
    }

    // MARK: - Prices

    var priceRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/energy/{number}/prices",
            Words("Preisänderungen und wem sie mitgeteilt sind", "Changes of prices and who was told")
        ) { request, context in
            let community = try await community(context)
            return try await prices(request, context, community)
        }
        routes.post("/energy/{number}/prices", Words("Eine Preisänderung mitteilen", "Tell of a change of prices")) {
            request, context in
            let community = try await community(context)
            let form = try await form(request)
            let (author, today, sendsMail) = (author(context), today, sendsMail)
            do {
                let day = try PowerForms.day(form, "day")
                guard let way = Notice.Way(rawValue: form["way"]) else { throw EnergyFault.unknown(field: "way") }
                guard way == .letter || sendsMail else { throw EnergyFault.noMailServer }
                let posted = form["posted"].isEmpty ? nil : try PowerForms.day(form, "posted")
                try await engine.write { connection in
                    let mails = try PriceChange.tell(
                        day, reason: form["reason"], by: way, posted: posted, proof: form["proof"], of: community,
                        author: author, today: today, on: connection)
                    try EnergyRoutes.queue(mails, of: community, at: author.at, on: connection)
                }
                return redirect(.sharing(community.id, "prices"))
            } catch let fault as EnergyFault {
                return try await prices(request, context, community, failed: ("tell-\(form["day"])", fault, form))
            }
        }
        return routes
    }

    private func prices(
        _ request: Request, _ context: HTTPContext, _ community: Community,
        failed: (form: String, fault: EnergyFault, values: FormBody)? = nil
    ) async throws -> Response {
        let (today, language, sendsMail) = (today, language(request), sendsMail)
        var page = try await engine.read { connection in
            PriceChangesPage(
                community: community,
                // a quarter of a year back, so that the proof of the last change is at hand
                changes: try PriceChange.all(
                    of: community.id, from: CivilDay(number: today.number - 92), on: connection),
                names: try Self.names(community.id, language, on: connection), sendsMail: sendsMail, today: today)
        }
        page.failed = failed
        return html(page.html(try await frame(request, context)), request, status: failed == nil ? .ok : .badRequest)
    }
}
