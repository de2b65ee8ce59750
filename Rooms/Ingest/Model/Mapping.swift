// SPDX-License-Identifier: EUPL-1.2
public import Catalogue
import Wire

/// A declared way from files to data: which columns become which Datastreams, or which rows become which features.
public struct Mapping: Sendable {
    /// What comes out of the files.
    public enum Kind: Sendable {
        /// Datastreams with Observations.
        case series(SeriesMapping)
        /// One feature collection.
        case layer(LayerMapping)
    }

    /// In reports and in `imported_file`: `muenster-radverkehr`.
    public let name: String
    public let dataset: DatasetDescription
    /// Entries of an archive or folder that do not match are passed over.
    let files: Pattern
    /// Whether the mapping says itself which entries are its files.
    let namesFiles: Bool
    public let kind: Kind
    /// SHA-256 of the document in hexadecimal; a changed mapping reads its files again.
    public let checksum: String
    /// Folder of the mapping file, where place tables are looked for too; nil for shipped ones.
    let folder: String?
}

/// What a mapping says about the data set that its files belong to.
public struct DatasetDescription: Sendable, Hashable {
    public var slug: String
    public var title: String
    public var titleEnglish: String?
    public var description: String
    public var descriptionEnglish: String?
    public var owner: String
    public var contact: String?
    public var licence: String
    public var attributions: [Dataset.Attribution]
    public var sourceURL: String?
    public var keywords: [String]
    public var theme: String?
    /// Who may read a data set that the import makes; one that is there keeps what people have decided.
    public var access: Dataset.Access
}

/// How time stamps are written and what they mean.
struct TimeRule: Sendable, Hashable {
    /// What the stamp marks.
    enum Stamp: String, CaseIterable { case start, end, instant }

    /// What happens to the hour that the clock runs through twice in autumn.
    enum RepeatedHour: String, CaseIterable {
        /// It stands twice, each time once a pass; the second pass begins where the time does not advance.
        case twice
        /// It stands twice with irregular minutes; the second pass begins where the time goes back.
        case byOrder
        /// It stands once and holds the sum of both passes: the duration is doubled.
        case sum
        /// It stands once, for the first pass.
        case once
    }

    /// A part of the stamp's text.
    enum Piece: Hashable {
        case literal([UInt8])
        case column(String)
    }

    /// One column, or several with what stands between them.
    var pieces: [Piece]
    /// As declared; a file whose stamps are all written otherwise is read by what is recognised.
    var form: StampForm
    var zone = "Europe/Berlin"
    var stamp = Stamp.start
    /// What a value covers; nil for a moment. A date covers its local day, a month its month.
    var interval: CalendarDuration?
    /// Nil: seen from the data, or refused where it cannot be seen.
    var repeatedHour: RepeatedHour?
    /// Characters around the stamp that are no part of it.
    var strip: Set<UInt8> = []

    var columns: [String] {
        pieces.compactMap { piece in
            if case .column(let name) = piece { name } else { nil }
        }
    }
}

/// Where the station's identifier and name stand.
struct StationRule: Sendable, Hashable {
    enum Source: Hashable {
        /// Group 1 of the file's path is the identifier, group 2 (if any) the name.
        case path(Pattern)
        /// The same in the lines before the header.
        case lines(Pattern)
        /// The same in the header of the first column that is no time.
        case firstHeader(Pattern)
        /// The same in each value column's header: every column is a station of its own.
        case header(Pattern)
        /// A column holds the identifier, another one the name.
        case column(String, name: String?, namePattern: Pattern?)
        case fixed(id: String, name: String)
    }

    let sources: [Source]
    let names: [String: String]
}

/// A rule that turns one or many columns into Datastreams.
struct SeriesRule: Sendable, Hashable {
    enum Columns: Hashable {
        case named(String)
        case matching(Pattern)
    }
    enum OutOfBounds: String, CaseIterable { case reject, flag }

    struct Description: Hashable {
        let name: String
        let definition: String
        let description: String
    }
    struct Unit: Hashable {
        let name: String
        let symbol: String
        let definition: String
    }
    struct Status: Hashable {
        let column: Template
        let good: Set<String>
        /// Text of the status → what is kept as the Observation's `resultQuality`.
        let doubtful: [String: String]

        /// Whether nothing or 0, which are good unless declared otherwise, are declared otherwise.
        var isPlainDoubtful: Bool { !doubtful.isEmpty && (doubtful["0"] != nil || doubtful[""] != nil) }
    }
    struct Condition: Hashable {
        let column: String
        let quality: [String: String]
    }

