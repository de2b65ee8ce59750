// SPDX-License-Identifier: EUPL-1.2
package import Wire

/// A JSON Patch (RFC 6902): operations that change a document in their order, all or none.
package struct JSONPatch {
    private struct Operation {
        let name: String
        let path: [String]
        let from: [String]?
        let value: JSONValue?
        let place: String
    }

    private var operations: [Operation] = []

    package init(_ body: JSONValue) throws(EntityFault) {
        guard let elements = body.array else { throw .invalid("A JSON Patch is a list of operations.", at: "") }
        for (index, element) in elements.enumerated() {
            let place = "/\(index)"
            guard let name = element["op"]?.string, let path = element["path"]?.string else {
                throw .invalid("An operation has 'op' and 'path'.", at: place)
            }
            let needsValue = ["add", "replace", "test"].contains(name)
            guard needsValue || ["remove", "move", "copy"].contains(name) else {
                throw .invalid("'\(name)' is no operation of a JSON Patch.", at: place + "/op")
            }
            if needsValue, element["value"] == nil { throw .invalid("'\(name)' needs 'value'.", at: place) }
            let from = element["from"]?.string
            if !needsValue, name != "remove", from == nil { throw .invalid("'\(name)' needs 'from'.", at: place) }
            operations.append(
                Operation(
                    name: name, path: try Self.tokens(path, place),
                    from: try from.map { text throws(EntityFault) in
                        try Self.tokens(text, place)
                    }, value: element["value"], place: place))
        }
    }

    private static func tokens(_ pointer: String, _ place: String) throws(EntityFault) -> [String] {
        if pointer.isEmpty { return [] }
        guard pointer.hasPrefix("/") else { throw .invalid("'\(pointer)' is no JSON pointer.", at: place) }
        return pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { token in
            String(token).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }

    package func apply(to document: JSONValue) throws(EntityFault) -> JSONValue {
        var changed = document
        for operation in operations {
            let path = operation.path[...]
            switch operation.name {
            case "test":
                let found = Self.find(path, in: changed)
                guard let found, let value = operation.value, found.isEquivalent(to: value) else {
                    throw EntityFault(
                        kind: .conflict, message: "The value is not the one that was tested for.",
                        pointer: operation.place)
                }
            case "remove": try Self.change(&changed, path, to: nil, isInsert: false, operation.place)
            case "replace": try Self.change(&changed, path, to: operation.value, isInsert: false, operation.place)
            case "add": try Self.change(&changed, path, to: operation.value, isInsert: true, operation.place)
            default:
                guard let from = operation.from, let value = Self.find(from[...], in: changed) else {
                    throw .invalid("There is nothing at 'from'.", at: operation.place)
                }
                if operation.name == "move" {
                    try Self.change(&changed, from[...], to: nil, isInsert: false, operation.place)
                }
                try Self.change(&changed, path, to: value, isInsert: true, operation.place)
            }
        }
        return changed
    }

    private static func find(_ path: ArraySlice<String>, in value: JSONValue) -> JSONValue? {
        guard let token = path.first else { return value }
        switch value {
        case .object(let object): return object[token].flatMap { find(path.dropFirst(), in: $0) }
        case .array(let elements):
            guard let index = index(token), elements.indices.contains(index) else { return nil }
            return find(path.dropFirst(), in: elements[index])
        default: return nil
        }
    }

    /// Digits without a leading zero (RFC 6901 §4).
    private static func index(_ token: String) -> Int? {
        guard token == "0" || !token.hasPrefix("0"), token.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(token)
    }

    private static func change(
        _ value: inout JSONValue, _ path: ArraySlice<String>, to new: JSONValue?, isInsert: Bool, _ place: String
    ) throws(EntityFault) {
        let nothing = EntityFault.invalid("There is nothing at this 'path'.", at: place)
        guard let token = path.first else {
            guard let new else { throw nothing }
            value = new
            return
        }
        let rest = path.dropFirst()
        switch value {
        case .object(var object):
            if rest.isEmpty {
                guard isInsert || object[token] != nil else { throw nothing }
                object[token] = new
            } else {
                guard var child = object[token] else { throw nothing }
                try change(&child, rest, to: new, isInsert: isInsert, place)
                object[token] = child
            }
            value = .object(object)
        case .array(var elements):
            let index = token == "-" && isInsert && rest.isEmpty ? elements.count : index(token) ?? -1
            if rest.isEmpty, isInsert, let new, (0...elements.count).contains(index) {
                elements.insert(new, at: index)
            } else if elements.indices.contains(index) {
                if !rest.isEmpty {
                    try change(&elements[index], rest, to: new, isInsert: isInsert, place)
                } else if let new {
                    elements[index] = new
                } else {
                    elements.remove(at: index)
                }
            } else {
                throw nothing
            }
            value = .array(elements)
        default: throw nothing
        }
    }
}
