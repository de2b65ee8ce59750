// SPDX-License-Identifier: EUPL-1.2
import Foundation
public import Wire

/// Reads JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/) as catalogues write it: flat or nested, whole addresses or a context in
/// the document itself. What of the language is not read is refused by its name, never passed over.
public struct JSONLDReader {
    private var reading = RDFReading()
    private var blanks = 0
    private let base: String
    private let most: Int
    private var count = 0

    private init(base: String, most: Int) { (self.base, self.most) = (base, most) }

    /// - Throws: `RDFReadingFault` for a remote context and for parts that are not read, or beyond `most` statements.
    public static func read(
        _ document: JSONValue, base: String, most: Int = 5_000_000
    ) throws(RDFReadingFault) -> RDFReading {
        var reader = JSONLDReader(base: base, most: most)
        try reader.nodes(document, Context(), "")
        return reader.reading
    }

    // MARK: The context

    private struct Term {
        var iri: String
        var type: String?
        var language: String??
        var container: String?
    }

    private struct Context {
        var terms: [String: Term] = [:]
        var vocabulary: String?
        var language: String?

        /// A property, class or prefix as a whole address; nil where it has none.
        func expand(_ name: String) -> String? {
            if name.hasPrefix("@") { return name }
            if let term = terms[name] { return term.iri }
            if let whole = expandPrefix(name) { return whole }
            return vocabulary.map { $0 + name }
        }

        func expandPrefix(_ name: String) -> String? {
            guard let colon = name.firstIndex(of: ":") else { return nil }
            let (prefix, rest) = (String(name[..<colon]), String(name[name.index(after: colon)...]))
            if prefix == "_" || rest.hasPrefix("//") { return name }
            if let term = terms[prefix] { return term.iri + rest }
            return name
        }
    }

    private func context(_ value: JSONValue, _ outer: Context) throws(RDFReadingFault) -> Context {
        var context = outer
        switch value {
        case .null: return Context()
        case .array(let parts):
            for part in parts { context = try self.context(part, context) }
        case .string(let address):
            throw RDFReadingFault(
                .unsupported, "its context lies at another address (\(address.prefix(200))), which is not fetched")
        case .object(let object):
            if let vocabulary = object["@vocab"]?.string { context.vocabulary = vocabulary }
            if let language = object["@language"] { context.language = language.string }
            for name in ["@import", "@propagate"] where object[name] != nil {
                throw RDFReadingFault(.unsupported, "\(name) in a context is not read")
            }
            // a term may stand on a later one
            for _ in 0..<2 {
                for (name, value) in object.members where !name.hasPrefix("@") {
                    context.terms[name] = try term(name, value, context)
                }
            }
        default: throw RDFReadingFault(.malformed, "@context is no object")
        }
        return context
    }

    private func term(_ name: String, _ value: JSONValue, _ context: Context) throws(RDFReadingFault) -> Term? {
        if let iri = value.string { return context.expand(iri).map { Term(iri: $0) } }
        guard let object = value.object else { return nil }
        if object["@reverse"] != nil { throw RDFReadingFault(.unsupported, "@reverse of \(name) is not read") }
        guard let iri = object["@id"]?.string.flatMap(context.expand) ?? context.expand(name) else { return nil }
        var term = Term(iri: iri, type: object["@type"]?.string.flatMap(context.expand))
        if let language = object["@language"] { term.language = .some(language.string) }
        if let container = object["@container"]?.string {
            guard ["@set", "@list", "@language"].contains(container) else {
                throw RDFReadingFault(.unsupported, "@container \(container) of \(name) is not read")
            }
            term.container = container
        }
        return term
    }

    // MARK: Nodes

    private mutating func nodes(_ value: JSONValue, _ context: Context, _ place: String) throws(RDFReadingFault) {
        switch value {
        case .array(let items):
            for (index, item) in items.enumerated() { try nodes(item, context, "\(place)/\(index)") }
        case .object(let object): _ = try node(object, context, place)
        default: throw RDFReadingFault(.malformed, "\(place): there is neither an object nor a list")
        }
    }

