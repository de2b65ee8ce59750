// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// What another room adds to the interface of layers at `/ogc`; offered before the Features room.
package struct LayerInterfaceExtension: Sendable {
    /// Addresses of conformance classes.
    package let conformance: [String]
    /// Links of the landing page; the path follows that of the interface: `/tileMatrixSets`.
    package let landing: [Door]
    /// Links of each collection; the path follows that of the collection: `/tiles`.
    package let collection: [Door]
    /// What the OpenAPI document tells of it.
    package let operations: [Operation]
    /// Where people see a layer drawn, by its name; below the public address.
    package let map: (@Sendable (_ layer: String) -> String)?

    package struct Door: Sendable {
        package let path: String
        package let relation: String
        package let title: Words
        package let mediaType: String

        package init(_ path: String, _ relation: String, _ title: Words, mediaType: String = "application/json") {
            self.path = path
            self.relation = relation
            self.title = title
            self.mediaType = mediaType
        }
    }

    /// Something that can be asked with GET.
    package struct Operation: Sendable {
        /// Below the interface, with `{collectionId}` and places of its own in braces.
        package let path: String
        package let id: String
        package let summary: Words
        package let mediaType: String
        /// Names of components of the document: `f`, `lang`, `filter`, …
        package let parameters: [String]
        /// Whether there may be nothing to answer with.
        package let mayBeEmpty: Bool

        package init(
            _ path: String, _ id: String, _ summary: Words, mediaType: String = "application/json",
            parameters: [String] = ["lang"], mayBeEmpty: Bool = false
        ) {
            self.path = path
            self.id = id
            self.summary = summary
            self.mediaType = mediaType
            self.parameters = parameters
            self.mayBeEmpty = mayBeEmpty
        }
    }

    package init(
        conformance: [String], landing: [Door], collection: [Door], operations: [Operation] = [],
        map: (@Sendable (String) -> String)? = nil
    ) {
        self.conformance = conformance
        self.landing = landing
        self.collection = collection
        self.operations = operations
        self.map = map
    }
}
