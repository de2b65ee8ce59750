// SPDX-License-Identifier: EUPL-1.2
public import Geometry
public import Wire

/// A layer as the register knows it.
public struct FeatureCollection: Sendable, Hashable {
    /// How features are named in addresses and documents.
    enum IdentifierKind: String, Sendable { case text, number }

    public let id: Int64
    public let datasetID: Int64?
    public let name: String
    public let title: String
    public let titleEnglish: String?
    public let description: String
    public let role: LayerRole
    /// `POINT`, `MULTIPOLYGON`, … or `GEOMETRY` when mixed.
    public let geometryType: String
    public let fields: [FeatureField]
    public let titleField: String?
    public let timeField: String?
    /// Nil when no feature has a place.
    public let extent: BoundingBox?
    public let count: Int
    public let modified: Instant
    /// Licence code and attributions of its data set; nil without one.
    public let datasetSlug: String?
    public let licence: String?
    let relation: FeatureRelation
    /// Some features have no place; they match each box.
    package let hasUnplaced: Bool
    let identifierKind: IdentifierKind
    let digest: String
    /// The digest of what came in; changes of single features leave it as it is.
    let edition: String
    /// When it came in; nil where nothing was changed since.
    package let imported: Instant?
    /// First and last time of the time field.
    package let temporal: (first: String, last: String)?
    /// Nil for layers: their description is in the language it was written in.
    var descriptionEnglish: String?
    /// The property before which what a feature tells of ends; nil where the time field is all of it.
    package var endField: String?
    /// The collection that it stands below; such a one is not in the list of all.
    package var parent: String?

    /// A collection that another room keeps; what can be counted is counted when it is asked for.
    package var isLive: Bool { relation.isLive }

    /// Whether both are of the same import: rows may have changed, columns have not.
    package func isOfSameImport(as other: Self) -> Bool { id == other.id && edition == other.edition }

    /// Whether features are named by whole numbers, else by texts.
    package var hasNumbersAsIDs: Bool { identifierKind == .number }

    public static func == (left: Self, right: Self) -> Bool {
        left.id == right.id && left.modified == right.modified && left.digest == right.digest
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(modified)
    }

    /// The title in a language, `de` or `en`.
    public func title(in language: String) -> String {
        language == "en" ? titleEnglish ?? title : title
    }

    /// The description in a language, `de` or `en`.
    package func description(in language: String) -> String {
        language == "en" ? descriptionEnglish ?? description : description
    }

    /// The field of a property.
    public func field(_ name: String) -> FeatureField? { fields.first { $0.name == name } }

    /// Changes when the content or its description does; an HTTP entity tag (strong, quoted).
    public var entityTag: String { "\"\(id)-\(digest)\"" }
}
