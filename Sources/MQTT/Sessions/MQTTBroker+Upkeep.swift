// SPDX-License-Identifier: EUPL-1.2
import NIOCore
import Synchronization

extension MQTTBroker {
    /// Once a second: ends sessions whose time is over, publishes wills that are due.
    func sweep() async {
        let moment = now
        let (ended, due) = state.withLock { state -> ([Session], [DelayedWill]) in
            let over = state.away.filter { $0.value.ends <= moment }
            for name in over.keys {
                state.away[name] = nil
                state.sessions[name] = nil
                state.principals[name] = nil
            }
            let due = state.wills.filter { $0.value.due <= moment }
            for name in due.keys { state.wills[name] = nil }
            for (topic, message) in state.retained where message.isExpired(moment) { state.removeRetained(topic) }
            if archive == nil || limits.saveInterval == 0 { state.changedTopics = [] }
            return (over.values.map(\.session), Array(due.values))
        }
        for session in ended { await forget(session) }
        for will in due { await publish(will) }
    }

    /// Ends the connections of those who may no longer be here.
    public func revalidate() async {
        let connected = connectedSessions.compactMap { session in
            state.withLock { $0.principals[session.key] }.map { (session, $0) }
        }
        var known: [String: Bool] = [:]
        for (session, principal) in connected {
            let isValid: Bool
            if let answer = known[principal.name] {
                isValid = answer
            } else {
                isValid = await authority.isStillValid(principal)
                known[principal.name] = isValid
            }
            if !isValid { session.link?.end(.notAuthorized) }
        }
    }

    var connectedSessions: [Session] {
        state.withLock { state in state.sessions.values.filter { state.away[$0.key] == nil } }
    }

    public var statistics: MQTTStatistics {
        var statistics = MQTTStatistics()
        let sessions = state.withLock { state in
            statistics.sessions = state.sessions.count
            statistics.clientsConnected = state.sessions.count - state.away.count
            statistics.retainedMessages = state.retained.count
            return Array(state.sessions.values)
        }
        statistics.subscriptions = sessions.reduce(0) { $0 + $1.subscriptionCount }
        statistics.uptime = now - began
        statistics.connectionsTotal = counters.value(.connections)
        statistics.messagesReceived = counters.value(.received)
        statistics.messagesSent = counters.value(.sent)
        statistics.messagesDropped = counters.value(.dropped)
        statistics.publicationsRefused = counters.value(.refused)
        statistics.bytesReceived = counters.value(.bytesReceived)
        statistics.bytesSent = counters.value(.bytesSent)
        return statistics
    }

    /// Publishes the statistics below `$SYS/broker`, as brokers commonly do.
    func publishStatistics() {
        let numbers = statistics
        let values: [(String, String)] = [
            ("version", "Allmende \(version)"), ("uptime", "\(Int(numbers.uptime)) seconds"),
            ("clients/connected", "\(numbers.clientsConnected)"), ("clients/total", "\(numbers.sessions)"),
            ("subscriptions/count", "\(numbers.subscriptions)"),
            ("retained messages/count", "\(numbers.retainedMessages)"),
            ("messages/received", "\(numbers.messagesReceived)"), ("messages/sent", "\(numbers.messagesSent)"),
            ("publish/messages/dropped", "\(numbers.messagesDropped)"),
            ("publish/messages/refused", "\(numbers.publicationsRefused)"),
            ("bytes/received", "\(numbers.bytesReceived)"), ("bytes/sent", "\(numbers.bytesSent)"),
        ]
        for (name, value) in values {
            let message = MQTTMessage(topic: "$SYS/broker/" + name, payload: Array(value.utf8), isRetained: true)
            _ = retain(message)
            deliver(message)
        }
    }
}
