// SPDX-License-Identifier: EUPL-1.2
import Synchronization

/// Messages from the client.
extension Session {
    /// What a QoS 2 message of some identifier is here.
    enum Arrival { case new, underWay, received, tooMany }

    /// Takes in a QoS 2 message: a new one is to be passed on, then `settle` says how that ended.
    func arrive(_ identifier: UInt16) -> Arrival {
        state.withLock { state in
            if state.received.contains(identifier) { return .received }
            if state.underWay[identifier] != nil { return .underWay }
            guard state.received.count + state.underWay.count < limits.inflight else { return .tooMany }
            state.underWay[identifier] = []
            return .new
        }
    }

    /// Waits until a message that is under way has been passed on or not.
    func settled(_ identifier: UInt16) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                state.underWay[identifier]?.append(continuation)
                return state.underWay[identifier] == nil
            }
            if isOver { continuation.resume() }
        }
    }

    /// A message has been passed on, and is remembered until its release, or has not been.
    func settle(_ identifier: UInt16, isReceived: Bool, isMarked: Bool = false) {
        let others = state.withLock { state in
            if isReceived {
                state.received.insert(identifier)
                if isMarked { state.marked.insert(identifier) }
                state.headVersion += 1
            }
            return state.underWay.removeValue(forKey: identifier) ?? []
        }
        for other in others { other.resume() }
    }

    /// PUBREL; false when there was none.
    func release(_ identifier: UInt16) -> Bool {
        state.withLock { state in
            state.headVersion += 1
            state.marked.remove(identifier)
            return state.received.remove(identifier) != nil
        }
    }

    /// Whether the archive has the identifier of a message that is not released.
    func isMarked(_ identifier: UInt16) -> Bool { state.withLock { $0.marked.contains(identifier) } }
}
