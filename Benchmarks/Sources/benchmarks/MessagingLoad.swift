// SPDX-License-Identifier: EUPL-1.2
import CEpoll
import Glibc

/// MQTT 3.1.1 clients on one thread: subscribers that wait, publishers at a fixed rate, subscribers that listen to them.
///
/// Each published value is a number of its own, so that lost and repeated messages are counted.
struct MessagingLoad {
    let port: Int
    /// Subscribers of Datastreams that nobody publishes to.
    let idle: Int
    /// Messages a second, spread over ten Datastreams.
    let rate: Int
    /// Subscribers of each of the ten.
    let listeners: Int
    let seconds: Double
    /// One more subscriber of all Observations that never reads.
    let hasSlow: Bool
    /// Datastreams there are.
    let datastreams: Int

    private static let groups = 10

    struct Outcome {
        var published = 0
        var acknowledged = 0
        var expected = 0
        var received = 0
        var repeated = 0
        /// Milliseconds from publishing to receiving.
        var median = 0.0
        var nearlyAll = 0.0
        var most = 0.0
    }

    struct Failure: Error, CustomStringConvertible { let description: String }

    private final class Client {
        let socket: Int32
        var input: [UInt8] = []
        var output: [UInt8] = []
        init(socket: Int32) { self.socket = socket }
    }

    func run() throws -> Outcome {
        let queue = epoll_create1(0)
        defer { close(queue) }
        var clients: [Client] = []
        defer { for client in clients { close(client.socket) } }
        var expectedAnswers = 0
        func add(_ name: String, _ topic: String?, reads: Bool = true) throws {
            let client = Client(socket: try connect())
            client.output += Self.connectPacket(name)
            if let topic { client.output += Self.subscribePacket(topic) }
            try send(client)
            if reads {
                var event = epoll_event()
                event.events = EPOLLIN.rawValue
                event.data.u32 = UInt32(clients.count)
                epoll_ctl(queue, EPOLL_CTL_ADD, client.socket, &event)
                expectedAnswers += topic == nil ? 1 : 2
            }
            clients.append(client)
        }
        for group in 0..<Self.groups { try add("publisher\(group)", nil) }
        for group in 0..<Self.groups {
            for number in 0..<listeners { try add("listener\(group)-\(number)", Self.topic(group + 1)) }
        }
        for number in 0..<idle {
            try add("idle\(number)", Self.topic(Self.groups + 1 + number % max(datastreams - Self.groups, 1)))
            // let the server breathe, so that its queue of new connections never overflows
            if number % 100 == 99 { usleep(20_000) }
        }
        if hasSlow { try add("slow", "v1.1/Observations", reads: false) }

        var outcome = Outcome()
        var sentAt: [Double] = []
        var counts: [UInt8] = []
        var delays: [Double] = []
        var answers = 0
        var events = [epoll_event](repeating: epoll_event(), count: 512)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)

