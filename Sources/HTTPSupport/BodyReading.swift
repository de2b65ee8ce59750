// SPDX-License-Identifier: EUPL-1.2
public import Hummingbird
import NIOCore
public import Wire

extension Request {
    /// The whole body, refused with 413 beyond `limit` bytes.
    public func bytes(limit: Int) async throws -> [UInt8] {
        if let length = headers[.contentLength].flatMap(Int.init), length > limit { throw Self.tooLarge(limit) }
        var collected: [UInt8] = []
        for try await buffer in body {
            guard collected.count + buffer.readableBytes <= limit else { throw Self.tooLarge(limit) }
            collected.append(contentsOf: buffer.readableBytesView)
        }
        return collected
    }

    /// The body as JSON; 400 with line, column and pointer when it is none.
    public func json(limit: Int) async throws -> JSONValue {
        let bytes = try await bytes(limit: limit)
        do throws(JSONError) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw Problem(error)
        }
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            .contentTooLarge, "Body too large",
            detail: "The body may hold at most \(limit) bytes; send it in parts or raise the setting max-body.",
            german:
                "Der Inhalt hat höchstens \(limit) Bytes; bitte in Teilen senden oder die Einstellung max-body erhöhen."
        )
    }
}
