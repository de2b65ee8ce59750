// SPDX-License-Identifier: EUPL-1.2
import Wire

/// What the record of processing activities says of a data set about people (GDPR, article 30).
///
/// The controller is the town, the contact that of the data set.
public struct ProcessingRecord: Sendable, Hashable {
    public enum Field: String, Sendable, Hashable, CaseIterable {
        case purpose, legalBasis, people, data, recipients, transfers, erasure, measures
    }

    /// Characters of a field at most.
    public static let limit = 2_000

    public private(set) var texts: [Field: String]

    public init(_ texts: [Field: String] = [:]) { self.texts = texts.filter { !$0.value.isEmpty } }

    public subscript(field: Field) -> String { texts[field] ?? "" }

    public var missing: [Field] { Field.allCases.filter { self[$0].isEmpty } }

    init(_ json: JSONValue) {
        self.init(Dictionary(uniqueKeysWithValues: Field.allCases.map { ($0, json[$0.rawValue]?.string ?? "") }))
    }

    var json: JSONValue {
        .object(
            Field.allCases.reduce(into: JSONObject()) { if !self[$1].isEmpty { $0[$1.rawValue] = .string(self[$1]) } })
    }
}
