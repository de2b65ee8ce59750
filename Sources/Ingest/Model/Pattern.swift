// SPDX-License-Identifier: EUPL-1.2

/// A regular expression of a mapping, kept as text and compiled where a file's header or path is matched.
struct Pattern: Sendable, Hashable {
    let text: String

    init(_ text: String) throws {
        self.text = text
        _ = try Regex(text)
    }

    /// The whole match and its groups; groups that took no part are empty.
    func groups(in subject: String) -> [String]? {
        guard let regex = try? Regex(text), let match = try? regex.firstMatch(in: subject) else { return nil }
        return match.output.map { String($0.substring ?? "") }
    }

    func matches(_ subject: String) -> Bool { groups(in: subject) != nil }
}

/// A text with places for what was found: `{1}` a group of the header's pattern, `{station}`, `{stationName}`, `{header}`.
struct Template: Sendable, Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    func filled(groups: [String], names: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            if let index = Int(name) {
                result += groups.indices.contains(index) ? groups[index] : ""
            } else {
                result += names[name] ?? ""
            }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    var usesStation: Bool { text.contains("{station}") || text.contains("{stationName}") }
}
