// SPDX-License-Identifier: EUPL-1.2
public import HTTPTypes
public import Hummingbird
import NIOCore

extension Response {
    /// A complete answer of bytes.
    public init(
        status: HTTPResponse.Status = .ok, contentType: String, bytes: [UInt8], headers: HTTPFields = HTTPFields()
    ) {
        var fields = headers
        fields[.contentType] = contentType
        self.init(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
