// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import Energy
import EnergyContracts
import EnergyPages
package import HTTPSupport
import HTTPTypes
import Hummingbird
import Logging
import Metering
import Rights
package import Site
import Storage
import Wire

/// The pages of contracts, master data and changes of prices.
package struct ContractRoutes: PageSet {
    package let site: Site
    let sendsMail: Bool

    package init(site: Site, sendsMail: Bool) { (self.site, self.sendsMail) = (site, sendsMail) }

    package var all: RoomRoutes { contractRoutes + relationRoutes + paperRoutes + masterRoutes + priceRoutes }

    // MARK: - What all pages need

    func author(_ context: HTTPContext) -> Author { Author(name: context.reader.displayName, at: clock()) }

    var today: CivilDay { CivilDay(number: TownTime().day(now()).number) }

    /// The sharing of the address; to who does not run it there is none.
    func community(_ context: HTTPContext) async throws -> Community {
        let (id, reader) = (try number(context, "number"), context.reader)
        guard let found = try await engine.read({ try EnergyQueries.community(id, for: reader, on: $0) }) else {
            throw EnergyRoutes.missing
        }
        return found
    }

    static func names(_ community: Int64, _ language: Language, on connection: any StorageConnection) throws
        -> [Int64: String]
    {
        PartyNames(try EnergyQueries.versions(Party.self, of: community, on: connection)).labels(language)
    }

    // MARK: - Overview and templates

    private var contractRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/energy/{number}/contracts", Words("Verträge und ihr Stand", "Contracts and how far they are")) {
            request, context in
            let community = try await community(context)
            let (language, today) = (language(request), today)
            var page = try await engine.read { connection in
                try Self.overview(community, today, language, on: connection)
            }
            let asked = query(request)
            page.search = asked.trimmed("find")
            page.page = Int(asked["page"]) ?? 1
            return html(page.html(try await frame(request, context)), request)
        }
        routes.get(
            "/energy/{number}/contracts/templates/{kind}",
            Words("Die Vorlage eines Vertrags", "The template of a contract")
        ) { request, context in
            let community = try await community(context)
            return try await template(request, context, community, try Self.kind(context))
        }
        routes.post(
            "/energy/{number}/contracts/templates/{kind}",
            Words("Eine Fassung der Vorlage speichern", "Keep a version of the template")
        ) { request, context in
            let community = try await community(context)
            let kind = try Self.kind(context)
            // each character may come as nine of a form
            let form = try await form(request, limit: 524_288)
            let (author, today) = (author(context), today)
            do {
                let template = ContractTemplate(kind, text: form.trimmed("text"))
                let day = try PowerForms.day(form, "from")
                try await engine.write { connection in
                    try ContractDesk(community: community, author: author, today: today, connection: connection)
                        .set(template, from: day)
                }
                return redirect(.template(community.id, kind))
            } catch let fault as EnergyFault {
                return try await self.template(
                    request, context, community, kind, failed: ("template", fault, form))
            }
        }
        return routes
    }

    private static func kind(_ context: HTTPContext) throws -> ContractKind {
        guard let kind = context.parameters.get("kind").flatMap({ ContractKind(rawValue: $0) }) else {
            throw Problem.notFound("There is no such template.", german: "Diese Vorlage gibt es nicht.")
        }
        return kind
    }

    private static func overview(
        _ community: Community, _ today: CivilDay, _ language: Language, on connection: any StorageConnection
    ) throws -> ContractsPage {
        func all<Content: EnergyDocument>(_ kind: Content.Type) throws -> [Version<Content>] {
            try EnergyQueries.versions(kind, of: community.id, on: connection)
        }
        let names = try names(community.id, language, on: connection)
        let malos = Dictionary(try all(Point.self).map { ($0.number, $0.content.malo.description) }) { $1 }
        let contracts = Dictionary(
            grouping: try ContractQueries.all(of: community.id, on: connection).filter { $0.state != .replaced },
            by: \.relation)
        let newest = Dictionary(try all(Relation.self).map { ($0.number, $0) }) { $1 }
        let rows = newest.values.map { relation in
            ContractsPage.Row(
                relation: relation.number, member: names[relation.content.party] ?? "–",
                malo: malos[relation.content.point] ?? "–", days: relation.days,
                states: Dictionary(grouping: contracts[relation.number] ?? [], by: \.kind).mapValues {
                    $0.map(\.state)
                })
        }.sorted { ($0.member, $0.relation) < ($1.member, $1.relation) }
        let templates = try all(ContractTemplate.self).filter { $0.days.contains(today) }
        let setting = try all(Terms.self).last { $0.days.contains(today) }?.content.setting ?? .direct
        let own = ContractKind.allCases.map { kind in
            (kind: kind, since: templates.first { $0.content.contract == kind }?.days.from)
        }
        return ContractsPage(
            community: community, templates: own, rows: rows,
            othersSell: setting != .direct && own.contains { $0.since == nil })
    }

    private func template(
        _ request: Request, _ context: HTTPContext, _ community: Community, _ kind: ContractKind,
        failed: (form: String, fault: EnergyFault, values: FormBody)? = nil
    ) async throws -> Response {
        let today = today
        var page = try await engine.read { connection in
            TemplatePage(
                community: community, kind: kind,
                template: try ContractQueries.template(kind, of: community.id, on: today, on: connection),
                versions: try EnergyQueries.versions(ContractTemplate.self, of: community.id, on: connection)
                    .filter { $0.content.contract == kind }, today: today)
        }
        page.failed = failed
        return html(page.html(try await frame(request, context)), request, status: failed == nil ? .ok : .badRequest)
    }
}
