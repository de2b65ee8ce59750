// SPDX-License-Identifier: EUPL-1.2
import Synchronization

/// How many requests of one address are served at once, where connections do not tell addresses apart (a proxy).
public final class RequestGate: Sendable {
    private let perAddress: Int
    private let running = Mutex<[ClientAddress: Int]>([:])

    public init(perAddress: Int) { self.perAddress = perAddress }

    /// Counts a request; false when the address has as many as it may. `end` follows each true one.
    public func begin(_ address: ClientAddress) -> Bool {
        running.withLock { running in
            guard running[address, default: 0] < perAddress else { return false }
            running[address, default: 0] += 1
            return true
        }
    }

    public func end(_ address: ClientAddress) {
        running.withLock { running in
            guard let count = running[address] else { return }
            running[address] = count > 1 ? count - 1 : nil
        }
    }
}
