// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Geometry
public import Wire

/// Who is asked about a data set (vcard:Kind).
public struct ContactPoint: Sendable, Hashable {
    /// Department or person.
    public var name: String
    /// Without `mailto:`.
    public var mail: String?
    /// A page with a form or an address.
    public var page: String?

    public init(name: String, mail: String? = nil, page: String? = nil) {
        (self.name, self.mail, self.page) = (name, mail, page)
    }
}

/// The area of an authority by its official key (`http://dcat-ap.de/def/politicalGeocoding/…`).
public struct PoliticalArea: Sendable, Hashable {
    /// Such as `http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05515000`.
    public let address: String
    /// Such as `http://dcat-ap.de/def/politicalGeocoding/Level/municipality`.
    public let level: String

    private static let root = "http://dcat-ap.de/def/politicalGeocoding/"

    /// From the eight digits of the official municipality key; nil for anything else.
    ///
    /// A key that ends with 000 is that of a town without districts or of a district; the name tells which.
    public init?(municipalityKey key: String, name: String) {
        guard key.utf8.count == 8, key.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let words = name.lowercased()
        let isDistrict = key.hasSuffix("000") && words.contains("kreis") && !words.contains("kreisfrei")
        address = Self.root + (isDistrict ? "districtKey/\(key.prefix(5))" : "municipalityKey/\(key)")
        level = Self.root + "Level/" + (isDistrict ? "administrativeDistrict" : "municipality")
    }
}

/// A way to get the data (dcat:Distribution).
public struct Distribution: Sendable, Hashable {
    /// Names it among those of its data set: `series-12`.
    public var name: String
    public var title: Words
    public var description: Words?
    public var format: FileFormat
    /// Where the data can be asked for.
    public var access: String
    /// A file with all of it; nil for what a service answers piece by piece.
    public var download: String?
    /// The service that answers; one of the catalogue's.
    public var service: DataService.Kind?
    public var modified: Instant?

    public init(
        name: String, title: Words, description: Words? = nil, format: FileFormat, access: String,
        download: String? = nil, service: DataService.Kind? = nil, modified: Instant? = nil
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.format = format
        self.access = access
        self.download = download
        self.service = service
        self.modified = modified
    }
}

/// An interface that serves data sets (dcat:DataService).
public struct DataService: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case sensorThings = "sensorthings"
        case features
    }

    public let kind: Kind

    public init(kind: Kind) { self.kind = kind }

    public var title: Words {
        switch kind {
        case .sensorThings: Words("Sensordaten (OGC SensorThings API)", "Sensor data (OGC SensorThings API)")
        case .features: Words("Kartenebenen (OGC API – Features)", "Map layers (OGC API – Features)")
        }
    }

    /// Below the public address.
    var path: String { kind == .sensorThings ? "/v1.1" : "/ogc" }

    /// Where the interface describes itself, below the public address; nil where it does so at its root.
    var description: String? { kind == .sensorThings ? nil : "/ogc/api" }

    /// The standards that it keeps.
    var standards: [String] {
        switch kind {
        case .sensorThings: ["http://www.opengis.net/spec/iot_sensing/1.1"]
        case .features:
            [
                "http://www.opengis.net/spec/ogcapi-features-1/1.0",
                "http://www.opengis.net/spec/ogcapi-features-2/1.0",
                "http://www.opengis.net/spec/ogcapi-features-3/1.0",
            ]
        }
    }
}

/// A public data set as a catalogue tells of it (dcat:Dataset).
public struct PublishedDataset: Sendable, Hashable {
    /// Its name in addresses; never changes.
    public var slug: String
    public var title: Words
    public var description: Words
    public var keywords: [String]
    public var themes: [DataTheme]
    public var highValue: [HighValueCategory]
    /// The department that made it.
    public var creator: String
    public var contact: ContactPoint
    /// Who delivers it to GovData: an address of `http://dcat-ap.de/def/contributors/`.
    public var contributor: String?
    public var issued: Instant
    public var modified: Instant
    public var frequency: UpdateFrequency?
    /// When the data begin and end.
    public var period: InstantInterval?
    /// Where the data lie, in degrees (CRS84).
    public var extent: BoundingBox?
    /// An address of `http://dcat-ap.de/def/licenses/`.
    public var licence: String
    /// What has to be named with the data.
    public var attribution: String?
    /// Where the data come from.
    public var source: String?
    public var distributions: [Distribution]

    public init(
        slug: String, title: Words, description: Words, keywords: [String] = [], themes: [DataTheme] = [],
        highValue: [HighValueCategory] = [], creator: String, contact: ContactPoint, contributor: String? = nil,
        issued: Instant, modified: Instant, frequency: UpdateFrequency? = nil, period: InstantInterval? = nil,
        extent: BoundingBox? = nil, licence: String, attribution: String? = nil, source: String? = nil,
        distributions: [Distribution] = []
    ) {
        self.slug = slug
        self.title = title
        self.description = description
        self.keywords = keywords
        self.themes = themes
        self.highValue = highValue
        self.creator = creator
        self.contact = contact
        self.contributor = contributor
        self.issued = issued
        self.modified = modified
        self.frequency = frequency
        self.period = period
        self.extent = extent
        self.licence = licence
        self.attribution = attribution
        self.source = source
        self.distributions = distributions
    }
}
