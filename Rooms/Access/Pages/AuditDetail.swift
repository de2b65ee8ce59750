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

        /// Days and answers in the reader's language, all else as it was kept.
        func shown(_ format: Format) -> HTML {
            switch value {
            case .null, .string(""): "–"
            case .bool(let isTrue): HTML(text: format.language(isTrue ? .yes : .no))
            case .string(let text):
                CalendarDay(parsing: text).map { HTML(text: format.date($0)) } ?? "<code>\(text)</code>"
            case .number(let number): "<code>\(number.literal)</code>"
            case .array, .object: HTML(text: format.language(.auditEmptyValue))
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
