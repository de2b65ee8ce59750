// SPDX-License-Identifier: EUPL-1.2
import Wire

/// A place in a mapping document that knows its JSON pointer, so that each fault names where it lies.
struct MappingNode {
    let value: JSONValue
    let pointer: String
    let document: String

    func fault(_ message: String, remedy: String, at member: String? = nil) -> MappingError {
        let place = member.map { pointer + "/" + Self.escaped($0) } ?? pointer
        return MappingError(document: document, pointer: place, message: message, remedy: remedy)
    }

    private static func escaped(_ name: String) -> String {
        String(name.flatMap { $0 == "~" ? Array("~0") : $0 == "/" ? Array("~1") : [$0] })
    }

    /// The object here; a member that is none of `known` is a fault, because a misspelt rule would silently not apply.
    func object(known: Set<String>) throws(MappingError) -> JSONObject {
        guard let object = value.object else {
            throw fault("an object is expected here", remedy: "Write { … }.")
        }
        for name in object.names where !known.contains(name) {
            throw fault(
                "unknown member \"\(name.excerpt())\"",
                remedy: "Known here: \(known.sorted().joined(separator: ", ")).", at: name
            )
        }
        return object
    }

    func optional(_ name: String) -> MappingNode? {
        guard let member = value[name], !member.isNull else { return nil }
        return MappingNode(value: member, pointer: pointer + "/" + Self.escaped(name), document: document)
    }

    func required(_ name: String) throws(MappingError) -> MappingNode {
        guard let node = optional(name) else {
            throw fault("\"\(name)\" is missing", remedy: "Add the member \"\(name)\".")
        }
        return node
    }

    func elements() throws(MappingError) -> [MappingNode] {
        guard let array = value.array else { throw fault("a list is expected here", remedy: "Write [ … ].") }
        var nodes: [MappingNode] = []
        for (index, element) in array.enumerated() {
            nodes.append(MappingNode(value: element, pointer: "\(pointer)/\(index)", document: document))
        }
        return nodes
    }

    func members() throws(MappingError) -> [(name: String, node: MappingNode)] {
        guard let object = value.object else { throw fault("an object is expected here", remedy: "Write { … }.") }
        var nodes: [(name: String, node: MappingNode)] = []
        for name in object.names {
            if let node = optional(name) { nodes.append((name, node)) }
        }
        return nodes
    }

    func string() throws(MappingError) -> String {
        guard let string = value.string else { throw fault("a text is expected here", remedy: "Write \"…\".") }
        return string
    }

    func number() throws(MappingError) -> Double {
        guard let number = value.double, number.isFinite else {
            throw fault("a number is expected here", remedy: "Write digits, with a decimal point.")
        }
        return number
    }

    func integer() throws(MappingError) -> Int {
        guard let integer = value.integer, integer.magnitude < 1 << 31 else {
            throw fault("a whole number is expected here", remedy: "Write digits only.")
        }
        return Int(integer)
    }

    func bool() throws(MappingError) -> Bool {
        guard let bool = value.bool else {
            throw fault("true or false is expected here", remedy: "Write true or false.")
        }
        return bool
    }

    /// One of an enumeration's raw values.
    func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) throws(MappingError) -> Choice
    where Choice.RawValue == String {
        let text = try string()
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw fault("\"\(text.excerpt())\" is not a choice here", remedy: "Choose one of \(known).")
        }
        return choice
    }

    func pattern() throws(MappingError) -> Pattern {
        let text = try string()
        do throws(Pattern.Fault) {
            return try Pattern(text)
        } catch {
            throw fault(
                "\"\(text.excerpt())\" is no regular expression: \(error.message.excerpt())", remedy: error.remedy)
        }
    }

    func string(_ name: String) throws(MappingError) -> String { try required(name).string() }
    func optionalString(_ name: String) throws(MappingError) -> String? { try optional(name)?.string() }
    func strings(_ name: String) throws(MappingError) -> [String]? {
        guard let node = optional(name) else { return nil }
        var strings: [String] = []
        for element in try node.elements() { strings.append(try element.string()) }
        return strings
    }
}
