// SPDX-License-Identifier: EUPL-1.2
public import HTTPTypes

/// Header names that HTTPTypes does not have.
extension HTTPField.Name {
    /// A name written in the program; stops it at the first use when the name is none.
    public init(constant name: StaticString) {
        guard let parsed = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is no header name") }
        self = parsed
    }

    public static let forwardedProto = HTTPField.Name(constant: "X-Forwarded-Proto")
    public static let forwardedHost = HTTPField.Name(constant: "X-Forwarded-Host")
    public static let forwardedFor = HTTPField.Name(constant: "X-Forwarded-For")
    public static let requestID = HTTPField.Name(constant: "X-Request-Id")
    public static let contentTypeOptions = HTTPField.Name(constant: "X-Content-Type-Options")
    public static let referrerPolicy = HTTPField.Name(constant: "Referrer-Policy")
    public static let acceptProfile = HTTPField.Name(constant: "Accept-Profile")
    public static let contentProfile = HTTPField.Name(constant: "Content-Profile")
    public static let fetchSite = HTTPField.Name(constant: "Sec-Fetch-Site")
}
