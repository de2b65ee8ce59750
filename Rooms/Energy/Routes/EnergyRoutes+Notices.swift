// SPDX-License-Identifier: EUPL-1.2
import Administration
import Bilingual
package import Energy
import HTTPSupport
import Hummingbird
import Metering
import Rights
import Site
package import Storage
package import Wire

/// Notices to members, by mail or by letter, with their proof.
extension EnergyRoutes {
    private static let mostNotices = 200

    var noticeRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/energy/{number}/notices",
            Words("Hinweise an Mitglieder und ihr Nachweis", "Notices to members and their proof")
        ) { request, context in
            let community = try await community(context)
            try await learn(of: community)
            return try await notices(request, context, community)
        }
        routes.get("/energy/{number}/notices/{notice}", Words("Ein Schreiben an ein Mitglied", "A letter to a member"))
        {
            request, context in
            let (community, notice, name, isOwn) = try await notice(context)
            let language = language(request)
            let all = Breadcrumb(name: language(.powerNotices), url: .sharing(community.id, "notices"))
            let crumbs = Self.crumbs(isOwn: isOwn, community, all, language)
            let page = NoticePage(community: community, notice: notice, name: name, crumbs: crumbs)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.get(
            "/energy/{number}/notices/{notice}/notice.pdf",
            Words("Ein Schreiben an ein Mitglied als PDF", "A letter to a member as PDF"), for: .programs
        ) { _, context in
            let (community, notice, name, _) = try await notice(context)
            let paper = NoticePage(community: community, notice: notice, name: name, crumbs: []).paper
            return try await Self.printed(paper, name: "notice-\(notice.row)", context)
        }
        let forms: [(name: String, purpose: Words)] = [
            ("warnings", Words("Die Warnungen vor dem Vertrag schicken", "Send the warnings before the contract")),
            ("outage", Words("Einen Stillstand oder sein Ende mitteilen", "Tell of a standstill or its end")),
            ("posted", Words("Briefe als verschickt eintragen", "Mark letters as posted")),
        ]
        for form in forms {
            routes.post("/energy/{number}/notices/\(form.name)", form.purpose) { request, context in
                try await tell(form.name, request, context)
            }
        }
        return routes
    }

    private static let noNotice = Problem.notFound(
        "There is no such letter.", german: "Dieses Schreiben gibt es nicht.")

    /// A notice for who runs the sharing, or to whom it was sent; to all others there is none.
    private func notice(
        _ context: HTTPContext
    ) async throws -> (community: Community, notice: Notice, name: String, isOwn: Bool) {
        let (number, row) = (try number(context, "number"), try self.number(context, "notice"))
        let reader = context.reader
        let found = try await engine.read { connection -> (Community, Notice, String, Bool)? in
            guard let notice = try NoticeQueries.one(row, of: number, on: connection) else { return nil }
            let name = try EnergyQueries.versions(Party.self, of: number, on: connection)
                .last { $0.number == notice.party }?.content.name
            if let community = try EnergyQueries.community(number, for: reader, on: connection) {
                return (community, notice, name ?? "–", false)
            }
            guard case .account(let account, _) = reader.identity else { return nil }
            let own = try EnergyQueries.memberships(of: account, on: connection)
                .first { $0.community.id == number && $0.party == notice.party }
            return own.map { ($0.community, notice, name ?? "–", true) }
        }
        guard let found else { throw Self.noNotice }
        return found
    }

    /// Puts the mails of notices in the queue.
    package static func queue(
        _ mails: [NoticeQueries.Mail], of community: Community, at instant: Instant,
        on connection: any StorageConnection
    ) throws {
        for mail in mails {
            guard let notice = try NoticeQueries.one(mail.notice, of: community.id, on: connection) else { continue }
            let letter = try LetterQueue.add(
                about: "power notice \(mail.notice)", to: mail.address,
                subject: "\(community.name): \(Words.notice(notice.kind).german)", body: notice.body, at: instant,
                on: connection)
            try NoticeQueries.queued(mail.notice, as: letter, on: connection)
        }
    }

    /// Keeps what became of mails that were still waiting: the queue forgets it after a month.
    private func learn(of community: Community) async throws {
        let ended = try await engine.read { connection in
            try NoticeQueries.all(of: community.id, limit: Self.mostNotices, on: connection)
                .filter { $0.state == .waiting }
                .compactMap { notice -> (Int64, Notice.State, String, Instant?)? in
                    guard let letter = notice.letter, let outcome = try LetterQueue.outcome(of: letter, on: connection)
                    else { return (notice.row, .unknown, "", nil) }
                    switch outcome.state {
                    case .waiting: return nil
                    case .sent: return (notice.row, .sent, Words.powerAccepted.german, outcome.at)
                    case .refused, .abandoned: return (notice.row, .refused, outcome.fault ?? "", outcome.at)
                    }
                }
        }
        guard !ended.isEmpty else { return }
        try await engine.write { connection in
            for (row, state, proof, at) in ended {
                try NoticeQueries.ended(row, state, proof: proof, at: at, on: connection)
            }
        }
    }

    private func notices(
        _ request: Request, _ context: HTTPContext, _ community: Community,
        failed: (form: String, fault: EnergyFault, values: FormBody)? = nil
    ) async throws -> Response {
        let (today, sendsMail, language) = (today, sendsMail, language(request))
        var page = try await engine.read { connection in
            func all<Content: EnergyDocument>(_ kind: Content.Type) throws -> [Version<Content>] {
                try EnergyQueries.versions(kind, of: community.id, on: connection)
            }
            let names = PartyNames(try all(Party.self)).labels(language)
            let warned = try NoticeQueries.warned(community.id, on: connection)
            var first: [Int64: CivilDay] = [:]
            for relation in try all(Relation.self) where relation.days.through.map({ $0 >= today }) ?? true {
                let party = relation.content.party
                first[party] = min(first[party] ?? relation.days.from, relation.days.from)
            }
            let sharers = first.sorted { (names[$0.key] ?? "", $0.key) < (names[$1.key] ?? "", $1.key) }.map {
                party, from in
                NoticesPage.Sharer(
                    party: party, name: names[party] ?? "–", from: from,
                    warned: warned[party].map { CivilDay(number: TownTime().day($0).number) })
            }
            return NoticesPage(
                community: community, provider: try all(Terms.self).last?.content.provider ?? "", sharers: sharers,
                names: names, plants: Dictionary(try all(Plant.self).map { ($0.number, $0.content.name) }) { $1 },
                notices: try NoticeQueries.all(of: community.id, limit: Self.mostNotices, on: connection),
                sendsMail: sendsMail, today: today)
        }
        page.failed = failed
        return html(page.html(try await frame(request, context)), request, status: failed == nil ? .ok : .badRequest)
    }

    private func tell(_ name: String, _ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        let form = try await form(request, limit: 65_536)
        let (author, today) = (author(context), today)
        do {
            if name == "posted" {
                let (day, row) = (try PowerForms.day(form, "posted"), try PowerForms.whole(form, "notice"))
                try await engine.write {
                    try NoticeQueries.post(
                        row == 0 ? nil : row, on: day, proof: form["proof"], in: community.id, by: author, today: today,
                        on: $0)
                }
                return redirect(.sharing(community.id, "notices"))
            }
            let draft = try draft(name, form, today)
            try await engine.write { connection in
                let parties =
                    name == "warnings"
                    ? [try PowerForms.whole(form, "party")]
                    : try NoticeQueries.sharers(community.id, on: draft.day, on: connection)
                if let plant = draft.plant {
                    let known = try EnergyQueries.versions(Plant.self, of: community.id, on: connection)
                    guard known.contains(where: { $0.number == plant }) else {
                        throw EnergyFault.unknown(field: "plant")
                    }
                }
                let mails = try NoticeQueries.write(
                    draft, to: parties, in: community.id, by: author, today: today, on: connection)
                try Self.queue(mails, of: community, at: author.at, on: connection)
            }
            return redirect(.sharing(community.id, "notices"))
        } catch let fault as EnergyFault {
            return try await notices(request, context, community, failed: (name, fault, form))
        }
    }

    private func draft(_ name: String, _ form: FormBody, _ today: CivilDay) throws(EnergyFault) -> NoticeQueries.Draft {
        guard let way = Notice.Way(rawValue: form["way"]) else { throw .unknown(field: "way") }
        guard way == .letter || sendsMail else { throw .noMailServer }
        let isWarning = name == "warnings"
        let kind = isWarning ? Notice.Kind.warnings : Notice.Kind(rawValue: form["kind"])
        guard let kind, isWarning || Notice.Kind.ofPlants.contains(kind) else { throw .unknown(field: "kind") }
        return NoticeQueries.Draft(
            kind: kind, plant: isWarning ? nil : try PowerForms.whole(form, "plant"),
            day: isWarning ? today : try PowerForms.day(form, "day"), body: form.trimmed("body"), way: way,
            posted: form["posted"].isEmpty ? nil : try PowerForms.day(form, "posted"), proof: form["proof"])
    }
}
