// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Catalogue
import Features
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import Site
import Storage
import Wire

extension HTTPField.Name {
    static let acceptPatch = HTTPField.Name(constant: "Accept-Patch")
    static let acceptPost = HTTPField.Name(constant: "Accept-Post")
}

/// Creating, replacing, updating and deleting features (OGC API – Features – Part 4, 20-002r1).
extension FeaturesRoutes {
    /// OWSLib sends its GeoJSON as `text/xml`, and without any type when it replaces; what is no JSON is refused anyway.
    private static let featureTypes = ["application/geo+json", "application/json", "text/xml", "application/xml"]
    private static let patchTypes = ["application/merge-patch+json", "application/geo+json", "application/json"]

    /// A new feature (/req/create-replace-delete/insert-post-op).
    func create(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireDelivery()
        let (name, system) = (try editable(context), try contentSystem(request))
        let document = try await document(request, of: Self.featureTypes)
        let (reader, now) = (context.reader, clock())
        let made = try await engine.write { connection -> (id: String, version: FeatureVersion) in
            var editor = try FeatureEditor(name, as: reader, at: now, on: connection)
            let id = try editor.insert(try FeatureDraft(feature: document, of: editor.collection, in: system))
            try editor.finish()
            return (id, FeatureVersion(tag: try editor.version(of: id).tag, changed: now))
        }
        var headers = versionFields(made.version)
        headers[.location] = root(context) + "/collections/\(name)/items/" + Self.encoded(made.id)
        return Response(status: .created, headers: headers)
    }

    /// Another content in the place of a feature's (/req/create-replace-delete/update-put-op).
    func replace(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try await change(request, context, types: Self.featureTypes) { editor, id, document, system, expected in
            let draft = try FeatureDraft(feature: document, of: editor.collection, in: system)
            try editor.replace(id, by: draft, if: expected)
        }
    }

    /// A part of a feature: JSON merge patch (RFC 7396) of its `properties` and its `geometry`.
    func update(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try await change(request, context, types: Self.patchTypes) { editor, id, document, system, expected in
            guard let members = document.object else {
                throw EditFault.invalid(
                    Words(
                        "Eine Änderung ist ein Objekt mit \"properties\" oder \"geometry\".",
                        "A change is an object with \"properties\" or \"geometry\"."), pointer: "")
            }
            let draft = try FeatureDraft(members: members, of: editor.collection, in: system)
            try editor.update(id, with: draft, if: expected)
        }
    }

    func delete(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireDelivery()
        let (name, id, expected) = (try editable(context), try identifier(context), try expectation(request))
        let (reader, now) = (context.reader, clock())
        try await engine.write { connection in
            var editor = try FeatureEditor(name, as: reader, at: now, on: connection)
            try editor.delete(id, if: expected)
            try editor.finish()
        }
        return Response(status: .noContent)
    }

    private typealias Change =
        @Sendable (
            inout FeatureEditor, String, JSONValue, ServedSystem, FeatureExpectation
        ) throws -> Void

    private func change(
        _ request: Request, _ context: HTTPContext, types: [String], _ make: @escaping Change
    ) async throws -> Response {
        try context.requireDelivery()
        let (name, id, system) = (try editable(context), try identifier(context), try contentSystem(request))
        let expected = try expectation(request)
        let document = try await document(request, of: types)
        let (reader, now) = (context.reader, clock())
        let version = try await engine.write { connection -> FeatureVersion in
            var editor = try FeatureEditor(name, as: reader, at: now, on: connection)
            try make(&editor, id, document, system, expected)
            try editor.finish()
            return FeatureVersion(tag: try editor.version(of: id).tag, changed: now)
        }
        return Response(status: .noContent, headers: versionFields(version))
    }

    func versionFields(_ version: FeatureVersion) -> HTTPFields {
        [.eTag: version.entityTag, .lastModified: HTTPDate.text(version.changed)]
    }

    // MARK: Requests

