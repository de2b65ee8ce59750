// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport

/// An address below the root (OGC 18-088 §9.2): entity sets and entities, then perhaps a property.
struct ResourcePath: Sendable, Hashable {
    /// One entity set or entity on the way.
    struct Step: Sendable, Hashable {
        var type: EntityType
        /// The relation that led here; nil for the first step.
        var navigation: NavigationProperty?
        /// The key in brackets; an id that cannot exist is -1.
        var key: Int64?
    }

    var steps: [Step]
    /// A property of the last entity, then members of its JSON.
    var property: [String] = []
    /// `/$value` after a property.
    var isValue = false
    /// `/$ref` after a set or an entity.
    var isReference = false

    /// The type of the entities that the address names.
    var type: EntityType { steps[steps.count - 1].type }
    /// Whether it names a set, not one entity.
    var isSet: Bool {
        let last = steps[steps.count - 1]
        return last.key == nil && (last.navigation?.isToMany ?? true)
    }

    /// Parses the part after `/v1.1/`.
    /// - Throws: `Problem` 404 that says which part is wrong.
    init(_ raw: Substring) throws(Problem) {
        steps = []
        for part in raw.split(separator: "/", omittingEmptySubsequences: true) {
            try append(part)
        }
        guard !steps.isEmpty else { throw .notFound("The address names no entity set.") }
    }

    private mutating func append(_ raw: Substring) throws(Problem) {
        let segment: String
        do throws(QueryFault) {
            segment = String(decoding: try QueryText.decoded(raw, option: "path", plusIsSpace: false), as: UTF8.self)
        } catch {
            throw error.problem
        }
        guard !isValue, !isReference else {
            throw .notFound("Nothing can follow $value or $ref, but '\(segment)' does.")
        }
        if segment == "$value" {
            guard !property.isEmpty else { throw .notFound("$value follows a property, as in Things(1)/name/$value.") }
            isValue = true
            return
        }
        if segment == "$ref" {
            guard property.isEmpty, !steps.isEmpty else { throw .notFound("$ref follows an entity or an entity set.") }
            isReference = true
            return
        }
        if !property.isEmpty {
            property += Self.indices(in: segment[...])
            return
        }
        let open = segment.firstIndex(of: "(") ?? segment.endIndex
        let name = segment[..<open]
        let key = open == segment.endIndex ? nil : try Self.key(segment[open...])
        guard let last = steps.last else {
            guard let type = EntityType(setName: name) else {
                let known = EntityType.allCases.map(\.setName).joined(separator: ", ")
                throw .notFound("There is no entity set '\(name)'; there are \(known).")
            }
            steps.append(Step(type: type, navigation: nil, key: key))
            return
        }
        guard !isSet else {
            throw .notFound(
                "'\(name)' follows a set: choose an entity by its id, as in \(last.type.setName)(1)/\(name).")
        }
        if let navigation = last.type.navigation(named: name) {
            guard navigation.isToMany || key == nil else {
                throw .notFound("'\(name)' is one entity; it takes no key.")
            }
            steps.append(Step(type: navigation.target, navigation: navigation, key: key))
            return
        }
        let parts = Self.indices(in: name)
        guard key == nil,
            last.type.property(named: parts[0]) != nil || name == "@iot.id" || name == "id" || name == "@iot.selfLink"
        else {
            throw .notFound(
                "\(last.type.rawValue) has no property or relation '\(segment)'; it has \(last.type.memberNames).")
        }
        property = parts
    }

    /// `list[0][1]` as a name and its indices.
    private static func indices(in segment: Substring) -> [String] {
        var name = segment
        var indices: [String] = []
        while name.hasSuffix("]"), let open = name.lastIndex(of: "["), open > name.startIndex {
            let index = name[name.index(after: open)...].dropLast()
            guard !index.isEmpty, index.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { break }
            indices.insert(String(index), at: 0)
            name = name[..<open]
        }
        return [String(name)] + indices
    }

    /// `(1)` or `('1')`; text that is no number is the key of nothing here.
    private static func key(_ text: Substring) throws(Problem) -> Int64 {
        guard text.hasPrefix("("), text.hasSuffix(")"), text.utf8.count > 2 else {
            throw .notFound("The key '\(text)' is none; write it as (1) or ('1').")
        }
        var inner = text.dropFirst().dropLast()
        if inner.hasPrefix("'"), inner.hasSuffix("'"), inner.utf8.count >= 2 {
            inner = inner.dropFirst().dropLast()
            return Int64(inner) ?? -1
        }
        guard let key = Int64(inner) else {
            throw .notFound("The key '(\(inner))' is no number; write it as (1) or ('1').")
        }
        return key
    }
}
