// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Outbound
import Planning

extension OutboundRequest {
    private static let agent = "Allmende/\(PlatformVersion.text)"

    /// Nil when the server cannot be reached, is slower than `timeout` seconds or sends more than `limit` bytes.
    static func get(_ address: String, timeout: Int = 10, limit: Int = 2 << 20) async -> OutboundResponse? {
        let request = OutboundRequest(address, agent: agent, milliseconds: 1000 * timeout, limit: limit)
        return try? await OutboundConnection().send(request)
    }

    /// Asks the sign-in service, whose address the operator has set; redirects are not followed.
    static func exchange(
        _ address: String, form: String?, headers: [String]
    ) async -> (status: Int, bytes: [UInt8])? {
        var request = OutboundRequest(address, agent: agent, milliseconds: 10_000, limit: 1 << 20)
        request.form = form
        request.headers = headers
        guard let answer = try? await OutboundConnection().send(request) else { return nil }
        return (answer.status, answer.bytes)
    }

    /// Requests an address that somebody entered, and follows redirects; 10 seconds and 1 MB at most.
    ///
    /// The address itself may lie in the town's own network if allowed; a redirect to another host leads to public ones.
    static func probe(_ entered: String, reachesOwnNetwork: Bool) async -> ProbeAnswer? {
        let end = ContinuousClock.now + .seconds(10)
        let host = URLComponents(string: entered)?.host?.lowercased()
        let connection = OutboundConnection()
        var address = entered
        for _ in 0...5 {
            let left = Int((end - ContinuousClock.now) / .seconds(1) * 1000)
            guard left > 0 else { return nil }
            let isEntered =
                reachesOwnNetwork && host != nil && URLComponents(string: address)?.host?.lowercased() == host
            var request = OutboundRequest(address, agent: agent, milliseconds: left, limit: 1 << 20)
            request.acceptsPart = true
            request.publicOnly = !isEntered
            guard let answer = try? await connection.send(request) else { return nil }
            guard let redirect = answer.redirect else {
                return ProbeAnswer(
                    status: answer.status, contentType: answer.contentType, size: answer.bytes.count)
            }
            address = redirect
        }
        return nil
    }
}
