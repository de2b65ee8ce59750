// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site
import Wire

/// All backups, with what is known of each, and what can be done.
struct BackupsPage: Sendable {
    var now: Instant
    var records: BackupRecords
    /// Whether this server makes backups itself.
    var isHere = false
    var folder = ""
    var folderFault: String?
    var isOnSameDisk = false
    var keep = 0
    var time: String?
    var next: Instant?
    var running: BackupJob?
    var files: [BackupFile] = []
    /// What was just asked for: `ended`, `begun`, `busy`.
    var done = ""

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><h1>\(language(.backups))</h1><p class="lead">\(language(.backupsLead))</p>\
            \(notices(frame))\(isHere ? here(frame) : elsewhere(language))</div>
            """
        return frame.document(
            title: language(.backups), section: .administration,
            breadcrumbs: [Breadcrumb(name: language(.administration), url: .administration)], content: content)
    }

    private func notices(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        var html: HTML = ""
        func notice(_ words: Words, isBad: Bool = false) {
            html += "<div class=\"notice\(isBad ? " bad" : "")\" role=\"status\"><p>\(language(words))</p></div>"
        }
        switch done {
        case "busy": notice(.backupBusy, isBad: true)
        case "begun": notice(.backupBegun)
        case "ended" where records.lastFailure == nil: notice(.backupEnded)
        default: break
        }
        if let running, done != "begun" { notice(running == .make ? .backupRuns : .rehearsalRuns) }
        if let failure = records.lastFailure {
            html += """
                <div class="notice bad" role="alert"><p><strong>\(language(.backupFailed(format.dateTime(failure.at))))\
                </strong></p><p>\(language(Words(message: failure.reason)))</p></div>
                """
        }
        if let folderFault { html += "<div class=\"notice bad\" role=\"alert\"><p>\(folderFault)</p></div>" }
        if isHere, isOnSameDisk { notice(.sameDiskHelp) }
        return html
    }

    private func here(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        func fact(_ term: Words, _ text: String) -> HTML { "<div><dt>\(language(term))</dt><dd>\(text)</dd></div>" }
        let never = language(.never)
        let facts: HTML = """
            <dl class="facts">\(fact(.lastOne, records.lastMade.map { format.dateTime($0) } ?? never))\
            \(fact(.nextOne, next.map { format.dateTime($0) } ?? language(.noScheduleShort)))\
            \(fact(.rehearsedOn, records.lastRehearsal.map { format.dateTime($0) } ?? never))\
            \(fact(.keptOnes, format.integer(Int64(keep))))</dl>
            """
        return """
            <section class="card" aria-labelledby="now"><h2 id="now">\(language(.backupNow))</h2>\(facts)\
            <form method="post" action="\(SiteURL.backups)"><button type="submit">\(language(.makeBackup))</button></form>\
            <p>\(language(time.map { Words.scheduledAt($0) } ?? .noSchedule))</p>\
            <p>\(language(.backupFolder)): <code>\(folder)</code></p></section>
            <section class="card" aria-labelledby="all"><h2 id="all">\(language(.backupFiles))</h2>\(table(frame))</section>
            """
    }

    private func table(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        guard !files.isEmpty else { return "<p class=\"empty\">\(language(.noBackupYet))</p>" }
        let rows = files.map { file -> HTML in
            """
            <tr><th scope="row"><a href="\(SiteURL.backup(file.name))" download>\(file.name)</a></th>\
            <td data-label="\(language(.time))">\(format.dateTime(file.made))</td>\
            <td class="number" data-label="\(language(.size))">\(ByteCount(file.bytes).text(format))</td>\
            <td data-label="\(language(.checked))">\(language(.checkedWhenMade))</td>\
            <td data-label="\(language(.rehearsedOn))">\(rehearsal(of: file.name, frame))</td>\
            <td><form method="post" action="\(SiteURL.rehearseBackup(file.name))"><button type="submit" class="quiet">\
            \(language(.rehearse))<span class="hidden"> \(file.name)</span></button></form></td></tr>
            """
        }
        return """
            <p>\(language(.rehearsalHelp))</p><div class="table"><table class="stack"><thead><tr>\
            <th scope="col">\(language(.backupFile))</th><th scope="col">\(language(.time))</th>\
            <th scope="col" class="number">\(language(.size))</th><th scope="col">\(language(.checked))</th>\
            <th scope="col">\(language(.rehearsedOn))</th><th scope="col">\(language(.rehearse))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func rehearsal(of name: String, _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        guard let rehearsal = records.rehearsals[name] else { return "–" }
        if rehearsal.isSound { return HTML(text: format.dateTime(rehearsal.at)) }
        return """
            <strong>\(language(.rehearsalFailed))</strong> \(format.dateTime(rehearsal.at)): \
            \(language(Words(message: rehearsal.reason)))
            """
    }

    private func elsewhere(_ language: Language) -> HTML {
        """
        <section class="card"><h2>PostgreSQL</h2><p>\(language(.postgresBackups))</p>\
        <pre tabindex="0"><code>pg_dump --format=custom --exclude-table-data=pseudonym_key --file=town.dump --dbname=…
        pg_restore --clean --if-exists --single-transaction --dbname=… town.dump</code></pre></section>
        """
    }
}
