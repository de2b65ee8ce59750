// SPDX-License-Identifier: EUPL-1.2
import Answers
import Foundation
import Outbound

/// Where the pages of a catalogue come from: an address, or a file.
package struct FeedSource: Sendable {
    /// Bytes of one page at most.
    let megabytes: Int
    private let reachesOwnNetwork: Bool
    private let agent = "Allmende"

    private static let milliseconds = 120_000
    private static let mostRedirects = 5

    package init(megabytes: Int = 64, reachesOwnNetwork: Bool = false) {
        self.megabytes = megabytes
        self.reachesOwnNetwork = reachesOwnNetwork
    }

    /// An address as it is asked: CKAN is asked for as many data sets at once as it gives.
    package static func address(_ given: String) throws(HarvestFault) -> String {
        guard var parts = URLComponents(string: given), ["http", "https"].contains(parts.scheme?.lowercased()),
            parts.host?.isEmpty == false, parts.user == nil, parts.password == nil, given.utf8.count <= 2000
        else { throw .noAddress(given) }
        parts.fragment = nil
        if parts.path.hasSuffix("package_search"), !(parts.queryItems ?? []).contains(where: { $0.name == "rows" }) {
            parts.queryItems = (parts.queryItems ?? []) + [URLQueryItem(name: "rows", value: "100")]
        }
        return parts.string ?? given
    }

    /// Whether both lie on the same server.
    static func areNeighbours(_ one: String, _ other: String) -> Bool {
        func host(_ address: String) -> String? { URLComponents(string: address)?.host?.lowercased() }
        return host(one) != nil && host(one) == host(other)
    }

    func page(_ given: String, _ connection: OutboundConnection) async throws -> (bytes: [UInt8], address: String) {
        var address = given
        for _ in 0...Self.mostRedirects {
            var request = OutboundRequest(
                address, agent: agent, milliseconds: Self.milliseconds, limit: megabytes << 20)
            request.publicOnly = !reachesOwnNetwork
            // Turtle first: it is read without another name for the same page
            request.headers = ["Accept: text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, */*;q=0.5"]
            let answer: OutboundResponse
            do {
                answer = try await connection.send(request)
            } catch OutboundError.tooLong {
                throw HarvestFault.tooLarge(megabytes)
            } catch {
                throw HarvestFault.unreachable("\(error)")
            }
            if let redirect = answer.redirect {
                address = redirect
                continue
            }
            guard (200..<300).contains(answer.status) else { throw HarvestFault.status(answer.status) }
            return (answer.bytes, address)
        }
        throw HarvestFault.redirects
    }

    /// The bytes of a file.
    func file(_ path: String) throws -> [UInt8] {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard attributes?[.type] as? FileAttributeType == .typeRegular, let size = attributes?[.size] as? Int else {
            throw HarvestFault(
                "Es gibt keine Datei „\(path)“.", "There is no file “\(path)”.", exit: .usage)
        }
        guard size <= megabytes << 20 else { throw HarvestFault.tooLarge(megabytes) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw HarvestFault(
                "Die Datei „\(path)“ lässt sich nicht lesen.", "The file “\(path)” cannot be read.", exit: .usage)
        }
        return [UInt8](data)
    }
}
