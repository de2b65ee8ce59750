// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A server of this machine alone that gives one answer to whoever comes, and counts them.
///
/// It listens on 127.0.0.1 and, where the machine has it, on ::1.
final class LocalServer: Sendable {
    let port: UInt16
    private let sockets: [CInt]
    private let visits = Mutex(0)

    var count: Int { visits.withLock { $0 } }

    init(answer: [UInt8]) throws {
        let four = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(four, $0, length) == 0 && listen(four, 16) == 0 && getsockname(four, $0, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileReadUnknown) }
        port = UInt16(bigEndian: address.sin_port)
        var all = [four]
        let six = socket(AF_INET6, CInt(SOCK_STREAM.rawValue), 0)
        var other = sockaddr_in6()
        other.sin6_family = sa_family_t(AF_INET6)
        other.sin6_port = address.sin_port
        other.sin6_addr = in6addr_loopback
        let isSix = withUnsafePointer(to: &other) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(six, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0 && listen(six, 16) == 0
            }
        }
        if isSix { all.append(six) } else { close(six) }
        sockets = all
        for one in all {
            Thread.detachNewThread { [self] in serve(one, answer) }
        }
    }

    /// Connections come one after the other; each may bring several requests.
    private func serve(_ listener: CInt, _ answer: [UInt8]) {
        while true {
            let connection = accept(listener, nil, nil)
            if connection < 0 { break }
            visits.withLock { $0 += 1 }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while recv(connection, &buffer, buffer.count, 0) > 0 {
                var sent = 0
                while sent < answer.count {
                    let count = answer[sent...].withUnsafeBytes {
                        send(connection, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
                    }
                    guard count > 0 else { break }
                    sent += count
                }
                if sent < answer.count { break }
            }
            close(connection)
        }
        close(listener)
    }

    /// Ends the threads that accept, which close their sockets: they would accept somebody else's on their numbers.
    func stop() {
        for one in sockets { shutdown(one, CInt(SHUT_RDWR)) }
    }
}
