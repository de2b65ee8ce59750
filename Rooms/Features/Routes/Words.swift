// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import Hummingbird

/// The texts of this room in the reader's language.
struct Words: Sendable {
    /// `de` or `en`.
    let language: String

    /// As chosen on the pages (`lang`, else the cookie of it); else German unless the client prefers English.
    init(_ request: Request) {
        let asked = (try? QueryParameters(request))?["lang"]
        let chosen = asked ?? request.cookies["allmende_language"]?.value
        if let chosen, chosen == "de" || chosen == "en" {
            language = chosen
            return
        }
        var best = ("de", 0.0)
        for range in (request.headers[.acceptLanguage] ?? "").split(separator: ",") {
            let fields = range.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let tag = fields.first?.lowercased() else { continue }
            let quality = fields.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            let language = tag.prefix { $0 != "-" }
            if language == "de" || language == "en", quality > best.1 { best = (String(language), quality) }
        }
        language = best.0
    }

    private func pick(_ german: String, _ english: String) -> String { language == "en" ? english : german }

    func landingTitle(_ town: String?) -> String {
        guard let town else { return pick("Geodaten", "Geodata") }
        return pick("Geodaten: \(town)", "Geodata: \(town)")
    }

    var landingDescription: String {
        pick(
            "Karten-Ebenen der Kommune über OGC API – Features, als GeoJSON und als Seiten.",
            "The municipality's map layers by OGC API – Features, as GeoJSON and as pages.")
    }
    var collections: String { pick("Ebenen", "Layers") }
    var conformance: String { pick("Erfüllte Normteile", "Conformance classes") }
    var documentation: String { pick("Beschreibung der Schnittstelle", "Description of the interface") }
    var definition: String { pick("OpenAPI-Dokument", "OpenAPI document") }
    var features: String { pick("Objekte", "Features") }
    var feature: String { pick("Objekt", "Feature") }
    var property: String { pick("Eigenschaft", "Property") }
    var value: String { pick("Wert", "Value") }
    var type: String { pick("Art", "Type") }
    var next: String { pick("Nächste Seite", "Next page") }
    var licence: String { pick("Lizenz", "Licence") }
    var noLayers: String { pick("Noch keine Ebenen.", "No layers yet.") }
    var noFeatures: String { pick("Kein Objekt passt.", "No feature matches.") }
    var place: String { pick("Lage (Länge, Breite)", "Place (longitude, latitude)") }
    var count: String { pick("Anzahl", "Number") }
    /// Nil where counting was given up.
    func matching(_ count: Int?) -> String {
        guard let count else { return pick("Viele passende Objekte", "Many matching features") }
        return pick("\(count) passende Objekte", "\(count) matching features")
    }
}