    /// Takes what is said of a thing; its name.
    private mutating func node(
        _ object: JSONObject, _ outer: Context, _ place: String
    ) throws(RDFReadingFault) -> String {
        var context = outer
        if let own = object["@context"] { context = try self.context(own, outer) }
        var subject = ""
        for (key, value) in object.members where context.expand(key) == "@id" {
            guard let id = value.string else { throw RDFReadingFault(.malformed, "\(place)/\(key) is no text") }
            subject = resolve(id, context)
        }
        if subject.isEmpty {
            blanks += 1
            subject = "_:b-\(blanks)"
        }
        for (key, value) in object.members {
            let here = "\(place)/\(key)"
            switch context.expand(key) {
            case "@id", "@context", "@index": continue
            case "@type":
                for name in value.array ?? [value] {
                    guard let name = name.string, let iri = context.expand(name) else { continue }
                    try say(subject, RDFName.type.iri, .thing(iri))
                }
            case "@graph", "@included": try nodes(value, context, here)
            case let name? where name.hasPrefix("@"):
                throw RDFReadingFault(.unsupported, "\(here): \(name) is not read")
            case let property? where property.contains(":"):
                try self.value(value, context.terms[key], context, here, subject, property)
            default: reading.nameless[key, default: 0] += 1
            }
        }
        return subject
    }

    private mutating func value(
        _ value: JSONValue, _ term: Term?, _ context: Context, _ place: String, _ subject: String, _ property: String
    ) throws(RDFReadingFault) {
        let language = term?.language ?? context.language
        switch value {
        case .null: return
        case .array(let items):
            for item in items { try self.value(item, term, context, place, subject, property) }
        case .bool(let value):
            try say(subject, property, .literal(String(value), language: nil, type: Self.xsd + "boolean"))
        case .number(let number):
            let type = term?.type ?? Self.xsd + (number.integer == nil ? "double" : "integer")
            try say(subject, property, .literal(number.literal, language: nil, type: type))
        case .string(let text):
            switch term?.type {
            case "@id"?: try say(subject, property, .thing(resolve(text, context)))
            case "@vocab"?: try say(subject, property, .thing(context.expand(text) ?? resolve(text, context)))
            case let type?: try say(subject, property, .literal(text, language: nil, type: type))
            case nil: try say(subject, property, .literal(text, language: language, type: nil))
            }
        case .object(let object):
            if term?.container == "@language" {
                for (language, texts) in object.members {
                    for text in texts.array ?? [texts] {
                        guard let text = text.string else { continue }
                        try say(
                            subject, property, .literal(text, language: language == "@none" ? nil : language, type: nil)
                        )
                    }
                }
                return
            }
            for name in ["@list", "@set"] {
                guard let items = object[name] else { continue }
                return try self.value(items, term, context, place, subject, property)
            }
            if let plain = object["@value"] {
                let type = object["@type"]?.string.flatMap(context.expand)
                let language = object["@language"]?.string
                switch plain {
                case .string(let text): try say(subject, property, .literal(text, language: language, type: type))
                case .null: return
                default: try self.value(plain, nil, context, place, subject, property)
                }
                return
            }
            try say(subject, property, .thing(try node(object, context, place)))
        }
    }

    private static let xsd = RDFVocabulary.xsd.namespace

    private mutating func say(
        _ subject: String, _ property: String, _ value: RDFReading.Value
    ) throws(RDFReadingFault) {
        count += 1
        guard count <= most else { throw RDFReadingFault(.tooMuch, "it says more than \(most) statements") }
        reading.add(subject, property, value)
    }

    /// A name as a whole address.
    private func resolve(_ id: String, _ context: Context) -> String {
        if let whole = context.expandPrefix(id) { return whole }
        return URL(string: id, relativeTo: URL(string: base))?.absoluteString ?? id
    }
}
