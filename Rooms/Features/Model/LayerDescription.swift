// SPDX-License-Identifier: EUPL-1.2

/// What a layer shows; decides how maps draw it and what base maps are made of.
public enum LayerRole: String, Sendable, Hashable, CaseIterable {
    case district, road, water, tree, container, playground, stop, charging, parking, cycling, other

    /// The role of a word as people write it, singular or plural ("roads"); `other` when it is none of them.
    public init(word: String) {
        let plain = word.lowercased()
        self = Self(rawValue: plain) ?? Self.allCases.first { $0.rawValue + "s" == plain } ?? .other
    }
}

/// What is said about a layer when its features come in.
public struct LayerDescription: Sendable, Hashable {
    /// In addresses: lower-case letters, digits, hyphens.
    public var name: String
    /// German title.
    public var title: String
    public var titleEnglish: String?
    public var description: String
    public var datasetID: Int64?
    public var role: LayerRole
    /// Property that names a feature for people.
    public var titleField: String?
    /// Property (date or date-time) that `datetime` asks for.
    public var timeField: String?
    /// Property that becomes the feature's id where the document has none.
    public var identifierField: String?

    public init(
        name: String, title: String, titleEnglish: String? = nil, description: String = "", datasetID: Int64? = nil,
        role: LayerRole = .other, titleField: String? = nil, timeField: String? = nil, identifierField: String? = nil
    ) {
        self.name = name
        self.title = title
        self.titleEnglish = titleEnglish
        self.description = description
        self.datasetID = datasetID
        self.role = role
        self.titleField = titleField
        self.timeField = timeField
        self.identifierField = identifierField
    }
}

/// What an import of a layer did.
public struct LayerReport: Sendable, Hashable {
    public enum Outcome: String, Sendable, Hashable { case created, replaced, unchanged }

    public let outcome: Outcome
    public let collectionID: Int64
    public let features: Int
    public let withoutGeometry: Int
}
