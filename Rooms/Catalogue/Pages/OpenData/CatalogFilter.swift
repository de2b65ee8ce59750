// SPDX-License-Identifier: EUPL-1.2
import Wire

/// What `fq` of CKAN's `package_search` asks: `tags:Verkehr -license_id:other-closed +metadata_modified:[2026-01-01 TO *]`.
///
/// Of the query language of Solr that CKAN passes through, terms that all must hold: a field, a colon, and a word, a quoted text, a
/// beginning with `*`, a list in brackets with OR, or a range. Anything else is refused, not guessed.
struct CatalogFilter: Sendable {
    enum Field: String, Sendable, CaseIterable {
        case name, id, title, tags, groups, organization
        case owner = "owner_org"
        case licence = "license_id"
        case format = "res_format"
        case type = "dataset_type"
        case created = "metadata_created"
        case modified = "metadata_modified"

        /// What a package, as the interface answers it, holds of the field.
        func values(_ package: JSONValue) -> [String] {
            func each(_ list: String, _ member: String) -> [String] {
                (package[list]?.array ?? []).compactMap { $0[member]?.string }
            }
            switch self {
            case .tags: return each("tags", "name")
            case .groups: return each("groups", "name")
            case .format: return each("resources", "format")
            case .organization: return [package["organization"]?["name"]?.string].compactMap(\.self)
            case .type: return [package["type"]?.string].compactMap(\.self)
            case .name, .id, .title, .owner, .licence, .created, .modified:
                return [package[rawValue]?.string].compactMap(\.self)
            }
        }
    }

    enum Test: Sendable, Hashable {
        /// Any of these, in any case; one that ends in `*` is a beginning.
        case oneOf([String])
        /// From and to, both included; nil is open.
        case range(String?, String?)
    }

    struct Term: Sendable, Hashable {
        let field: Field
        let test: Test
        let isExcluded: Bool
    }

    private(set) var terms: [Term] = []

    /// - Throws: what is wrong, in words for the one who asks.
    init(_ text: String) throws(CatalogAction.Fault) {
        var rest = Substring(text)
        while true {
            rest = rest.drop { $0 == " " }
            guard !rest.isEmpty else { return }
            if rest.hasPrefix("AND ") {
                rest = rest.dropFirst(4)
                continue
            }
            terms.append(try Self.term(&rest))
        }
    }

    func accepts(_ package: JSONValue) -> Bool {
        terms.allSatisfy { term in
            term.field.values(package).contains { Self.holds(term, $0) } != term.isExcluded
        }
    }

    private static func holds(_ term: Term, _ value: String) -> Bool {
        switch term.test {
        case .range(let first, let last):
            return (first.map { value >= $0 } ?? true) && (last.map { value.prefix($0.count) <= $0 } ?? true)
        case .oneOf(let texts):
            let value = value.lowercased()
            return texts.contains { text in
                let text = text.lowercased()
                if text.hasSuffix("*") { return value.hasPrefix(text.dropLast()) }
                return term.field == .title ? value.contains(text) : value == text
            }
        }
    }

    // MARK: Reading

    private static func term(_ rest: inout Substring) throws(CatalogAction.Fault) -> Term {
        let isExcluded = rest.first == "-"
        if let sign = rest.first, "+-".contains(sign) { rest = rest.dropFirst() }
        let name = rest.prefix { $0.isLetter || $0 == "_" }
        guard rest.dropFirst(name.count).first == ":" else {
            throw fault("a field and a colon are missing at \"\(rest.prefix(30))\"")
        }
        guard let field = Field(rawValue: String(name)) else {
            throw fault("there is no field \"\(name.prefix(30))\"")
        }
        rest = rest.dropFirst(name.count + 1)
        switch rest.first {
        case "(": return Term(field: field, test: .oneOf(try list(&rest)), isExcluded: isExcluded)
        case "[":
            guard let end = rest.firstIndex(of: "]") else { throw fault("a range is not closed") }
            let sides = rest[rest.index(after: rest.startIndex)..<end].split(separator: " ")
            guard sides.count == 3, sides[1] == "TO" else { throw fault("a range is written [FROM TO TO]") }
            rest = rest[rest.index(after: end)...]
            // CKAN writes a Z behind times that its own values do not have
            func side(_ text: Substring) -> String? {
                text == "*" ? nil : String(text.hasSuffix("Z") ? text.dropLast() : text)
            }
            return Term(field: field, test: .range(side(sides[0]), side(sides[2])), isExcluded: isExcluded)
        default: return Term(field: field, test: .oneOf([try value(&rest)]), isExcluded: isExcluded)
        }
    }

