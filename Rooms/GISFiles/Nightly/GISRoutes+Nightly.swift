// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import GISFetching
import HTTPSupport
import HTTPTypes
import Hummingbird
import IngestPages
import IngestWaiting
import Rights
import Site
import Storage
import Wire

/// Layers that are fetched each night: what a person does about one, and what waits of it.
extension GISRoutes {
    var nightly: RoomRoutes {
        var routes = RoomRoutes()
        let purposes: [(LayerScheduleQueries.Deed, Words)] = [
            (
                .pause,
                Words("Eine Ebene nicht mehr jede Nacht holen, bis es weitergeht", "Pause the fetching of a layer")
            ),
            (.resume, Words("Eine Ebene jetzt holen und weiter jede Nacht", "Fetch a layer now, and go on each night")),
            (.remove, Words("Eine Ebene nicht mehr holen", "End the fetching of a layer")),
        ]
        for (deed, purpose) in purposes {
            routes.post("/layers/schedules/{schedule}/\(deed.rawValue)", purpose) { request, context in
                try context.requireWriter()
                _ = try await form(request)
                let (id, reader, now) = (try number(context, "schedule"), context.reader, clock())
                try await engine.write {
                    try LayerScheduleQueries.perform(deed, on: id, for: reader, at: now, on: $0)
                }
                return redirect(.newLayer)
            }
        }
        return routes
    }

    /// What is known of a delivery that came by itself, before a person has said anything: how the layer is read and stored.
    func schedule(of delivery: GISDelivery) async throws -> LayerSchedule? {
        try await engine.read { try LayerScheduleQueries.find(delivery: delivery.id, on: $0) }
    }

    /// Keeps in mind to fetch the layer each night from now on.
    func keep(
        _ page: WaitingLayerPage, _ fetched: FetchedDelivery, taken: String, for reader: Reader
    ) async throws {
        let (layer, declared, hour, now) = (page.go.name, page.declared, Int(page.go.hour) ?? 3, clock())
        try await engine.write { connection in
            try LayerScheduleQueries.add(
                layer: layer, address: fetched.address, served: fetched.layer, declared: declared,
                owner: DeliveryOwner(reader), hour: hour, taken: taken, at: now, on: connection)
        }
    }
}

/// The words of what is fetched each night.
extension Words {
    static let layersFetchedNightly = Words("Ebenen, die jede Nacht geholt werden", "Layers fetched each night")
    static let layersAndSchedules = Words("Nächtliche Abholungen von Ebenen", "Nightly fetches of layers")
    static let noNightlyLayers = Words("Keine Ebene wird jede Nacht geholt.", "No layer is fetched each night.")
    static func nightlyLayers(_ count: String, paused: String) -> Words {
        Words(
            "jede Nacht geholt: \(count), davon angehalten \(paused)",
            "fetched each night: \(count), of which \(paused) paused")
    }
    static func nightlyLast(_ time: String) -> Words { Words("zuletzt geholt: \(time)", "fetched last: \(time)") }
    static func nightlyNext(_ time: String) -> Words { Words("das nächste Mal: \(time)", "next time: \(time)") }
    static func nightlyTrouble(_ layer: String, _ trouble: Words) -> Words {
        Words("Ebene „\(layer)“: \(trouble.german)", "Layer \"\(layer)\": \(trouble.english)")
    }
    static func nightlyMore(_ count: String) -> Words {
        Words("und \(count) weitere Ebenen", "and \(count) more layers")
    }
    static let layerFrom = Words("Von", "From")
    static let layerChecked = Words("Zuletzt geholt", "Fetched last")
    static let layerChangedLast = Words("Zuletzt geändert", "Changed last")
    static let layerLastChange = Words("Letzte Änderung", "Last change")
    static let layerWaits = Words("wartet auf eine Entscheidung", "waits for a decision")
    static let layerWaitsForYou = Words(
        "Die letzte Lieferung ist nicht von selbst übernommen worden.",
        "The last delivery was not taken over by itself.")
    static let layerLookAtDifference = Words("Unterschied ansehen", "See the difference")
    static let nightlyLayer = Words("Von jetzt an jede Nacht holen", "Fetch it each night from now on")
    static func nightlyLayerHelp(_ percent: Int) -> Words {
        Words(
            "Übernommen wird von selbst, was nicht überrascht. Fehlt der Schlüssel oder eine Eigenschaft, fallen mehr als \(percent) % der "
                + "Objekte weg, liegen die meisten woanders oder wurde hier etwas geändert, wartet die Lieferung auf Sie. Braucht einen Schlüssel.",
            "What does not surprise is taken over by itself. Where the key or a property is missing, more than \(percent) % of the "
                + "features go, most of them lie elsewhere, or something was changed here, the delivery waits for you. Needs a key."
        )
    }
    static let nightlyNeedsKey = Words(
        "Jede Nacht holen lässt sich nur, was einen Schlüssel hat: Bitte wählen Sie die Eigenschaft, an der ein Objekt wiedererkannt wird.",
        "Only what has a key can be fetched each night: please choose the property by which a feature is known again.")
    static let nightlyNoHour = Words("Die Stunde ist eine Zahl von 0 bis 23.", "The hour is a number from 0 to 23.")
}
