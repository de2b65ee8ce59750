// SPDX-License-Identifier: EUPL-1.2
public import HTTPTypes
public import Hummingbird

/// What a page of another site may do with an interface (Fetch Standard, CORS protocol): anything a key allows.
///
/// Cookies never count: no answer carries `Access-Control-Allow-Credentials`.
public enum Preflight {
    /// Answer fields that a page of another site may read beside the simple ones.
    public static let exposed =
        "Location, Link, Allow, ETag, Last-Modified, Content-Crs, Preference-Applied, Idempotent-Replayed, Retry-After, "
        + "WWW-Authenticate, X-Request-Id"

    private static let asked =
        "Accept, Accept-Language, Authorization, Content-Crs, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
        + "If-Unmodified-Since, Prefer, OData-Version, OData-MaxVersion"

    /// The answer to OPTIONS at an address that knows these methods.
    public static func answer(_ methods: [HTTPRequest.Method]) -> Response {
        let names = (methods + [.options]).map(\.rawValue).joined(separator: ", ")
        let headers: HTTPFields = [
            .allow: names, .accessControlAllowMethods: names, .accessControlAllowHeaders: asked,
            .accessControlMaxAge: "86400",
        ]
        return Response(status: .noContent, headers: headers)
    }
}
