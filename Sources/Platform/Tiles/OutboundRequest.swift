// SPDX-License-Identifier: EUPL-1.2
import CCurl
import Dispatch
import Foundation
import Planning

/// What a foreign server answered.
struct OutboundResponse: Sendable {
    let status: Int
    let contentType: String
    let bytes: [UInt8]
}

/// A GET to a foreign server through libcurl, on a thread of its own.
enum OutboundRequest {
    private static let queue = DispatchQueue(label: "outbound", attributes: .concurrent)

    /// Nil when the server cannot be reached, is slower than `timeout` seconds or sends more than `limit` bytes.
    static func get(_ address: String, timeout: Int = 10, limit: Int = 2 << 20) async -> OutboundResponse? {
        await withCheckedContinuation { continuation in
            queue.async {
                let answer = perform(address, milliseconds: 1000 * timeout, limit: limit)
                continuation.resume(returning: answer?.response)
            }
        }
    }

    /// Requests an address that somebody entered, and follows redirects; 10 seconds and 1 MB at most.
    ///
    /// The address itself may lie in the town's own network if allowed; a redirect to another host leads to public ones.
    static func probe(_ address: String, reachesOwnNetwork: Bool) async -> ProbeAnswer? {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: follow(address, reachesOwnNetwork)) }
        }
    }

    private static func follow(_ entered: String, _ reachesOwnNetwork: Bool) -> ProbeAnswer? {
        let end = ContinuousClock.now + .seconds(10)
        let host = URLComponents(string: entered)?.host?.lowercased()
        var address = entered
        for _ in 0...5 {
            let left = Int((end - ContinuousClock.now) / .seconds(1) * 1000)
            let isEntered =
                reachesOwnNetwork && host != nil && URLComponents(string: address)?.host?.lowercased() == host
            guard left > 0,
                let answer = perform(
                    address, milliseconds: left, limit: 1 << 20, acceptsPart: true, publicOnly: !isEntered)
            else { return nil }
            guard let redirect = answer.redirect else {
                return ProbeAnswer(
                    status: answer.response.status, contentType: answer.response.contentType,
                    size: answer.response.bytes.count)
            }
            address = redirect
        }
        return nil
    }

    private final class Sink {
        var bytes: [UInt8] = []
        var isFull = false
        let limit: Int
        init(limit: Int) { self.limit = limit }
    }

    /// `acceptsPart` takes the beginning of an answer that is longer than the limit; `publicOnly` refuses private networks.
    private static func perform(
        _ address: String, milliseconds: Int, limit: Int, acceptsPart: Bool = false, publicOnly: Bool = false
    ) -> (response: OutboundResponse, redirect: String?)? {
        guard let handle = curl_easy_init() else { return nil }
        defer { curl_easy_cleanup(handle) }
        let sink = Sink(limit: limit)
        let context = Unmanaged.passUnretained(sink).toOpaque()
        _ = allmende_curl_set_text(handle, CURLOPT_URL, address)
        _ = allmende_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = allmende_curl_set_text(handle, CURLOPT_USERAGENT, "Allmende/\(PlatformVersion.text)")
        _ = allmende_curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        _ = allmende_curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 0)
        _ = allmende_curl_set_number(handle, CURLOPT_TIMEOUT_MS, milliseconds)
        if publicOnly, allmende_curl_public_only(handle) != CURLE_OK { return nil }
        _ = allmende_curl_receive(
            handle,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
                let length = size * count
                guard sink.bytes.count + length <= sink.limit else {
                    sink.isFull = true
                    return 0
                }
                sink.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
                return length
            }, context)
        let code = withExtendedLifetime(sink) { curl_easy_perform(handle) }
        guard code == CURLE_OK || (acceptsPart && sink.isFull) else { return nil }
        var status = 0
        _ = allmende_curl_status(handle, &status)
        let type = allmende_curl_content_type(handle).map { String(cString: $0) } ?? ""
        let redirect = allmende_curl_redirect(handle).map { String(cString: $0) }
        return (OutboundResponse(status: status, contentType: type, bytes: sink.bytes), redirect)
    }
}
