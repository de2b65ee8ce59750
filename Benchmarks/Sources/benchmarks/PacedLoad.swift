// SPDX-License-Identifier: EUPL-1.2
import Glibc

/// Requests at a fixed rate over several connections, each timed from when it was due: waiting for a free connection
/// counts.
struct PacedLoad {
    let port: Int
    let connections: Int
    let seconds: Double
    let rate: Int
    /// Taken in turn; `{d}` is 1…`spread`.
    let paths: [String]
    let spread: Int
    /// Posted when there is one.
    var body = ""

    struct Outcome {
        var requests = 0
        var failures = 0
        /// Milliseconds.
        var delays: [Double] = []

        func quantile(_ share: Double) -> Double {
            delays.isEmpty ? 0 : delays[min(delays.count - 1, Int(Double(delays.count) * share))]
        }
    }

    func run() throws -> Outcome {
        let generators = paths.map { path in
            LoadGenerator(
                port: port, connections: 1, seconds: 0, method: body.isEmpty ? "GET" : "POST", path: path, body: body,
                spread: spread, epoch: 0)
        }
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        for _ in 0..<connections { sockets.append(try generators[0].connect()) }
        var readers = [ResponseReader](repeating: ResponseReader(), count: connections)
        var due = [Double?](repeating: nil, count: connections)
        var polled = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var outcome = Outcome()
        var started = 0
        let begin = steadySeconds()
        while true {
            let now = steadySeconds()
            let isOver = now - begin >= seconds
            if isOver, due.allSatisfy({ $0 == nil }) { break }
            // in turn, so that no connection stays silent until the server closes it
            while !isOver, Double(started) < (now - begin) * Double(rate),
                let free = (0..<connections).map({ ($0 + started) % connections }).first(where: { due[$0] == nil })
            {
                due[free] = begin + Double(started) / Double(rate)
                started += 1
                readers[free] = ResponseReader()
                let bytes = generators[started % generators.count].request(started)
                let count = bytes.withUnsafeBytes { send(sockets[free], $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard count == bytes.count else { throw LoadGenerator.Failure(description: "cannot send") }
            }
            guard poll(&polled, nfds_t(polled.count), 1) > 0 else { continue }
            for index in polled.indices where polled[index].revents != 0 {
                let count = recv(sockets[index], &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if count < 0, errno == EAGAIN { continue }
                guard count > 0 else { throw LoadGenerator.Failure(description: "the server closed a connection") }
                guard readers[index].take(buffer[..<count]), let time = due[index] else { continue }
                outcome.requests += 1
                if !(200..<300).contains(readers[index].status) { outcome.failures += 1 }
                outcome.delays.append((steadySeconds() - time) * 1000)
                due[index] = nil
            }
        }
        outcome.delays.sort()
        return outcome
    }
}
