// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel

/// Which of our systems can talk to which, and where an adapter is missing.
public struct InterfaceMatrix: Sendable {
    /// How two systems come together.
    public enum Link: Sendable, Hashable {
        /// Through interfaces that both have.
        case interfaces([String])
        /// No common interface, but formats that both read: a small adapter is enough.
        case formats([String])
        /// Nothing in common: an adapter has to be made.
        case missing
        /// One of them has not been described.
        case unknown
    }

    public let systems: [PlanningObject]
    private let interfaces: [[String: String]]
    private let formats: [[String: String]]

    init(_ systems: [PlanningObject]) {
        self.systems = systems
        interfaces = systems.map { $0.named("interfaces") }
        formats = systems.map { $0.named("formats") }
    }

    /// The link between two systems, by their places.
    public func link(_ first: Int, _ second: Int) -> Link {
        let common = interfaces[first].filter { interfaces[second][$0.key] != nil }
        if !common.isEmpty { return .interfaces(common.values.sorted()) }
        guard !interfaces[first].isEmpty, !interfaces[second].isEmpty else { return .unknown }
        let readable = formats[first].filter { formats[second][$0.key] != nil }
        return readable.isEmpty ? .missing : .formats(readable.values.sorted())
    }

    /// Pairs without a common interface.
    public var adapters: [(first: PlanningObject, second: PlanningObject, link: Link)] {
        systems.indices.flatMap { first in
            systems.indices.dropFirst(first + 1).compactMap { second in
                switch link(first, second) {
                case .formats, .missing: (systems[first], systems[second], link(first, second))
                case .interfaces, .unknown: nil
                }
            }
        }
    }
}

/// A data format and who reads or writes it.
public struct FormatEntry: Sendable, Hashable {
    public let name: String
    public let systems: [PlanningObject]
    /// Nil for a format the register does not know.
    public let isOpen: Bool?

    /// Formats with a public description that anybody may use.
    static let open: Set<String> = [
        "json", "geojson", "json-ld", "csv", "tsv", "xml", "gml", "citygml", "xplanung", "okstra", "netex", "siri",
        "gtfs",
        "gtfs-rt", "gbfs", "datex ii", "geopackage", "gpkg", "geotiff", "cog", "kml", "shapefile", "netcdf", "hdf5",
        "parquet", "geoparquet", "flatgeobuf", "protobuf", "cbor", "yaml", "html", "txt", "pdf", "pdf/a", "odt", "ods",
        "odf", "ical", "ics", "vcard", "rdf", "turtle", "dcat-ap.de", "ngsi-ld", "sensorthings", "ifc", "las", "png",
        "jpeg", "svg", "ocpi", "xöv", "xta", "osm", "pbf", "sml", "obis", "mscons",
    ]
    static let closed: Set<String> = ["dwg", "xls", "doc", "mdb", "accdb", "proprietär", "proprietary", "ecw", "mrsid"]
}

extension Plan {
    /// The matrix of systems whose interfaces were named; perhaps only the first of them.
    public func interfaceMatrix(most: Int = .max) -> InterfaceMatrix {
        InterfaceMatrix(Array(systems.filter { !$0.texts("interfaces").isEmpty }.prefix(most)))
    }

    /// Systems of which nobody has said how to reach them.
    public var withoutInterfaces: [PlanningObject] { systems.filter { $0.texts("interfaces").isEmpty } }

    /// All formats in use, the most used first.
    public var formatRegister: [FormatEntry] {
        var users: [String: [PlanningObject]] = [:]
        var names: [String: String] = [:]
        var open: [String: Bool] = [:]
        for system in systems {
            let masked = Dictionary(
                zip(system.texts("formats"), system.unmasked.texts("formats")), uniquingKeysWith: { first, _ in first })
            for (key, name) in system.named("formats") {
                users[key, default: []].append(system)
                names[key] = names[key] ?? name
                let format = PlanningObject.key(masked[name] ?? name)
                open[key] = FormatEntry.open.contains(format) ? true : FormatEntry.closed.contains(format) ? false : nil
            }
        }
        return users.map { key, systems in
            let isOpen = open[key]
            return FormatEntry(name: names[key] ?? key, systems: systems, isOpen: isOpen)
        }.sorted { ($1.systems.count, $0.name) < ($0.systems.count, $1.name) }
    }
}
