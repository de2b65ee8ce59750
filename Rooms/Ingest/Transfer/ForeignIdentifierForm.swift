// SPDX-License-Identifier: EUPL-1.2
import Wire

/// How a foreign server writes ids in addresses and filters, and whether it can go through a set by them.
struct ForeignIdentifierForm: Sendable, Hashable {
    /// Whether an id that is a text in JSON stands in quotes: `Things('north')`; some servers write numbers as texts.
    let quotesText: Bool
    /// Whether `$orderby=id` and `id gt …` work.
    let isOrdered: Bool
    /// Ids are texts, which a server does not give out in their order.
    var isOfTexts = false

    /// The id as it stands in addresses: `5`, `'north'`.
    func identifier(_ value: JSONValue?) -> String? {
        switch value {
        case .number(let number): number.literal
        case .string(let text):
            quotesText
                ? "'"
                    + text.split(separator: "'", omittingEmptySubsequences: false)
                    .joined(separator: "''") + "'" : text
        default: nil
        }
    }

    /// Found out at the first entity that there is.
    static func probe(_ server: ForeignServer, sets: [String]) async throws -> ForeignIdentifierForm {
        for set in sets {
            let plain = try await server.document(ForeignServer.place(set, [("$top", "1")]))
            guard let first = plain?["value"]?.array?.first else { continue }
            let quotesText = first["@iot.selfLink"]?.string.map { $0.contains("('") || $0.contains("(%27") } ?? true
            let isText = quotesText && first["@iot.id"]?.string != nil
            let form = ForeignIdentifierForm(quotesText: quotesText, isOrdered: true, isOfTexts: isText)
            guard
                let lowest = try await server.document(
                    ForeignServer.place(set, [("$top", "1"), ("$orderby", "id asc")]), isOptional: true),
                let id = form.identifier(lowest["value"]?.array?.first?["@iot.id"]),
                let following = try await server.document(
                    ForeignServer.place(set, [("$orderby", "id asc"), ("$filter", "id gt \(id)"), ("$top", "1")]),
                    isOptional: true),
                following["value"]?.array.map({ form.identifier($0.first?["@iot.id"]) != id }) == true
            else { return ForeignIdentifierForm(quotesText: quotesText, isOrdered: false) }
            return form
        }
        return ForeignIdentifierForm(quotesText: true, isOrdered: true)
    }
}
