// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Documents
import Energy
import EnergyContracts
package import HTTPSupport
import HTTPTypes
package import Hummingbird
import Logging
import Metering
import PowerBills
import Rights
package import Site
import Storage

/// What members see: their own power, their own bills, and what to check them with.
extension EnergyRoutes {
    var memberRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/energy/mine", Words("Der eigene Strom", "One's own power")) { request, context in
            let account = try context.requireAccount()
            let today = today
            let month =
                Self.month(query(request)["month"])
                ?? Self.month(CivilDay(number: Self.month(today).lowerBound.number - 1))
            let parts = try await context.read(engine, isCostly: true) { connection in
                try EnergyQueries.memberships(of: account, on: connection).map { membership in
                    try Self.part(membership.community, membership.party, month, today, on: connection)
                }
            }
            let page = MyPowerPage(parts: parts, month: month.lowerBound, today: today)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.get("/energy/{number}/documents/{document}", Words("Eine Rechnung oder Gutschrift", "A bill or credit"))
        {
            request, context in
            let (community, stored, isOwn) = try await document(context)
            let language = language(request)
            let run = Breadcrumb(name: language(.powerRun), url: .run(community.id, stored.run))
            let crumbs = Self.crumbs(isOwn: isOwn, community, run, language)
            let page = BillPage(community: community, stored: stored, crumbs: crumbs)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.get(
            "/energy/{number}/documents/{document}/bill.pdf", Words("Eine Rechnung als PDF", "A bill as PDF"),
            for: .programs
        ) { request, context in
            let (_, stored, _) = try await document(context)
            guard let bill = stored.document else { throw Self.noDocument }
            let paper = BillPaper(bill: bill, frame: try await frame(request, context)).document
            return try await Self.printed(paper, name: Self.file(stored), context)
        }
        routes.get(
            "/energy/{number}/documents/{document}/bill.xml",
            Words("Eine Rechnung als XRechnung", "A bill as XRechnung"), for: .programs
        ) { request, context in
            let (_, stored, _) = try await document(context)
            guard let bill = stored.document else { throw Self.noDocument }
            let electronic = ElectronicBill(bill)
            guard let bytes = electronic.bytes else {
                let missing = electronic.missing.map { Words.missing($0) }
                throw Problem.notFound(
                    "There is no electronic bill; missing is: \(missing.map(\.english).joined(separator: ", ")).",
                    german:
                        "Eine elektronische Rechnung gibt es nicht; es fehlt: \(missing.map(\.german).joined(separator: ", "))."
                )
            }
            return file(bytes, type: "application/xml", name: "\(Self.file(stored)).xml")
        }
        routes.get(
            "/energy/{number}/documents/{document}/bill.zip",
            Words(
                "Eine Rechnung mit allem, womit sie sich prüfen lässt", "A bill with all that it can be checked with"),
            for: .programs
        ) { request, context in
            let (community, stored, _) = try await document(context)
            let calendar = calendar
            let bundle = try await context.read(engine, isCostly: true) { connection -> BillBundle? in
                guard let run = try RunQueries.run(stored.run, of: community.id, on: connection),
                    let bill = stored.document
                else { return nil }
                let quarters = try RunQueries.quarters(of: bill, run, community, in: calendar, on: connection)
                return try RunQueries.bundle(
                    of: stored, run, table: quarters.isEmpty ? [] : QuarterTable.bytes(quarters), on: connection)
            }
            guard let bundle else { throw Self.noDocument }
            var archive = ZipArchive()
            for file in bundle.files { archive.add(file.name, file.bytes) }
            return file(archive.finished(), type: "application/zip", name: "\(Self.file(stored)).zip")
        }
        return routes
    }

