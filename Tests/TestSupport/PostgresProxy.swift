// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Synchronization

/// Stands between a client and the test cluster, and cuts or holds what a bad network would.
public final class PostgresProxy: Sendable {
    /// What befalls the next connections.
    public enum Mishap: Sendable {
        case none
        /// A wish to cancel is taken in and never answered.
        case holdsCancellations
        /// The next COMMIT arrives, its answer does not.
        case cutsAfterCommit
        /// The next COMMIT does not arrive.
        case cutsBeforeCommit
        /// As `cutsAfterCommit`; afterwards nobody is let in.
        case cutsAfterCommitForGood
    }

    private let folder: String
    private let target: String
    private let listener: CInt
    private let mishap = Mutex(Mishap.none)
    private let isShut = Atomic(false)

    public func set(_ mishap: Mishap) { self.mishap.withLock { $0 = mishap } }

    /// Runs `body` with a proxy before the URL of `withPostgresURL`, and its own URL; not at all on a foreign cluster.
    public static func with(
        _ url: String, _ body: (PostgresProxy, _ url: String) async throws -> Void
    ) async throws {
        let cluster = try TemporaryCluster.shared()
        guard cluster.isOurs, let host = url.firstMatch(of: /host=([^&]+)/)?.1 else { return }
        let folder = "/tmp/allmende-proxy-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let proxy = try PostgresProxy(folder: folder, target: "\(host)/.s.PGSQL.5432")
        defer { proxy.stop() }
        try await body(proxy, url.replacing("host=\(host)", with: "host=\(folder)"))
    }

    struct Failure: Error {}

    private init(folder: String, target: String) throws {
        (self.folder, self.target) = (folder, target)
        listener = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        guard Self.withAddress(folder + "/.s.PGSQL.5432", { bind(listener, $0, $1) }) == 0, listen(listener, 64) == 0
        else { throw Failure() }
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                if client < 0 { break }
                Thread.detachNewThread { [self] in serve(client) }
            }
            close(listener)
        }
    }

    /// Ends the thread that accepts, which closes the socket: it would accept somebody else's connections on its number.
    private func stop() { shutdown(listener, CInt(SHUT_RDWR)) }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
    ) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private func serve(_ client: CInt) {
        guard !isShut.load(ordering: .relaxed), let first = Self.receive(client) else {
            close(client)
            return
        }
        // CancelRequest (PostgreSQL 15, 55.7): 16 bytes that begin with the length and 1234, 5678
        if first.count == 16, first[4...7].elementsEqual([4, 210, 22, 46]), case .holdsCancellations = current {
            return
        }
        let server = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        let pair = Pair(client: client, server: server)
        guard Self.withAddress(target, { connect(server, $0, $1) }) == 0, Self.send(first, server) else { return }
        let isCut = Mark()
        Thread.detachNewThread {
            while let bytes = Self.receive(server), !isCut.isSet, Self.send(bytes, client) {}
            pair.shut()
        }
        while let bytes = Self.receive(client) {
            if String(decoding: bytes, as: UTF8.self).contains("COMMIT\0"), case let mishap = taken() {
                switch mishap {
                case .cutsBeforeCommit: isCut.set()
                case .cutsAfterCommit, .cutsAfterCommitForGood:
                    isCut.set()
                    if case .cutsAfterCommitForGood = mishap { isShut.store(true, ordering: .relaxed) }
                    _ = Self.send(bytes, server)
                    continue
                case .none, .holdsCancellations: break
                }
                if isCut.isSet { break }
            }
            if !Self.send(bytes, server) { break }
        }
        pair.shut()
    }

    /// Two sockets, closed when neither direction uses them any more: the number of a socket closed too early is given
    /// to somebody else, whose connection `shut` would end.
    private final class Pair: Sendable {
        private let client: CInt
        private let server: CInt

        init(client: CInt, server: CInt) { (self.client, self.server) = (client, server) }

        func shut() {
            shutdown(client, CInt(SHUT_RDWR))
            shutdown(server, CInt(SHUT_RDWR))
        }

        deinit {
            close(client)
            close(server)
        }
    }

    private final class Mark: Sendable {
        private let value = Atomic(false)
        var isSet: Bool { value.load(ordering: .acquiring) }
        func set() { value.store(true, ordering: .releasing) }
    }

    private var current: Mishap { mishap.withLock { $0 } }

    /// What befalls a COMMIT befalls only one.
    private func taken() -> Mishap {
        mishap.withLock { mishap in
            if case .holdsCancellations = mishap { return .none }
            defer { mishap = .none }
            return mishap
        }
    }

    private static func receive(_ socket: CInt) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    private static func send(_ bytes: [UInt8], _ socket: CInt) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }
}
