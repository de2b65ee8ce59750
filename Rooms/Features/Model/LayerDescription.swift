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

/// What a list of layers says of one.
public struct LayerSummary: Sendable, Hashable {
    public let name: String
    public let title: String
    public let titleEnglish: String?
    public let description: String
    public let role: String
    public let count: Int64
    public let dataset: Int64?
    /// West, south, east and north of its features, in degrees; nil when none has a place.
    public let corners: [Double]?
}

/// What an import of a layer did.
public struct LayerReport: Sendable, Hashable {
    public enum Outcome: String, Sendable, Hashable { case created, replaced, unchanged }

    public let outcome: Outcome
    public let collectionID: Int64
    public let features: Int
    public let withoutGeometry: Int
}

/// What a new delivery of a layer would change, by the features' ids.
public struct LayerDifference: Sendable, Hashable {
    public internal(set) var added = 0
    public internal(set) var changed = 0
    public internal(set) var removed = 0
    public internal(set) var unchanged = 0
    /// The first few ids of each.
    public internal(set) var examples = Examples()

    /// Which properties differ in the features that changed, the most frequent first.
    public internal(set) var properties: [Property] = []
    /// Features whose place changed.
    public internal(set) var moved = 0
    /// Properties that only the delivery has, and only the layer.
    public internal(set) var gained: [String] = []
    public internal(set) var lost: [String] = []
    /// The first shapes of each, as well-known binary.
    package internal(set) var shapes = Shapes()

    /// A property that differs, with the first feature it differs in.
    public struct Property: Sendable, Hashable {
        public let name: String
        public internal(set) var count = 0
        public internal(set) var identifier = ""
        /// The values before and after, as text; empty where there is none.
        public internal(set) var old = ""
        public internal(set) var new = ""
    }

    package struct Shapes: Sendable, Hashable {
        package internal(set) var added: [[UInt8]] = []
        package internal(set) var changed: [[UInt8]] = []
        package internal(set) var removed: [[UInt8]] = []
    }

    public struct Examples: Sendable, Hashable {
        public internal(set) var added: [String] = []
        public internal(set) var changed: [String] = []
        public internal(set) var removed: [String] = []
    }

    /// Ids of each kind that are kept as examples.
    static let mostExamples = 10
    /// Shapes of each kind that are kept to be drawn.
    package static let mostShapes = 400
}

/// Forms that a layer can be downloaded in, offered by the room that makes them.
package struct LayerDownloads: Sendable {
    package struct Form: Sendable {
        /// What people call it.
        package let title: String
        /// Its name in the address.
        package let name: String
        /// Whether it can hold a part of the layer; else it is about the whole.
        package let isOfChoice: Bool

        package init(title: String, name: String, isOfChoice: Bool = true) {
            (self.title, self.name, self.isOfChoice) = (title, name, isOfChoice)
        }
    }

    package let forms: [Form]
    /// Where a layer of this name is in a form of this name, without the query that chooses among its features.
    package let address: @Sendable (String, String) -> String

    package init(forms: [Form], address: @escaping @Sendable (String, String) -> String) {
        (self.forms, self.address) = (forms, address)
    }
}
