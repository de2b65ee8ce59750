// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site
import Wire

/// How the installation is doing, and the ways to everything that is changed about it.
struct AdministrationPage: Sendable {
    struct Step: Sendable {
        let step: FirstStep
        let isDone: Bool
    }

    struct Backups: Sendable {
        /// Nil where the folder cannot be read.
        var count: Int?
        var time: String?
        var next: Instant?
        var isOnSameDisk: Bool
    }

    var version: String
    var now: Instant
    var steps: [Step] = []
    var panels: [(panel: AdministrationPanel, state: [AdministrationPanel.State])] = []
    var records: BackupRecords?
    var backups: Backups?
    var letters: (waiting: Int64, failed: Int64) = (0, 0)
    var sendsMail = false
    var machine: MachineState?
    var findings: [OperationsFinding] = []
    var logFaults = 0

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var cards = panels.map { card($0.panel.title, states: $0.state, links: $0.panel.links, language) }
        cards.append(
            card(
                .backups, states: backupStates(frame.format),
                links: [(title: .toBackups, url: .backups)], language))
        cards.append(
            card(
                .machine, states: machineStates(frame),
                links: [
                    (title: .serverLog, url: .serverLog), (title: .interfaceForMonitors, url: SiteURL("/metrics")),
                ],
                language))
        cards.append(
            card(.letters, states: letterStates(frame.format), links: [(title: .toLetters, url: .letters)], language))
        let content: HTML = """
            <div class="inner page"><h1>\(language(.administration))</h1>\
            <p class="lead">\(language(.administrationLead))</p>\(firstSteps(language))\(attention(language))
            <div class="two">\(cards)</div></div>
            """
        return frame.document(title: language(.administration), section: .administration, content: content)
    }

    // MARK: First steps

    private func firstSteps(_ language: Language) -> HTML {
        let done = steps.filter(\.isDone).count
        guard !steps.isEmpty, done < steps.count else { return "" }
        return """
            <section class="card" aria-labelledby="steps"><h2 id="steps">\
            \(language(.firstSteps(done: done, of: steps.count)))</h2>\
            \(FirstSteps.list(steps.map { ($0.step, $0.isDone) }, below: 2, language))</section>
            """
    }

    // MARK: What needs somebody

    private func attention(_ language: Language) -> HTML {
        guard machine != nil else { return "" }
        guard !findings.isEmpty else {
            return "<section class=\"card\"><h2>\(language(.findings))</h2><p>\(language(.noFindings))</p></section>"
        }
        let items = findings.map { finding -> HTML in
            let examples: HTML =
                finding.examples.isEmpty
                ? ""
                : " <span class=\"meta\">(\(finding.examples.prefix(5).map { language($0) }.joined(separator: ", ")))</span>"
            return "<li><strong>\(language(finding.rule))</strong>\(examples)<br>\(language(finding.remedy))</li>"
        }
        return """
            <section class="card urgent" aria-labelledby="findings"><h2 id="findings">\(language(.findings))</h2>\
            <ul class="plain">\(items)</ul></section>
            """
    }

    // MARK: Cards

    private func card(
        _ title: Words, states: [AdministrationPanel.State], links: [(title: Words, url: SiteURL)], _ language: Language
    ) -> HTML {
        let items = states.map { state -> HTML in
            state.isUrgent ? "<li><strong>\(language(state.text))</strong></li>" : "<li>\(language(state.text))</li>"
        }
        let list: HTML = items.isEmpty ? "" : "<ul class=\"plain\">\(items)</ul>"
        let ways = links.map { "<li><a href=\"\($0.url)\">\(language($0.title))</a></li>" as HTML }
        return """
            <section class="card"><h2>\(language(title))</h2>\(list)\
            <nav aria-label="\(language(title))"><ul class="plain ways">\(ways)</ul></nav></section>
            """
    }

    private func backupStates(_ format: Format) -> [AdministrationPanel.State] {
        var states: [AdministrationPanel.State] = []
        guard let records else { return [] }
        states.append(
            records.lastMade.map { AdministrationPanel.State(.lastBackup(format.dateTime($0))) }
                ?? .init(.noBackupYet, isUrgent: true))
        if let failure = records.lastFailure {
            states.append(.init(.backupFailed(format.dateTime(failure.at)), isUrgent: true))
        }
        states.append(
            records.lastRehearsal.map { AdministrationPanel.State(.lastRehearsal(format.dateTime($0))) }
                ?? .init(.noRehearsalYet))
        guard let backups else { return states }
        if let next = backups.next { states.append(.init(.nextBackup(format.dateTime(next)))) }
        if backups.next == nil { states.append(.init(.noSchedule)) }
        if backups.isOnSameDisk { states.append(.init(.sameDisk, isUrgent: true)) }
        return states
    }

    private func machineStates(_ frame: PageFrame) -> [AdministrationPanel.State] {
        let format = frame.format
        var states: [AdministrationPanel.State] = [.init(.versionIs(version))]
        guard let machine else { return states }
        states.append(.init(.runsSince(format.dateTime(machine.started))))
        states.append(.init(.databaseIs(machine.location, ByteCount(machine.databaseBytes).text(format))))
        if let free = machine.freeBytes, let all = machine.diskBytes {
            states.append(
                .init(
                    .diskIs(free: ByteCount(free).text(format), of: ByteCount(all).text(format)),
                    isUrgent: free < 1 << 30))
        }
        states.append(.init(.memoryIs(ByteCount(machine.memoryBytes).text(format))))
        for certificate in machine.certificates {
            let isUrgent = certificate.ends.map { $0.microseconds < now.microseconds + 14 * 86_400_000_000 } ?? true
            let words: Words =
                certificate.ends.map { Words.certificateEnds(certificate.path, format.date($0)) }
                ?? .certificateUnreadable(certificate.path)
            states.append(.init(words, isUrgent: isUrgent))
        }
        if machine.certificates.isEmpty { states.append(.init(.certificatesElsewhere)) }
        if logFaults > 0 { states.append(.init(.logHolds(format.integer(Int64(logFaults))), isUrgent: true)) }
        return states
    }

    private func letterStates(_ format: Format) -> [AdministrationPanel.State] {
        guard sendsMail else { return [.init(.noMailServer)] }
        var states: [AdministrationPanel.State] = [.init(.lettersWait(format.integer(letters.waiting)))]
        if letters.failed > 0 {
            states.append(.init(.lettersFailed(format.integer(letters.failed)), isUrgent: true))
        }
        return states
    }
}

/// An amount of bytes as people read it: `1,2 GB`.
struct ByteCount: Sendable {
    let bytes: Int64

    init(_ bytes: Int64) { self.bytes = bytes }

    func text(_ format: Format) -> String {
        var (value, unit) = (Double(bytes), "B")
        for larger in ["kB", "MB", "GB", "TB"] where value >= 1000 { (value, unit) = (value / 1000, larger) }
        return format.measure(value, unit: unit)
    }
}
