// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import EnergyContracts
import EnergyPages
import Metering
import Site

/// Which prices change, until when that is to be told, and who was told.
struct PriceChangesPage: PageOfForms {
    let community: Community
    let changes: [PriceChange]
    /// By number of the party.
    let names: [Int64: String]
    let sendsMail: Bool
    let today: CivilDay
    var failed: (form: String, fault: EnergyFault, values: FormBody)?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let sections = changes.map { section($0, frame) }
        let list: HTML =
            sections.isEmpty ? "<p class=\"empty\">\(language(.priceNoChanges))</p>" : "\(sections)"
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.priceChanges))</h1>\
            <p class="lead">\(language(.priceChangesLead))</p></div>\(list)
            <p><a href="\(SiteURL.sharing(community.id, "notices"))">\(language(.powerNotices))</a></p></div>
            """
        return frame.document(
            title: language(.priceChanges), section: .energy, breadcrumbs: community.crumbs(language), content: content)
    }

    private func section(_ change: PriceChange, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let id = "change-\(change.day)"
        let rows = change.lines.map { one -> [HTML] in
            [
                "\(language(.line(one.line)))", "\(frame.price(one.old, one.line))",
                "\(frame.price(one.new, one.line))",
            ]
        }
        let table = PowerTable(
            caption: .priceChanges, header: [.powerLine, .priceOld, .priceNew], numbers: 2, rows: rows)
        let count =
            change.untold.isEmpty
            ? language(.priceAllTold)
            : language(
                .priceUntold(
                    frame.format.integer(Int64(change.untold.count)),
                    frame.format.integer(Int64(change.affected.count))))
        let isLate = today > change.lastNotice && !change.untold.isEmpty
        let late: HTML = isLate ? " <span class=\"gaps\">\(language(.priceDeadlineOver))</span>" : ""
        return """
            <section class="card plain" aria-labelledby="\(id)"><h2 id="\(id)">\(frame.date(change.day))</h2>\
            \(table.html(language))
            <p>\(language(.priceDeadline(frame.date(change.lastNotice), frame.date(change.lastNoticeToOthers))))\(late)</p>
            <p>\(count)</p>\(told(change, frame))\(form(change, language))</section>
            """
    }

    private func told(_ change: PriceChange, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = change.told.sorted { (names[$0.key] ?? "", $0.key) < (names[$1.key] ?? "", $1.key) }.map {
            party, notice -> [HTML] in
            let sent = notice.sent.map { CivilDay(number: TownTime().day($0).number) }
            let isLate = sent.map { $0 > change.lastNotice } ?? false
            let late: HTML = isLate ? " <span class=\"gaps\">\(language(.priceSentLate))</span>" : ""
            return [
                "<a href=\"\(SiteURL.sharing(community.id, "notices/\(notice.row)"))\">\(names[party] ?? "–")</a>",
                "\(language(.way(notice.way))), \(language(.notice(notice.state)))",
                "\(sent.map { frame.date($0) } ?? "–")\(late)", "\(notice.proof.isEmpty ? "–" : notice.proof)",
            ]
        }
        guard !rows.isEmpty else { return "" }
        let table = PowerTable(
            caption: .priceToldOn, header: [.powerParty, .powerWayOfSending, .priceToldOn, .powerProof], rows: rows)
        return "<details><summary>\(language(.priceToldOn))</summary>\(table.html(language))</details>"
    }

    private func form(_ change: PriceChange, _ language: Language) -> HTML {
        guard !change.untold.isEmpty else { return "" }
        let day = change.day.description
        let name = "tell-\(day)"
        let ways: [Notice.Way] = sendsMail ? [.mail, .letter] : [.letter]
        let fields: [HTML] = [
            "<input type=\"hidden\" name=\"day\" value=\"\(day)\">",
            field(name, "reason", .priceReason, language),
            choice(name, "way", .powerWayOfSending, ways.map { ($0.rawValue, language(.way($0))) }, language),
            field(name, "posted", .powerPosted, type: "date", isOptional: true, language),
            field(name, "proof", .powerProof, isOptional: true, language),
            sendsMail ? "" : "<p class=\"help\">\(language(.powerNoMail))</p>",
        ]
        return PowerForm(
            title: .priceTell, help: .priceTellHelp, action: .sharing(community.id, "prices"), fields: fields,
            submit: .powerSend, fault: failed?.form == name ? failed?.fault : nil
        ).html(language)
    }
}