    /// The name of the layer of the path; what other rooms keep is changed there.
    private func editable(_ context: HTTPContext) throws -> String {
        let name = context.parameters.get("collection") ?? ""
        guard FeatureSourceName(rawValue: name) == nil else {
            throw Problem(
                .methodNotAllowed, "Read only",
                detail: "\(name) shows what another interface keeps; it is changed there.",
                german: "\(name) zeigt, was eine andere Schnittstelle führt; geändert wird es dort.",
                headers: [.allow: "GET, HEAD, OPTIONS"])
        }
        return name
    }

    func identifier(_ context: HTTPContext) throws(Problem) -> String {
        let raw = context.parameters.get("feature") ?? ""
        guard let identifier = raw.removingPercentEncoding, !identifier.utf8.contains(0) else {
            throw Problem.badRequest(
                "The feature's id is not percent-encoded UTF-8.",
                german: "Die Kennung des Objekts ist kein prozentkodiertes UTF-8.")
        }
        return identifier
    }

    private func document(_ request: Request, of types: [String]) async throws -> JSONValue {
        if let given = request.headers[.contentType] {
            let type = given.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
            guard types.contains(type) else {
                let field: HTTPField.Name = request.method == .patch ? .acceptPatch : .acceptPost
                throw Problem(
                    .unsupportedMediaType, "Unsupported media type",
                    detail: "\(given.excerpt(80)) is not taken here; send \(types[0]).",
                    german: "\(given.excerpt(80)) wird hier nicht angenommen; bitte als \(types[0]) senden.",
                    headers: [field: types.filter { $0.hasSuffix("json") }.joined(separator: ", ")])
            }
        }
        return try await request.json(limit: limits.maximumBody)
    }

    /// The reference system of the coordinates that are sent (/req/features/crs).
    private func contentSystem(_ request: Request) throws(Problem) -> ServedSystem {
        guard let field = request.headers[.contentCrs] else { return .crs84 }
        let name = field.filter { $0 != "<" && $0 != ">" && $0 != " " }
        guard let system = ServedSystem(named: name) else {
            let known = ServedSystem.all.map { "<\($0.uri)>" }.joined(separator: ", ")
            throw Problem.badRequest(
                "Content-Crs names a reference system that is not served; there are: \(known)",
                german: "Content-Crs nennt ein Bezugssystem, das es hier nicht gibt; es gibt: \(known)",
                location: ["header": "Content-Crs"])
        }
        return system
    }

    private func expectation(_ request: Request) throws(Problem) -> FeatureExpectation {
        var expected = FeatureExpectation()
        expected.tags = Self.tags(request.headers[values: .ifMatch])
        expected.refused = Self.tags(request.headers[values: .ifNoneMatch])
        if expected.tags == nil, let text = request.headers[.ifUnmodifiedSince] {
            guard let instant = HTTPDate.instant(text) else {
                throw Problem.badRequest(
                    "If-Unmodified-Since is no date such as \"Sun, 06 Nov 1994 08:49:37 GMT\".",
                    german: "If-Unmodified-Since ist keine Zeit wie \"Sun, 06 Nov 1994 08:49:37 GMT\".",
                    location: ["header": "If-Unmodified-Since"])
            }
            // Last-Modified leaves off what is less than a second
            expected.unchangedSince = Instant(microseconds: instant.microseconds + 999_999)
        }
        return expected
    }

    /// Entity tags of a header; a comma may stand inside one.
    static func tags(_ fields: [String]) -> [String]? {
        guard !fields.isEmpty else { return nil }
        var tags: [String] = []
        var current = ""
        var isQuoted = false
        for character in fields.joined(separator: ",") {
            if character == "\"" { isQuoted.toggle() }
            if character == ",", !isQuoted {
                tags.append(current)
                current = ""
            } else if isQuoted || character != " " {
                current.append(character)
            }
        }
        return (tags + [current]).filter { !$0.isEmpty }
    }
}
