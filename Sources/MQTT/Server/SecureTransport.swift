// SPDX-License-Identifier: EUPL-1.2
import NIOCore

#if TLS
import NIOSSL

/// TLS 1.2 and 1.3 of a port.
struct SecureTransport: Sendable {
    private let context: NIOSSLContext

    /// Of PEM files: the chain, and its private key.
    init(certificate: String, key: String) throws {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        context = try NIOSSLContext(configuration: configuration)
    }

    /// On the channel's event loop.
    func add(to channel: any Channel) throws {
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
    }
}
#else
/// A program built without the trait TLS opens no secure port.
struct SecureTransport: Sendable {
    struct Missing: Error, CustomStringConvertible {
        let description = "this program was built without TLS (swift build --disable-default-traits)"
    }

    init(certificate: String, key: String) throws { throw Missing() }

    func add(to channel: any Channel) throws { throw Missing() }
}
#endif
