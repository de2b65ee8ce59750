// SPDX-License-Identifier: EUPL-1.2
public import Answers
import HTTPTypes
public import Hummingbird
import NIOCore
import Wire

extension Problem: HTTPResponseError {
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        let requestID = (context as? HTTPContext)?.requestID
        var fields = headers
        fields[.contentType] = MediaType.problem
        let body = document(requestID: requestID).text
        return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(string: body)))
    }
}
