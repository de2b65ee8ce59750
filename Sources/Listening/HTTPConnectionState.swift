// SPDX-License-Identifier: EUPL-1.2
import Connections
package import NIOCore

/// How long a client may take for what it sends.
package struct HTTPTimes: Sendable, Hashable {
    /// For the whole head, from its first byte; a new connection has as long for its first head.
    package var head = TimeAmount.seconds(10)
    /// Time that the server waits for bytes of one body, all waits together.
    package var body = TimeAmount.seconds(600)
    /// Bytes a second that a body has to bring after `bodyGrace`.
    package var bodyRate = 500
    /// Between two requests.
    package var idle = TimeAmount.seconds(75)

    package init() {}

    /// What a body may take however little it brings.
    static let bodyGrace = TimeAmount.seconds(10)
    /// After the last answer the client has this time to end the connection itself.
    static let linger = TimeAmount.seconds(2)
}

/// Where an HTTP connection stands: shared by the handlers of its pipeline, on its event loop only.
final class HTTPConnectionState {
    enum Phase {
        /// Nothing of the next request is there; `isFirst` on a new connection.
        case between(isFirst: Bool)
        /// A head has begun to come.
        case head
        /// The head is there and the body is waited for.
        case body
        /// The server has what it needs, or the client waits for "100 Continue".
        case work
        /// The last answer is written; what still comes is dropped.
        case ending
        /// The connection has become MQTT.
        case handedOver
    }

    var phase = Phase.between(isFirst: true) {
        didSet { tell() }
    }
    /// When the connection opened, or the first byte of the head came.
    var headBegan = NIODeadline.now()
    /// What is counted while the phase is `body`.
    var body = BodyProgress()
    /// The parser stands between two requests, as far as it has read.
    var parserIsBetween = true
    /// Bytes of bodies that the parser has found, ever.
    var parsedBodyBytes = 0
    let entry: ConnectionGate.Entry

    struct BodyProgress {
        var bytes = 0
        /// Time that the server has waited for the client.
        var waited = TimeAmount.zero
        /// Since when a read is under way.
        var waitsSince: NIODeadline?
    }

    init(entry: ConnectionGate.Entry) { self.entry = entry }

    private func tell() {
        switch phase {
        case .work, .handedOver: entry.isWorking()
        case .body, .between, .ending: entry.isSilent(since: NIODeadline.now().uptimeNanoseconds)
        // a head in drops is silence
        case .head: break
        }
    }
}

/// A client took too long; sent through the pipeline.
enum HTTPTimeout: Sendable {
    /// Nothing came.
    case silence
    /// A head came in part.
    case head
    /// A body came in part, or in drops.
    case body
}
