// SPDX-License-Identifier: EUPL-1.2
import Markup

/// What a WFS says of itself (OGC 09-025r2 §8, OGC 04-094 §13).
struct WFSCapabilities: Sendable {
    enum Version: String, Sendable { case older = "1.1.0", newer = "2.0.0" }

    let version: Version
    let layers: [ForeignLayer]
    /// Where features are asked for, as the service spells it.
    let getFeature: String?
    /// By which GeoJSON is asked for; nil where the service has none.
    let geoJSON: String?
    /// Whether answers come page by page; nil where the service does not say.
    let hasPages: Bool?

    static let mostBytes = 32 << 20
    /// A tree of more would take too much memory.
    static let mostElements = 500_000

    /// GeoJSON says what is a number and what a text; GML without its schema does not.
    private static let geoJSONNames = [
        "application/geo+json", "application/json", "application/json; subtype=geojson", "geojson", "json",
    ]

    /// From a document whose root is `WFS_Capabilities`.
    init(_ root: XMLElement, most: Int) throws(FetchFault) {
        let said = root["version"] ?? ""
        guard let version = said.hasPrefix("2.0") ? .newer : Version(rawValue: said) else {
            throw FetchFault(
                "Der Dienst spricht WFS in der Fassung „\(said)“; gelesen werden 2.0.0 und 1.1.0.",
                "The service speaks WFS in version \"\(said)\"; 2.0.0 and 1.1.0 are read.")
        }
        self.version = version
        let types = (root.child("FeatureTypeList")?.children ?? []).filter { $0.name == "FeatureType" }
        guard types.count <= most else {
            throw FetchFault(
                "Der Dienst hat mehr als \(most) Ebenen; bitte nennen Sie die Adresse einer kleineren Auswahl.",
                "The service has more than \(most) layers; please name the address of a smaller choice.")
        }
        layers = types.compactMap { type in
            guard let name = type.child("Name")?.value, !name.isEmpty, name.utf8.count <= 500 else { return nil }
            let system = (type.child("DefaultCRS") ?? type.child("DefaultSRS"))?.value ?? ""
            return ForeignLayer(
                name: name, title: String((type.child("Title")?.value ?? "").prefix(200)),
                system: String(system.prefix(100)))
        }
        guard !layers.isEmpty else {
            throw FetchFault("Der Dienst bietet keine Ebene an.", "The service offers no layer.")
        }
        let operations = root.child("OperationsMetadata")
        let operation = operations?.children.first { $0.name == "Operation" && $0["name"] == "GetFeature" }
        getFeature = operation?.child("DCP")?.child("HTTP")?.child("Get")?["href"]
        let formats = (operation?.children ?? []).filter { $0.name == "Parameter" && $0["name"] == "outputFormat" }
            .flatMap { ($0.child("AllowedValues") ?? $0).children.filter { $0.name == "Value" }.map(\.value) }
        geoJSON = Self.geoJSONNames.lazy.compactMap { name in formats.first { $0.lowercased() == name } }.first
        let constraints = (operations?.children ?? []) + (operation?.children ?? [])
        let paging = constraints.first { $0.name == "Constraint" && $0["name"] == "ImplementsResultPaging" }
        hasPages = paging?.child("DefaultValue").map { $0.value.uppercased() == "TRUE" }
    }
}
