// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPTypes
import Rights
import Storage
import Wire

/// A question of CKAN's action interface that is answered here.
enum CatalogAction: String, Sendable, CaseIterable {
    case packageList = "package_list"
    case packageSearch = "package_search"
    case packageShow = "package_show"
    case status = "status_show"

    /// As CKAN tells its clients that something is wrong.
    enum Fault: Error {
        case notFound
        /// A parameter, and what is wrong with it.
        case invalid(String, String)
        case storage(any Error)

        var status: HTTPResponse.Status {
            if case .invalid = self { return .conflict }
            return .notFound
        }

        var document: JSONValue {
            switch self {
            case .invalid(let name, let message):
                .object(JSONObject([("__type", "Validation Error"), (name, .array([.string(message)]))]))
            default: ["__type": "Not Found Error", "message": "Not found"]
            }
        }
    }

    var purpose: Words {
        switch self {
        case .packageList:
            Words("Namen der öffentlichen Datensätze, wie CKAN", "Names of public data sets, as CKAN does")
        case .packageSearch: Words("Öffentliche Datensätze suchen, wie CKAN", "Search public data sets, as CKAN does")
        case .packageShow: Words("Ein öffentlicher Datensatz, wie CKAN", "A public data set, as CKAN does")
        case .status: Words("Was diese Schnittstelle ist, wie CKAN", "What this interface is, as CKAN does")
        }
    }

    /// Looks at all data sets.
    var isCostly: Bool { self == .packageSearch || self == .packageList }

    /// Data sets in one answer at most, as in CKAN.
    private static let mostRows = 1000

    /// - Throws: `Fault` for a parameter that cannot be; nil where there is no such thing.
    func result(
        _ parameters: [String: String], _ assembly: CatalogAssembly, on connection: any StorageConnection
    ) throws -> JSONValue? {
        switch self {
        case .status:
            return [
                "ckan_version": "2.11", "site_title": .string(try TownProfileQueries.load(on: connection).name),
                "site_url": .string(assembly.base), "locale_default": "de", "extensions": [],
            ]
        case .packageShow:
            guard let id = parameters["id"] ?? parameters["name_or_id"] else {
                throw Fault.invalid("name_or_id", "Missing value")
            }
            return try assembly.page(slug: id, on: connection)?.packages.first
        case .packageList:
            let (start, rows) = (
                try Self.number("offset", parameters, 0), try Self.number("limit", parameters, Int(Int32.max))
            )
            let all = try DatasetQueries.all(for: .anonymous, on: connection).map(\.slug).sorted()
            return .array(all.dropFirst(start).prefix(rows).map { .string($0) })
        case .packageSearch: return try Self.search(parameters, assembly, on: connection)
        }
    }

    private static func search(
        _ parameters: [String: String], _ assembly: CatalogAssembly, on connection: any StorageConnection
    ) throws -> JSONValue {
        let (start, rows) = (try number("start", parameters, 0), try number("rows", parameters, 10))
        let (filter, facets) = (try CatalogFilter(parameters["fq"] ?? ""), try CatalogFacets(parameters))
        let text = parameters["q"] ?? ""
        let words = SearchWords(text == "*:*" || text == "*" ? "" : text)
        var found = try DatasetQueries.all(for: .anonymous, on: connection)
        if !words.isEmpty {
            found = found.filter { dataset in
                let texts = [
                    dataset.slug, dataset.title, dataset.titleEnglish ?? "", dataset.description,
                    dataset.descriptionEnglish ?? "", dataset.owner,
                ]
                return words.areAll(in: (texts + dataset.keywords).joined(separator: " "))
            }
        }
        try sort(&found, by: parameters["sort"] ?? "")
        var (count, facetsFound, search): (Int, JSONValue, JSONValue) = (found.count, [:], [:])
        var packages: [JSONValue]
        if filter.terms.isEmpty, facets.isEmpty {
            packages = try assembly.page(of: Array(found.dropFirst(start).prefix(min(rows, mostRows))), on: connection)
                .packages
        } else {
            // what is asked about stands in the packages: all of them are made
            packages = try assembly.page(of: found, on: connection).packages.filter(filter.accepts)
            (facetsFound, search) = facets.counted(packages)
            count = packages.count
            packages = Array(packages.dropFirst(start).prefix(min(rows, mostRows)))
        }
        return [
            "count": JSONValue(count), "sort": .string(parameters["sort"] ?? "metadata_modified desc"),
            "results": .array(packages), "facets": facetsFound, "search_facets": search,
        ]
    }

    private static func sort(_ datasets: inout [Dataset], by order: String) throws {
        switch order.split(separator: " ").joined(separator: " ") {
        case "", "metadata_modified desc", "score desc, metadata_modified desc":
            datasets.sort { ($1.modified, $0.slug) < ($0.modified, $1.slug) }
        case "metadata_modified asc": datasets.sort { ($0.modified, $0.slug) < ($1.modified, $1.slug) }
        case "metadata_created desc": datasets.sort { ($1.issued, $0.slug) < ($0.issued, $1.slug) }
        case "metadata_created asc": datasets.sort { ($0.issued, $0.slug) < ($1.issued, $1.slug) }
        case "name asc", "name": datasets.sort { $0.slug < $1.slug }
        case "name desc": datasets.sort { $1.slug < $0.slug }
        case "title asc", "title_string asc": datasets.sort { ($0.title, $0.slug) < ($1.title, $1.slug) }
        case "title desc", "title_string desc": datasets.sort { ($1.title, $0.slug) < ($0.title, $1.slug) }
        default:
            throw Fault.invalid(
                "sort", "Sort by name, title, metadata_created or metadata_modified, each with asc or desc.")
        }
    }

    private static func number(_ name: String, _ parameters: [String: String], _ usual: Int) throws -> Int {
        guard let text = parameters[name], !text.isEmpty else { return usual }
        guard let number = Int(text), number >= 0 else { throw Fault.invalid(name, "Must be a natural number") }
        return number
    }
}
