// SPDX-License-Identifier: EUPL-1.2

/// Every address that pages link to; the only place that knows them.
public enum SiteURL: Sendable, Hashable {
    case start
    case map
    case mapData
    /// The background's pictures, with places for zoom, column and row.
    case tiles
    /// A layer in a compact form for the map.
    case mapLayer(String)
    /// Search text, state, data set, order and page of the list; empty means any.
    case sensors(search: String = "", state: String = "", dataset: String = "", order: String = "", page: Int = 1)
    /// Recent changes of state: to which state, of which data set, before which entry.
    case stateChanges(state: String = "", dataset: String = "", before: Int64? = nil)
    case sensor(Int64)
    case series(thing: Int64, datastream: Int64, range: String = "", from: String = "", to: String = "")
    case seriesFile(datastream: Int64, format: String, from: String, to: String)
    case data(search: String = "", licence: String = "", owner: String = "")
    case dataset(String)
    /// Where the form that changes who may see a data set is sent.
    case datasetAccess(String)
    /// How long the values of the data set are kept.
    case datasetRetention(String)
    case search(String)
    /// Examples and building blocks; empty means any.
    case knowledge(
        search: String = "", kind: String = "", outcome: String = "", category: String = "", licence: String = "",
        page: Int = 1)
    case example(String)
    case block(String)
    /// The planning pages: what follows `/planning`, escaped already.
    case planning(String)
    case imports
    case importRun(Int64)
    /// The audit trail: action, actor, object, days and entry before which; empty means any. For administrators.
    case audit(
        action: String = "", actor: String = "", object: String = "", from: String = "", until: String = "",
        before: Int64? = nil)
    case login
    case logout
    case setup(token: String)
    case imprint, privacy, accessibility, interfaces
    /// What is said about the municipality; for administrators.
    case townProfile, townProfileSaved
    /// The town's arms; the tag changes with the picture.
    case townArms(tag: String)
    /// The town's colour as a style sheet.
    case townColours(tag: String)
    case asset(String)
    case vendor(String)
    case datastreamInterface(Int64)
    case thingInterface(Int64)
    case sensorThings
    case features
    case collection(String)
    case collectionItems(String)
    case health

    /// Path and query, percent-encoded, relative to the site's root.
    public var path: String {
        switch self {
        case .start: "/"
        case .map: "/map"
        case .mapData: "/map/sensors.geojson"
        case .tiles: "/tiles/{z}/{x}/{y}"
        case .mapLayer(let name): "/map/layers/" + Self.encoded(name)
        case .sensors(let search, let state, let dataset, let order, let page):
            "/sensors"
                + Self.query([
                    ("q", search), ("state", state), ("dataset", dataset), ("order", order),
                    ("page", page > 1 ? String(page) : ""),
                ])
        case .stateChanges(let state, let dataset, let before):
            "/sensors/changes"
                + Self.query([("state", state), ("dataset", dataset), ("before", before.map(String.init) ?? "")])
        case .sensor(let thing): "/sensors/\(thing)"
        case .series(let thing, let datastream, let range, let from, let to):
            "/sensors/\(thing)/series/\(datastream)" + Self.query([("range", range), ("from", from), ("to", to)])
        case .seriesFile(let datastream, let format, let from, let to):
            "/series/\(datastream).\(format)" + Self.query([("from", from), ("to", to)])
        case .data(let search, let licence, let owner):
            "/data" + Self.query([("q", search), ("licence", licence), ("owner", owner)])
        case .dataset(let slug): "/data/" + Self.encoded(slug)
        case .datasetRetention(let slug): "/data/" + Self.encoded(slug) + "/retention"
        case .datasetAccess(let slug): "/data/" + Self.encoded(slug) + "/access"
        case .search(let text): "/search" + Self.query([("q", text)])
        case .knowledge(let search, let kind, let outcome, let category, let licence, let page):
            "/knowledge"
                + Self.query([
                    ("q", search), ("kind", kind), ("outcome", outcome), ("category", category), ("licence", licence),
                    ("page", page > 1 ? String(page) : ""),
                ])
        case .example(let slug): "/knowledge/examples/" + Self.encoded(slug)
        case .block(let slug): "/knowledge/blocks/" + Self.encoded(slug)
        case .planning(let rest): "/planning" + rest
        case .imports: "/imports"
        case .importRun(let id): "/imports/\(id)"
        case .audit(let action, let actor, let object, let from, let until, let before):
            "/account/audit"
                + Self.query([
                    ("action", action), ("actor", actor), ("object", object), ("from", from), ("until", until),
                    ("before", before.map(String.init) ?? ""),
                ])
        case .login: "/login"
        case .logout: "/logout"
        case .setup(let token): "/setup/" + Self.encoded(token)
        case .imprint: "/imprint"
        case .privacy: "/privacy"
        case .accessibility: "/accessibility"
        case .interfaces: "/interfaces"
        case .townProfile: "/town"
        case .townProfileSaved: "/town?saved=yes"
        case .townArms(let tag): "/town/arms" + Self.query([("v", tag)])
        case .townColours(let tag): "/town/colours.css" + Self.query([("v", tag)])
        case .asset(let name): "/assets/" + name + (Asset.embedded[name].map { "?v=" + $0.tag } ?? "")
        case .vendor(let path): "/assets/vendor/" + path
        case .datastreamInterface(let id): "/v1.1/Datastreams(\(id))"
        case .thingInterface(let id): "/v1.1/Things(\(id))"
        case .sensorThings: "/v1.1"
        case .features: "/ogc"
        case .collection(let name): "/ogc/collections/" + Self.encoded(name)
        case .collectionItems(let name): "/ogc/collections/" + Self.encoded(name) + "/items"
        case .health: "/health"
        }
    }

    /// `?a=1&b=2` of the fields that hold something; empty when none does.
    static func query(_ fields: [(String, String)]) -> String {
        let filled = fields.filter { !$0.1.isEmpty }.map { $0.0 + "=" + encoded($0.1) }
        return filled.isEmpty ? "" : "?" + filled.joined(separator: "&")
    }

    /// Percent-encodes all but unreserved characters (RFC 3986 §2.3).
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
