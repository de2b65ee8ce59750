// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import Metering
import PowerBills
import Site

/// The bank's statements: what was matched, and what waits for a person.
struct StatementsPage: PageOfForms {
    let community: Community
    let waiting: [BankLine]
    let done: [BankLine]
    /// By the number of the party.
    let names: [Int64: String]
    /// What the last file brought.
    var report: StatementReport?
    var failed: (form: String, fault: EnergyFault, values: FormBody)?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.powerStatements))</h1>\
            <p class="lead">\(language(.powerStatementsLead))</p></div>\(outcome(frame))\(upload(language))
            <section class="card plain" aria-labelledby="waiting"><h2 id="waiting">\(language(.powerWaiting))</h2>\
            \(waitingPart(frame))</section>
            <section class="card plain" aria-labelledby="done"><h2 id="done">\(language(.powerDone))</h2>\
            \(donePart(frame))</section></div>
            """
        return frame.document(
            title: language(.powerStatements), section: .energy,
            breadcrumbs: SharingPage.crumbs(community, language) + [
                Breadcrumb(name: language(.powerAccounts), url: .sharing(community.id, "accounts"))
            ], content: content)
    }

    private func outcome(_ frame: PageFrame) -> HTML {
        guard let report else { return "" }
        let language = frame.language
        var text = language(.powerNothingNew)
        if report.new > 0 {
            var parts = BankLine.State.allCases.compactMap { state -> String? in
                guard let count = report.counts[state], count > 0 else { return nil }
                return "\(frame.format.integer(Int64(count))) \(language(.line(state)))"
            }
            parts.append("\(frame.format.integer(Int64(report.known))) \(language(.powerKnownLines))")
            text = parts.joined(separator: ", ")
        }
        return "<section class=\"card\" role=\"status\"><p class=\"finding\">\(text)</p></section>"
    }

    private func upload(_ language: Language) -> HTML {
        let fault = failed?.form == "file" ? failed?.fault : nil
        let error: HTML = fault.map { "<p class=\"error\" id=\"file-error\">\(language($0.words))</p>" } ?? ""
        let mark: HTML = fault == nil ? "" : " file-error\" aria-invalid=\"true"
        return """
            <form class="form wide card" method="post" action="\(SiteURL.sharing(community.id, "statements"))" enctype="multipart/form-data">
            <div class="field"><label for="file">\(language(.powerStatementFile))</label>\
            <p class="help" id="file-help">\(language(.powerStatementHelp))</p>\(error)\
            <input class="drop" id="file" name="file" type="file" accept=".xml,application/xml,text/xml" required \
            aria-describedby="file-help\(mark)"></div>
            <div><button type="submit">\(language(.powerTakeStatement))</button></div></form>
            """
    }

    private func cells(_ line: BankLine, _ frame: PageFrame) -> [HTML] {
        let language = frame.language
        let reason =
            line.reason.isEmpty
            ? "" : Words.bankReason(line.reason).map { "\(line.reason): \(language($0))" } ?? line.reason
        let notes = [reason, Words.note(line.note).map { language($0) } ?? ""].filter { !$0.isEmpty }
        let said = [line.name, line.purpose, line.reference].filter { !$0.isEmpty }.joined(separator: ", ")
        return ["\(frame.date(line.day))", "\(said)", "\(notes.joined(separator: "; "))", "\(frame.money(line.cents))"]
    }

    private func waitingPart(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !waiting.isEmpty else { return "<p class=\"empty\">\(language(.powerNothingWaiting))</p>" }
        let rows = waiting.map { line -> [HTML] in
            var row = cells(line, frame)
            row.insert("\(line.party.map { names[$0] ?? "–" } ?? "–")", at: 3)
            return row
        }
        let options = waiting.map { line in
            (
                value: String(line.row),
                word:
                    "\(frame.date(line.day)), \(line.name.isEmpty ? line.purpose : line.name), \(frame.money(line.cents))"
            )
        }
        let known = names.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
            (value: String($0.key), word: $0.value)
        }
        let form = PowerForm(
            title: .powerAssign, help: .powerAssignHelp, action: .sharing(community.id, "statements/line"),
            fields: [
                choice("line", "line", .powerMovement, options, language),
                choice("line", "party", .powerParty, known + [("0", language(.powerNotOurs))], language),
            ], submit: .powerAssign, fault: failed?.form == "line" ? failed?.fault : nil)
        return PowerTable(
            caption: .powerWaiting, header: [.powerDay, .powerBankLine, .powerNoteColumn, .powerGuess, .powerAmount],
            numbers: 1, rows: rows
        ).html(language) + form.html(language)
    }

    private func donePart(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !done.isEmpty else { return "<p class=\"empty\">\(language(.powerNothingDone))</p>" }
        let rows = done.map { line -> [HTML] in
            var row = cells(line, frame)
            row.insert("\(line.party.map { names[$0] ?? "–" } ?? "–")", at: 3)
            row.insert("\(language(.line(line.state)))", at: 4)
            return row
        }
        return PowerTable(
            caption: .powerDone,
            header: [.powerDay, .powerBankLine, .powerNoteColumn, .powerWho, .powerRunState, .powerAmount], numbers: 1,
            rows: rows
        ).html(language)
    }
}
