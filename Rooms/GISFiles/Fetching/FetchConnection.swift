// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Outbound

/// What an address answered; it lies on disk until the next request.
struct FetchedPage {
    let address: FetchAddress
    let status: Int
    let contentType: String
    let path: String
    let count: Int

    var isGood: Bool { (200..<300).contains(status) }

    /// The first bytes.
    func head(_ most: Int = 1 << 16) -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else { return [] }
        defer { try? handle.close() }
        return [UInt8]((try? handle.read(upToCount: most)) ?? Data())
    }

    /// All of it, where it is not larger than `most`.
    func bytes(_ most: Int) throws(FetchFault) -> [UInt8] {
        guard count <= most else { throw .tooLarge(most >> 20) }
        return [UInt8](FileManager.default.contents(atPath: path) ?? Data())
    }
}

/// Asks foreign servers, one page after the other, within bounds that hold for all of them together.
final class FetchConnection {
    private let limits: FetchLimits
    private let reachesOwnNetwork: Bool
    private let folder: String
    private let connection = OutboundConnection()
    private let end: ContinuousClock.Instant
    private var left: Int
    private var requests = 0

    private static let attempts = 4
    private static let mostRedirects = 5
    /// Of one answer.
    private static let milliseconds = 300_000

    /// `folder` takes what comes in.
    init(_ limits: FetchLimits, reachesOwnNetwork: Bool, folder: String) {
        self.limits = limits
        self.reachesOwnNetwork = reachesOwnNetwork
        self.folder = folder
        left = limits.bytes
        end = .now + .seconds(60 * limits.minutes)
    }

    /// The answer, whatever its status; follows redirects, and waits where the server is busy.
    func page(_ asked: FetchAddress, accept: String) async throws -> FetchedPage {
        requests += 1
        // some requests before and between the pages
        guard requests <= limits.pages + 50 else { throw FetchFault.tooManyPages(limits.pages) }
        var address = asked
        var (redirects, attempt) = (0, 1)
        while true {
            try Task.checkCancellation()
            let now = ContinuousClock.now
            guard now < end else { throw FetchFault.late(limits.minutes) }
            let rest = Int((end - now) / .milliseconds(1))
            var request = OutboundRequest(
                address.text, agent: "Allmende", milliseconds: max(1, min(Self.milliseconds, rest)), limit: left)
            request.publicOnly = !reachesOwnNetwork
            request.headers = ["Accept: " + accept]
            request.file = folder + "/.ankommend"
            let answer: OutboundResponse
            do {
                answer = try await connection.send(request)
            } catch OutboundError.tooLong {
                throw FetchFault.tooLarge(limits.bytes >> 20)
            } catch {
                throw ContinuousClock.now < end
                    ? FetchFault.unreachable("\(error)") : FetchFault.late(limits.minutes)
            }
            let path = folder + "/.ankommend"
            let count = Self.size(path)
            left -= count
            if let redirect = answer.redirect {
                redirects += 1
                guard redirects <= Self.mostRedirects else { throw FetchFault.redirects }
                address = try address.link(redirect)
                continue
            }
            guard [429, 502, 503, 504].contains(answer.status), attempt < Self.attempts else {
                return FetchedPage(
                    address: address, status: answer.status, contentType: answer.contentType.lowercased(), path: path,
                    count: count)
            }
            try await Task.sleep(for: .seconds(answer.retryAfter > 0 ? min(60, answer.retryAfter) : 1 << attempt))
            attempt += 1
        }
    }

    private static func size(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? Int) ?? Int((attributes?[.size] as? Int64) ?? 0)
    }

    /// Keeps a page as a file of the delivery.
    func keep(_ page: FetchedPage, as name: String) throws(FetchFault) {
        do {
            try FileManager.default.moveItem(atPath: page.path, toPath: folder + "/" + name)
        } catch {
            throw .disk
        }
    }

    func clear() { try? FileManager.default.removeItem(atPath: folder + "/.ankommend") }
}
