// SPDX-License-Identifier: EUPL-1.2

/// The addresses of the rooms that are linked to from other rooms.
extension SiteURL {
    package static let start = SiteURL("/")
    package static let map = SiteURL("/map")
    /// A page of the map's list.
    package static func map(page: Int) -> SiteURL { SiteURL("/map" + query([("page", String(page))])) }
    /// The map of layers with filter and table.
    package static let layerMap = SiteURL("/map/layers")
    package static let mapData = SiteURL("/map/sensors.geojson")
    /// The background's pictures, with places for zoom, column and row.
    package static let tiles = SiteURL("/tiles/{z}/{x}/{y}")
    /// A layer in a compact form for the map.
    package static func mapLayer(_ name: String) -> SiteURL {
        SiteURL("/map/layers/" + encoded(name))
    }
    /// Search text, state, data set, order and page of the list; empty means any.
    package static func sensors(
        search: String = "", state: String = "", dataset: String = "", order: String = "", page: Int = 1
    ) -> SiteURL {
        SiteURL(
            "/sensors"
                + query([
                    ("q", search), ("state", state), ("dataset", dataset), ("order", order),
                    ("page", page > 1 ? String(page) : ""),
                ]))
    }
    /// Recent changes of state: to which state, of which data set, before which entry.
    package static func stateChanges(state: String = "", dataset: String = "", before: Int64? = nil) -> SiteURL {
        SiteURL(
            "/sensors/changes"
                + query([("state", state), ("dataset", dataset), ("before", before.map(String.init) ?? "")]))
    }
    package static func sensor(_ thing: Int64) -> SiteURL {
        SiteURL("/sensors/\(thing)")
    }
    /// A series with a range or a period, and the Datastreams that it is compared with.
    package static func series(
        thing: Int64, datastream: Int64, range: String = "", from: String = "", to: String = "", with: [Int64] = []
    ) -> SiteURL {
        SiteURL(
            "/sensors/\(thing)/series/\(datastream)"
                + query([("range", range), ("from", from), ("to", to), ("with", list(with))]))
    }
    /// `csv` and `json` for programs; `csv` with `for=people`, `ods` and the picture `svg` for people.
    package static func seriesFile(
        datastream: Int64, format: String, from: String, to: String, forPeople: Bool = false, with: [Int64] = []
    ) -> SiteURL {
        SiteURL(
            "/series/\(datastream).\(format)"
                + query([
                    ("from", from), ("to", to), ("for", forPeople ? "people" : ""), ("with", list(with)),
                ]))
    }
    /// The chart alone, to be framed by pages of others.
    package static func embeddedSeries(
        datastream: Int64, range: String = "", from: String = "", to: String = "", with: [Int64] = []
    ) -> SiteURL {
        SiteURL(
            "/embed/series/\(datastream)"
                + query([("range", range), ("from", from), ("to", to), ("with", list(with))]))
    }
    /// Thresholds and notes of a series.
    package static func annotations(thing: Int64, datastream: Int64) -> SiteURL {
        SiteURL("/sensors/\(thing)/series/\(datastream)/annotations")
    }
    package static func removeAnnotation(thing: Int64, datastream: Int64, _ id: Int64) -> SiteURL {
        SiteURL("/sensors/\(thing)/series/\(datastream)/annotations/\(id)/remove")
    }
    /// The form that sets an alert on a series.
    package static func newAlert(datastream: Int64) -> SiteURL {
        SiteURL("/alerts/new" + query([("datastream", String(datastream))]))
    }
    /// The form that follows something by mail: `B-3`, `M-2`, `sensor-12`.
    package static func follow(_ subject: String) -> SiteURL { SiteURL("/follow" + query([("subject", subject)])) }
    private static func list(_ ids: [Int64]) -> String { ids.map(String.init).joined(separator: ",") }
    package static func data(search: String = "", licence: String = "", owner: String = "") -> SiteURL {
        SiteURL("/data" + query([("q", search), ("licence", licence), ("owner", owner)]))
    }
    package static func dataset(_ slug: String) -> SiteURL {
        SiteURL("/data/" + encoded(slug))
    }
    /// A data set's page after its access was changed there.
    package static func datasetChanged(_ slug: String) -> SiteURL {
        SiteURL("/data/" + encoded(slug) + "?done=access")
    }
    /// How long the values of the data set are kept.
    package static func datasetRetention(_ slug: String) -> SiteURL {
        SiteURL("/data/" + encoded(slug) + "/retention")
    }
    /// Where the form that changes who may see a data set is sent.
    package static func datasetAccess(_ slug: String) -> SiteURL {
        SiteURL("/data/" + encoded(slug) + "/access")
    }
    /// Who may see, change and manage a data set.
    package static func datasetRights(_ slug: String) -> SiteURL {
        SiteURL("/data/" + encoded(slug) + "/rights")
    }
    package static func search(_ text: String) -> SiteURL {
        SiteURL("/search" + query([("q", text)]))
    }
    /// Examples and building blocks; empty means any.
    package static func knowledge(
        search: String = "", kind: String = "", outcome: String = "", category: String = "", licence: String = "",
        page: Int = 1
    ) -> SiteURL {
        SiteURL(
            "/knowledge"
                + query([
                    ("q", search), ("kind", kind), ("outcome", outcome), ("category", category), ("licence", licence),
                    ("page", page > 1 ? String(page) : ""),
                ]))
    }
    package static func example(_ slug: String) -> SiteURL {
        SiteURL("/knowledge/examples/" + encoded(slug))
    }
    package static func block(_ slug: String) -> SiteURL {
        SiteURL("/knowledge/blocks/" + encoded(slug))
    }
    /// The planning pages: what follows `/planning`, escaped already.
    package static func planning(_ rest: String) -> SiteURL {
        SiteURL("/planning" + rest)
    }
    package static let imports = SiteURL("/imports")
    package static func importRun(_ id: Int64) -> SiteURL {
        SiteURL("/imports/\(id)")
    }
    package static let login = SiteURL("/login")
    /// The own account.
    package static let account = SiteURL("/account")
    package static let logout = SiteURL("/logout")
    package static func setup(token: String) -> SiteURL {
        SiteURL("/setup/" + encoded(token))
    }
    package static let imprint = SiteURL("/imprint")
    package static let privacy = SiteURL("/privacy")
    package static let accessibility = SiteURL("/accessibility")
    package static let interfaces = SiteURL("/interfaces")
    /// What is said about the municipality; for administrators.
    package static let townProfile = SiteURL("/town")
    /// What is said about the municipality; for administrators.
    package static let townProfileSaved = SiteURL("/town?saved=yes")
    /// The town's arms; the tag changes with the picture.
    package static func townArms(tag: String) -> SiteURL {
        SiteURL("/town/arms" + query([("v", tag)]))
    }
    /// The town's colour as a style sheet.
    package static func townColours(tag: String) -> SiteURL {
        SiteURL("/town/colours.css" + query([("v", tag)]))
    }
    package static func asset(_ name: String) -> SiteURL {
        SiteURL("/assets/" + name + (Asset.embedded[name].map { "?v=" + $0.tag } ?? ""))
    }
    package static func vendor(_ path: String) -> SiteURL {
        SiteURL("/assets/vendor/" + path)
    }
    package static func datastreamInterface(_ id: Int64) -> SiteURL {
        SiteURL("/v1.1/Datastreams(\(id))")
    }
    package static func thingInterface(_ id: Int64) -> SiteURL {
        SiteURL("/v1.1/Things(\(id))")
    }
    package static let sensorThings = SiteURL("/v1.1")
    package static let features = SiteURL("/ogc")
    package static func collection(_ name: String) -> SiteURL {
        SiteURL("/ogc/collections/" + encoded(name))
    }
    /// One layer on the map, with its table.
    package static func layerOnMap(_ name: String) -> SiteURL {
        SiteURL("/map/layers" + query([("layer", name), ("table", name)]))
    }
    package static func collectionItems(_ name: String) -> SiteURL {
        SiteURL("/ogc/collections/" + encoded(name) + "/items")
    }
    /// The catalogue of public data that other portals fetch.
    package static let catalog = SiteURL("/catalog")
    /// The catalogue for GIS programs (OGC API – Records).
    package static let records = SiteURL("/records")
    /// Observations by place and time (OGC API – EDR).
    package static let environmentalData = SiteURL("/edr")
    package static let health = SiteURL("/health")
}
