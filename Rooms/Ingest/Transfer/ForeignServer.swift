// SPDX-License-Identifier: EUPL-1.2
import Outbound
import Wire

/// Another SensorThings server, read over its own interface: one request after the other, again when it is busy.
public struct ForeignServer: Sendable {
    /// Who asks, for servers that want to know.
    public struct Credentials: Sendable {
        /// Sent as `Authorization: Bearer`.
        public var key: String?
        /// `name:password`, for basic authentication.
        public var user: String?

        public init(key: String? = nil, user: String? = nil) {
            self.key = key
            self.user = user
        }
    }

    /// Bytes of one answer at most.
    static let answerLimit = 128 << 20
    private static let attempts = 8

    /// The root document's address without a slash at the end: `https://example.org/frost/v1.1`.
    public let address: String
    private let credentials: Credentials
    private let connection = OutboundConnection()
    private let agent: String
    private let pause: @Sendable (Duration) async throws -> Void

    /// `pause` waits between attempts.
    public init(
        address: String, credentials: Credentials, agent: String,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) throws(TransferError) {
        var address = address
        while address.hasSuffix("/") { address.removeLast() }
        guard address.hasPrefix("http://") || address.hasPrefix("https://"), !address.contains("?"),
            !address.contains("#")
        else {
            throw .usage("the other server's address begins with http:// or https:// and ends with /v1.1")
        }
        let host = address.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" }
        guard !host.contains("@") else {
            throw .usage("a name and password do not belong into the address; give them by --user")
        }
        if address.split(separator: "/").last.map({ !$0.hasPrefix("v1.") }) ?? true { address += "/v1.1" }
        self.address = address
        self.credentials = credentials
        self.agent = agent
        self.pause = pause
    }

    /// A document below the root; nil when the server does not know the address (404) or the question (400, 501).
    /// `connecting` is how often a server is tried that cannot be reached; of a question that need not be answered a fault
    /// of the server (500, 504) is an answer too.
    func document(
        _ place: String, connecting: Int = attempts, isOptional: Bool = false
    ) async throws -> JSONValue? {
        try await answer(place, connecting: connecting, isOptional: isOptional).document
    }

    /// The same, but a document there must be; throws `TransferError.answer` with what the server says instead.
    func required(_ place: String) async throws -> JSONValue {
        let (document, response) = try await answer(place, connecting: Self.attempts, isOptional: false)
        guard let document else {
            let text = String(decoding: response.bytes.prefix(300), as: UTF8.self)
            throw TransferError.answer("\(address)/\(place) answers \(response.status) \(text)")
        }
        return document
    }

    private func answer(
        _ place: String, connecting: Int, isOptional: Bool
    ) async throws -> (document: JSONValue?, response: OutboundResponse) {
        let busy: Set = isOptional ? [429, 502, 503] : [429, 500, 502, 503, 504]
        let response = try await response(place, connecting: connecting, busy: busy)
        switch response.status {
        case 200:
            do {
                return (try JSONValue(parsing: response.bytes), response)
            } catch {
                throw TransferError.answer("\(address)/\(place) is no JSON (a page for people, of a proxy?): \(error)")
            }
        case 204, 400, 404, 405, 410, 501: return (nil, response)
        case 500 where isOptional, 504 where isOptional: return (nil, response)
        case 401, 403:
            if place.contains("(") {
                throw TransferError.answer("\(address)/\(place) answers \(response.status): it is not for who asks")
            }
            throw TransferError.source(
                "\(address) answers \(response.status): it wants to know who asks; give --key or --user")
        case 300..<400:
            throw TransferError.source("\(address) has moved to \(response.redirect ?? "another address"); give that")
        default:
            throw TransferError.answer("\(address)/\(place) answers \(response.status)")
        }
    }

    /// Asks again after transport faults, 429 and faults of the server, ever more slowly or when the server says so.
    private func response(_ place: String, connecting: Int, busy: Set<Int>) async throws -> OutboundResponse {
        var request = OutboundRequest(
            place.isEmpty ? address : address + "/" + place, agent: agent, milliseconds: 300_000,
            limit: Self.answerLimit)
        request.headers = ["Accept: application/json"]
        if let key = credentials.key { request.headers.append("Authorization: Bearer \(key)") }
        request.user = credentials.user
        var attempt = 1
        while true {
            try Task.checkCancellation()
            var wait = Duration.seconds(min(60, 1 << (attempt - 1)))
            do {
                let response = try await connection.send(request)
                guard [429, 500, 502, 503, 504].contains(response.status), attempt < Self.attempts else {
                    return response
                }
                if response.retryAfter > 0 { wait = .seconds(min(3600, response.retryAfter)) }
            } catch OutboundError.unreachable(let reason) {
                guard attempt < connecting else {
                    throw TransferError.source("\(address) cannot be reached: \(reason)")
                }
            }
            attempt += 1
            try await pause(wait)
        }
    }

    // MARK: Addresses

    /// A set or relation with query options; names and values are encoded here.
    static func place(_ path: String, _ options: [(name: String, value: String)]) -> String {
        let query = options.map { "\($0.name)=\(encoded($0.value))" }.joined(separator: "&")
        return encodedPath(path) + (query.isEmpty ? "" : "?" + query)
    }

    /// Percent-encodes an address; within the quotes of an id `/` and `?` mean themselves.
    private static func encodedPath(_ path: String) -> String {
        path.split(separator: "'", omittingEmptySubsequences: false).enumerated().map { index, part in
            let part = encoded(String(part))
            return index % 2 == 0 ? part : part.replacing("/", with: "%2F").replacing("?", with: "%3F")
        }.joined(separator: "'")
    }

    /// Percent-encodes what may not stand in a query's value, and `+`, `&`, `#`, `%`, which mean something there.
    static func encoded(_ text: String) -> String { escaping(text) { !"+&#%\"<>\\^`{|}".utf8.contains($0) } }

    /// A next link as a place below the root: behind a proxy it names another host, and some hold bare spaces.
    func place(ofLink link: String) -> String {
        let version = "/" + (address.split(separator: "/").last ?? "") + "/"
        let path = link.prefix { $0 != "?" }
        var rest = link[...]
        if let range = path.firstRange(of: version) {
            rest = link[range.upperBound...]
        } else {
            while let prefix = ["./", "../", "/"].first(where: { rest.hasPrefix($0) }) {
                rest = rest.dropFirst(prefix.count)
            }
        }
        return Self.escaping(String(rest)) { !"\"<>\\^`{|}".utf8.contains($0) }
    }

    private static func escaping(_ text: String, _ isPlain: (UInt8) -> Bool) -> String {
        PercentEncoding.encoded(text) { (0x21...0x7E).contains($0) && isPlain($0) }
    }
}
