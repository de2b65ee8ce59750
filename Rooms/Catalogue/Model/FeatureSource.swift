// SPDX-License-Identifier: EUPL-1.2
public import Rights
public import Storage
public import Wire

/// Things with a place that another room keeps and the Features room offers as a collection, asked anew each time.
public protocol FeatureSource: Sendable {
    /// In addresses; one of `FeatureSourceName`, which no layer may bear.
    var name: FeatureSourceName { get }
    var title: String { get }
    var titleEnglish: String { get }
    var description: String { get }
    var descriptionEnglish: String { get }
    /// Properties in the order of documents.
    var properties: [FeatureSourceProperty] { get }
    /// The property that names a feature for people.
    var titleProperty: String { get }
    /// The property (an instant) that `datetime` asks for; nil when the features know no time.
    var timeProperty: String? { get }
    /// The property (an instant) before which what a feature tells of ends; nil where `timeProperty` is all of it.
    var endProperty: String? { get }
    /// What is known of the features without asking for them; nil where they have to be asked.
    var summary: FeatureSourceSummary? { get }
    /// A SELECT of what the reader may see: `fid` (the id, above 0), `longitude`, `latitude` (NULL without place) and
    /// a column for each property; conditions, order and limit are put around it.
    func relation(for reader: Reader) -> SQL
}

extension FeatureSource {
    public var endProperty: String? { nil }
    public var summary: FeatureSourceSummary? { nil }
}

/// What a source says of its features without being asked for them.
public struct FeatureSourceSummary: Sendable, Hashable {
    public let count: Int
    /// Longitude and latitude, where all features are at one place.
    public let place: Place?
    /// From the first to the last that they tell of.
    public let time: InstantInterval?
    /// The data set that they are of, and its licence; nil without one that the reader may see.
    public let dataset: String?
    public let licence: String?

    public struct Place: Sendable, Hashable {
        public let longitude: Double
        public let latitude: Double

        public init(longitude: Double, latitude: Double) { (self.longitude, self.latitude) = (longitude, latitude) }
    }

    public init(count: Int, place: Place?, time: InstantInterval?, dataset: String?, licence: String?) {
        self.count = count
        self.place = place
        self.time = time
        self.dataset = dataset
        self.licence = licence
    }
}

/// The collections that rooms besides Features offer; their texts stand in addresses.
public enum FeatureSourceName: RawRepresentable, Sendable, Hashable {
    /// Each Thing with its latest value.
    case sensors
    /// What the values of a Datastream amount to: `datastream-12-daily`.
    case aggregates(datastream: Int64, AggregatePeriod)

    public init?(rawValue: String) {
        if rawValue == "sensors" {
            self = .sensors
            return
        }
        let parts = rawValue.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "datastream", let id = Int64(parts[1]), id > 0, String(id) == parts[1],
            let period = AggregatePeriod(rawValue: String(parts[2]))
        else { return nil }
        self = .aggregates(datastream: id, period)
    }

    public var rawValue: String {
        switch self {
        case .sensors: "sensors"
        case .aggregates(let datastream, let period): "datastream-\(datastream)-\(period.rawValue)"
        }
    }
}

/// How long the stretches are that a Datastream's aggregates are of.
public enum AggregatePeriod: String, Sendable, Hashable, CaseIterable {
    case hourly, daily, monthly
}

/// Sources of one kind of which there are many: found by name and listed by key, never all at once.
public protocol FeatureSourceFamily: Sendable {
    /// The collection that theirs stand below.
    var parent: FeatureSourceName { get }
    /// What they are, for people.
    var title: String { get }
    var titleEnglish: String { get }
    /// What their names look like, as a regular expression of JSON Schema.
    var pattern: String { get }
    /// The source of a name with what it holds now; nil where there is none that the reader may see.
    func source(
        _ name: FeatureSourceName, for reader: Reader, on connection: any StorageConnection
    ) throws -> (any FeatureSource)?
    /// Some sources behind a position, which is 0 at first, as a list names them: without their features.
    /// `next` is the position behind them, nil when there are no more.
    func members(
        after position: Int64, for reader: Reader, on connection: any StorageConnection
    ) throws -> (sources: [any FeatureSource], next: Int64?)
}

/// A property of a source's features.
public struct FeatureSourceProperty: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case text, integer, real
        /// Microseconds UTC.
        case instant
        /// A JSON text.
        case json
    }

    public let name: String
    /// Its column in the source's relation.
    public let column: String
    public let kind: Kind

    public init(name: String, column: String, kind: Kind) {
        self.name = name
        self.column = column
        self.kind = kind
    }
}

/// The collections that rooms keep for the layers' interface, as one of them offers them.
package struct FeatureSources: Sendable {
    package let all: [any FeatureSource]
    package let families: [any FeatureSourceFamily]

    package init(_ all: [any FeatureSource], families: [any FeatureSourceFamily] = []) {
        self.all = all
        self.families = families
    }
}
