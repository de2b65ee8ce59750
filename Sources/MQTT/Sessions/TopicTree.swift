// SPDX-License-Identifier: EUPL-1.2

/// Sessions by the topic filters they subscribed to; a topic finds them level by level.
struct TopicTree {
    private final class Node {
        var children: [ArraySlice<UInt8>: Node] = [:]
        /// The filter that ends here, when somebody subscribed to it.
        var filter: TopicFilter?
        var sessions: [ObjectIdentifier: Session] = [:]
    }

    struct Match {
        let session: Session
        /// The filters of that session that match.
        var filters: [TopicFilter]
    }

    private let root = Node()

    mutating func add(_ filter: TopicFilter, _ session: Session) {
        var node = root
        for level in filter.levels {
            if let child = node.children[level] {
                node = child
            } else {
                let child = Node()
                node.children[level] = child
                node = child
            }
        }
        node.filter = filter
        node.sessions[ObjectIdentifier(session)] = session
    }

    mutating func remove(_ filter: TopicFilter, _ session: Session) {
        var way: [(node: Node, name: ArraySlice<UInt8>)] = []
        var node = root
        for level in filter.levels {
            guard let child = node.children[level] else { return }
            way.append((node, level))
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
        func take(_ node: Node) {
            guard let filter = node.filter else { return }
            for (key, session) in node.sessions {
                found[key, default: Match(session: session, filters: [])].filters.append(filter)
            }
        }
        func walk(_ node: Node, _ index: Int) {
            let isHidden = index == 0 && topic.utf8.first == UInt8(ascii: "$")
            if !isHidden, let rest = node.children[TopicName.allLevels] { take(rest) }
            guard index < levels.count else {
                take(node)
                return
            }
            if let child = node.children[levels[index]] { walk(child, index + 1) }
            if !isHidden, let child = node.children[TopicName.oneLevel] { walk(child, index + 1) }
        }
        walk(root, 0)
        return Array(found.values)
    }
}
