// SPDX-License-Identifier: EUPL-1.2
import Synchronization

/// Who may hold how many connections of a port.
///
/// Newcomers are let in as long as somebody is silent: when an address has as many as it may, its longest silent
/// connection goes; when all are taken, the longest silent one of the address that has the most. Nobody is shut out by
/// those who only hold connections.
public final class ConnectionGate: Sendable {
    /// One connection that was let in.
    public final class Entry: Sendable {
        fileprivate let address: ClientAddress?
        fileprivate let close: @Sendable () -> Void
        /// Nanoseconds since when the server waits for the client; `working` while it does not.
        private let silentSince: Atomic<UInt64>
        private static let working = UInt64.max

        fileprivate init(_ address: ClientAddress?, since: UInt64, close: @escaping @Sendable () -> Void) {
            self.address = address
            self.close = close
            silentSince = Atomic(since)
        }

        /// The server works for the client: the connection does not have to go.
        public func isWorking() { silentSince.store(Self.working, ordering: .relaxed) }

        /// The server waits for the client from now on; nanoseconds of the gate's clock.
        public func isSilent(since now: UInt64) { silentSince.store(now, ordering: .relaxed) }

        fileprivate var silence: UInt64? {
            let since = silentSince.load(ordering: .relaxed)
            return since == Self.working ? nil : since
        }
    }

    private struct State {
        var connections: [ClientAddress?: [ObjectIdentifier: Entry]] = [:]
        var count = 0
        var evicted = 0
        var refused = 0

        mutating func add(_ entry: Entry) {
            connections[entry.address, default: [:]][ObjectIdentifier(entry)] = entry
            count += 1
        }

        /// False when it is not there (any more).
        @discardableResult mutating func remove(_ entry: Entry) -> Bool {
            guard connections[entry.address]?.removeValue(forKey: ObjectIdentifier(entry)) != nil else { return false }
            if connections[entry.address]?.isEmpty == true { connections[entry.address] = nil }
            count -= 1
            return true
        }

        func longestSilent(of address: ClientAddress?) -> Entry? {
            var longest: (entry: Entry, since: UInt64)?
            for entry in (connections[address] ?? [:]).values {
                guard let since = entry.silence, since < longest?.since ?? .max else { continue }
                longest = (entry, since)
            }
            return longest?.entry
        }

        /// Of the address with the most connections that has a silent one.
        func longestSilentOfTheMost() -> Entry? {
            let most = connections.max { $0.value.count < $1.value.count }
            if let most, let entry = longestSilent(of: most.key) { return entry }
            for address in connections.sorted(by: { $0.value.count > $1.value.count }) {
                if let entry = longestSilent(of: address.key) { return entry }
            }
            return nil
        }
    }

    private let total: Int
    private let perAddress: Int?
    private let now: @Sendable () -> UInt64
    private let state = Mutex(State())

    /// - Parameters:
    ///   - total: connections at a time.
    ///   - perAddress: of one address; nil for as many as there are, as behind a proxy.
    ///   - now: nanoseconds that never go back.
    public init(total: Int, perAddress: Int?, now: @escaping @Sendable () -> UInt64) {
        self.total = total
        self.perAddress = perAddress
        self.now = now
    }

    /// Counts a new connection; nil when it has to be closed: everybody else is being served.
    ///
    /// `close` is called when the connection has to make room, once at most and on any thread.
    public func admit(_ address: ClientAddress?, close: @escaping @Sendable () -> Void) -> Entry? {
        let entry = Entry(address, since: now(), close: close)
        let (isLetIn, leaving) = state.withLock { state -> (Bool, Entry?) in
            var leaving: Entry?
            if let perAddress, address != nil, state.connections[address]?.count ?? 0 >= perAddress {
                leaving = state.longestSilent(of: address)
            } else if state.count >= total {
                leaving = state.longestSilentOfTheMost()
            } else {
                state.add(entry)
                return (true, nil)
            }
            guard let leaving else {
                state.refused += 1
                return (false, nil)
            }
            state.remove(leaving)
            state.evicted += 1
            state.add(entry)
            return (true, leaving)
        }
        leaving?.close()
        return isLetIn ? entry : nil
    }

    /// The connection is gone; once is enough, more do no harm.
    public func release(_ entry: Entry) {
        state.withLock { _ = $0.remove(entry) }
    }

    /// Connections now, those that made room for others, and those that were refused.
    public var counts: (open: Int, evicted: Int, refused: Int) {
        state.withLock { ($0.count, $0.evicted, $0.refused) }
    }
}
