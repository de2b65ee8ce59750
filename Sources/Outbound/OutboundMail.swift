// SPDX-License-Identifier: EUPL-1.2
import CCurl
import Dispatch

/// A message for one recipient, and the server that takes it.
public struct OutboundMail: Sendable {
    /// `smtp://mail.example.de:587` or `smtps://…`.
    public var server: String
    /// `name:password`.
    public var login: String?
    public var sender: String
    public var recipient: String
    /// Header and body with CRLF line ends.
    public var message: [UInt8]
    /// A PEM file of the authorities to trust instead of the system's.
    public var authorities: String?

    public init(
        server: String, login: String?, sender: String, recipient: String, message: [UInt8], authorities: String? = nil
    ) {
        self.authorities = authorities
        self.server = server
        self.login = login
        self.sender = sender
        self.recipient = recipient
        self.message = message
    }

    /// Whether the server is this machine: only then may the message go in clear.
    private var isLocal: Bool {
        let host = server.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
        return ["127.0.0.1", "localhost", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
    }

    private final class Source {
        let bytes: [UInt8]
        var offset = 0
        init(_ bytes: [UInt8]) { self.bytes = bytes }
    }

    /// Hands the message over and waits for the server's yes, half a minute at most; throws `OutboundError.unreachable`,
    /// `.refused` where it says that it never will.
    public func send() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global(qos: .utility).async { continuation.resume(with: perform()) }
        }
    }

    private func perform() -> Result<Void, any Error> {
        guard let handle = curl_easy_init() else {
            return .failure(OutboundError.unreachable("libcurl could not be started"))
        }
        defer { curl_easy_cleanup(handle) }
        let source = Source(message)
        _ = allmende_curl_set_text(handle, CURLOPT_URL, server)
        _ = allmende_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        _ = allmende_curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        _ = allmende_curl_set_number(handle, CURLOPT_TIMEOUT_MS, 30_000)
        let security = isLocal ? CURLUSESSL_TRY : CURLUSESSL_ALL
        _ = allmende_curl_set_number(handle, CURLOPT_USE_SSL, Int(security.rawValue))
        if let authorities { _ = allmende_curl_set_text(handle, CURLOPT_CAINFO, authorities) }
        if let login { _ = allmende_curl_set_text(handle, CURLOPT_USERPWD, login) }
        _ = allmende_curl_set_text(handle, CURLOPT_MAIL_FROM, "<\(sender)>")
        let recipients = curl_slist_append(nil, "<\(recipient)>")
        defer { curl_slist_free_all(recipients) }
        _ = allmende_curl_set_recipients(handle, recipients)
        _ = allmende_curl_send(
            handle,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let source = Unmanaged<Source>.fromOpaque(context).takeUnretainedValue()
                let length = min(size * count, source.bytes.count - source.offset)
                source.bytes.withUnsafeBytes { all in
                    guard let start = all.baseAddress, length > 0 else { return }
                    UnsafeMutableRawPointer(bytes).copyMemory(from: start + source.offset, byteCount: length)
                }
                source.offset += length
                return length
            }, Unmanaged.passUnretained(source).toOpaque())
        let code = withExtendedLifetime(source) { curl_easy_perform(handle) }
        guard code != CURLE_OK else { return .success(()) }
        var status = 0
        _ = allmende_curl_status(handle, &status)
        // 5xx about the message or who gets it is final; about signing in somebody may mend the settings
        let isAboutMail = [CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_WEIRD_SERVER_REPLY].contains(code)
        if isAboutMail, (500...599).contains(status), ![530, 534, 535, 538].contains(status) {
            return .failure(OutboundError.refused(status))
        }
        let answer = status == 0 ? "" : ", the server answered \(status)"
        return .failure(OutboundError.unreachable(String(cString: curl_easy_strerror(code)) + answer))
    }
}
