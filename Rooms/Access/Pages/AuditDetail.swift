// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site
import Wire

/// What an entry of the audit trail keeps of its deed: a text as it is, a document value by value.
struct AuditDetail {
    /// The most values that are shown; the export of the trail holds all.
    static let most = 60
    let text: String?

    func html(_ format: Format) -> HTML {
        guard let text, !text.isEmpty else { return "–" }
        guard text.hasPrefix("{"), let document = try? JSONValue(parsing: text) else { return HTML(text: text) }
        let values = Self.values(of: document, named: "")
        let language = format.language
        guard !values.isEmpty else { return "–" }
        let rows = values.prefix(Self.most).map { value -> HTML in
            "<div><dt><code>\(value.name)</code></dt><dd>\(value.shown(format))</dd></div>"
        }
        let rest: HTML? =
            values.count > Self.most
            ? "<p class=\"help\">\(language(.auditMoreValues(format.integer(Int64(values.count - Self.most)))))</p>"
            : nil
        return """
            <details><summary>\(language(.auditValues(values.count, format.integer(Int64(values.count)))))</summary>\
            <dl class="answers">\(rows)</dl>\(rest)</details>
            """
    }

    private struct Value {
        let name: String
        let value: JSONValue

        func shown(_ format: Format) -> String {
            switch value {
            case .null: "–"
            case .bool(let isTrue): format.language(isTrue ? .yes : .no)
            case .string(let text): text.isEmpty ? "–" : CalendarDay(parsing: text).map { format.date($0) } ?? text
            case .number(let number): number.literal
            case .array, .object: format.language(.auditEmptyValue)
            }
        }
    }

    /// The values within, each by its path; lists count from 1.
    private static func values(of value: JSONValue, named name: String) -> [Value] {
        switch value {
        case .object(let object) where !object.isEmpty:
            object.members.flatMap { values(of: $0.value, named: name.isEmpty ? $0.name : "\(name).\($0.name)") }
        case .array(let array) where !array.isEmpty:
            array.enumerated().flatMap { values(of: $1, named: "\(name).\($0 + 1)") }
        default: [Value(name: name, value: value)]
        }
    }
}
