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
import Wire

/// A relation's contracts, for who runs the sharing.
extension ContractRoutes {
    var relationRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/energy/{number}/contracts/relations/{relation}",
            Words("Die Verträge einer Teilnahme", "The contracts of a relation")
        ) { request, context in
            let community = try await community(context)
            return try await relation(request, context, community)
        }
        routes.get(
            "/energy/{number}/contracts/relations/{relation}/map.json",
            Words("Messstelle und Anlagen einer Teilnahme für die Karte", "Point and plants of a relation for the map"),
            for: .programs
        ) { request, context in
            let community = try await community(context)
            let number = try self.number(context, "relation")
            let page = try await page(community, number, language(request))
            return Self.json(RelationMap(page: page).places)
        }
        routes.get(
            "/energy/{number}/contracts/relations/{relation}/near.json",
            Words("4,5 km um die Anlagen einer Teilnahme", "4.5 km around the plants of a relation"), for: .programs
        ) { request, context in
            let community = try await community(context)
            let number = try self.number(context, "relation")
            let page = try await page(community, number, language(request))
            return Self.json(RelationMap(page: page).circles)
        }
        let forms: [(name: String, purpose: Words)] = [
            ("offer", Words("Beide Verträge anbieten", "Offer both contracts")),
            ("accept", Words("Eine Annahme eintragen", "Enter an acceptance")),
            ("withdraw", Words("Einen Widerruf eintragen", "Enter a withdrawal")),
            ("end", Words("Eine Kündigung eintragen", "Enter a notice of termination")),
        ]
        for form in forms {
            routes.post("/energy/{number}/contracts/relations/{relation}/\(form.name)", form.purpose) {
                request, context in
                try await act(form.name, request, context)
            }
        }
        return routes
    }

    private static func json(_ value: JSONValue) -> Response {
        Response(
            contentType: MediaType.json, bytes: Array(value.text.utf8),
            headers: [.cacheControl: "private, no-cache", .vary: "Cookie"])
    }

    private func act(_ name: String, _ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        let number = try self.number(context, "relation")
        let form = try await form(request)
        let (author, today) = (author(context), today)
        do {
            let count = try await engine.write { connection -> Int in
                let desk = ContractDesk(community: community, author: author, today: today, connection: connection)
                if name == "offer" { return try desk.offer(number) }
                let contracts = try ContractQueries.all(ofRelation: number, in: community.id, on: connection)
                let chosen = try PowerForms.whole(form, "contract")
                guard let way = StoredContract.Way(rawValue: form["way"]), way != .account else {
                    throw EnergyFault.unknown(field: "way")
                }
                let day = try PowerForms.day(form, "day")
                let ids =
                    name == "accept" && chosen == 0
                    ? contracts.filter { $0.state == .offered }.map(\.id)
                    : contracts.filter { $0.id == chosen }.map(\.id)
                guard !ids.isEmpty else { throw EnergyFault.unknown(field: "contract") }
                for id in ids {
                    switch name {
                    case "accept": try desk.accept(id, on: day, by: way, proof: form["proof"])
                    case "withdraw": try desk.withdraw(id, on: day, by: way, proof: form["proof"])
                    default: try desk.end(id, through: day, by: way, reason: form["proof"])
                    }
                }
                return ids.count
            }
            let rest = count == 0 ? "?new=none" : ""
            return redirect(SiteURL(SiteURL.relation(community.id, number).path + rest))
        } catch let fault as EnergyFault {
            return try await relation(request, context, community, failed: (name, fault, form))
        }
    }

    private func relation(
        _ request: Request, _ context: HTTPContext, _ community: Community,
        failed: (form: String, fault: EnergyFault, values: FormBody)? = nil
    ) async throws -> Response {
        var page = try await page(community, try self.number(context, "relation"), language(request))
        page.failed = failed
        page.hadNothingNew = failed == nil && query(request)["new"] == "none"
        return html(page.html(try await frame(request, context)), request, status: failed == nil ? .ok : .badRequest)
    }

    private func page(_ community: Community, _ number: Int64, _ language: Language) async throws -> RelationPage {
        let today = today
        let found = try await engine.read { connection -> RelationPage? in
            let versions = try EnergyQueries.versions(Relation.self, of: community.id, on: connection)
            let contracts = try ContractQueries.all(ofRelation: number, in: community.id, on: connection)
            guard let relation = versions.last(where: { $0.number == number }) else { return nil }
            let day = ContractQueries.day(of: relation.days, today: today)
            let facts: [ContractFacts]
            // without terms there is no paper to show yet
            do {
                facts = try ContractQueries.facts(number, of: community, on: day, on: connection)
            } catch is EnergyFault { facts = [] }
            var drafts: [(kind: ContractKind, runner: Int64, paper: ContractPaper)] = []
            for one in facts {
                for kind in ContractKind.allCases {
                    let template = try ContractQueries.template(kind, of: community.id, on: today, on: connection)
                    drafts.append((kind, one.runner, try one.paper(template)))
                }
            }
            let points = try EnergyQueries.versions(Point.self, of: community.id, on: connection)
                .filter { $0.number == relation.content.point }
            let names = try Self.names(community.id, language, on: connection)
            return RelationPage(
                community: community, relation: relation, member: names[relation.content.party] ?? "–",
                point: (points.last { $0.days.contains(day) } ?? points.last)?.content, facts: facts,
                contracts: contracts, names: names,
                warned: try NoticeQueries.warned(community.id, on: connection)[relation.content.party].map {
                    CivilDay(number: TownTime().day($0).number)
                },
                distances: try PlantDistance.all(
                    from: relation.content.point, of: community.id, on: day, on: connection), drafts: drafts,
                today: today)
        }
        guard let found else {
            throw Problem.notFound("There is no such relation.", german: "Diese Teilnahme gibt es nicht.")
        }
        return found
    }
}
