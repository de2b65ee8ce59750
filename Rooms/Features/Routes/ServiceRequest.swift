// SPDX-License-Identifier: EUPL-1.2
import Answers
import FeaturesWFS
import Foundation
import HTTPSupport
import Hummingbird
import Markup
import Wire

/// A request of a WFS, from the query of its address or from XML.
struct ServiceRequest: Sendable {
    /// `GetFeature`
    var operation = ""
    var version = ServiceVersion.newer
    /// Names in lower case.
    var parameters: [String: String] = [:]
    /// Filter and transaction; nil where there is none.
    var element: XMLElement?

    subscript(name: String) -> String? { parameters[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// By the name of one version or the other.
    func first(_ names: String...) -> String? { names.lazy.compactMap { self[$0] }.first }

    // MARK: Reading

    /// From the query: names without regard to case, unknown ones do not count (OGC 09-025r2 §6.2.5.2).
    init(query: String) throws(ServiceFault) {
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let raw = (parts.count > 1 ? parts[1] : "").replacing("+", with: " ")
            guard let name = parts[0].removingPercentEncoding?.lowercased(), let value = raw.removingPercentEncoding,
                !value.utf8.contains(0)
            else {
                throw .invalid(
                    String(parts[0].prefix(60)), german: "Das ist kein prozentkodiertes UTF-8.",
                    english: "This is no percent-encoded UTF-8.")
            }
            parameters[name] = value
        }
        operation = parameters["request"] ?? ""
        try readVersion()
        guard !operation.isEmpty else { throw .missing("request") }
        if let text = self["filter"] {
            // each type of a list could have its own: (…)(…)
            let inner = text.hasPrefix("(") && text.hasSuffix(")") ? String(text.dropFirst().dropLast()) : text
            element = try Self.read(Array(inner.utf8), "filter")
        }
    }

    /// From XML: attributes and elements become what the query would have said.
    init(body: [UInt8]) throws(ServiceFault) {
        let root = try Self.read(body, "request")
        operation = root.name
        for (name, value) in root.attributes { parameters[name.lowercased()] = value }
        if operation == "GetCapabilities" {
            parameters["acceptversions"] = root.child("AcceptVersions")?.children.map(\.value).joined(separator: ",")
        }
        try readVersion()
        switch operation {
        case "Transaction":
            element = root
            // GDAL 3.6 writes 1.1.0 to a server of 2.0.0, says 2.0.0, and reads the answer of 1.1.0
            let head = String(decoding: body.prefix(4096), as: UTF8.self)
            if version == .newer, !head.contains("http://www.opengis.net/wfs/2.0") { version = .older }
        case "DescribeFeatureType":
            parameters["typename"] = root.children.filter { $0.name == "TypeName" }.map(\.value).joined(separator: ",")
        case "GetFeature", "GetPropertyValue":
            if let stored = root.child("StoredQuery") {
                parameters["storedquery_id"] = stored["id"]
                for parameter in stored.children where parameter.name == "Parameter" {
                    parameters[(parameter["name"] ?? "").lowercased()] = parameter.value
                }
                return
            }
            guard let query = root.child("Query") else { throw .missing("Query") }
            guard root.children.count(where: { $0.name == "Query" }) == 1 else {
                throw ServiceFault(
                    "OptionNotSupported", "Query", german: "Es geht eine Abfrage in einer Anfrage.",
                    english: "There is one query in a request.")
            }
            for (name, value) in query.attributes { parameters[name.lowercased()] = value }
            let names = query.children.filter { $0.name == "PropertyName" }.map(\.value)
            if !names.isEmpty { parameters["propertyname"] = names.joined(separator: ",") }
            element = query.child("Filter")
            let order = query.child("SortBy")?.children.compactMap { property -> String? in
                let name = (property.child("ValueReference") ?? property.child("PropertyName"))?.value
                return name.map { $0 + " " + (property.child("SortOrder")?.value ?? "ASC") }
            }
            parameters["sortby"] = order?.joined(separator: ",")
        default: break
        }
    }

    private static func read(_ bytes: [UInt8], _ locator: String) throws(ServiceFault) -> XMLElement {
        do throws(XMLElement.Fault) {
            return try XMLElement.read(bytes)
        } catch {
            throw error.isForbidden
                ? ServiceFault(
                    "OperationParsingFailed", locator, german: "Ein Dokument mit DTD wird nicht gelesen.",
                    english: "A document with a DTD is not read.")
                : ServiceFault(
                    "OperationParsingFailed", locator, german: "Das ist kein wohlgeformtes XML.",
                    english: "This is no well-formed XML.")
        }
    }

    /// Capabilities come in the highest version that both know; else the version must be one of ours.
    private mutating func readVersion() throws(ServiceFault) {
        if let service = self["service"], service.uppercased() != "WFS" {
            throw .invalid("service", german: "Hier ist ein WFS.", english: "This is a WFS.")
        }
        let asked = self["version"]
        if operation == "GetCapabilities" {
            let accepted = (self["acceptversions"] ?? asked)?.split(separator: ",").map(String.init) ?? ["2.0.0"]
            if let version = accepted.lazy.compactMap(ServiceVersion.init(rawValue:)).first(where: { $0 != .first }) {
                self.version = version
            } else if self["acceptversions"] == nil {
                // older programs ask with a version of theirs and take the next
                self.version = (accepted.first ?? "") < "1.1" ? .older : .newer
            } else {
                throw ServiceFault(
                    "VersionNegotiationFailed", "acceptversions", german: "Es gibt 2.0.0 und 1.1.0.",
                    english: "There are 2.0.0 and 1.1.0.")
            }
            return
        }
        guard let asked else {
            if operation == "Transaction" { version = .older }
            return
        }
        let known = asked.hasPrefix("2.0") ? .newer : ServiceVersion(rawValue: asked)
        guard let known, known != .first || operation == "Transaction" else {
            throw ServiceFault(
                "InvalidParameterValue", "version", german: "Es gibt 2.0.0 und 1.1.0.",
                english: "There are 2.0.0 and 1.1.0.")
        }
        version = known
    }
}
