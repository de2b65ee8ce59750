// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import Energy
import Metering
import Settlement
import Site

/// What members must be told, who was told, and what proves it.
struct NoticesPage: PageOfForms {
    /// Somebody who takes part, with the proof that the warnings came before it.
    struct Sharer: Sendable {
        let party: Int64
        let name: String
        let from: CivilDay
        let warned: CivilDay?
    }

    let community: Community
    let provider: String
    let sharers: [Sharer]
    /// By the number of the party.
    let names: [Int64: String]
    let plants: [Int64: String]
    let notices: [Notice]
    let sendsMail: Bool
    let today: CivilDay
    var failed: (form: String, fault: EnergyFault, values: FormBody)?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.powerNotices))</h1>\
            <p class="lead">\(language(.powerNoticesLead))</p></div>
            <section class="card plain" aria-labelledby="before"><h2 id="before">\(language(.powerBeforeContract))</h2>\
            \(sharerTable(frame))\(warnings(language))</section>
            <section class="card plain" aria-labelledby="outage"><h2 id="outage">\(language(.powerOutage))</h2>\
            \(outage(language))</section>
            <section class="card plain" aria-labelledby="told"><h2 id="told">\(language(.powerSentNotices))</h2>\
            \(noticeTable(frame))\(posting(frame))</section></div>
            """
        return frame.document(
            title: language(.powerNotices), section: .energy, breadcrumbs: SharingPage.crumbs(community, language),
            content: content)
    }

    private func sharerTable(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !sharers.isEmpty else { return "" }
        let rows = sharers.map { one -> [HTML] in
            let warned: HTML =
                one.warned.map { day in
                    day > one.from
                        ? "\(frame.date(day)) <span class=\"gaps\">\(language(.powerWarnedLate))</span>"
                        : "\(frame.date(day))"
                } ?? "<span class=\"gaps\">\(language(.powerNotWarned))</span>"
            return ["\(one.name)", "\(frame.date(one.from))", warned]
        }
        return PowerTable(
            caption: .powerBeforeContract, header: [.powerWho, .powerFirstDay, .powerWarnedOn], rows: rows
        ).html(language)
    }

    private func area(_ form: String, _ kind: Notice.Kind, _ language: Language) -> HTML {
        let failed = failed?.form == form ? failed : nil
        // members read German
        let text = failed?.values["body"] ?? Words.proposed(kind, community.name, provider).german
        let isWrong = failed?.fault.field == "body"
        let error: HTML =
            isWrong
            ? "<p class=\"error\" id=\"\(form)-body-error\">\(language(failed?.fault.words ?? .powerBody))</p>" : ""
        let mark: HTML = isWrong ? " aria-invalid=\"true\" aria-describedby=\"\(form)-body-error\"" : ""
        return """
            <div class="field"><label for="\(form)-body">\(language(.powerBody))</label>\(error)\
            <textarea id="\(form)-body" name="body" rows="10" maxlength="\(NoticeQueries.longest)" lang="de"\(mark)>\(text)</textarea></div>
            """
    }

    private func ways(_ form: String, _ language: Language) -> [HTML] {
        let all: [Notice.Way] = sendsMail ? [.mail, .letter] : [.letter]
        return [
            choice(form, "way", .powerWayOfSending, all.map { ($0.rawValue, language(.way($0))) }, language),
            field(form, "posted", .powerPosted, type: "date", isOptional: true, language),
            field(form, "proof", .powerProof, isOptional: true, language),
            sendsMail ? "" : "<p class=\"help\">\(language(.powerNoMail))</p>",
        ]
    }

    private func form(
        _ name: String, _ title: Words, _ fields: [HTML], help: Words, submit: Words, _ language: Language
    )
        -> HTML
    {
        PowerForm(
            title: title, help: help, action: .sharing(community.id, "notices/\(name)"), fields: fields, submit: submit,
            fault: failed?.form == name ? failed?.fault : nil
        ).html(language)
    }

    private func warnings(_ language: Language) -> HTML {
        let known = names.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
            (value: String($0.key), word: $0.value)
        }
        guard !known.isEmpty else { return "" }
        let fields =
            [
                choice("warnings", "party", .powerParty, known, language), area("warnings", .warnings, language),
            ] + ways("warnings", language)
        return form("warnings", .powerWarnings, fields, help: .powerWarningsHelp, submit: .powerSend, language)
    }

    private func outage(_ language: Language) -> HTML {
        let known = plants.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
            (value: String($0.key), word: $0.value)
        }
        guard !known.isEmpty else { return "<p class=\"empty\">\(language(EnergyFault.noPlant.words))</p>" }
        let kinds = Notice.Kind.ofPlants
        let fields =
            [
                choice("outage", "plant", .powerPlant, known, language),
                choice("outage", "kind", .powerKind, kinds.map { ($0.rawValue, language(.notice($0))) }, language),
                field("outage", "day", .powerSince, type: "date", value: "\(today)", language),
                area("outage", .standstill, language),
            ] + ways("outage", language) + ["<p class=\"help\">\(language(.powerAllSharers))</p>"]
        return form("outage", .powerOutage, fields, help: .powerOutageHelp, submit: .powerSend, language)
    }

    private func noticeTable(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !notices.isEmpty else { return "<p class=\"empty\">\(language(.powerNothingTold))</p>" }
        let rows = notices.map { one -> [HTML] in
            let plant = one.plant.flatMap { plants[$0] }.map { " (\($0))" } ?? ""
            let when = one.sent.map { ", " + frame.format.dateTime($0) } ?? ""
            let proof = [one.recipient, one.proof].filter { !$0.isEmpty }.joined(separator: "; ")
            return [
                "\(names[one.party] ?? "–")",
                "<a href=\"\(SiteURL.sharing(community.id, "notices/\(one.row)"))\">\(language(.notice(one.kind)))</a>\(plant)<details><summary>\(language(.powerBody))</summary>\(one.body.split(separator: "\n").map { "<p>\(String($0))</p>" as HTML })</details>",
                "\(frame.date(one.day))", "\(language(.way(one.way))), \(language(.notice(one.state)))\(when)",
                "\(proof)",
            ]
        }
        return PowerTable(
            caption: .powerSentNotices, header: [.powerWho, .powerKind, .powerSince, .powerWayOfSending, .powerProof],
            rows: rows
        ).html(language)
    }

    private func posting(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let open = notices.filter { $0.state == .open }
        guard !open.isEmpty else { return "" }
        let options =
            [(value: "0", word: language(.powerAllLetters))]
            + open.map { one in
                (
                    value: String(one.row),
                    word: "\(names[one.party] ?? "–"), \(language(.notice(one.kind))), \(frame.date(one.day))"
                )
            }
        let fields: [HTML] = [
            choice("posted", "notice", .powerLetter, options, language),
            field("posted", "posted", .powerPostedOn, type: "date", value: "\(today)", language),
            field("posted", "proof", .powerProof, isOptional: true, language),
        ]
        return form("posted", .powerMarkPosted, fields, help: .powerPostedHelp, submit: .powerSave, language)
    }
}

/// A notice as it is read and printed; members read German.
struct NoticePage: Sendable {
    let community: Community
    let notice: Notice
    /// Of whom it is for.
    let name: String
    /// Where the reader came from: the notices for who manages the sharing, the own power for a member.
    let crumbs: [Breadcrumb]

    var paper: Document {
        let to = notice.way == .letter ? notice.recipient : "\(name), \(notice.recipient)"
        var facts = [(name: Words.powerTo.german, value: to)]
        facts.append((name: Words.powerDay.german, value: Words.day(notice.day).german))
        // empty lines are the gaps between paragraphs
        let lines = notice.body.split(separator: "\n").map { Document.Block.paragraph([.text(String($0))]) }
        return Document(
            title: "\(community.name): \(Words.notice(notice.kind).german)", language: "de", facts: facts, blocks: lines
        )
    }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = language(.notice(notice.kind))
        let when = notice.sent.map { ", " + frame.format.dateTime($0) } ?? ""
        let proof: HTML = notice.proof.isEmpty ? "" : "<p>\(language(.powerProof)): \(notice.proof)</p>"
        let content: HTML = """
            <div class="inner page"><h1>\(title)</h1>\
            <p>\(language(.way(notice.way))), \(language(.notice(notice.state)))\(when)</p>\(proof)
            <div class="card" lang="de">\(HTML(markup: paper.htmlFragment))</div>
            <p class="actions"><a class="button" href="\(SiteURL.sharing(community.id, "notices/\(notice.row)/notice.pdf"))">\(language(.powerPDF))</a></p></div>
            """
        return frame.document(title: title, section: .energy, breadcrumbs: crumbs, content: content)
    }
}
