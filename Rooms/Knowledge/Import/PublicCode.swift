// SPDX-License-Identifier: EUPL-1.2
import Bilingual
public import Wire

/// Turns a `publiccode.yml` (versions 0.2 to 0.5 of that standard) into a building block.
public enum PublicCode {
    /// The document of an entry; what the file does not say stays unsaid.
    public static func block(_ file: JSONObject) throws(KnowledgeError) -> JSONObject {
        guard file["publiccodeYmlVersion"] != nil else {
            throw .field(pointer: "/publiccodeYmlVersion", message: "is missing: this is no publiccode.yml")
        }
        guard let name = file["name"]?.string else { throw .field(pointer: "/name", message: "is missing") }
        let texts = file["description"]?.object ?? JSONObject()
        let languages = ["de", "en"] + texts.names
        guard let first = languages.first(where: { texts[$0] != nil }), let original = texts[first],
            let short = (original["shortDescription"] ?? original["longDescription"])?.string
        else { throw .field(pointer: "/description", message: "holds no short description") }
        let english = texts["en"]?["shortDescription"]?.string
        var block: JSONObject = [
            "slug": .string(slug(name)), "title": .string(name), "kind": "software",
            "summary": Words(short, english).json,
            "tags": file["categories"] ?? .array([]), "categories": .array([]),
        ]
        if let licence = file["legal"]?["license"]?.string { block["licence"] = .string(licence) }
        if let address = file["url"]?.string { block["repository"] = .string(address) }
        let owner = file["legal"]?["repoOwner"] ?? file["legal"]?["mainCopyrightOwner"]
        let contact = file["maintenance"]?["contacts"]?.array?.first?["name"]
        if let maintainer = owner ?? contact, maintainer.string != nil { block["maintainer"] = maintainer }
        if let features = original["features"]?.array { block["capabilities"] = .array(features) }
        var formats: [JSONValue] = []
        for name in (file["inputTypes"]?.array ?? []) + (file["outputTypes"]?.array ?? []) where !formats.contains(name)
        {
            formats.append(name)
        }
        if !formats.isEmpty { block["formats"] = .array(formats) }
        var dependencies: [JSONValue] = []
        for member in file["dependsOn"]?.object?.members ?? [] {
            for dependency in member.value.array ?? [] {
                if let name = dependency["name"]?.string { dependencies.append(.string(name)) }
            }
        }
        if !dependencies.isEmpty { block["dependencies"] = .array(dependencies) }
        return block
    }

    /// Small letters, digits and hyphens of a name.
    static func slug(_ name: String) -> String {
        String(Tokeniser.words(name).joined(separator: "-").filter { $0.isASCII }.prefix(80))
    }
}
