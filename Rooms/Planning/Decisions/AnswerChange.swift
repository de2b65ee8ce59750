// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import PlanningModel
public import Wire

/// One answer that is not what it was.
public struct AnswerChange: Sendable, Hashable {
    /// The question, with the line it stands in: "Cost lines, Bollards: Amount per year".
    public let label: Words
    public let field: Field
    public let old: JSONValue?
    public let new: JSONValue?
}

extension ObjectKind {
    /// What differs between two documents of this kind, lines one by one, in the order of the questions.
    public func changes(from old: JSONObject, to new: JSONObject) -> [AnswerChange] {
        fields.flatMap { field -> [AnswerChange] in
            let (before, after) = (old[field.name], new[field.name])
            guard !field.isSame(before, after) else { return [] }
            guard case .rows(let columns) = field.kind, let key = columns.first?.name else {
                return [AnswerChange(label: field.label, field: field, old: before, new: after)]
            }
            return Self.changes(field, columns, key: key, Self.rows(before), Self.rows(after))
        }
    }

    private static func rows(_ value: JSONValue?) -> [JSONObject] { value?.array?.compactMap(\.object) ?? [] }

    /// Lines with the same first answer are the same line.
    private static func changes(
        _ field: Field, _ columns: [Field], key: String, _ old: [JSONObject], _ new: [JSONObject]
    ) -> [AnswerChange] {
        let (before, after) = (named(old, key), named(new, key))
        var names = before.map(\.name)
        for name in after.map(\.name) where !names.contains(name) { names.append(name) }
        return names.flatMap { name -> [AnswerChange] in
            let was = before.first { $0.name == name }?.row
            let now = after.first { $0.name == name }?.row
            let place = name.text.isEmpty ? "" : ", \(name.text)"
            let label = Words(field.label.german + place, field.label.english + place)
            guard let was, let now else {
                let line = Field(field.name, label.english, german: label.german, field.kind, in: field.section)
                return [
                    AnswerChange(
                        label: label, field: line, old: was.map { [.object($0)] }, new: now.map { [.object($0)] })
                ]
            }
            return columns.compactMap { column in
                guard !column.isSame(was[column.name], now[column.name]) else { return nil }
                return AnswerChange(
                    label: Words(
                        "\(label.german): \(column.label.german)", "\(label.english): \(column.label.english)"),
                    field: column, old: was[column.name], new: now[column.name])
            }
        }
    }

    private struct RowName: Hashable {
        let text: String
        /// The how many-th line of that text it is.
        let turn: Int
    }

    private static func named(_ rows: [JSONObject], _ key: String) -> [(name: RowName, row: JSONObject)] {
        var turns: [String: Int] = [:]
        return rows.map { row in
            let text = row[key].map { $0.string ?? $0.text } ?? ""
            turns[text, default: 0] += 1
            return (RowName(text: text, turn: turns[text] ?? 1), row)
        }
    }
}

extension Field {
    /// Whether two answers say the same: of what is only chosen the order says nothing.
    fileprivate func isSame(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        switch kind {
        case .choices, .references, .datastreams, .datasets, .examples, .blocks:
            Set(left?.array ?? []) == Set(right?.array ?? [])
        default: left == right
        }
    }
}
