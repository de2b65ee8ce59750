// SPDX-License-Identifier: EUPL-1.2

/// Sessions by the topic filters they subscribed to; a topic finds them level by level.
struct TopicTree {
    private final class Node {
        var children: [String: Node] = [:]
        var sessions: [ObjectIdentifier: Session] = [:]
    }

    struct Match {
        let session: Session
        /// The filters of that session that match.
        var filters: [String]
    }

    private let root = Node()

    mutating func add(_ filter: TopicFilter, _ session: Session) {
        var node = root
        for level in filter.levels {
            let name = String(level)
            if let child = node.children[name] {
                node = child
            } else {
                let child = Node()
                node.children[name] = child
                node = child
            }
        }
        node.sessions[ObjectIdentifier(session)] = session
    }

    mutating func remove(_ filter: TopicFilter, _ session: Session) {
        var way: [(node: Node, name: String)] = []
        var node = root
        for level in filter.levels {
            guard let child = node.children[String(level)] else { return }
            way.append((node, String(level)))
            node = child
        }
        node.sessions[ObjectIdentifier(session)] = nil
        for step in way.reversed() {
            guard let child = step.node.children[step.name], child.sessions.isEmpty, child.children.isEmpty else {
                return
            }
            step.node.children[step.name] = nil
        }
    }

    /// Each session once, with all its filters that match.
    func matches(_ topic: String) -> [Match] {
        var found: [ObjectIdentifier: Match] = [:]
        let levels = TopicName.levels(topic)
        func take(_ node: Node, _ path: [Substring]) {
            guard !node.sessions.isEmpty else { return }
            let filter = path.joined(separator: "/")
            for (key, session) in node.sessions {
                found[key, default: Match(session: session, filters: [])].filters.append(filter)
            }
        }
        func walk(_ node: Node, _ index: Int, _ path: [Substring]) {
            let isHidden = index == 0 && topic.utf8.first == UInt8(ascii: "$")
            if !isHidden, let rest = node.children["#"] { take(rest, path + ["#"]) }
            guard index < levels.count else {
                take(node, path)
                return
            }
            if let child = node.children[String(levels[index])] { walk(child, index + 1, path + [levels[index]]) }
            if !isHidden, let child = node.children["+"] { walk(child, index + 1, path + ["+"]) }
        }
        walk(root, 0, [])
        return Array(found.values)
    }
}
