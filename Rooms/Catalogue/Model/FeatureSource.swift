// SPDX-License-Identifier: EUPL-1.2
public import Rights
public import Storage

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
    /// A SELECT of what the reader may see: `fid` (the id, above 0), `longitude`, `latitude` (NULL without place) and
    /// a column for each property; conditions, order and limit are put around it.
    func relation(for reader: Reader) -> SQL
}

/// The collections that rooms besides Features offer.
public enum FeatureSourceName: String, Sendable, Hashable, CaseIterable {
    case sensors
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

    package init(_ all: [any FeatureSource]) { self.all = all }
}