    private static func list(_ rest: inout Substring) throws(CatalogAction.Fault) -> [String] {
        rest = rest.dropFirst()
        var values: [String] = []
        while true {
            rest = rest.drop { $0 == " " }
            if rest.first == ")" {
                rest = rest.dropFirst()
                guard !values.isEmpty else { throw fault("a list in brackets is empty") }
                return values
            }
            if !values.isEmpty {
                guard rest.hasPrefix("OR ") else { throw fault("a list in brackets is joined by OR and ends with )") }
                rest = rest.dropFirst(3).drop { $0 == " " }
            }
            values.append(try value(&rest))
        }
    }

    private static func value(_ rest: inout Substring) throws(CatalogAction.Fault) -> String {
        if rest.first == "\"" {
            guard let end = rest.dropFirst().firstIndex(of: "\"") else { throw fault("a quote is not closed") }
            let text = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
            return String(text)
        }
        let text = rest.prefix { !" ()[]\"".contains($0) }
        guard !text.isEmpty else { throw fault("a value is missing behind the colon") }
        rest = rest.dropFirst(text.count)
        return String(text)
    }

    private static func fault(_ what: String) -> CatalogAction.Fault {
        .invalid(
            "fq",
            "\(what). Terms are FIELD:VALUE, +, - or AND before them, values \"quoted\", begun*, (a OR b) or [FROM TO TO]; fields are "
                + Field.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    }
}

/// How often values of fields occur among what was found, as CKAN counts them (`facet.field`, `facet.limit`).
struct CatalogFacets: Sendable {
    private let fields: [CatalogFilter.Field]
    /// Nil for all.
    private let limit: Int?

    init(_ parameters: [String: String]) throws(CatalogAction.Fault) {
        fields = try Self.fields(parameters["facet.field"] ?? "")
        guard let text = parameters["facet.limit"], !text.isEmpty else {
            limit = 50
            return
        }
        guard let number = Int(text), number >= -1 else {
            throw .invalid("facet.limit", "Must be a natural number, or -1 for all")
        }
        limit = number == -1 ? nil : number
    }

    var isEmpty: Bool { fields.isEmpty }

    /// The members `facets` and `search_facets` of the answer.
    func counted(_ packages: [JSONValue]) -> (facets: JSONValue, search: JSONValue) {
        var (facets, search) = (JSONObject(), JSONObject())
        for field in fields {
            var counts: [String: Int] = [:]
            for package in packages { for value in Set(field.values(package)) { counts[value, default: 0] += 1 } }
            let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let shown = limit.map { Array(sorted.prefix($0)) } ?? sorted
            facets[field.rawValue] = .object(JSONObject(shown.map { ($0.key, JSONValue($0.value)) }))
            let items = shown.map { value, count -> JSONValue in
                ["name": .string(value), "display_name": .string(value), "count": JSONValue(count)]
            }
            search[field.rawValue] = ["title": .string(field.rawValue), "items": .array(items)]
        }
        return (.object(facets), .object(search))
    }

    /// A list in JSON, as CKAN's clients send it, or names with commas.
    private static func fields(_ text: String) throws(CatalogAction.Fault) -> [CatalogFilter.Field] {
        guard !text.isEmpty else { return [] }
        let names =
            (try? JSONValue(parsing: text))?.array?.compactMap(\.string)
            ?? text.split(separator: ",").map { String($0.filter { $0 != " " }) }
        var fields: [CatalogFilter.Field] = []
        for name in names {
            guard let field = CatalogFilter.Field(rawValue: name) else {
                throw .invalid("facet.field", "There is no field \"\(name.excerpt(30))\"")
            }
            fields.append(field)
        }
        return fields
    }
}