    /// On the start page: a member's newest bill, and what waits for who runs a sharing.
    package func tile(_ visit: PageVisit) async throws -> HTML {
        let (reader, frame, today) = (visit.context.reader, visit.frame, today)
        let language = frame.language
        let items = try await engine.read { connection -> [HTML] in
            var items: [HTML] = []
            if case .account(let account, _) = reader.identity {
                for own in try EnergyQueries.memberships(of: account, on: connection) {
                    let bill = try RunQueries.documents(ofParty: own.party, in: own.community.id, on: connection)
                        .first { !$0.isReversed && $0.document?.kind == .bill }?.document
                    guard let bill, bill.total > 0 else { continue }
                    let share = frame.format.percent(Double(bill.shared) / Double(bill.total))
                    items.append(
                        """
                        <li><h3><a href="\(SiteURL.myPower)">\(language(.powerSharedOf(share)))</a></h3>\
                        <p>\(frame.period(bill.days)), \(frame.money(bill.gross))</p></li>
                        """)
                }
            }
            for community in try EnergyQueries.communities(for: reader, on: connection) {
                items += try Self.waiting(community, today, frame, on: connection)
            }
            return items
        }
        guard !items.isEmpty else { return "" }
        return """
            <section class="card" aria-labelledby="power-title"><div class="head"><h2 id="power-title">\
            \(language(.power))</h2></div><ul class="results">\(items)</ul></section>
            """
    }

    /// A month that is over and not settled, and the newest runs that something has changed for.
    private static func waiting(
        _ community: Community, _ today: CivilDay, _ frame: PageFrame, on connection: any StorageConnection
    ) throws -> [HTML] {
        let runs = try RunQueries.runs(of: community.id, on: connection)
        var items: [HTML] = []
        if let next = runs.map(\.days.upperBound).max().map({ month($0.next) }), next.upperBound < today {
            let address = SiteURL(
                SiteURL.newRun(community.id).path + "?from=\(next.lowerBound)&through=\(next.upperBound)")
            items.append(
                """
                <li><h3><a href="\(address)">\(community.name)</a></h3>\
                <p>\(frame.language(.powerNotSettled)) \(frame.period(next))</p></li>
                """)
        }
        for change in try PriceChange.all(of: community.id, from: today, on: connection)
        where !change.untold.isEmpty {
            items.append(
                """
                <li><h3><a href="\(SiteURL.sharing(community.id, "prices"))">\(community.name)</a></h3>\
                <p>\(frame.language(.powerPriceUntold(frame.date(change.day), by: frame.date(change.lastNotice))))</p></li>
                """)
        }
        for run in runs.filter({ $0.correctedBy == nil }).prefix(3) {
            let count = try RunQueries.changes(since: run, on: connection)
            guard count > 0 else { continue }
            items.append(
                """
                <li><h3><a href="\(SiteURL.run(community.id, run.id))">\(community.name)</a></h3>\
                <p>\(frame.period(run.days)): \(frame.language(.powerChangedSince)) \(count)</p></li>
                """)
        }
        return items
    }

    private static let noDocument = Problem.notFound(
        "There is no such document.", german: "Dieses Dokument gibt es nicht.")

    /// A name that file systems take.
    /// The way to a paper: the member's own from their page, others' by way of the sharing's list.
    static func crumbs(
        isOwn: Bool, _ community: Community, _ list: Breadcrumb, _ language: Language
    ) -> [Breadcrumb] {
        guard isOwn else { return SharingPage.crumbs(community, language) + [list] }
        return [
            Breadcrumb(name: language(.power), url: .energy), Breadcrumb(name: language(.powerMine), url: .myPower),
        ]
    }

    static func file(_ stored: StoredDocument) -> String {
        "bill-" + stored.number.map { $0.isLetter || $0.isNumber || $0 == "-" ? String($0) : "-" }.joined()
    }

    /// A paper as PDF; its name is without the ending.
    package static func printed(_ paper: Document, name: String, _ context: HTTPContext) async throws -> Response {
        do {
            return file(try await PDFPrinter().print(paper), type: "application/pdf", name: name + ".pdf")
        } catch let error as PDFPrinter.Failure {
            context.logger.error("printing failed", metadata: ["reason": "\(error)"])
            throw Problem(
                .serviceUnavailable, "No PDF", detail: Words.powerNoPrint.english, german: Words.powerNoPrint.german)
        }
    }

