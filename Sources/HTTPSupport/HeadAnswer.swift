// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
package import Hummingbird
import NIOCore
import Synchronization

extension Response {
    /// The answer to HEAD: the fields of the answer to GET without its content (RFC 9110 §9.3.2).
    ///
    /// The length of what comes as a stream is counted: a HEAD without one would be framed as chunks, with one at its end.
    package func withoutContent() async throws -> Response {
        var headers = headers
        if body.contentLength == nil, headers[.contentLength] == nil {
            let counter = ContentCounter()
            try await body.write(counter)
            headers[.contentLength] = String(counter.bytes.load(ordering: .relaxed))
        }
        return Response(status: status, headers: headers)
    }
}

/// Takes a body and keeps nothing of it but how long it is.
private final class ContentCounter: ResponseBodyWriter, Sendable {
    let bytes = Atomic(0)

    @concurrent func write(_ buffer: ByteBuffer) async throws { bytes.add(buffer.readableBytes, ordering: .relaxed) }

    @concurrent func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
