// SPDX-License-Identifier: EUPL-1.2
import CCurl
import Dispatch
import Foundation

/// Requests to foreign servers through libcurl, one after the other on a thread of its own; open sockets are used again.
///
/// Unchecked, because the compiler cannot see that `handle` is touched on `queue` only, and freed when nobody has it.
public final class OutboundConnection: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer?
    private let queue = DispatchQueue(label: "outbound")
    /// Whether sockets to any network may lie open here: none of them serves a request that is for the public internet.
    private var hasReachedAny = false

    public init() {
        handle = curl_easy_init()
    }

    deinit {
        if let handle { curl_easy_cleanup(handle) }
    }

    /// Sends the request and waits for the whole answer; throws `OutboundError`.
    public func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: self.perform(request)) }
        }
    }

    private final class Sink {
        var bytes: [UInt8] = []
        var count = 0
        var isFull = false
        let limit: Int
        let file: FileHandle?

        init(limit: Int, file: FileHandle?) {
            self.limit = limit
            self.file = file
        }

        /// False where no more is taken.
        func take(_ part: UnsafeRawBufferPointer) -> Bool {
            guard count + part.count <= limit else {
                isFull = true
                return false
            }
            count += part.count
            guard let file else {
                bytes.append(contentsOf: part)
                return true
            }
            do {
                try file.write(contentsOf: part)
                return true
            } catch {
                return false
            }
        }
    }

    private func perform(_ request: OutboundRequest) -> Result<OutboundResponse, any Error> {
        guard let handle else { return .failure(OutboundError.unreachable("libcurl could not be started")) }
        curl_easy_reset(handle)
        var file: FileHandle?
        if let path = request.file {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            file = FileHandle(forWritingAtPath: path)
            if file == nil { return .failure(OutboundError.unreachable("the answer cannot be put on disk")) }
        }
        let sink = Sink(limit: request.limit, file: file)
        defer { try? file?.close() }
        let context = Unmanaged.passUnretained(sink).toOpaque()
        _ = allmende_curl_set_text(handle, CURLOPT_URL, request.address)
        _ = allmende_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = allmende_curl_set_text(handle, CURLOPT_USERAGENT, request.agent)
        _ = allmende_curl_set_text(handle, CURLOPT_ACCEPT_ENCODING, "")
        _ = allmende_curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        _ = allmende_curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 0)
        _ = allmende_curl_set_number(handle, CURLOPT_TIMEOUT_MS, request.milliseconds)
        if let form = request.form { _ = allmende_curl_set_text(handle, CURLOPT_COPYPOSTFIELDS, form) }
        if let user = request.user { _ = allmende_curl_set_text(handle, CURLOPT_USERPWD, user) }
        var list: UnsafeMutablePointer<curl_slist>?
        for line in request.headers { list = curl_slist_append(list, line) ?? list }
        defer { curl_slist_free_all(list) }
        _ = allmende_curl_set_headers(handle, list)
        if request.publicOnly {
            let isFresh = hasReachedAny ? allmende_curl_set_number(handle, CURLOPT_FRESH_CONNECT, 1) : CURLE_OK
            guard allmende_curl_public_only(handle) == CURLE_OK, isFresh == CURLE_OK else {
                return .failure(OutboundError.unreachable("private networks could not be ruled out"))
            }
        } else {
            hasReachedAny = true
        }
        _ = allmende_curl_receive(
            handle,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
                let length = size * count
                return sink.take(UnsafeRawBufferPointer(start: bytes, count: length)) ? length : 0
            }, context)
        let code = withExtendedLifetime(sink) { curl_easy_perform(handle) }
        if sink.isFull, !request.acceptsPart { return .failure(OutboundError.tooLong) }
        guard code == CURLE_OK || sink.isFull else {
            return .failure(OutboundError.unreachable(String(cString: curl_easy_strerror(code))))
        }
        var status = 0
        _ = allmende_curl_status(handle, &status)
        return .success(
            OutboundResponse(
                status: status,
                contentType: allmende_curl_content_type(handle).map { String(cString: $0) } ?? "",
                bytes: sink.bytes, redirect: allmende_curl_redirect(handle).map { String(cString: $0) },
                retryAfter: Int(allmende_curl_retry_after(handle)),
                etag: allmende_curl_header(handle, "ETag").map { String(cString: $0) },
                lastModified: allmende_curl_header(handle, "Last-Modified").map { String(cString: $0) }))
    }
}