    func file(_ bytes: [UInt8], type: String, name: String) -> Response {
        Self.file(bytes, type: type, name: name)
    }

    /// Something of one reader's own to be taken along.
    package static func file(_ bytes: [UInt8], type: String, name: String) -> Response {
        Response(
            contentType: type, bytes: bytes,
            headers: [
                .contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "private, no-cache",
                .vary: "Cookie",
            ])
    }

    /// A document for who runs the sharing, or whose it is; to all others there is none.
    private func document(
        _ context: HTTPContext
    ) async throws -> (community: Community, stored: StoredDocument, isOwn: Bool) {
        let (number, id) = (try number(context, "number"), try self.number(context, "document"))
        let reader = context.reader
        let found = try await engine.read { connection -> (Community, StoredDocument, Bool)? in
            if let community = try EnergyQueries.community(number, for: reader, on: connection),
                let stored = try RunQueries.document(id, of: community.id, on: connection)
            {
                return (community, stored, false)
            }
            guard case .account(let account, _) = reader.identity else { return nil }
            for membership in try EnergyQueries.memberships(of: account, on: connection)
            where membership.community.id == number {
                guard let stored = try RunQueries.document(id, of: number, on: connection),
                    stored.party == membership.party
                else { continue }
                return (membership.community, stored, true)
            }
            return nil
        }
        guard let found else { throw Self.noDocument }
        return found
    }

    private static func part(
        _ community: Community, _ party: Int64, _ month: ClosedRange<CivilDay>, _ today: CivilDay,
        on connection: any StorageConnection
    ) throws -> MyPowerPage.Part {
        let terms = try EnergyQueries.versions(Terms.self, of: community.id, on: connection)
            .last { $0.days.contains(today) }
        let prices = try EnergyQueries.versions(Price.self, of: community.id, on: connection)
        let name = try EnergyQueries.versions(Party.self, of: community.id, on: connection)
            .last { $0.number == party }?.content.name
        // the days of the own points on which the contract was one's own
        let relations = try EnergyQueries.versions(Relation.self, of: community.id, on: connection)
            .filter { $0.content.party == party }
        let blocks = try ReadingQueries.blocks(of: relations.map(\.content.point), month, on: connection)
        let days = month.all.compactMap { day -> (day: CivilDay, wattHours: Int?)? in
            let own = relations.filter { $0.days.contains(day) }
            guard !own.isEmpty else { return nil }
            let values = own.map { blocks[$0.content.point]?[day] }
            let isWhole = values.allSatisfy { $0?.isComplete ?? false }
            return (day, isWhole ? values.reduce(0) { $0 + ($1?.values.reduce(0) { $0 + Int($1) } ?? 0) } : nil)
        }
        var reasons: [Int64: String] = [:]
        let documents = try RunQueries.documents(ofParty: party, in: community.id, on: connection)
        for run in Set(documents.map(\.run)) {
            reasons[run] = try RunQueries.run(run, of: community.id, on: connection)?.reason
        }
        let series = try OwnSeries.of(party, on: connection)
        let own = OwnSeriesPart(party: party, series: series, streams: try series?.streams(on: connection) ?? [])
        return MyPowerPage.Part(
            community: community, name: name ?? "–", documents: documents, days: days, reasons: reasons,
            notices: try NoticeQueries.all(to: party, in: community.id, on: connection), own: own,
            price: terms.flatMap { KilowattHourPrice($0.content, prices, on: today) },
            contracts: try ContractQueries.all(ofParty: party, in: community.id, on: connection),
            names: PartyNames(try EnergyQueries.versions(Party.self, of: community.id, on: connection)).labels(.german))
    }
}
