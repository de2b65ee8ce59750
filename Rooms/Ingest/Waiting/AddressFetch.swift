// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import Ingest
import Outbound

/// Fetches a file from an address onto the disk; by default from the public internet only.
package struct AddressFetch: Sendable {
    /// What the address answered with; the two marks say next time whether it has changed.
    package struct Found: Sendable, Hashable {
        package let name: String
        package let bytes: Int64
        package let etag: String?
        package let lastModified: String?
    }

    package let reachesOwnNetwork: Bool
    private let agent: String

    private static let milliseconds = 600_000
    private static let mostRedirects = 5

    package init(reachesOwnNetwork: Bool = false, agent: String = "Allmende") {
        self.reachesOwnNetwork = reachesOwnNetwork
        self.agent = agent
    }

    /// Puts the file into the delivery's folder; nil where it is as it was (`304`). Throws `DeliveryFault`.
    package func fetch(
        _ given: String, into area: WaitingArea, delivery: String, etag: String? = nil, lastModified: String? = nil
    ) async throws -> Found? {
        guard let components = URLComponents(string: given),
            ["http", "https"].contains(components.scheme?.lowercased()),
            components.host?.isEmpty == false
        else {
            throw DeliveryFault(
                "„\(given)“ ist keine Adresse, die mit https:// oder http:// beginnt.",
                "\"\(given)\" is no address that begins with https:// or http://.")
        }
        let connection = OutboundConnection()
        let path = area.files(delivery) + "/.ankommend"
        var address = given
        for _ in 0...Self.mostRedirects {
            var request = OutboundRequest(
                address, agent: agent, milliseconds: Self.milliseconds, limit: area.limits.bytes)
            request.publicOnly = !reachesOwnNetwork
            request.file = path
            if let etag { request.headers.append("If-None-Match: \(etag)") }
            if let lastModified { request.headers.append("If-Modified-Since: \(lastModified)") }
            let answer = try await send(request, connection, given)
            if let redirect = answer.redirect {
                address = redirect
                continue
            }
            if answer.status == 304, etag != nil || lastModified != nil { return nil }
            guard (200..<300).contains(answer.status) else {
                throw DeliveryFault(
                    "Die Adresse antwortet mit \(answer.status); dort liegt keine Datei.",
                    "The address answers with \(answer.status); there is no file.")
            }
            return try keep(path, answer, address, area, delivery)
        }
        throw DeliveryFault("Die Adresse leitet zu oft weiter.", "The address redirects too often.")
    }

    private func send(
        _ request: OutboundRequest, _ connection: OutboundConnection, _ given: String
    ) async throws -> OutboundResponse {
        do {
            return try await connection.send(request)
        } catch OutboundError.tooLong {
            throw UploadWriter.tooLarge(request.limit)
        } catch let error as OutboundError {
            throw DeliveryFault(
                "Die Adresse ist nicht erreichbar (\(Words(message: error.description).german)). Adressen im eigenen Netz holt Allmende nur, wenn die "
                    + "Einstellung ingest-own-network es erlaubt.",
                "The address cannot be reached (\(error.description)). Allmende fetches from its own network only where the "
                    + "setting ingest-own-network allows it.")
        }
    }

    private func keep(
        _ path: String, _ answer: OutboundResponse, _ address: String, _ area: WaitingArea, _ delivery: String
    ) throws -> Found {
        let name = Self.name(address, contentType: answer.contentType)
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let size = (attributes?[.size] as? Int64) ?? Int64((attributes?[.size] as? Int) ?? 0)
        guard size > 0 else {
            throw DeliveryFault("Die Adresse liefert eine leere Datei.", "The address answers with an empty file.")
        }
        do {
            try FileManager.default.moveItem(atPath: path, toPath: area.files(delivery) + "/" + name)
        } catch {
            throw DeliveryFault("Die Datei ließ sich nicht ablegen.", "The file could not be put on disk.")
        }
        return Found(name: name, bytes: size, etag: answer.etag, lastModified: answer.lastModified)
    }

    /// The last part of the address; its ending by the kind of content where it has none that is known.
    static func name(_ address: String, contentType: String) -> String {
        let path = URLComponents(string: address)?.path ?? ""
        let name = WaitingArea.name(path)
        if DeliveryProposal.isKnown(name) { return name }
        let kind = contentType.lowercased()
        let endings = [
            ("geo+json", "geojson"), ("json", "json"), ("zip", "zip"), ("spreadsheetml", "xlsx"),
            ("opendocument.spreadsheet", "ods"), ("xml", "xml"),
        ]
        let ending = endings.first { kind.contains($0.0) }?.1 ?? "csv"
        return (name == "datei" ? "abruf" : name) + "." + ending
    }
}
