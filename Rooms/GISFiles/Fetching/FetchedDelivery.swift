// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Wire

/// What is known of files that were fetched: it lies beside them, for whoever reads them.
package struct FetchedDelivery: Sendable, Hashable {
    /// The address that somebody named.
    package var address: String
    /// The layer as the service calls it; empty for a file.
    package var layer: String
    /// Its title; empty where there is none.
    package var title: String
    /// Names of the files in the delivery's folder that hold the layer together, in their order.
    package var pages: [String]
    /// Features that were read; nil for a file.
    package var features: Int?
    /// Whether the service said how many there are, and these are all.
    package var isCounted: Bool

    init(
        address: String, layer: String = "", title: String = "", pages: [String], features: Int? = nil,
        isCounted: Bool = false
    ) {
        (self.address, self.layer, self.title) = (address, layer, title)
        (self.pages, self.features, self.isCounted) = (pages, features, isCounted)
    }

    /// Whether it is a service's layer, read page by page, rather than a file.
    package var isLayer: Bool { features != nil }

    /// What people are shown as the delivery's name: the layer, or the file, and where it is from.
    package var name: String {
        let own = title.isEmpty ? (layer.isEmpty ? pages.first ?? "" : layer) : title
        let host = URLComponents(string: address)?.host ?? ""
        return host.isEmpty ? own : "\(own) (\(host))"
    }

    // MARK: Beside the files

    private static func place(_ work: String) -> String { work + "/abruf.json" }

    func keep(in work: String) throws(FetchFault) {
        var object: JSONObject = [
            "address": .string(address), "layer": .string(layer), "title": .string(title),
            "pages": .array(pages.map { .string($0) }), "counted": .bool(isCounted),
        ]
        object["features"] = features.map { JSONValue($0) }
        let bytes = Data(JSONValue.object(object).text.utf8)
        guard FileManager.default.createFile(atPath: Self.place(work), contents: bytes) else { throw .disk }
    }

    /// Of the delivery in a folder; nil for one that was handed in.
    package init?(of work: String) {
        guard let data = FileManager.default.contents(atPath: Self.place(work)),
            let value = try? JSONValue(parsing: data)
        else { return nil }
        self.init(
            address: value["address"]?.string ?? "", layer: value["layer"]?.string ?? "",
            title: value["title"]?.string ?? "",
            // names, never paths
            pages: (value["pages"]?.array ?? []).compactMap(\.string).filter {
                !$0.contains("/") && !$0.hasPrefix(".")
            },
            features: value["features"]?.integer.map { Int($0) }, isCounted: value["counted"] == .bool(true))
    }
}
