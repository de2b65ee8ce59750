// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import FeaturesPages
import Site
import Wire

/// The states of a layer that are kept.
struct VersionsPage: Sendable {
    let collection: FeatureCollection
    /// The newest first.
    let versions: [LayerVersion]
    /// The day that is asked for; what held at its end is meant.
    let day: CalendarDay?
    let fault: Words?
    let isDone: Bool

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let name = collection.title(in: language.rawValue)
        let notice: HTML =
            isDone ? "<div class=\"notice\" role=\"status\"><p>\(language(.versionDone))</p></div>" : ""
        let rows = versions.map { version -> HTML in
            let from = format.dateTime(version.from)
            let to = format.dateTime(version.to)
            let file = SiteURL.layerVersion(collection.name, version.id)
            return """
                <tr><th scope="row">\(from) – \(to)</th><td>\(format.integer(Int64(version.collection.count)))</td>\
                <td><a href="\(file)" download>GeoJSON</a></td>\
                <td><form method="post" action="\(SiteURL.layerVersions(collection.name))" class="actions">\
                <input type="hidden" name="version" value="\(String(version.id))">\
                <button name="action" value="restore" aria-label="\(language(.versionRestore)): \(from)">\(language(.versionRestore))</button>\
                <button class="quiet" name="action" value="forget" aria-label="\(language(.versionForget)): \(from)">\
                \(language(.versionForget))</button></form></td></tr>
                """
        }
        let heads = [Words.versionTime, .numberOfObjects, .versionFile, .versionDeed].map {
            "<th scope=\"col\">\(language($0))</th>" as HTML
        }
        let table: HTML =
            versions.isEmpty
            ? "<p class=\"empty\">\(language(.versionNone))</p>"
            : """
            <div class="table" tabindex="0" role="region" aria-label="\(language(.versionsTitle(name)))"><table><thead><tr>\(heads)\
            </tr></thead><tbody>\(rows)</tbody></table></div>
            """
        let error: HTML = fault.map { "<p class=\"error\" id=\"day-error\">\(language($0))</p>" } ?? ""
        let mark: HTML = fault == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"day-error\""
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.versionsTitle(name)))</h1>\
            <p class="lead">\(language(.versionsLead(LayerVersions.kept, format.integer(Int64(LayerVersions.mostFeatures)))))</p></div>
            \(notice)\(FormField.summary(fault, target: "day", language))
            <form class="form card" method="get" action="\(SiteURL.layerVersions(collection.name))"><div class="field">\
            <label for="day">\(language(.versionAsOf))</label>\(error)\
            <input id="day" name="day" type="date" value="\(day?.iso ?? "")"\(mark)></div>\(asOf(frame))\
            <div><button>\(language(.versionFind))</button></div></form>\(table)
            <p><a href="\(SiteURL.storedLayer(collection.name))">\(language(.versionToLayer))</a></p></div>
            """
        return frame.document(title: language(.versionsTitle(name)), section: .operation, content: content)
    }

    private func asOf(_ frame: PageFrame) -> HTML {
        guard let day else { return "" }
        let language = frame.language
        let end = TownTime().start(of: day.adding(days: 1))
        if let version = versions.first(where: { $0.from < end && end <= $0.to }) {
            let file = SiteURL.layerVersion(collection.name, version.id)
            let from = frame.format.dateTime(version.from)
            return """
                <p role="status">\(language(.versionHeld(from))) <a href="\(file)" download>GeoJSON</a></p>
                """
        }
        let isPresent = versions.first.map { end > $0.to } ?? true
        return "<p role=\"status\">\(language(isPresent ? .versionIsPresent : .versionUnknown))</p>"
    }
}

extension Words {
    static func versionsTitle(_ layer: String) -> Words {
        Words("Frühere Stände: \(layer)", "Earlier states: \(layer)")
    }
    static func versionsLead(_ kept: Int, _ most: String) -> Words {
        Words(
            "Wird eine Ebene neu geliefert, bleibt ihr bisheriger Stand aufgehoben: die letzten \(kept), bei Ebenen bis \(most) Objekten.",
            "When a layer is delivered again, the state before stays: the last \(kept), of layers of up to \(most) features."
        )
    }
    static let versionNone = Words("Noch ist kein früherer Stand aufgehoben.", "No earlier state is kept yet.")
    static let versionTime = Words("Galt", "Held")
    static let versionFile = Words("Mitnehmen", "Take away")
    static let versionDeed = Words("Ändern", "Change")
    static let versionRestore = Words("Wiederherstellen", "Bring back")
    static let versionForget = Words("Vergessen", "Forget")
    static let versionDone = Words("Das ist erledigt.", "This is done.")
    static let versionAsOf = Words("Stand am Ende des Tages", "State at the end of the day")
    static let versionFind = Words("Suchen", "Find")
    static func versionHeld(_ from: String) -> Words {
        Words("Damals galt der Stand vom \(from).", "The state of \(from) held then.")
    }
    static let versionIsPresent = Words(
        "Damals galt schon der heutige Stand, oder ein älterer ist nicht aufgehoben.",
        "The present state held then already, or no older one is kept.")
    static let versionUnknown = Words("Von damals ist kein Stand aufgehoben.", "No state of that time is kept.")
    static let versionNoDay = Words("Das ist kein Tag.", "This is no day.")
    static let versionToLayer = Words("Zur Ebene", "To the layer")
}
