// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import Metering
import PowerBills
import Settlement
import Site
import Wire

/// A settled period: sums, where each cent went, the documents, and how to correct it.
struct RunPage: Sendable {
    let community: Community
    let run: StoredRun
    let documents: [StoredDocument]
    let changes: Int
    /// Messages that were withdrawn since, whose values the run rests on.
    let withdrawn: [String]
    /// Whether the run computed again gives the same bytes; only where it was asked.
    var replay: Replay?
    /// The fixed list of sums by quarter hour.
    var sums: [RunSum] = []
    /// Names of the plants in it.
    var plants: [Int64: String] = [:]
    var fault: EnergyFault?

    enum Replay: Sendable, Hashable { case same, other, gone }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = "\(language(.powerRun)) \(frame.period(run.days)), \(language(.powerNo)) \(run.number)"
        let reason: HTML = run.reason.map { "<p class=\"lead\">\(language(.powerReason)): \($0)</p>" } ?? ""
        let content: HTML = """
            <div class="inner page"><h1>\(title)</h1>\(reason)\(sums(frame))\(correct(frame))\(changePart(frame))
            <section class="card" aria-labelledby="money"><h2 id="money">\(language(.powerMoney))</h2>\(money(frame))</section>
            <section class="card" aria-labelledby="bills"><h2 id="bills">\(language(.powerBills))</h2>\(documentTable(frame))</section>
            \(sumPart(frame))\(again(frame))</div>
            """
        return frame.document(
            title: title, section: .energy, breadcrumbs: SharingPage.crumbs(community, language), content: content)
    }

    private func sums(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let (made, shared) = (run.summary.whole("madeWh") ?? 0, run.summary.whole("sharedWh") ?? 0)
        let total = run.summary.whole("totalWh") ?? 0
        var state = language(run.correctedBy == nil ? .powerStands : .powerCorrected)
        if run.isProvisional { state += ", " + language(.powerIsProvisional) }
        var facts: [(Words, String)] = [
            (.powerRunState, state), (.powerMade, frame.energy(made)), (.powerShared, frame.energy(shared)),
            (.powerSurplus, frame.energy(made - shared)), (.powerTotal, frame.energy(total)),
            (.powerResidual, frame.energy(total - shared)),
        ]
        if run.corrects == nil {
            let last = run.days.lastBillDay
            let late = run.issued > last ? " (\(language(.powerBillsLate)))" : ""
            facts.append((.powerBillsBy, "\(frame.date(last))\(late)"))
        }
        if run.estimatedSlots > 0 {
            facts.append(
                (.powerEstimated, "\(frame.format.integer(Int64(run.estimatedSlots))) \(language(.powerSlots))"))
        }
        return
            "<dl class=\"facts\">\(facts.map { "<div><dt>\(language($0.0))</dt><dd>\($0.1)</dd></div>" as HTML })</dl>"
    }

    /// Which sums by quarter hour are told, and why others are not.
    private func sumPart(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = sums.map { sum -> [HTML] in
            [
                "\(language(.sum(sum, plants)))", "\(frame.period(sum.days))",
                "\(frame.format.integer(Int64(sum.parties.count)))", "\(language(.state(sum.state)))",
            ]
        }
        let file: HTML = """
            <p class="actions"><a class="button" href="\(SiteURL.run(community.id, run.id, "sums.csv"))">\(language(.powerSumsFile))</a></p>
            """
        let list: HTML =
            rows.isEmpty
            ? "<p class=\"empty\">\(language(run.isProvisional ? .powerNoSumsYet : .powerNoSums))</p>"
            : PowerTable(
                caption: .powerSums, header: [.powerSumOf, .powerPeriod, .powerMembersCount, .powerSumState], rows: rows
            ).html(language) + file
        return """
            <section class="card" aria-labelledby="sums"><h2 id="sums">\(language(.powerSums))</h2>\
            <p>\(language(.powerSumsLead))</p>\(list)</section>
            """
    }

    /// Who a paper is for: told from others of the same name, and one's points from each other.
    private func names(_ language: Language) -> (StoredDocument) -> String {
        var parties: [String: Set<Int64>] = [:]
        var points: [Int64: Set<String>] = [:]
        for stored in documents {
            guard let document = stored.document else { continue }
            parties[document.recipient.name, default: []].insert(stored.party)
            points[stored.party, default: []].insert(document.malo)
        }
        return { stored in
            guard let document = stored.document else { return "–" }
            let recipient = document.recipient
            var name = recipient.name
            if parties[name, default: []].count > 1 {
                name = PartyNames.distinct(name, recipient.street, recipient.place, stored.party, language)
            }
            return points[stored.party, default: []].count > 1 ? "\(name), \(document.malo)" : name
        }
    }

    /// How many papers are new, and how many stay as they are.
    private func standing(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard let bills = run.summary.whole("standingBills"), let credits = run.summary.whole("standingCredits") else {
            return ""
        }
        let new = documents.filter { $0.reverses == nil }
        let written = Words.powerPapers(
            frame.format, bills: new.count { $0.kind.isBill }, credits: new.count { !$0.kind.isBill })
        let left = Words.powerPapers(frame.format, bills: bills, credits: credits)
        var text: HTML = "<p class=\"finding\">\(language(.powerWrittenAnew(written, left)))</p>"
        if let same = run.summary.whole("sameAmounts"), let wattHours = run.summary.whole("sameAmountsWh") {
            text = """
                \(text)<p>\(language(.powerKeptAmounts(frame.format.integer(Int64(same)), frame.energy(wattHours))))</p>
                """
        }
        return text
    }

    /// Old, new and the difference, for each who gets other papers.
    private func changePart(_ frame: PageFrame) -> HTML {
        guard run.corrects != nil else { return "" }
        let language = frame.language
        let name = names(language)
        // a plant that changes hands is two subjects: each runner is credited for the own days
        var subjects: [(subject: Int64, party: Int64)] = []
        for one in documents where !subjects.contains(where: { $0 == (one.subject, one.party) }) {
            subjects.append((one.subject, one.party))
        }
        let rows = subjects.map { subject, party -> [HTML] in
            let here = documents.filter { $0.subject == subject && $0.party == party }
            let old = here.filter { $0.reverses != nil }.reduce(0) { $0 - ($1.document?.gross ?? 0) }
            let new = here.filter { $0.reverses == nil }.reduce(0) { $0 + ($1.document?.gross ?? 0) }
            let who = here.last { $0.document != nil }.map(name) ?? "–"
            return ["\(who)", "\(frame.money(old))", "\(frame.money(new))", "\(frame.money(new - old))"]
        }
        let table: HTML =
            rows.isEmpty
            ? ""
            : PowerTable(
                caption: .powerChange, header: [.powerWho, .powerOld, .powerNewer, .powerDifference], numbers: 3,
                rows: rows
            ).html(language)
        return """
            <section class="card" aria-labelledby="change"><h2 id="change">\(language(.powerChange))</h2>\
            \(standing(frame))\(table)</section>
            """
    }

    private func documentTable(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !documents.isEmpty else { return "<p class=\"empty\">\(language(.powerNoPapers))</p>" }
        let name = names(language)
        let rows = documents.map { stored -> [HTML] in
            let document = stored.document
            return [
                "<a href=\"\(SiteURL.powerDocument(community.id, stored.id))\">\(stored.number)</a>",
                "\(document.map { language(.document($0.kind)) } ?? language(.powerErased))",
                "\(name(stored))", "\(document.map { frame.energy($0.shared) } ?? "–")",
                "\(document.map { frame.money($0.gross) } ?? "–")",
            ]
        }
        return PowerTable(
            caption: .powerBills, header: [.powerNumber, .powerDocumentKind, .powerWho, .powerShared, .powerAmount],
            numbers: 2, rows: rows
        ).html(language)
    }

    private func money(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let summary = run.summary
        func whole(_ name: String) -> Int { summary.whole(name) ?? 0 }
        var rows: [[HTML]] = [
            [
                "\(language(.line(.community)))", "\(language(.receiver(.community)))",
                "\(frame.money(whole("producersGross") - whole("inputTax")))",
            ]
        ]
        for member in summary["kept"]?.object?.members ?? [] {
            guard let kind = LineKind(rawValue: member.name), let cents = member.value.integer else { continue }
            rows.append(["\(language(.line(kind)))", "\(language(.receiver(kind)))", "\(frame.money(Int(cents)))"])
        }
        rows.append([
            "\(language(.line(nil)))", "\(language(.receiver(nil)))", "\(frame.money(whole("outputTax")))",
        ])
        rows.append(["\(language(.powerSum))", "", "\(frame.money(whole("consumersGross")))"])
        let (all, operators) = (whole("outputTax"), whole("inputTax"))
        let who: HTML =
            operators == 0
            ? ""
            : """
            <p class="source">\(language(.powerWhoPaysTax(frame.money(operators), frame.money(all - operators))))</p>
            """
        let closed: HTML =
            summary["closed"]?.bool == true ? "<p class=\"source\">\(language(.powerClosed))</p>" : ""
        return PowerTable(
            caption: .powerMoney, header: [.powerLine, .powerToWhom, .powerAmount], numbers: 1, rows: rows, hasSum: true
        ).html(language) + who + closed
    }

    private func correct(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard run.correctedBy == nil, changes > 0 || fault != nil else { return "" }
        let gone: HTML =
            withdrawn.isEmpty
            ? "" : "<p class=\"gaps\">\(language(.powerWithdrawnSince)) \(withdrawn.joined(separator: ", "))</p>"
        let field = FormField(
            name: "reason", label: .powerReason, autocomplete: "off", error: fault?.words)
        return """
            <section class="card" aria-labelledby="correct"><h2 id="correct">\(language(.powerCorrect))</h2>\
            <p class="gaps">\(language(.powerChangedSince)) \(changes)</p>\(gone)<p>\(language(.powerCorrectHelp))</p>
            <form class="form" method="post" action="\(SiteURL.run(community.id, run.id, "correct"))">\(field.html(language))
            <p><label><input type="checkbox" name="keep-amounts" value="yes"> \(language(.powerKeepAmounts))</label></p>
            <div><button type="submit">\(language(.powerCorrect))</button></div></form></section>
            """
    }

    private func again(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard let replay else {
            return """
                <p><a href="\(SiteURL(SiteURL.run(community.id, run.id).path + "?again=yes"))">\(language(.powerReplayed))</a></p>
                """
        }
        let words: Words =
            switch replay {
            case .same: .powerReplayGood
            case .other: .powerReplayBad
            case .gone: .powerReplayGone
            }
        return "<p class=\"finding\" role=\"status\">\(language(words))</p>"
    }
}

/// The list of sums as a table for programs: what is masked has its row and no number.
struct SumTable: Sendable {
    let sums: [RunSum]
    let plants: [Int64: String]
    let calendar: ZonedCalendar

    func text(_ language: Language) -> String {
        var text = "sum;start;used_wh;shared_wh;members;state\n"
        for sum in sums {
            let name = String(language(.sum(sum, plants)).map { $0 == ";" || $0 == "\"" || $0.isNewline ? " " : $0 })
            let end = ";\(sum.parties.count);\(sum.state.rawValue)\n"
            var place = 0
            for day in sum.days.all {
                guard let metering = MeteringDay(day, in: calendar) else { continue }
                for slot in 0..<metering.slotCount {
                    let used = place < sum.used.count ? String(sum.used[place]) : ""
                    let shared = place < sum.shared.count ? String(sum.shared[place]) : ""
                    text += "\(name);\(metering.start(of: slot).iso8601);\(used);\(shared)" + end
                    place += 1
                }
            }
        }
        return text
    }
}
