// SPDX-License-Identifier: EUPL-1.2
import Connections
import NIOCore
import Synchronization
import Testing

@Suite struct ClientAddressTests {
    @Test(
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("192.0.2.1:4711", "192.0.2.1"), (" 192.0.2.1 ", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"), ("[2001:db8:1:2:3::4]:80", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"), ("fe80::1%eth0", "fe80:0:0:0::/64"), ("_hidden", "_hidden"),
        ])
    func `an address is read as proxies write it`(text: String, expected: String) {
        #expect(ClientAddress(text: text)?.description == expected)
    }

    @Test func `one subscriber of IPv6 is one address`() throws {
        #expect(ClientAddress(text: "2001:db8:1:2::1") == ClientAddress(text: "2001:db8:1:2:ffff::1"))
        #expect(ClientAddress(text: "2001:db8:1:2::1") != ClientAddress(text: "2001:db8:1:3::1"))
        #expect(
            ClientAddress(try SocketAddress(ipAddress: "::ffff:10.0.0.7", port: 1))
                == ClientAddress(try SocketAddress(ipAddress: "10.0.0.7", port: 2)))
        #expect(ClientAddress(text: "  ") == nil)
        #expect(ClientAddress(try SocketAddress(unixDomainSocketPath: "/tmp/x")) == nil)
    }
}

@Suite struct ConnectionGateTests {
    /// A gate whose time is a number, and the names of those that had to go.
    private final class Door: Sendable {
        let time = Mutex<UInt64>(0)
        let gone = Mutex<[String]>([])
        let gate: Mutex<ConnectionGate?> = Mutex(nil)

        init(total: Int, perAddress: Int?) {
            gate.withLock {
                $0 = ConnectionGate(total: total, perAddress: perAddress) { [weak self] in
                    self?.time.withLock { $0 } ?? 0
                }
            }
        }

        func enter(_ name: String, from address: String) -> ConnectionGate.Entry? {
            time.withLock { $0 += 1 }
            return gate.withLock { $0 }?.admit(ClientAddress(text: address)) { [weak self] in
                self?.gone.withLock { $0.append(name) }
            }
        }
    }

    @Test func `a full address loses its longest silent connection, others lose nothing`() {
        let door = Door(total: 100, perAddress: 2)
        #expect(door.enter("a1", from: "10.0.0.1") != nil)
        #expect(door.enter("b1", from: "10.0.0.2") != nil)
        let second = door.enter("a2", from: "10.0.0.1")
        #expect(door.enter("a3", from: "10.0.0.1") != nil)
        #expect(door.gone.withLock { $0 } == ["a1"])
        second?.isWorking()
        #expect(door.enter("a4", from: "10.0.0.1") != nil)
        #expect(door.gone.withLock { $0 } == ["a1", "a3"], "a2 is being served")
    }

    @Test func `when all are taken the address with the most gives way`() {
        let door = Door(total: 5, perAddress: nil)
        _ = door.enter("honest", from: "10.0.0.9")
        for number in 1...4 { _ = door.enter("silent \(number)", from: "10.0.0.1") }
        for number in 1...50 { #expect(door.enter("new \(number)", from: "10.0.1.\(number)") != nil) }
        let gone = door.gone.withLock { $0 }
        #expect(gone.prefix(3) == ["silent 1", "silent 2", "silent 3"])
        #expect(door.gate.withLock { $0 }?.counts.open == 5)
    }

    @Test func `who is served is never put out, and a newcomer is refused only then`() {
        let door = Door(total: 2, perAddress: 2)
        let first = door.enter("1", from: "10.0.0.1")
        let second = door.enter("2", from: "10.0.0.2")
        first?.isWorking()
        second?.isWorking()
        #expect(door.enter("3", from: "10.0.0.3") == nil)
        second?.isSilent(since: 7)
        #expect(door.enter("4", from: "10.0.0.3") != nil)
        #expect(door.gone.withLock { $0 } == ["2"])
    }

    @Test func `a connection that ended twice is counted once`() throws {
        let door = Door(total: 2, perAddress: 2)
        let entry = try #require(door.enter("1", from: "10.0.0.1"))
        let gate = try #require(door.gate.withLock { $0 })
        gate.release(entry)
        gate.release(entry)
        #expect(gate.counts == (open: 0, evicted: 0, refused: 0))
    }

    @Test func `requests at once of one address leave the others alone`() throws {
        let gate = RequestGate(perAddress: 2)
        let one = try #require(ClientAddress(text: "10.0.0.1"))
        let other = try #require(ClientAddress(text: "10.0.0.2"))
        #expect(gate.begin(one) && gate.begin(one) && !gate.begin(one))
        #expect(gate.begin(other))
        gate.end(one)
        #expect(gate.begin(one) && !gate.begin(one))
    }
}
