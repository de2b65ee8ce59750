// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import MQTT

@Suite struct TopicTests {
    @Test(arguments: [
        ("a/b", "a/b", true), ("a/b", "a/c", false), ("a/+", "a/b", true), ("a/+", "a", false), ("a/+", "a/", true),
        ("a/+", "a/b/c", false), ("a/#", "a", true), ("a/#", "a/b/c", true), ("#", "a/b", true), ("#", "/", true),
        ("+/+", "/a", true), ("/+", "/a", true), ("+", "/a", false), ("a//b", "a//b", true), ("a/+/b", "a//b", true),
        ("#", "$SYS/x", false), ("+/x", "$SYS/x", false), ("$SYS/#", "$SYS/x", true), ("$SYS/+", "$SYS/x", true),
        ("A/b", "a/b", false), ("\u{E9}", "e\u{301}", false), ("a/+", "a/\u{301}b", true),
        ("sport/+/player", "sport/tennis/player", true),
    ])
    func matching(_ filter: String, _ topic: String, _ expected: Bool) throws {
        let parsed = try #require(TopicFilter(filter))
        #expect(parsed.matches(topic) == expected)
        // the tree decides alike
        let session = Session(
            key: SessionKey(owner: "o", clientIdentifier: "c"), limits: MQTTLimits(), counters: MQTTCounters(),
            now: { 0 })
        var tree = TopicTree()
        tree.add(parsed, session)
        #expect(tree.matches(topic).map(\.filters) == (expected ? [[parsed]] : []))
        tree.remove(parsed, session)
        #expect(tree.matches(topic).isEmpty)
    }

    @Test(arguments: ["", "a+", "+a/b", "a/#/b", "a#", "##", "a/b#", "a\u{0}b"])
    func thatIsNoFilter(_ text: String) { #expect(TopicFilter(text) == nil) }

    /// Filters and topics of a small alphabet, all against all: the tree and the definition agree.
    @Test func theTreeAgreesWithTheDefinition() {
        let words = ["", "a", "+", "#", "$b"]
        var texts = words
        for first in words { texts += words.map { first + "/" + $0 } }
        for first in words { for second in words { texts += words.map { "\(first)/\(second)/\($0)" } } }
        let filters = Set(texts).compactMap { TopicFilter($0) }
        let topics = Set(texts).filter { TopicName.isValid($0) }
        let session = Session(
            key: SessionKey(owner: "o", clientIdentifier: "c"), limits: MQTTLimits(), counters: MQTTCounters(),
            now: { 0 })
        var tree = TopicTree()
        for filter in filters { tree.add(filter, session) }
        for topic in topics {
            let expected = Set(filters.filter { $0.matches(topic) })
            #expect(Set(tree.matches(topic).flatMap(\.filters)) == expected, "\(topic)")
        }
        #expect(filters.count > 50 && topics.count > 30)
    }
}
