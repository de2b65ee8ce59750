// SPDX-License-Identifier: EUPL-1.2

/// Topic names (MQTT 5.0 §4.7): levels between slashes, no wildcards, not empty.
public enum TopicName {
    public static func isValid(_ topic: some StringProtocol) -> Bool {
        !topic.isEmpty && !topic.utf8.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") || $0 == 0 }
    }

    /// The levels; an empty one stands before, after and between slashes.
    static func levels(_ topic: some StringProtocol) -> [Substring] {
        Substring(topic).split(separator: "/", omittingEmptySubsequences: false)
    }
}

/// A topic filter (MQTT 5.0 §4.7.1): `+` stands for one level, `#` at the end for all the rest.
public struct TopicFilter: Sendable, Hashable {
    public let text: String
    let levels: [Substring]

    /// Nil when a wildcard does not fill its level, `#` is not the last, or nothing is there.
    public init?(_ text: String) {
        guard !text.isEmpty, !text.utf8.contains(0) else { return nil }
        levels = TopicName.levels(text)
        for (index, level) in levels.enumerated() {
            if level.utf8.contains(UInt8(ascii: "#")), level != "#" || index != levels.count - 1 { return nil }
            if level.utf8.contains(UInt8(ascii: "+")), level != "+" { return nil }
        }
        self.text = text
    }

    public var hasWildcard: Bool { levels.last == "#" || levels.contains("+") }

    /// `$share/group/filter` (MQTT 5.0 §4.8.2).
    public var isShared: Bool { levels.first == "$share" }

    /// Whether a topic matches; those that begin with `$` match no wildcard in their first level.
    public func matches(_ topic: String) -> Bool {
        let names = TopicName.levels(topic)
        if topic.utf8.first == UInt8(ascii: "$"), levels.first == "#" || levels.first == "+" { return false }
        for (index, level) in levels.enumerated() {
            if level == "#" { return true }
            guard index < names.count, level == "+" || level == names[index] else { return false }
        }
        return levels.count == names.count
    }
}
