// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import Wire

/// The answer to a batch as bytes, in the format of the request.
enum BatchAnswer {
    private static let lineEnd = "\r\n"

    /// `multipart/mixed`; a change set is a part of its own kind, a failed one is the one answer that says why.
    static func multipart(_ items: [BatchRunner.ItemAnswer], _ boundary: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, item) in items.enumerated() {
            bytes += Array("--\(boundary)\(lineEnd)".utf8)
            switch item {
            case .single(let part): append(part, to: &bytes)
            case .changeSet(_, let failure?): append(failure, to: &bytes)
            case .changeSet(let parts, nil):
                let inner = "changeset_\(index)_\(boundary)"
                bytes += Array("Content-Type: multipart/mixed; boundary=\(inner)\(lineEnd)\(lineEnd)".utf8)
                for part in parts {
                    bytes += Array("--\(inner)\(lineEnd)".utf8)
                    append(part, to: &bytes)
                }
                bytes += Array("--\(inner)--\(lineEnd)".utf8)
            }
        }
        bytes += Array("--\(boundary)--\(lineEnd)".utf8)
        return bytes
    }

    private static func append(_ part: BatchRunner.PartAnswer, to bytes: inout [UInt8]) {
        let answer = part.answer
        var head = "Content-Type: application/http" + lineEnd + "Content-Transfer-Encoding: binary" + lineEnd
        // an id holds no line end: it was read from one line
        if let id = part.id { head += "Content-ID: \(id)" + lineEnd }
        head += "\(lineEnd)HTTP/1.1 \(answer.status.code) \(answer.status.reasonPhrase)\(lineEnd)"
        for field in answer.headers { head += "\(field.name.rawName): \(field.value)" + lineEnd }
        if let type = answer.contentType { head += "Content-Type: \(type)" + lineEnd }
        head += "Content-Length: \(answer.bytes.count)\(lineEnd)\(lineEnd)"
        bytes += Array(head.utf8)
        bytes += answer.bytes
        bytes += Array(lineEnd.utf8)
    }

    /// `{"responses": […]}`, one for each request.
    static func json(_ items: [BatchRunner.ItemAnswer]) -> [UInt8] {
        let parts = items.flatMap(\.parts)
        var writer = JSONWriter(reserving: 256 + parts.reduce(0) { $0 + $1.answer.bytes.count + 128 })
        writer.beginObject()
        writer.name("responses")
        writer.beginArray()
        for part in parts {
            let answer = part.answer
            writer.beginObject()
            for (name, text) in [("id", part.id), ("atomicityGroup", part.group)] {
                guard let text else { continue }
                writer.name(name)
                writer.write(text)
            }
            writer.name("status")
            writer.write(Int64(answer.status.code))
            if let location = answer.headers[.location] {
                writer.name("location")
                writer.write(location)
            }
            writer.name("headers")
            writer.beginObject()
            for field in answer.headers {
                writer.name(field.name.canonicalName)
                writer.write(field.value)
            }
            if let type = answer.contentType {
                writer.name("content-type")
                writer.write(type)
            }
            writer.endObject()
            if !answer.bytes.isEmpty {
                writer.name("body")
                if let type = answer.contentType, type.contains("json") {
                    writer.raw(answer.bytes)
                } else {
                    writer.write(String(decoding: answer.bytes, as: UTF8.self))
                }
            }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.takeBytes()
    }
}
