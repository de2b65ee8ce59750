// SPDX-License-Identifier: EUPL-1.2

/// A document that is being written as XML; what comes from people is escaped.
struct XMLWriter: Sendable {
    private(set) var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
    private var open: [String] = []

    mutating func begin(_ name: String, _ attributes: [(name: String, value: String)] = []) {
        bytes += "<\(name)".utf8
        for attribute in attributes {
            bytes += " \(attribute.name)=\"".utf8
            escape(attribute.value)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ">"))
        open.append(name)
    }

    mutating func end(_ count: Int = 1) {
        for _ in 0..<count {
            guard let name = open.popLast() else { return }
            bytes += "</\(name)>".utf8
        }
    }

    mutating func leaf(_ name: String, _ text: String, _ attributes: [(name: String, value: String)] = []) {
        begin(name, attributes)
        escape(text)
        end()
    }

    /// A leaf and those that it stands in, the outermost first.
    mutating func leaf(in path: [String], _ name: String, _ text: String) {
        for one in path { begin(one) }
        leaf(name, text)
        end(path.count)
    }

    /// Characters that XML 1.0 forbids are left out.
    private mutating func escape(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": bytes += "&amp;".utf8
            case "<": bytes += "&lt;".utf8
            case ">": bytes += "&gt;".utf8
            case "\"": bytes += "&quot;".utf8
            case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": continue
            default: bytes += String(scalar).utf8
            }
        }
    }
}
