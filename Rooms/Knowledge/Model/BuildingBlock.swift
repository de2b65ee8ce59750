// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// A part of which solutions are made: software, a service, a device or a specification.
public struct BuildingBlock: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case software, service, device, infrastructure, specification

        public var name: Words {
            switch self {
            case .software: Words("Software", "Software")
            case .service: Words("Dienst", "Service")
            case .device: Words("Gerät", "Device")
            case .infrastructure: Words("Infrastruktur", "Infrastructure")
            case .specification: Words("Spezifikation", "Specification")
            }
        }
    }

    /// Order of magnitude of what it costs a town to have it; an assumption until an offer is there.
    public enum CostClass: String, Sendable, Hashable, CaseIterable {
        case low, medium, high

        public var name: Words {
            switch self {
            case .low: Words("gering (bis 5.000 € im Jahr)", "low (up to €5,000 a year)")
            case .medium: Words("mittel (bis 50.000 € im Jahr)", "medium (up to €50,000 a year)")
            case .high: Words("hoch (über 50.000 € im Jahr)", "high (over €50,000 a year)")
            }
        }
    }

    public let title: Words
    public let summary: Words
    public let kind: Kind
    /// SPDX licence expression; `LicenseRef-Proprietary` where it is not free, nil where it is not known.
    public let licence: String?
    public let interfaces: [String]
    public let formats: [String]
    public let dependencies: [String]
    public let maintainer: String?
    public let repository: String?
    /// What it can do, in words that overlap detection compares.
    public let capabilities: [String]
    public let cost: CostClass?

    /// Reads the document of an entry.
    public init(_ entry: KnowledgeEntry) throws(KnowledgeError) {
        try self.init(DocumentReader(entry.document))
    }

    init(_ fields: DocumentReader) throws(KnowledgeError) {
        title = try fields.requiredText("title")
        summary = try fields.requiredText("summary")
        guard let kind = try fields.choice("kind", Kind.self) else {
            throw .field(pointer: "/kind", message: "is missing")
        }
        self.kind = kind
        licence = try fields.string("licence")
        interfaces = try fields.strings("interfaces")
        formats = try fields.strings("formats")
        dependencies = try fields.strings("dependencies")
        maintainer = try fields.string("maintainer")
        repository = try fields.link("repository")
        capabilities = try fields.strings("capabilities")
        cost = try fields.choice("cost", CostClass.self)
    }
}
