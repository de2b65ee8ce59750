// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Wire

/// Reads the fields of a document and names the field when one is wrong; JSON null counts as "not known".
struct DocumentReader {
    let document: JSONObject

    init(_ document: JSONObject) { self.document = document }

    func slug(_ name: String) throws(KnowledgeError) -> String {
        let slug = try string(name) ?? ""
        let isPlain = slug.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "-")
        }
        guard isPlain, !slug.isEmpty, slug.utf8.count <= 80 else {
            throw .field(pointer: "/" + name, message: "must be 1 to 80 small letters a-z, digits and hyphens")
        }
        return slug
    }

    func string(_ name: String) throws(KnowledgeError) -> String? {
        guard let value = present(name) else { return nil }
        guard let text = value.string else { throw .field(pointer: "/" + name, message: "must be a text") }
        return text.isEmpty ? nil : text
    }

    func strings(_ name: String) throws(KnowledgeError) -> [String] {
        guard let value = present(name) else { return [] }
        guard let array = value.array else { throw .field(pointer: "/" + name, message: "must be a list of texts") }
        var texts: [String] = []
        for (index, element) in array.enumerated() {
            guard let text = element.string else {
                throw .field(pointer: "/\(name)/\(index)", message: "must be a text")
            }
            texts.append(text)
        }
        return texts
    }

    func text(_ name: String) throws(KnowledgeError) -> Words? {
        guard let value = present(name) else { return nil }
        guard let text = Words(json: value) else {
            throw .field(pointer: "/" + name, message: "must be a text or {\"de\": …, \"en\": …}")
        }
        return text
    }

    func requiredText(_ name: String) throws(KnowledgeError) -> Words {
        guard let text = try text(name) else { throw .field(pointer: "/" + name, message: "is missing") }
        return text
    }

    func integer(_ name: String) throws(KnowledgeError) -> Int64? {
        guard let value = present(name) else { return nil }
        guard let number = value.integer else { throw .field(pointer: "/" + name, message: "must be a whole number") }
        return number
    }

    func bool(_ name: String) throws(KnowledgeError) -> Bool? {
        guard let value = present(name) else { return nil }
        guard let flag = value.bool else { throw .field(pointer: "/" + name, message: "must be true or false") }
        return flag
    }

    func link(_ name: String) throws(KnowledgeError) -> String? {
        guard let address = try string(name) else { return nil }
        guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
            throw .field(pointer: "/" + name, message: "must begin with https:// or http://")
        }
        return address
    }

    func object(_ name: String) throws(KnowledgeError) -> DocumentReader? {
        guard let value = present(name) else { return nil }
        guard let object = value.object else { throw .field(pointer: "/" + name, message: "must be an object") }
        return DocumentReader(object)
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(KnowledgeError) -> Choice? where Choice.RawValue == String {
        guard let text = try string(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .field(pointer: "/" + name, message: "\"\(text)\" is none of \(known)")
        }
        return choice
    }

    private func present(_ name: String) -> JSONValue? {
        guard let value = document[name], !value.isNull else { return nil }
        return value
    }
}
