// SPDX-License-Identifier: EUPL-1.2
public import Catalogue
package import Wire

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
    package let files: Pattern
    /// Whether the mapping says itself which entries are its files.
    package let namesFiles: Bool
    public internal(set) var kind: Kind
    /// SHA-256 of the document in hexadecimal; a changed mapping reads its files again.
    public let checksum: String
    /// Folder of the mapping file, where place tables are looked for too; nil for shipped ones.
    package let folder: String?
    /// Whether it was read to look at files only.
    package let isTrial: Bool
    /// JSON pointers of what is still a question; only of a mapping that is read for a trial.
    public let open: [String]
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
package struct TimeRule: Sendable, Hashable {
    /// What the stamp marks.
    enum Stamp: String, CaseIterable { case start, end, instant }

    /// What happens to the hour that the clock runs through twice in autumn.
    package enum RepeatedHour: String, CaseIterable {
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
    package enum Piece: Hashable {
        case literal([UInt8])
        case column(String)
    }

    /// One column, or several with what stands between them.
    package var pieces: [Piece]
    /// As declared; a file whose stamps are all written otherwise is read by what is recognised.
    package var form: StampForm
    package var zone = "Europe/Berlin"
    var stamp = Stamp.start
    /// What a value covers; nil for a moment. A date covers its local day, a month its month.
    package var interval: CalendarDuration?
    /// Nil: seen from the data, or refused where it cannot be seen.
    package var repeatedHour: RepeatedHour?
    /// Characters around the stamp that are no part of it.
    package var strip: Set<UInt8> = []
    /// The day on which a year begins that is written as a year alone, where that is not 1 January.
    var yearStart: YearStart?
    /// Columns in which each row names how far it reaches; none where all are as long.
    package var end: [String] = []
    /// Whether the last day, minute or second that is named belongs to the period.
    package var isLastIncluded = false
    /// Whether a date stands once and holds for the rows below it: a time that goes back has passed midnight.
    var isDateFilledDown = false

    struct YearStart: Hashable, Sendable {
        let month: Int
        let day: Int
    }

    var columns: [String] {
        pieces.compactMap { piece in
            if case .column(let name) = piece { name } else { nil }
        }
    }
}

/// Where the station's identifier and name stand.
package struct StationRule: Sendable, Hashable {
    package enum Source: Hashable {
        /// Group 1 of the file's path is the identifier, group 2 (if any) the name.
        case path(Pattern)
        /// The same in the lines before the header.
        case lines(Pattern)
        /// The same in the header of the first column that is no time.
        case firstHeader(Pattern)
        /// The same in each value column's header: every column is a station of its own.
        case header(Pattern)
        /// A column holds the identifier, or several together do; another one holds the name.
        case columns([String], name: String?, namePattern: Pattern?)
        case fixed(id: String, name: String)
    }

    package let sources: [Source]
    package let names: [String: String]
}

/// A rule that turns one or many columns into Datastreams.
package struct SeriesRule: Sendable, Hashable {
    package enum Columns: Hashable {
        case named(String)
        case matching(Pattern)
    }
    package enum OutOfBounds: String, CaseIterable { case reject, flag }

    package struct Description: Hashable {
        package let name: String
        package let definition: String
        package let description: String
    }
    package struct Unit: Hashable {
        package let name: String
        package let symbol: String
        package let definition: String
    }
    package struct Status: Hashable {
        package let column: Template
        package let good: Set<String>
        /// Text of the status → what is kept as the Observation's `resultQuality`.
        package let doubtful: [String: String]

        /// Whether nothing or 0, which are good unless declared otherwise, are declared otherwise.
        package var isPlainDoubtful: Bool { !doubtful.isEmpty && (doubtful["0"] != nil || doubtful[""] != nil) }
    }
    package struct Condition: Hashable {
        package let column: String
        package let quality: [String: String]
    }

    /// Rows that the rule takes, by the texts in other columns: long tables with a column of parameters.
    package struct Selection: Hashable {
        /// One column and the texts in it that the rule takes.
        struct Part: Hashable {
            let column: String
            let texts: Set<String>
            let pattern: Pattern?

            func groups(in text: String) -> [String]? {
                texts.contains(text) ? [text, text] : pattern?.groups(in: text)
            }
        }

        let parts: [Part]

        package var columns: [String] { parts.map(\.column) }

        /// What the texts of the columns give for `{1}`, `{2}`; nil where the rule does not take all of them.
        package func groups(in texts: [String]) -> [String]? {
            var all: [String] = [texts.first ?? ""]
            for (part, text) in zip(parts, texts) {
                guard let own = part.groups(in: text) else { return nil }
                all += own.dropFirst()
            }
            return all
        }
    }

    package let columns: Columns
    package let selection: Selection?
    /// Last part of the Datastream's key; unique in its station.
    package let key: Template
    package let name: Template
    package let nameEnglish: Template?
    package let description: Template
    package let observedProperty: Description
    package let unit: Unit
    package let sensor: Description
    package let status: Status?
    /// A remark column whose text becomes `resultQuality`.
    package let remark: Condition?
    package let minimum: Double?
    package let maximum: Double?
    package let outOfBounds: OutOfBounds
    /// Texts that stand for a number: "bes" → 0.
    package let values: [String: Double]
    /// Texts that say why there is no number: "ges" → "closed".
    package let reasons: [String: String]
    /// Only whole numbers from 0 are meant: an `OM_CountObservation`.
    package let isCount: Bool
}

/// Where stations lie.
package struct PlaceRule: Sendable, Hashable {
    /// A table or GeoJSON beside the data.
    package struct File: Hashable {
        /// The table's name beside the data; the newest in the order of names where it is a pattern.
        package let path: String
        package let pattern: Pattern?
        package let id: String
        package let name: String?
        package let longitude: String?
        package let latitude: String?
        package let approximateColumn: String?
        /// Each table that fits is read, and of several rows for a station the last one counts.
        package let isHistory: Bool
        package let approximateValues: Set<String>
        package let coordinates: Coordinates
        /// How the table is written; nil for separated values with the usual separator that fits.
        package internal(set) var format: TableFormat?
        package let attribution: Dataset.Attribution?

        /// Whether an entry of a folder or an archive is this table.
        package func isFound(at entry: String) -> Bool {
            if let pattern { return pattern.matches(entry.split(separator: "/").last.map(String.init) ?? entry) }
            return entry == path || entry.hasSuffix("/" + path)
        }
    }

    /// Where a place stands in the data themselves: columns of each row, or patterns over the lines before the header.
    package struct Own<Source: Hashable & Sendable>: Hashable, Sendable {
        package let longitude: Source
        package let latitude: Source
        package let coordinates: Coordinates
    }

    package var row: Own<String>?
    package var lines: Own<Pattern>?
    package var files: [File] = []
    package var fixed: [String: Place] = [:]
    /// Station's identifier → the name it has in the place table.
    package var aliases: [String: String] = [:]
}

/// A place of a station.
package struct Place: Sendable, Hashable {
    package let longitude: Double
    package let latitude: Double
    /// True where only a street or an estimate is known.
    package let isApproximate: Bool
    package let name: String?
    package let attribution: String?

    package init(longitude: Double, latitude: Double, isApproximate: Bool, name: String?, attribution: String?) {
        self.longitude = longitude
        self.latitude = latitude
        self.isApproximate = isApproximate
        self.name = name
        self.attribution = attribution
    }
}

/// Files of measured values.
public struct SeriesMapping: Sendable {
    package enum Duplicates: String, CaseIterable { case keepFirst, replace, reject }

    package var format: TableFormat
    package var time: TimeRule
    package var station: StationRule
    package var series: [SeriesRule]
    package var places: PlaceRule
    package var duplicates: Duplicates
    /// Key of a Thing: `{station}` after the data set's slug.
    package var thingDescription: Template
    /// The series stopped for good here (local date): historical, not silent.
    package var ended: String?
}

/// Files of places and shapes.
public struct LayerMapping: Sendable {
    package enum Source: String, CaseIterable { case csv, geojson }

    package enum Geometry: Hashable {
        /// Two columns; `isSwapped` says that each holds what the other's name promises.
        case point(longitude: String, latitude: String, isSwapped: Bool)
        case wkt(column: String)
        /// `isSwapped` says that latitude comes first in each pair; nil asks where it looks so.
        case geojson(isSwapped: Bool?)
    }

    /// What happens to a file with a feature that is none.
    package enum Faulty: String, CaseIterable { case leaveOut, refuseFile }

    package struct Field: Hashable {
        package enum Kind: String, CaseIterable { case text, integer, number, date, boolean }
        /// In the file.
        package let column: String
        package let name: String
        let title: String?
        package let kind: Kind
        /// Texts for true and false; any other is refused.
        package let trueTexts: Set<String>
        package let falseTexts: Set<String>
        /// Texts that mean "unknown" in this field.
        package let missing: Set<String>
    }

    package var collection: String
    package var title: String
    package var titleEnglish: String?
    package var description: String
    /// What the map does with it: `districts`, `roads`, `water`, `trees`, `places`.
    package var role: String
    package var source: Source
    package var format: TableFormat
    package var geometry: Geometry
    /// EPSG code of the coordinates; nil means what the file says, else longitude and latitude.
    package var epsg: Int?
    package var id: String?
    package var titleField: String?
    package var faulty: Faulty
    /// Empty: every property of a GeoJSON file, every column of a table.
    package var fields: [Field]
}
