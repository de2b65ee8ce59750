// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Decision
import HTTPSupport
import Knowledge
import Planning
import SensorThings
import SensorThingsPages
import Site
import Wire

/// Reads a submitted form into a document; German and English numbers and dates are both understood.
struct AnswerReader {
    let form: FormBody

    /// Answers of the fields given; those of other fields of the old document stay as they are.
    func document(_ fields: [Field], over old: JSONObject = [:]) -> JSONObject {
        var document = old
        for field in fields {
            let value = answer(field, named: field.name)
            // What was typed counts even when the box was ticked before.
            let isUnknown = value == nil && form.has(field.name + "~unknown")
            document[field.name] = isUnknown ? JSONValue.null : value
        }
        return document
    }

    /// Nil: not answered. A text that cannot be read is kept as a string, so that validation names its place.
    private func answer(_ field: Field, named name: String) -> JSONValue? {
        let text = form.trimmed(name)
        if text == Self.unknown { return .null }
        switch field.kind {
        case .rows(let columns): return rows(columns, named: name)
        case .choices, .datasets, .datastreams:
            let items = form.all(name).filter { !$0.isEmpty }
            if items.isEmpty { return nil }
            if field.kind == .datastreams {
                return .array(items.map { Int64($0).map { JSONValue($0) } ?? .string($0) })
            }
            return .array(items.map { .string($0) })
        case .list, .examples, .blocks:
            let items = text.split(whereSeparator: \.isNewline).map { trimmed($0) }.filter { !$0.isEmpty }
            return items.isEmpty ? nil : .array(items.map { .string($0) })
        case .references:
            let items = form.all(name).flatMap { $0.split { ", ;\r\n".contains($0) } }.map { $0.uppercased() }
            var seen: Set<String> = []
            let unique = items.filter { seen.insert($0).inserted }
            return unique.isEmpty ? nil : .array(unique.map { .string($0) })
        default: break
        }
        guard !text.isEmpty else { return nil }
        switch field.kind {
        case .number: return Self.number(text).map { JSONValue($0) } ?? .string(text)
        case .share:
            return Self.number(text.replacing("%", with: "")).map { JSONValue(Self.divided($0)) } ?? .string(text)
        case .money: return Self.cents(text).map { JSONValue($0) } ?? .string(text)
        case .year, .planYear, .datastream: return Int64(text).map { JSONValue($0) } ?? .string(text)
        case .date:
            // A year alone means its last day.
            let isYear = text.utf8.count == 4 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            return .string(isYear ? "\(text)-12-31" : CalendarDay(parsing: text)?.iso ?? text)
        case .flag: return text == "yes" ? true : text == "no" ? false : .string(text)
        case .place: return Self.place(text) ?? .string(text)
        case .longText: return .string(text.replacing("\r\n", with: "\n"))
        case .reference: return .string(text.uppercased())
        default: return .string(text)
        }
    }

    /// The lines of a field that the form shows and that are not to be removed.
    private func lines(named name: String) -> [Int] {
        let prefix = name + "."
        var indices: Set<Int> = []
        for key in form.names where key.hasPrefix(prefix) {
            if let index = key.dropFirst(prefix.count).split(separator: ".").first.flatMap({ Int($0) }) {
                indices.insert(index)
            }
        }
        return indices.sorted().prefix(ObjectKind.mostRows).filter { !form.has("\(name).\($0)~remove") }
    }

    /// How many blank lines a form shows for a field in which somebody asked for one more.
    func blankLines(_ name: String, in document: JSONObject) -> Int {
        max(0, lines(named: name).count - (document[name]?.array?.count ?? 0)) + 1
    }

    private func rows(_ columns: [Field], named name: String) -> JSONValue? {
        var rows: [JSONValue] = []
        for index in lines(named: name) {
            var row = JSONObject()
            for column in columns {
                row[column.name] = answer(column, named: "\(name).\(index).\(column.name)")
            }
            if !row.isEmpty { rows.append(.object(row)) }
        }
        return rows.isEmpty ? nil : .array(rows)
    }

    private func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    // MARK: Numbers, days, places

    /// What a choice sends for "I do not know yet".
    static let unknown = "~unknown"

    /// `1.234,5` and `1,234.5` alike; a single mark with three digits behind it groups thousands (`1.200`, `12,500`).
    static func number(_ text: String) -> Double? {
        let marks = text.filter { !" \u{00A0}\u{202F}'€".contains($0) }.replacing("−", with: "-")
        let comma = marks.lastIndex(of: ",")
        let dot = marks.lastIndex(of: ".")
        var decimal: Character?
        switch (comma, dot) {
        case (let comma?, let dot?): decimal = comma > dot ? "," : "."
        case (let mark?, nil), (nil, let mark?):
            let sign = marks[mark]
            let behind = marks.distance(from: mark, to: marks.endIndex) - 1
            let isOnly = marks.firstIndex(of: sign) == mark
            let before = marks[..<mark].drop { $0 == "-" }
            let isGroup = behind == 3 && !before.isEmpty && before.count <= 3 && before != "0"
            decimal = isOnly && !isGroup ? sign : nil
        default: break
        }
        var plain = ""
        for character in marks {
            if character == decimal {
                plain.append(".")
            } else if character != "," && character != "." {
                plain.append(character)
            }
        }
        guard plain.contains(where: \.isNumber), let number = Double(plain), number.isFinite else { return nil }
        return number
    }

    /// Euros to whole cents, without the detour over binary fractions of large amounts.
    static func cents(_ text: String) -> Int64? {
        guard let euros = number(text), abs(euros) < 1e12 else { return nil }
        return Int64((euros * 100).rounded(.toNearestOrAwayFromZero))
    }

    /// Per cent to a share without noise in the last digits: 2.9 becomes 0.029.
    private static func divided(_ percent: Double) -> Double { Double("\(percent)e-2") ?? percent / 100 }

    /// GeoJSON, or latitude and longitude as people write them.
    static func place(_ text: String) -> JSONValue? {
        if text.hasPrefix("{") { return try? JSONValue(parsing: text) }
        let separators: Set<Character> = text.contains(".") ? [" ", ",", ";"] : [" ", ";"]
        let parts = text.split { separators.contains($0) }.compactMap { Double($0.replacing(",", with: ".")) }
        guard parts.count == 2 else { return nil }
        return ["type": "Point", "coordinates": [JSONValue(parts[1]), JSONValue(parts[0])]]
    }
}