        func receive(_ timeout: Int32) throws {
            let count = epoll_wait(queue, &events, Int32(events.count), timeout)
            guard count > 0 else { return }
            for event in events[..<Int(count)] {
                let client = clients[Int(event.data.u32)]
                let size = recv(client.socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if size < 0, errno == EAGAIN { continue }
                guard size > 0 else { throw Failure(description: "the server closed a connection") }
                client.input += buffer[..<size]
                while let (first, body) = Self.packet(&client.input) {
                    switch first >> 4 {
                    case 2, 9: answers += 1
                    case 4: outcome.acknowledged += 1
                    case 3:
                        let topicLength = Int(body[body.startIndex]) << 8 | Int(body[body.startIndex + 1])
                        let place = body.startIndex + 2 + topicLength
                        client.output += [0x40, 2, body[place], body[place + 1]]
                        try send(client)
                        // {"result":123}
                        let digits = body[(place + 2)...].filter { $0 >= 0x30 && $0 <= 0x39 }
                        guard let number = Int(String(decoding: digits, as: UTF8.self)), number < counts.count else {
                            throw Failure(
                                description:
                                    "unexpected message: \(String(decoding: body[(place + 2)...], as: UTF8.self))")
                        }
                        counts[number] += 1
                        delays.append((steadySeconds() - sentAt[number]) * 1000)
                    default: break
                    }
                }
            }
        }

        let opened = steadySeconds()
        while answers < expectedAnswers {
            try receive(100)
            guard steadySeconds() - opened < 60 else {
                throw Failure(description: "only \(answers) of \(expectedAnswers) answers to CONNECT and SUBSCRIBE")
            }
        }
        let begin = steadySeconds()
        while true {
            let now = steadySeconds()
            guard now - begin < seconds else { break }
            while Double(sentAt.count) < (now - begin) * Double(rate) {
                let number = sentAt.count
                let group = number % Self.groups
                sentAt.append(steadySeconds())
                counts.append(0)
                let client = clients[group]
                client.output += Self.publishPacket(
                    "v1.1/Datastreams(\(group + 1))/Observations", #"{"result":\#(number)}"#,
                    UInt16(number % 65_000 + 1))
                try send(client)
            }
            try receive(1)
        }
        // what is still under way
        let end = steadySeconds()
        outcome.published = sentAt.count
        outcome.expected = sentAt.count * listeners
        while delays.count < outcome.expected, steadySeconds() - end < 20 { try receive(100) }
        outcome.received = counts.reduce(0) { $0 + min(Int($1), listeners) }
        outcome.repeated = counts.reduce(0) { $0 + max(0, Int($1) - listeners) }
        delays.sort()
        if !delays.isEmpty {
            outcome.median = delays[delays.count / 2]
            outcome.nearlyAll = delays[delays.count * 99 / 100]
            outcome.most = delays[delays.count - 1]
        }
        return outcome
    }

    private static func topic(_ datastream: Int) -> String {
        "v1.1/Datastreams(\(datastream))/Observations?$select=result"
    }

    // MARK: Sockets

    private func connect() throws -> Int32 {
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
        guard code == 0 else { throw Failure(description: "no MQTT server on port \(port): errno \(errno)") }
        var one: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        return socket
    }

    private func send(_ client: Client) throws {
        let count = client.output.withUnsafeBytes { bytes in
            Glibc.send(client.socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
        guard count == client.output.count else { throw Failure(description: "cannot send: errno \(errno)") }
        client.output.removeAll(keepingCapacity: true)
    }

    // MARK: Packets

    private static func packet(_ input: inout [UInt8]) -> (UInt8, ArraySlice<UInt8>)? {
        guard input.count >= 2 else { return nil }
        var (length, place, shift) = (0, 1, 0)
        while true {
            guard place < input.count else { return nil }
            length |= Int(input[place] & 0x7F) << shift
            shift += 7
            place += 1
            if input[place - 1] & 0x80 == 0 { break }
        }
        guard input.count >= place + length else { return nil }
        let first = input[0]
        let body = Array(input[place..<(place + length)])
        input.removeFirst(place + length)
        return (first, body[...])
    }

    private static func framed(_ first: UInt8, _ body: [UInt8]) -> [UInt8] {
        var bytes = [first]
        var rest = body.count
        repeat {
            let digit = UInt8(rest & 0x7F)
            rest >>= 7
            bytes.append(rest > 0 ? digit | 0x80 : digit)
        } while rest > 0
        return bytes + body
    }

    private static func text(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return [UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes
    }

    private static func connectPacket(_ name: String) -> [UInt8] {
        framed(0x10, text("MQTT") + [4, 2, 0, 0] + text(name))
    }

    private static func subscribePacket(_ topic: String) -> [UInt8] { framed(0x82, [0, 1] + text(topic) + [1]) }

    private static func publishPacket(_ topic: String, _ payload: String, _ identifier: UInt16) -> [UInt8] {
        framed(0x32, text(topic) + [UInt8(identifier >> 8), UInt8(identifier & 255)] + Array(payload.utf8))
    }
}
