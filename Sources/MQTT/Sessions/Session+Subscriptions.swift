// SPDX-License-Identifier: EUPL-1.2
import Synchronization

extension Session {
    /// All subscriptions, which the session has no longer.
    func removeSubscriptions() -> [Subscription] {
        state.withLock { state in
            defer { state.subscriptions = [:] }
            state.headVersion += 1
            return Array(state.subscriptions.values)
        }
    }

    var subscriptionCount: Int { state.withLock { $0.subscriptions.count } }

    func subscription(_ filter: TopicFilter) -> Subscription? { state.withLock { $0.subscriptions[filter] } }

    /// Returns the one that it replaces.
    func add(_ subscription: Subscription) -> Subscription? {
        state.withLock { state in
            state.headVersion += 1
            return state.subscriptions.updateValue(subscription, forKey: subscription.filter)
        }
    }

    func remove(_ filter: TopicFilter) -> Subscription? {
        state.withLock { state in
            state.headVersion += 1
            return state.subscriptions.removeValue(forKey: filter)
        }
    }
}
