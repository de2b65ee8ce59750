// SPDX-License-Identifier: EUPL-1.2
import CCurl
import Dispatch

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
            queue.async { continuation.resume(returning: perform(address, timeout: timeout, limit: limit)) }
        }
    }

    private final class Sink {
        var bytes: [UInt8] = []
        let limit: Int
        init(limit: Int) { self.limit = limit }
    }

    private static func perform(_ address: String, timeout: Int, limit: Int) -> OutboundResponse? {
        guard let handle = curl_easy_init() else { return nil }
        defer { curl_easy_cleanup(handle) }
        let sink = Sink(limit: limit)
        let context = Unmanaged.passUnretained(sink).toOpaque()
        _ = allmende_curl_set_text(handle, CURLOPT_URL, address)
        _ = allmende_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = allmende_curl_set_text(handle, CURLOPT_USERAGENT, "Allmende/\(PlatformVersion.text)")
        _ = allmende_curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        _ = allmende_curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 0)
        _ = allmende_curl_set_number(handle, CURLOPT_TIMEOUT, timeout)
        _ = allmende_curl_receive(
            handle,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
                let length = size * count
                guard sink.bytes.count + length <= sink.limit else { return 0 }
                sink.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
                return length
            }, context)
        let code = withExtendedLifetime(sink) { curl_easy_perform(handle) }
        guard code == CURLE_OK else { return nil }
        var status = 0
        _ = allmende_curl_status(handle, &status)
        let type = allmende_curl_content_type(handle).map { String(cString: $0) } ?? ""
        return OutboundResponse(status: status, contentType: type, bytes: sink.bytes)
    }
}
