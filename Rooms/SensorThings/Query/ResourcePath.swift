// SPDX-License-Identifier: EUPL-1.2
package import HTTPSupport

/// An address below the root (OGC 18-088 §9.2): entity sets and entities, then perhaps a property.
package struct ResourcePath: Sendable, Hashable {
    /// One entity set or entity on the way.
    package struct Step: Sendable, Hashable {
        package var type: EntityType
        /// The relation that led here; nil for the first step.
        package var navigation: NavigationProperty?
        /// The key in brackets; an id that cannot exist is -1.
        package var key: Int64?
    }

    package var steps: [Step]
    /// A property of the last entity, then members of its JSON.
    package var property: [String] = []
    /// `/$value` after a property.
    package var isValue = false
    /// `/$ref` after a set or an entity.
    package var isReference = false

    /// The type of the entities that the address names.
    package var type: EntityType { steps[steps.count - 1].type }
    /// Whether it names a set, not one entity.
    package var isSet: Bool {
        let last = steps[steps.count - 1]
        return last.key == nil && (last.navigation?.isToMany ?? true)
    }

    /// The address of one entity: `Things(1)`.
    package init(_ type: EntityType, _ id: Int64) {
        steps = [Step(type: type, navigation: nil, key: id)]
    }

    /// Parses the part after `/v1.1/`.
    /// - Throws: `Problem` 404 that says which part is wrong.
    package init(_ raw: Substring) throws(Problem) {
        steps = []
        for part in raw.split(separator: "/", omittingEmptySubsequences: true) {
            try append(part)
        }
        guard !steps.isEmpty else {
            throw .notFound("The address names no entity set.", german: "Die Adresse nennt keine Menge.")
        }
    }

    private mutating func append(_ raw: Substring) throws(Problem) {
        var segment = String(raw)
        // most have nothing to decode
        if segment.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == 0 }) {
            do throws(QueryFault) {
                let bytes = try QueryText.decoded(raw, option: "path", plusIsSpace: false)
                segment = String(decoding: bytes, as: UTF8.self)
            } catch {
                throw error.problem
            }
        }
        guard !isValue, !isReference else {
            throw .notFound(
                "Nothing can follow $value or $ref, but '\(segment)' does.",
                german: "Auf $value oder $ref folgt nichts, hier aber '\(segment)'.")
        }
        if segment == "$value" {
            guard !property.isEmpty else {
                throw .notFound(
                    "$value follows a property, as in Things(1)/name/$value.",
                    german: "$value folgt auf ein Feld, wie in Things(1)/name/$value.")
            }
            isValue = true
            return
        }
        if segment == "$ref" {
            guard property.isEmpty, !steps.isEmpty else {
                throw .notFound(
                    "$ref follows an entity or an entity set.", german: "$ref folgt auf einen Eintrag oder eine Menge.")
            }
            isReference = true
            return
        }
        if !property.isEmpty {
            property += Self.indices(in: segment[...])
            return
        }
        let open = segment.utf8.firstIndex(of: UInt8(ascii: "(")) ?? segment.endIndex
        let name = String(segment[..<open])
        let key = open == segment.endIndex ? nil : try Self.key(segment[open...])
        guard let last = steps.last else {
            guard let type = EntityType(setName: name) else {
                let known = EntityType.allCases.map(\.setName).joined(separator: ", ")
                throw .notFound(
                    "There is no entity set '\(name)'; there are \(known).",
                    german: "Eine Menge '\(name)' gibt es nicht; es gibt \(known).")
            }
            steps.append(Step(type: type, navigation: nil, key: key))
            return
        }
        guard !isSet else {
            throw .notFound(
                "'\(name)' follows a set: choose an entity by its id, as in \(last.type.setName)(1)/\(name).",
                german:
                    "'\(name)' folgt auf eine Menge: bitte einen Eintrag wählen, wie in \(last.type.setName)(1)/\(name)."
            )
        }
        if let navigation = last.type.navigation(named: name) {
            guard navigation.isToMany || key == nil else {
                throw .notFound(
                    "'\(name)' is one entity; it takes no key.",
                    german: "'\(name)' ist ein einzelner Eintrag und nimmt keinen Schlüssel.")
            }
            steps.append(Step(type: navigation.target, navigation: navigation, key: key))
            return
        }
        let parts = Self.indices(in: name[...])
        guard key == nil,
            last.type.property(named: parts[0]) != nil || name == "@iot.id" || name == "id" || name == "@iot.selfLink"
        else {
            throw .notFound(
                "\(last.type.rawValue) has no property or relation '\(segment)'; it has \(last.type.memberNames).",
                german:
                    "\(last.type.rawValue) hat kein Feld und keine Beziehung '\(segment)'; es hat \(last.type.memberNames)."
            )
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
        let bytes = text.utf8
        guard bytes.count > 2, bytes.first == UInt8(ascii: "("), bytes.last == UInt8(ascii: ")") else {
            throw .notFound(
                "The key '\(text)' is none; write it as (1) or ('1').",
                german: "'\(text)' ist kein Schlüssel; geschrieben wird er (1) oder ('1').")
        }
        let inner = Substring(bytes.dropFirst().dropLast())
        let quote = UInt8(ascii: "'")
        if inner.utf8.count >= 2, inner.utf8.first == quote, inner.utf8.last == quote {
            return Int64(Substring(inner.utf8.dropFirst().dropLast())) ?? -1
        }
        guard let key = Int64(inner) else {
            throw .notFound(
                "The key '(\(inner))' is no number; write it as (1) or ('1').",
                german: "Der Schlüssel '(\(inner))' ist keine Zahl; geschrieben wird er (1) oder ('1').")
        }
        return key
    }
}
