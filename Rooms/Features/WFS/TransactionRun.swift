// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import CQL2
import Features
import Geometry
package import Markup
package import Rights
package import Storage
package import Wire

/// Carries out a `wfs:Transaction` inside a write transaction: all of it or nothing.
package struct TransactionRun {
    private let version: ServiceVersion
    private let reader: Reader
    private let now: Instant
    private let connection: any StorageConnection
    private var editors: [String: FeatureEditor] = [:]

    /// The new features, with the handle of what made them.
    package private(set) var inserted: [(handle: String?, resource: String)] = []
    package private(set) var updated = 0
    package private(set) var replaced: [(handle: String?, resource: String)] = []
    package private(set) var deleted = 0

    package init(
        _ version: ServiceVersion, as reader: Reader, at now: Instant, on connection: any StorageConnection
    ) {
        (self.version, self.reader, self.now, self.connection) = (version, reader, now, connection)
    }

    /// - Throws: `ServiceFault`; nothing is kept then.
    package mutating func run(_ transaction: XMLElement) throws {
        for action in transaction.children {
            do {
                switch action.name {
                case "Insert": try insert(action)
                case "Update": try update(action)
                case "Replace": try replace(action)
                case "Delete": try delete(action)
                case "LockId": continue
                case "Native" where action["safeToIgnore"] == "true": continue
                default:
                    throw ServiceFault(
                        "OperationNotSupported", action.name,
                        german: "\(action.name) gibt es hier nicht; es gibt Insert, Update, Replace und Delete.",
                        english: "There is no \(action.name) here; there are Insert, Update, Replace and Delete.")
                }
            } catch let fault as EditFault {
                throw ServiceFault(fault, of: action["handle"] ?? action.name)
            }
        }
        for layer in editors.keys.sorted() { try editors[layer]?.finish() }
    }

    // MARK: Actions

    private mutating func insert(_ action: XMLElement) throws {
        let usual = try usual(action)
        for element in Self.features(in: action) {
            let (layer, names) = try editor(of: element.name)
            var draft = try draft(of: element, names, usual)
            if action["idgen"] == "UseExisting", let given = element["id"] ?? element["fid"] {
                draft.id = .string(ServiceNames.feature(ofResource: given)?.id ?? given)
            }
            guard let id = try editors[layer]?.insert(draft) else { continue }
            inserted.append((action["handle"], names.resource(id)))
        }
    }

    private mutating func update(_ action: XMLElement) throws {
        let (layer, names) = try editor(of: action["typeName"] ?? "")
        let usual = try usual(action)
        var draft = FeatureDraft()
        for property in action.children where property.name == "Property" {
            guard let name = (property.child("ValueReference") ?? property.child("Name"))?.value else {
                throw ServiceFault(
                    "MissingParameterValue", "Property", german: "Eine Eigenschaft hat keinen Namen.",
                    english: "A property has no name.")
            }
            let plain = XMLElement.local(name.split(separator: "/").last.map(String.init) ?? name)
            try set(plain, property.child("Value"), names, usual, &draft)
        }
        for one in try targets(action, names, usual) {
            try editors[layer]?.update(one.id, with: draft, if: one.expected)
            updated += 1
        }
    }

    private mutating func replace(_ action: XMLElement) throws {
        let usual = try usual(action)
        guard let element = action.children.first(where: { $0.name != "Filter" }) else {
            throw ServiceFault.missing("Replace")
        }
        let (layer, names) = try editor(of: element.name)
        let draft = try draft(of: element, names, usual)
        for one in try targets(action, names, usual) {
            try editors[layer]?.replace(one.id, by: draft, if: one.expected)
            replaced.append((action["handle"], names.resource(one.id)))
        }
    }

    private mutating func delete(_ action: XMLElement) throws {
        let (layer, names) = try editor(of: action["typeName"] ?? "")
        for one in try targets(action, names, try usual(action)) {
            try editors[layer]?.delete(one.id, if: one.expected)
            deleted += 1
        }
    }

    // MARK: What is meant

    private mutating func editor(of type: String) throws -> (layer: String, names: ServiceNames) {
        let layer = ServiceNames.layer(ofType: type)
        let editor = try editors[layer] ?? FeatureEditor(layer, as: reader, at: now, on: connection)
        editors[layer] = editor
        return (layer, ServiceNames(editor.collection))
    }

    private func usual(_ action: XMLElement) throws(ServiceFault) -> SystemName {
        guard let text = action["srsName"] else {
            return version == .first ? SystemName("EPSG:4326") ?? .usual : .usual
        }
        guard let system = SystemName(text) else {
            throw .invalid(
                "srsName", german: "Das Bezugssystem „\(text.prefix(80))“ gibt es hier nicht.",
                english: "The reference system “\(text.prefix(80))” is not served.")
        }
        return system
    }

    private static func features(in element: XMLElement) -> [XMLElement] {
        element.children.flatMap { child in
            ["FeatureCollection", "featureMember", "featureMembers", "member"].contains(child.name)
                ? features(in: child) : child.name == "boundedBy" ? [] : [child]
        }
    }

    private func draft(of element: XMLElement, _ names: ServiceNames, _ usual: SystemName) throws -> FeatureDraft {
        var draft = FeatureDraft()
        for property in element.children {
            // metadata of GML that each feature may have
            if property.name == "boundedBy", names.field(property.name) == nil { continue }
            try set(property.name, property["nil"] == "true" ? nil : property, names, usual, &draft)
        }
        return draft
    }

    private func set(
        _ name: String, _ value: XMLElement?, _ names: ServiceNames, _ usual: SystemName, _ draft: inout FeatureDraft
    ) throws {
        if name == names.geometry {
            guard let shape = value?.children.first else {
                draft.removeGeometry()
                return
            }
            let read = try GeometryReading(usual: usual, isEastFirst: version == .first, locator: name).read(shape)
            try draft.place(read.geometry, of: names.collection, in: read.system.system, pointer: "/" + name)
            return
        }
        guard let field = names.field(name) else {
            throw EditFault.unknownProperty(name, known: [names.geometry] + names.properties, pointer: "/" + name)
        }
        try draft.set(field, text: value?.text)
    }

    private func targets(
        _ action: XMLElement, _ names: ServiceNames, _ usual: SystemName
    ) throws -> [(id: String, expected: FeatureExpectation)] {
        guard let element = action.child("Filter") else {
            throw ServiceFault(
                "MissingParameterValue", "Filter", german: "Ein Filter sagt, welche Objekte gemeint sind; er fehlt.",
                english: "A filter says which features are meant; it is missing.")
        }
        let filter = try FilterReading(names, usual: usual).read(element)
        if let named = filter.named {
            return named.map { one in
                var expected = FeatureExpectation()
                expected.unchangedSince = one.version
                return (one.id, expected)
            }
        }
        guard let condition = filter.condition else { return [] }
        var query = FeatureQuery()
        do {
            query.condition = try FeatureFilter.condition(condition, on: names.collection)
        } catch {
            throw ServiceFault(error)
        }
        var ids: [String] = []
        try FeatureCollectionQueries.forEach(of: names.collection, matching: query, after: 0, on: connection) { row in
            ids.append(row.text(1))
            return true
        }
        return ids.map { ($0, FeatureExpectation()) }
    }

    /// The answer as the version has it.
    package func answer() -> [UInt8] {
        var output = XMLOutput()
        output.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        switch version {
        case .first:
            output.markup(
                "<wfs:WFS_TransactionResponse version=\"1.0.0\" xmlns:wfs=\"http://www.opengis.net/wfs\" xmlns:ogc=\"http://www.opengis.net/ogc\">"
            )
            for one in inserted {
                output.markup(
                    "<wfs:InsertResult\(Self.handle(one.handle))><ogc:FeatureId fid=\"\(one.resource)\"/></wfs:InsertResult>"
                )
            }
            output.markup(
                "<wfs:TransactionResult><wfs:Status><wfs:SUCCESS/></wfs:Status></wfs:TransactionResult></wfs:WFS_TransactionResponse>"
            )
        case .older:
            output.markup(
                "<wfs:TransactionResponse version=\"1.1.0\" xmlns:wfs=\"http://www.opengis.net/wfs\" xmlns:ogc=\"http://www.opengis.net/ogc\">"
            )
            summary(&output, replaces: false)
            output.markup("<wfs:InsertResults>")
            for one in inserted {
                output.markup(
                    "<wfs:Feature\(Self.handle(one.handle))><ogc:FeatureId fid=\"\(one.resource)\"/></wfs:Feature>")
            }
            output.markup("</wfs:InsertResults></wfs:TransactionResponse>")
        case .newer:
            output.markup(
                "<wfs:TransactionResponse version=\"2.0.0\" xmlns:wfs=\"http://www.opengis.net/wfs/2.0\" xmlns:fes=\"http://www.opengis.net/fes/2.0\">"
            )
            summary(&output, replaces: true)
            for (name, all) in [("InsertResults", inserted), ("ReplaceResults", replaced)] where !all.isEmpty {
                output.markup("<wfs:\(name)>")
                for one in all {
                    output.markup(
                        "<wfs:Feature\(Self.handle(one.handle))><fes:ResourceId rid=\"\(one.resource)\"/></wfs:Feature>"
                    )
                }
                output.markup("</wfs:\(name)>")
            }
            output.markup("</wfs:TransactionResponse>")
        }
        return output.bytes
    }

    private func summary(_ output: inout XMLOutput, replaces: Bool) {
        output.markup("<wfs:TransactionSummary>")
        output.element("wfs:totalInserted", String(inserted.count))
        output.element("wfs:totalUpdated", String(updated + (replaces ? 0 : replaced.count)))
        if replaces { output.element("wfs:totalReplaced", String(replaced.count)) }
        output.element("wfs:totalDeleted", String(deleted))
        output.markup("</wfs:TransactionSummary>")
    }

    private static func handle(_ handle: String?) -> String {
        handle.map { " handle=\"\(XMLOutput.escaped($0))\"" } ?? ""
    }
}