    /// Rows that the rule takes, by the text in another column: long tables with a column of parameters.
    struct Selection: Hashable {
        let column: String
        let texts: Set<String>
        let pattern: Pattern?

        /// What a text gives for `{1}`, `{2}`; nil where the rule does not take it.
        func groups(in text: String) -> [String]? {
            texts.contains(text) ? [text, text] : pattern?.groups(in: text)
        }
    }

    let columns: Columns
    let selection: Selection?
    /// Last part of the Datastream's key; unique in its station.
    let key: Template
    let name: Template
    let nameEnglish: Template?
    let description: Template
    let observedProperty: Description
    let unit: Unit
    let sensor: Description
    let status: Status?
    /// A remark column whose text becomes `resultQuality`.
    let remark: Condition?
    let minimum: Double?
    let maximum: Double?
    let outOfBounds: OutOfBounds
    /// Texts that stand for a number: "bes" → 0.
    let values: [String: Double]
    /// Texts that say why there is no number: "ges" → "closed".
    let reasons: [String: String]
    /// Only whole numbers from 0 are meant: an `OM_CountObservation`.
    let isCount: Bool
}

/// Where stations lie.
struct PlaceRule: Sendable, Hashable {
    /// A table or GeoJSON beside the data.
    struct File: Hashable {
        /// The table's name beside the data; the newest in the order of names where it is a pattern.
        let path: String
        let pattern: Pattern?
        let id: String
        let name: String?
        let longitude: String?
        let latitude: String?
        let approximateColumn: String?
        let approximateValues: Set<String>
        let coordinates: Coordinates
        /// How the table is written; nil for separated values with the usual separator that fits.
        let format: TableFormat?
        let attribution: Dataset.Attribution?

        /// Whether an entry of a folder or an archive is this table.
        func isFound(at entry: String) -> Bool {
            if let pattern { return pattern.matches(entry.split(separator: "/").last.map(String.init) ?? entry) }
            return entry == path || entry.hasSuffix("/" + path)
        }
    }

    /// Where a place stands in the data themselves: columns of each row, or patterns over the lines before the header.
    struct Own<Source: Hashable & Sendable>: Hashable, Sendable {
        let longitude: Source
        let latitude: Source
        let coordinates: Coordinates
    }

    var row: Own<String>?
    var lines: Own<Pattern>?
    var files: [File] = []
    var fixed: [String: Place] = [:]
    /// Station's identifier → the name it has in the place table.
    var aliases: [String: String] = [:]
}

/// A place of a station.
struct Place: Sendable, Hashable {
    let longitude: Double
    let latitude: Double
    /// True where only a street or an estimate is known.
    let isApproximate: Bool
    let name: String?
    let attribution: String?
}

/// Files of measured values.
public struct SeriesMapping: Sendable {
    enum Duplicates: String, CaseIterable { case keepFirst, replace, reject }

    var format: TableFormat
    var time: TimeRule
    var station: StationRule
    var series: [SeriesRule]
    var places: PlaceRule
    var duplicates: Duplicates
    /// Key of a Thing: `{station}` after the data set's slug.
    var thingDescription: Template
    /// The series stopped for good here (local date): historical, not silent.
    var ended: String?
}

/// Files of places and shapes.
public struct LayerMapping: Sendable {
    enum Source: String, CaseIterable { case csv, geojson }

    enum Geometry: Hashable {
        /// Two columns; `isSwapped` says that each holds what the other's name promises.
        case point(longitude: String, latitude: String, isSwapped: Bool)
        case wkt(column: String)
        /// `isSwapped` says that latitude comes first in each pair; nil asks where it looks so.
        case geojson(isSwapped: Bool?)
    }

    /// What happens to a file with a feature that is none.
    enum Faulty: String, CaseIterable { case leaveOut, refuseFile }

    struct Field: Hashable {
        enum Kind: String, CaseIterable { case text, integer, number, date, boolean }
        /// In the file.
        let column: String
        let name: String
        let title: String?
        let kind: Kind
        /// Texts for true and false; any other is refused.
        let trueTexts: Set<String>
        let falseTexts: Set<String>
        /// Texts that mean "unknown" in this field.
        let missing: Set<String>
    }

    var collection: String
    var title: String
    var titleEnglish: String?
    var description: String
    /// What the map does with it: `districts`, `roads`, `water`, `trees`, `places`.
    var role: String
    var source: Source
    var format: TableFormat
    var geometry: Geometry
    /// EPSG code of the coordinates; nil means what the file says, else longitude and latitude.
    var epsg: Int?
    var id: String?
    var titleField: String?
    var faulty: Faulty
    /// Empty: every property of a GeoJSON file, every column of a table.
    var fields: [Field]
}
