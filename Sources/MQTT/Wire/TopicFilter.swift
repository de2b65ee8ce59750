// SPDX-License-Identifier: EUPL-1.2

/// Topic names (MQTT 5.0 §4.7): levels between slashes, no wildcards, not empty.
public enum TopicName {
    public static func isValid(_ topic: some StringProtocol) -> Bool {
        !topic.isEmpty && !topic.utf8.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") || $0 == 0 }
    }

    /// The levels; an empty one stands before, after and between slashes.
    ///
    /// They are bytes, because topics are never normalised (MQTT 5.0 §4.7.3) and Swift's texts are when compared.
    static func levels(_ topic: some StringProtocol) -> [ArraySlice<UInt8>] {
        Array(topic.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }

    static let oneLevel: ArraySlice<UInt8> = [UInt8(ascii: "+")]
    static let allLevels: ArraySlice<UInt8> = [UInt8(ascii: "#")]
}

/// A topic filter (MQTT 5.0 §4.7.1): `+` stands for one level, `#` at the end for all the rest.
public struct TopicFilter: Sendable, Hashable {
    public let text: String
    let levels: [ArraySlice<UInt8>]

    /// Nil when a wildcard does not fill its level, `#` is not the last, or nothing is there.
    public init?(_ text: String) {
        guard !text.isEmpty, !text.utf8.contains(0) else { return nil }
        levels = TopicName.levels(text)
        for (index, level) in levels.enumerated() {
            if level.contains(UInt8(ascii: "#")), level.count > 1 || index != levels.count - 1 { return nil }
            if level.contains(UInt8(ascii: "+")), level.count > 1 { return nil }
        }
        self.text = text
    }

    public static func == (left: TopicFilter, right: TopicFilter) -> Bool { left.levels == right.levels }
    public func hash(into hasher: inout Hasher) { hasher.combine(levels) }

    public var hasWildcard: Bool { levels.last == TopicName.allLevels || levels.contains(TopicName.oneLevel) }

    /// `$share/group/filter` (MQTT 5.0 §4.8.2).
    public var isShared: Bool { levels.first.map { $0.elementsEqual("$share".utf8) } ?? false }

    /// Whether a topic matches; those that begin with `$` match no wildcard in their first level.
    public func matches(_ topic: String) -> Bool {
        let names = TopicName.levels(topic)
        if topic.utf8.first == UInt8(ascii: "$"),
            levels.first == TopicName.allLevels || levels.first == TopicName.oneLevel
        {
            return false
        }
        for (index, level) in levels.enumerated() {
            if level == TopicName.allLevels { return true }
            guard index < names.count, level == TopicName.oneLevel || level == names[index] else { return false }
        }
        return levels.count == names.count
    }
}
