// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
public import Hummingbird
import NIOCore

/// The context of one request: identity of the request, the public base address, language, and typed attachments.
public struct HTTPContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Identifies the request in logs and in error answers.
    public var requestID: String { id }
    /// The address a request comes from, behind a trusted proxy the one it forwards for; empty when it is not known.
    public var clientAddress: String {
        get { forwardedAddress ?? peer?.ipAddress ?? "" }
        set { forwardedAddress = newValue }
    }
    private let peer: SocketAddress?
    private var forwardedAddress: String?
    /// What other rooms attach (Access: the `Reader`), keyed by type.
    private var attachments: [ObjectIdentifier: any Sendable] = [:]

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress
    }

    public subscript<Value: Sendable>(_ type: Value.Type) -> Value? {
        get { attachments[ObjectIdentifier(type)] as? Value }
        set { attachments[ObjectIdentifier(type)] = newValue }
    }
}

/// The address people and clients use to reach this server, without a trailing slash: `https://daten.example.de`.
public struct BaseURL: Sendable, Hashable {
    public let text: String

    /// A configured address wins; else `X-Forwarded-Proto`/`X-Forwarded-Host` when the proxy is trusted; else `Host`.
    public init(request: Request, configured: String?, trustsProxy: Bool) {
        if let configured {
            text = configured.hasSuffix("/") ? String(configured.dropLast()) : configured
            return
        }
        var scheme = "http"
        var host = request.head.authority ?? "localhost"
        if trustsProxy {
            if let forwarded = request.headers[.forwardedProto] { scheme = Self.first(of: forwarded) }
            if let forwarded = request.headers[.forwardedHost] { host = Self.first(of: forwarded) }
        }
        let isPlain = host.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5B, 0x5D, 0x5F: true
            default: false
            }
        }
        text = (scheme == "https" ? "https://" : "http://") + (isPlain ? host : "localhost")
    }

    public init(_ text: String) { self.text = text }

    private static func first(of list: String) -> String {
        String(list.prefix { $0 != "," && $0 != " " })
    }
}

extension HTTPContext {
    /// The public base address; set by the platform's first middleware.
    public var baseURL: BaseURL {
        get { self[BaseURL.self] ?? BaseURL("http://localhost") }
        set { self[BaseURL.self] = newValue }
    }
}
