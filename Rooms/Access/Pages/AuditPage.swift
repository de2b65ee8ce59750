// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import LedgerStorage
import Rights
import Site

/// The audit trail as a data-protection officer reads it: what is proven since when, and who did what.
struct AuditPage: Sendable {
    static let pageSize = 50

    /// The filters as they were entered.
    struct Fields: Sendable {
        var action = ""
        var actor = ""
        var object = ""
        var from = ""
        var until = ""
    }

    /// One more than a page when there are older ones.
    var entries: [AuditEntry]
    /// Identifiers of those that are not what the log holds.
    var doubtful: Set<Int64> = []
    var actions: [String]
    var state: AuditState
    var fields: Fields
    /// Fields that are no days: `from`, `until`.
    var faults: [String] = []
    /// What the rooms tell of themselves, by action.
    var deeds: [String: Words] = [:]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let list: HTML = entries.isEmpty ? "<p class=\"empty\">\(language(.auditNone))</p>" : table(frame)
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.audit))</h1><p class="lead">\(language(.auditTrailLead))</p></div>
            \(FormField.summary(faults.isEmpty ? nil : .auditNoDay, target: faults.first ?? "from", language))
            <section class="card" aria-labelledby="proof"><h2 id="proof">\(language(.auditProof))</h2>\
            \(proof(frame))</section>
            \(filters(language))
            <section class="card" aria-labelledby="entries"><h2 id="entries">\(language(.auditEntries))</h2>\
            \(list)\(older(language))</section></div>
            """
        return frame.document(title: language(.audit), section: .none, content: content)
    }

    // MARK: What is proven

    private func proof(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        var lines: [HTML] = []
        func line(_ text: Words) { lines.append("<li>\(language(text))</li>") }
        line(.auditCount(format.integer(Int64(state.size))))
        for place in state.places {
            let since = format.dateTime(place.first.at)
            let size = format.integer(Int64(place.first.size))
            line(
                place.kind == .mail
                    ? .auditMailed(place.place, since: since, entries: size)
                    : .auditInFolder(place.place, since: since, entries: size))
            line(
                .auditNewest(
                    format.dateTime(place.last.at), entries: format.integer(Int64(place.last.size)),
                    after: format.integer(Int64(state.size) - Int64(place.last.size))))
        }
        if let first = state.places.map(\.first.at).min() {
            line(.auditNothingBefore(format.dateTime(first)))
        }
        if state.countBeforeLog > 0 { line(.auditBeforeLog(format.integer(state.countBeforeLog))) }
        let alarms: [Words] =
            (state.isRewritten ? [.auditRewritten] : []) + (doubtful.isEmpty ? [] : [.auditChanged])
        let alarm: [HTML] = alarms.map {
            "<div class=\"notice bad\" role=\"alert\"><p><strong>\(language($0))</strong></p></div>"
        }
        let missing: HTML? =
            state.places.isEmpty ? "<div class=\"notice\"><p>\(language(.auditNowhere))</p></div>" : nil
        return """
            \(alarm)\(missing)<ul class="plain">\(lines)</ul><p>\(language(.auditCheck))</p>\
            <pre tabindex="0"><code>allmende audit export trail.jsonl --database …
            allmende verify audit trail.jsonl --since audit-….checkpoint</code></pre>
            """
    }

    // MARK: Entries

    private func filters(_ language: Language) -> HTML {
        var choices: HTML = HTML.option("", language(.all), fields.action)
        for action in actions { choices += HTML.option(action, language(words(action)), fields.action) }
        func day(_ name: String, _ label: Words, _ value: String) -> HTML {
            let isWrong = faults.contains(name)
            let error: HTML? =
                isWrong ? "<p class=\"error\" id=\"\(name)-error\">\(language(.auditNoDay))</p>" : nil
            let invalid: HTML = isWrong ? " aria-invalid=\"true\" aria-describedby=\"\(name)-error\"" : ""
            let type = isWrong ? "text" : "date"
            return """
                <div class="field"><label for="\(name)">\(language(label))</label>\(error)\
                <input id="\(name)" name="\(name)" type="\(type)" value="\(value)"\(invalid)></div>
                """
        }
        return """
            <form class="filters card" method="get" action="\(SiteURL.audit())">
            <div class="field"><label for="action">\(language(.auditAction))</label>\
            <select id="action" name="action">\(choices)</select></div>
            <div class="field"><label for="actor">\(language(.auditActor))</label>\
            <input id="actor" name="actor" maxlength="200" value="\(fields.actor)"></div>
            <div class="field"><label for="object">\(language(.auditObject))</label>\
            <input id="object" name="object" maxlength="200" value="\(fields.object)"></div>
            \(day("from", .auditFrom, fields.from))
            \(day("until", .auditUntil, fields.until))
            <button type="submit">\(language(.show))</button></form>
            """
    }

    private func table(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let rows = entries.prefix(Self.pageSize).map { entry -> HTML in
            let number = entry.position.map { format.integer(Int64($0)) } ?? language(.auditNoNumber)
            let doubt: HTML? =
                doubtful.contains(entry.id) ? "<br><strong>\(language(.auditDoubt))</strong>" : nil
            let (actor, object) =
                entry.isErased
                ? (language(.auditErased), language(.auditErased)) : (Self.name(entry.actor, language), entry.object)
            return """
                <tr><th scope="row">\(format.dateTime(entry.at))</th>\
                <td data-label="\(language(.auditActor))">\(actor)</td>\
                <td data-label="\(language(.auditAction))">\(language(words(entry.action)))</td>\
                <td data-label="\(language(.auditObject))">\(object)</td>\
                <td data-label="\(language(.auditDetail))">\(AuditDetail(text: entry.detail).html(format))</td>\
                <td class="number" data-label="\(language(.auditNumber))">\(number)\(doubt)</td></tr>
                """
        }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.time))</th>\
            <th scope="col">\(language(.auditActor))</th><th scope="col">\(language(.auditAction))</th>\
            <th scope="col">\(language(.auditObject))</th><th scope="col">\(language(.auditDetail))</th>\
            <th scope="col" class="number">\(language(.auditNumber))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func older(_ language: Language) -> HTML {
        guard entries.count > Self.pageSize, let last = entries.prefix(Self.pageSize).last else { return "" }
        let url = SiteURL.audit(
            action: fields.action, actor: fields.actor, object: fields.object, from: fields.from, until: fields.until,
            before: last.id)
        return """
            <nav class="pager" aria-label="\(language(.pages))">\
            <a href="\(url)" rel="next">\(language(.auditOlder)) ›</a></nav>
            """
    }

    /// The name of who did it; the program's own names in words.
    private static func name(_ actor: String, _ language: Language) -> String {
        switch actor {
        case "system": language(.auditActorSetUp)
        case "command line": language(.auditActorCommand)
        case "schedule": language(.auditActorSchedule)
        case "setup link": language(.auditActorSetUpLink)
        default: language.person(actor)
        }
    }

    /// What was done, in words; a word of a later version as it is.
    private func words(_ action: String) -> Words { Self.words(action) ?? deeds[action] ?? Words(action, action) }

    /// What several rooms do.
    private static func words(_ action: String) -> Words? {
        switch action {
        case "login": .auditLogin
        case "wrong password": .auditWrongPassword
        case "wrong code": .auditWrongCode
        case "create": .auditCreate
        case "update": .auditUpdate
        case "delete": .auditDelete
        case "disable": .auditDisable
        case "revoke": .auditRevoke
        case "set password": .auditSetPassword
        case "retention": .auditRetention
        case "confirm": .auditConfirm
        case "invite": .auditInvite
        case "submit": .auditSubmit
        case "export": .auditExport
        case "erase": .auditErase
        case "look": .auditLook
        case "grant": .auditGrant
        case "withdraw": .auditWithdraw
        case "end": .auditEnd
        case "enable": .auditEnable
        case "link": .auditLink
        case "code on": .auditCodeOn
        case "code off": .auditCodeOff
        case "recovery code": .auditRecovery
        case "recovery codes": .auditRecoveryCodes
        case "passkey on": .auditPasskeyOn
        case "passkey off": .auditPasskeyOff
        case "passkey name": .auditPasskeyName
        case "passkey refused": .auditPasskeyRefused
        case "backup": .auditBackup
        case "backup failed": .auditBackupFailed
        case "rehearse": .auditRehearse
        case "rehearse failed": .auditRehearseFailed
        case "download": .auditDownload
        default: nil
        }
    }
}
