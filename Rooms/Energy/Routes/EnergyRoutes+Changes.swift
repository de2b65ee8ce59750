// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import EnergyChanges
import HTTPSupport
import Hummingbird
import Metering
import Site
import Storage
import Wire

/// Ordinary cases: each a form, a look at what it writes, and one revision.
extension EnergyRoutes {
    private static let noChange = Problem.notFound(
        "At this revision nothing of this sharing changed.",
        german: "Mit dieser Nummer wurde in dieser Gemeinschaft nichts geändert.")

    var changeRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/energy/{number}/changes",
            Words(
                "Einzug, Umzug, Eigentümerwechsel, Zählertausch; was wann bekannt wurde",
                "Joining, moving, another owner or meter; what became known when")
        ) { request, context in
            let community = try await community(context)
            let before = Int64(query(request)["before"])
            let page = try await engine.read { connection in
                let entries = try ChangeHistory.entries(
                    of: community, before: before, limit: ChangesPage.onAPage + 1, on: connection)
                let shown = Array(entries.prefix(ChangesPage.onAPage))
                return ChangesPage(
                    community: community, known: try KnownThings.read(of: community, on: connection), entries: shown,
                    older: entries.count > shown.count ? shown.last?.revision : nil)
            }
            return html(page.html(try await frame(request, context)), request)
        }
        routes.get(
            "/energy/{number}/changes/known/{revision}",
            Words("Was eine Änderung geschrieben hat", "What a change has written")
        ) { request, context in
            let community = try await community(context)
            let revision = try number(context, "revision")
            let kind = OrdinaryCase.Kind(rawValue: query(request)["case"])
            let page = try await engine.read { connection -> WrittenChangePage? in
                guard let entry = try ChangeHistory.entry(revision, of: community, on: connection) else { return nil }
                return WrittenChangePage(
                    community: community, kind: kind, known: try KnownThings.read(of: community, on: connection),
                    entry: entry,
                    touched: try ChangeHistory.touched(
                        by: entry.things, before: revision, of: community, on: connection))
            }
            guard let page else { throw Self.noChange }
            return html(page.html(try await frame(request, context)), request)
        }
        for kind in OrdinaryCase.Kind.allCases {
            routes.get("/energy/{number}/changes/\(kind.rawValue)", Words.change(kind)) { request, context in
                let community = try await community(context)
                return try await changeForm(kind, community, nil, nil, request, context)
            }
            routes.post("/energy/{number}/changes/\(kind.rawValue)", Words.writeChange(kind)) { request, context in
                try await change(kind, request, context)
            }
        }
        return routes
    }

    private func changeForm(
        _ kind: OrdinaryCase.Kind, _ community: Community, _ values: FormBody?, _ fault: EnergyFault?,
        _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let known = try await engine.read { try KnownThings.read(of: community, on: $0) }
        let page = ChangeFormPage(community: community, kind: kind, known: known, values: values, fault: fault)
        return html(
            page.html(try await frame(request, context)), request, status: fault == nil ? .ok : .badRequest)
    }

    /// Shows what a case writes; writes it once that was shown and is still so.
    private func change(
        _ kind: OrdinaryCase.Kind, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let community = try await community(context)
        let form = try await form(request)
        guard form["back"] != "yes" else {
            return try await changeForm(kind, community, form, nil, request, context)
        }
        let (author, shown) = (author(context), form["shown"])
        do {
            let known = try await engine.read { try KnownThings.read(of: community, on: $0) }
            let one = try ChangeForm(values: form, known: known).read(kind)
            if !shown.isEmpty {
                let revision = try await engine.write { connection in
                    let desk = EnergyDesk(community: community, author: author, connection: connection)
                    return try ChangeDesk(desk).write(one, shownAs: shown)
                }
                if let revision {
                    let address = SiteURL.sharing(community.id, "changes/known/\(revision)").path
                    return redirect(SiteURL("\(address)?case=\(kind.rawValue)"))
                }
            }
            let page = try await check(one, community, author, form, known, isNewer: !shown.isEmpty)
            return html(page.html(try await frame(request, context)), request, status: shown.isEmpty ? .ok : .conflict)
        } catch let fault as EnergyFault {
            return try await changeForm(kind, community, form, fault, request, context)
        }
    }

    private func check(
        _ one: OrdinaryCase, _ community: Community, _ author: Author, _ form: FormBody, _ known: KnownThings,
        isNewer: Bool
    ) async throws -> CheckChangePage {
        let calendar = calendar
        return try await engine.read { connection in
            let desk = EnergyDesk(community: community, author: author, connection: connection)
            var page = CheckChangePage(
                community: community, kind: one.kind, known: known, plan: try ChangeDesk(desk).plan(one), values: form,
                isNewer: isNewer)
            if case .swaps(let point, _, _, _, let day) = one, let metering = MeteringDay(day, in: calendar) {
                let block = try ReadingQueries.blocks(of: [point], day...day, on: connection)[point]?[day]
                page.swap = (day, block?.states.count { $0 != .missing } ?? 0, metering.slotCount)
            }
            return page
        }
    }
}

