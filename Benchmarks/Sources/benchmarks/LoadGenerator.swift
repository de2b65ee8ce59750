// SPDX-License-Identifier: EUPL-1.2
import Glibc

/// Keeps N connections busy with one request each, on one thread with `poll`; runs in a process of its own.
struct LoadGenerator {
    let port: Int
    let connections: Int
    let seconds: Double
    let method: String
    /// Path and body may hold `{n}` (1, 2, 3, …), `{d}` (1…`spread`, in turn) and `{time}` (`epoch` + n seconds).
    let path: String
    let body: String
    let spread: Int
    let epoch: Int
    /// Stop after so many requests; 0 for no limit but the time.
    var limit = 0

    struct Outcome {
        var requests = 0
        var failures = 0
        var bytes = 0
        var seconds = 0.0
        var firstFailure = ""
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private struct Connection {
        var socket: Int32
        var toSend: [UInt8] = []
        var sent = 0
        var reader = ResponseReader()
        var isIdle = true
    }

    func run() throws -> Outcome {
        var open: [Connection] = []
        defer { for connection in open { close(connection.socket) } }
        for _ in 0..<connections { open.append(Connection(socket: try connect())) }
        var outcome = Outcome()
        var (started, counter) = (0, 0)
        let begin = steadySeconds()
        var polled = open.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let isOver = steadySeconds() - begin >= seconds || (limit > 0 && started >= limit)
            if isOver, open.allSatisfy(\.isIdle) { break }
            for index in open.indices where open[index].isIdle {
                if steadySeconds() - begin >= seconds || (limit > 0 && started >= limit) { break }
                counter += 1
                started += 1
                open[index].toSend = request(counter)
                open[index].sent = 0
                open[index].isIdle = false
                try send(&open[index])
            }
            for index in open.indices {
                let isSending = open[index].sent < open[index].toSend.count
                polled[index].events = Int16(isSending ? POLLIN | POLLOUT : POLLIN)
            }
            guard poll(&polled, nfds_t(polled.count), 10_000) > 0 else {
                throw Failure(description: "no answer within 10 s to \(method) \(path)")
            }
            for index in open.indices where polled[index].revents != 0 {
                if open[index].sent < open[index].toSend.count { try send(&open[index]) }
                guard polled[index].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 else { continue }
                let count = recv(open[index].socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if count < 0, errno == EAGAIN { continue }
                guard count > 0 else {
                    throw Failure(description: "the server closed a connection (\(method) \(path))")
                }
                outcome.bytes += count
                if open[index].reader.take(buffer[..<count]) {
                    outcome.requests += 1
                    if !(200..<300).contains(open[index].reader.status) {
                        outcome.failures += 1
                        if outcome.firstFailure.isEmpty { outcome.firstFailure = open[index].reader.head }
                    }
                    open[index].reader = ResponseReader()
                    open[index].isIdle = true
                }
            }
        }
        outcome.seconds = steadySeconds() - begin
        return outcome
    }

    private func send(_ connection: inout Connection) throws {
        let count = connection.toSend[connection.sent...].withUnsafeBytes { bytes in
            Glibc.send(
                connection.socket, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
        }
        if count < 0, errno == EAGAIN { return }
        guard count >= 0 else { throw Failure(description: "cannot send: errno \(errno)") }
        connection.sent += count
    }

    private static let values = (0..<97).map { "\",\(Double($0) / 4)]" }

    func connect() throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                Glibc.connect(socket, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Failure(description: "no server on port \(port)") }
        var one: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        return socket
    }

    func request(_ counter: Int) -> [UInt8] {
        let target = filled(path, counter)
        var text = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept: */*\r\n"
        let content = Array(filled(body, counter).utf8)
        if !content.isEmpty {
            text += "Content-Type: application/json\r\nContent-Length: \(content.count)\r\n"
        }
        return Array((text + "\r\n").utf8) + content
    }

    private func filled(_ template: String, _ counter: Int) -> String {
        guard template.contains("{") else { return template }
        var text = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            text += rest[..<open]
            rest = rest[open...]
            if rest.hasPrefix("{n}") {
                text += String(counter)
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("{d}") {
                text += String(counter % max(spread, 1) + 1)
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("{time}") {
                text += iso8601(epoch + counter)
                rest = rest.dropFirst(6)
            } else if rest.hasPrefix("{rows}") {
                text += dataArray(counter)
                rest = rest.dropFirst(6)
            } else {
                text += "{"
                rest = rest.dropFirst()
            }
        }
        return text + rest
    }

    /// 1,000 rows of a data array, no time twice.
    private func dataArray(_ counter: Int) -> String {
        var text = ""
        text.reserveCapacity(40_000)
        for row in 0..<1000 {
            text += row == 0 ? "[\"" : ",[\""
            text += iso8601(epoch + counter * 1000 + row)
            text += Self.values[row % Self.values.count]
        }
        return text
    }
}

/// Finds the end of an HTTP/1.1 response, by length or by chunks.
struct ResponseReader {
    private(set) var status = 0
    private(set) var head = ""
    private var headBytes: [UInt8] = []
    private var isInBody = false
    private var isChunked = false
    /// Bytes of the body, or of the chunk with its line end, still to come.
    private var remaining = 0
    private var sizeLine: [UInt8] = []
    private var isLastChunk = false

    /// Takes bytes; true when the response is complete.
    mutating func take(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        if !isInBody {
            let before = headBytes.count
            headBytes.append(contentsOf: rest)
            guard let end = endOfHead(from: max(before - 3, 0)) else { return false }
            readHead(headBytes[..<end])
            isInBody = true
            rest = rest.dropFirst(end - before)
        }
        return isChunked ? takeChunks(rest) : takeBody(rest.count)
    }

    private mutating func takeBody(_ count: Int) -> Bool {
        remaining -= count
        return remaining <= 0
    }

    private mutating func takeChunks(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            if remaining > 0 {
                let count = min(remaining, rest.count)
                remaining -= count
                rest = rest.dropFirst(count)
                if remaining == 0, isLastChunk { return true }
                continue
            }
            let byte = rest.removeFirst()
            if byte == 10 {
                let text = String(decoding: sizeLine.filter { $0 != 13 }, as: UTF8.self)
                sizeLine = []
                let size = Int(text.prefix { $0 != ";" }, radix: 16) ?? 0
                isLastChunk = size == 0
                remaining = size + 2
            } else {
                sizeLine.append(byte)
            }
        }
        return false
    }

    private func endOfHead(from start: Int) -> Int? {
        guard headBytes.count >= 4 else { return nil }
        for index in start...(headBytes.count - 4) where headBytes[index] == 13 {
            if headBytes[index + 1] == 10, headBytes[index + 2] == 13, headBytes[index + 3] == 10 { return index + 4 }
        }
        return nil
    }

    private mutating func readHead(_ bytes: ArraySlice<UInt8>) {
        head = String(decoding: bytes, as: UTF8.self)
        let lines = head.split(separator: "\r\n")
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        for line in lines.dropFirst() {
            let lower = line.lowercased()
            if lower.hasPrefix("content-length:") {
                let digits = lower.dropFirst(15).filter { $0.isNumber }
                remaining = Int(String(digits)) ?? 0
            } else if lower.hasPrefix("transfer-encoding:"), lower.contains("chunked") {
                isChunked = true
            }
        }
    }
}
