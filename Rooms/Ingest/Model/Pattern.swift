// SPDX-License-Identifier: EUPL-1.2
import CRE2

/// A regular expression of a mapping (the syntax of RE2), matched in a time that grows with the text's length only.
package struct Pattern: Sendable, Hashable {
    package let text: String
    private let compiled: Compiled

    /// Why a text is no pattern, and what to write instead.
    package struct Fault: Error, Sendable, Hashable {
        package let message: String
        package let remedy: String
    }

    /// Only read after `init`; matching an RE2 object that is const is safe on several threads at once (`re2.h`), so it
    /// can be sent.
    private final class Compiled: @unchecked Sendable {
        let pattern: OpaquePointer

        init(_ pattern: OpaquePointer) { self.pattern = pattern }
        deinit { cre2_free(pattern) }
    }

    package init(_ text: String) throws(Fault) {
        self.text = text
        var copy = text
        let pattern = copy.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { chars in
                // an empty text has no address
                guard let address = chars.baseAddress else { return cre2_compile("", 0) }
                return cre2_compile(address, chars.count)
            }
        }
        guard let pattern else { throw Fault(message: "there is no memory for it", remedy: "Try again later.") }
        compiled = Compiled(pattern)
        if let fault = cre2_fault(pattern) { throw Self.fault(text, String(cString: fault)) }
    }

    /// The commonest: what other engines know and a linear one cannot.
    private static func fault(_ text: String, _ message: String) -> Fault {
        if message.hasSuffix("(?=") || message.hasSuffix("(?!") || message.hasSuffix("(?<=")
            || message.hasSuffix("(?<!") || message.hasSuffix("(?<") && ["(?<=", "(?<!"].contains(where: text.contains)
        {
            return Fault(
                message: "look-ahead and look-behind are not supported",
                remedy: "Describe the whole text and put brackets around the part that counts.")
        }
        if message.hasSuffix("(?<") {
            return Fault(message: "named groups are written otherwise here", remedy: "Write (?P<name>…) or (…).")
        }
        if let digit = message.last, ("1"..."9").contains(digit), message.hasPrefix("invalid escape sequence: ") {
            return Fault(
                message: "references back such as \\\(digit) are not supported",
                remedy: "Write out what may stand there, with | between the choices.")
        }
        if message.hasPrefix("bad repetition operator") || message.hasPrefix("invalid repetition size") {
            return Fault(message: message, remedy: "Repeat at most 1,000 times, or write * or +.")
        }
        return Fault(
            message: message,
            remedy: "Mend the expression; its syntax is that of RE2 (https://github.com/google/re2/wiki/Syntax).")
    }

    /// The whole match and its groups; groups that took no part are empty.
    package func groups(in subject: String) -> [String]? {
        let count = Int(cre2_groups(compiled.pattern)) + 1
        var bounds = [Int](repeating: -1, count: 2 * count)
        var copy = subject
        return copy.withUTF8 { bytes -> [String]? in
            let isFound = bytes.withMemoryRebound(to: CChar.self) { chars in
                guard let address = chars.baseAddress else {
                    return cre2_find(compiled.pattern, "", 0, &bounds, Int32(count))
                }
                return cre2_find(compiled.pattern, address, chars.count, &bounds, Int32(count))
            }
            guard isFound else { return nil }
            return (0..<count).map { index in
                let (start, end) = (bounds[2 * index], bounds[2 * index + 1])
                return start < end ? String(decoding: bytes[start..<end], as: UTF8.self) : ""
            }
        }
    }

    package func matches(_ subject: String) -> Bool { groups(in: subject) != nil }

    package static func == (left: Pattern, right: Pattern) -> Bool { left.text == right.text }

    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// A text with places for what was found: `{1}` a group of the header's pattern, `{station}`, `{stationName}`, `{header}`.
package struct Template: Sendable, Hashable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package func filled(groups: [String], names: [String: String]) -> String {
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