/// Reads the form of a case.
struct ChangeForm {
    let values: FormBody
    let known: KnownThings

    func read(_ kind: OrdinaryCase.Kind) throws(EnergyFault) -> OrdinaryCase {
        func day(_ name: String) throws(EnergyFault) -> CivilDay { try PowerForms.day(values, name) }
        func whole(_ name: String) throws(EnergyFault) -> Int64 { try PowerForms.whole(values, name) }
        switch kind {
        case .joins:
            return .joins(
                try person(), at: try place(), part: Int(try whole("part")), from: try day("from"))
        case .leaves: return .leaves(relation: try whole("relation"), through: try day("through"))
        case .moves:
            let (relation, from) = (try whole("relation"), try day("from"))
            return .moves(
                relation: relation, to: try place(), from: from, takesAddress: values["address"] == "yes",
                next: try occupant(after: relation, from))
        case .handsOver: return .handsOver(plant: try whole("plant"), to: try person(), from: try day("from"))
        case .swaps:
            var melo = values["melo"].filter { $0 != " " }.uppercased()
            if !melo.isEmpty {
                do throws(IdentifierError) { melo = try MeteringLocation(melo).description } catch {
                    throw .location(error)
                }
            }
            return .swaps(
                point: try whole("point"), meter: values["meter"], melo: melo, kind: try PowerForms.meterKind(values),
                from: try day("from"))
        }
    }

    private func person() throws(EnergyFault) -> OrdinaryCase.Person {
        guard values["party"].isEmpty else { return .known(try PowerForms.whole(values, "party")) }
        return .new(
            Party(
                name: values["name"], street: values["street"], place: values["place"],
                isSmallBusiness: values["small"] == "yes"))
    }

    /// A point without an address of its own has that of the person.
    private func place() throws(EnergyFault) -> OrdinaryCase.Place {
        guard values["point"].isEmpty else { return .known(try PowerForms.whole(values, "point")) }
        var fields: [String: String] = [:]
        for name in values.names { fields[name] = values[name] }
        for name in ["street", "place"] {
            let own = values["point-" + name]
            fields[name] = own.isEmpty ? values[name] : own
            guard fields[name]?.isEmpty == false else { throw .empty(field: "point-" + name) }
        }
        (fields["direction"], fields["through"]) = ("import", "")
        return .new(try PowerForms.point(FormBody(fields: fields)).0)
    }

    private func occupant(after number: Int64, _ from: CivilDay) throws(EnergyFault) -> OrdinaryCase.Occupant? {
        guard !values["next"].isEmpty else { return nil }
        guard let relation = known.relations.last(where: { $0.number == number })?.content else {
            throw .unknown(field: "relation")
        }
        let first = values["next-from"].isEmpty ? from : try PowerForms.day(values, "next-from")
        let part = values["next-part"].isEmpty ? relation.part : Int(try PowerForms.whole(values, "next-part"))
        guard values["next"] == "new" else {
            return OrdinaryCase.Occupant(
                .known(try PowerForms.whole(values, "next")), part: part, from: first)
        }
        guard !values["next-name"].isEmpty else { throw .empty(field: "next-name") }
        // who moves in lives at the point
        let old = known.points.last { $0.number == relation.point }?.content
        return OrdinaryCase.Occupant(
            .new(Party(name: values["next-name"], street: old?.street ?? "", place: old?.place ?? "")), part: part,
            from: first)
    }
}
