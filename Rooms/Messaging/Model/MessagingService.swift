// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes
import Answers
import Hummingbird
import Logging
package import MQTT
import SensorThings
import ServiceLifecycle
import Synchronization

/// MQTT beside HTTP in one process, while this server leads; else it waits until it does.
package final class MessagingService: Service {
    package static let webSocketPath = "/mqtt"

    private struct State {
        var term: MessagingTerm?
        /// The address in links: known when the HTTP port is open.
        var root: String
    }

    private let surroundings: Surroundings
    private let state: Mutex<State>
    private var leadership: Leadership { surroundings.leadership }
    private var logger: Logger { surroundings.logger }

    /// Opens the ports when this server leads.
    package init(_ surroundings: Surroundings) async throws {
        self.surroundings = surroundings
        let root = surroundings.base + "/" + SensorThingsRoutes.version
        let term = surroundings.leadership.isHeld ? try await MessagingTerm(surroundings, root: root) : nil
        state = Mutex(State(term: term, root: root))
    }

    private var term: MessagingTerm? { state.withLock { $0.term } }

    /// Nil while another server of the database serves MQTT.
    package var broker: MQTTBroker? { term?.broker }

    /// Addresses for the root document: `mqtt://host:1883`.
    package var endpoints: [String] { term?.endpoints ?? [] }

    /// HTTP is served at this address.
    package func httpIsServed(host: String, port: Int) {
        guard surroundings.baseURL == nil, surroundings.port == 0 else { return }
        let root = "http://\(host):\(port)/" + SensorThingsRoutes.version
        let term = state.withLock { state in
            state.root = root
            return state.term
        }
        term?.setRoot(root)
    }

    /// The upgrade of HTTP connections at `/mqtt`.
    package var webSocket: MQTTWebSocket {
        MQTTWebSocket(
            path: Self.webSocketPath, packetSize: surroundings.settings.limits.packetSize,
            broker: { [weak self] in self?.broker })
    }

    static let forWebSockets = Problem.notFound(
        "This address is for WebSockets with the subprotocol mqtt.",
        german: "Diese Adresse ist für WebSockets mit dem Subprotokoll mqtt.")

    /// What who asks at the WebSocket's address without an upgrade is told.
    func refuseRequest() async throws -> Response {
        guard broker == nil else { throw Self.forWebSockets }
        let leader = try await leadership.leader()
        throw Problem(
            .serviceUnavailable, "MQTT is served elsewhere",
            detail: """
                One server of a database serves MQTT\(leader.map { ", at present \($0)" } ?? ""); this one takes over \
                when that one has ended.
                """,
            german: """
                Ein Server einer Datenbank spricht MQTT\(leader.map { ", zurzeit \($0)" } ?? ""); dieser hier übernimmt, \
                wenn jener geendet hat.
                """, headers: [.retryAfter: "10"])
    }

    package func run() async throws {
        while true {
            if term == nil {
                await cancelWhenGracefulShutdown { await self.waitForTerm() }
            }
            guard let term else { break }
            let isLost = await serve(term)
            state.withLock { $0.term = nil }
            guard isLost else {
                await term.finish()
                break
            }
            logger.warning("another server of this database has taken over MQTT and background work")
        }
        await leadership.release()
    }

    /// Asks once a second whether this server leads, and opens the ports when it does; until the server stops.
    private func waitForTerm() async {
        let leader = try? await leadership.leader()
        logger.notice(
            """
            MQTT and background work are another server's of this database; this one opens no MQTT port and takes over \
            when that one has ended
            """, metadata: ["leader": "\(leader ?? "unknown")"])
        var fault = ""
        while !Task.isCancelled {
            do {
                if try await leadership.ask() {
                    let root = state.withLock { $0.root }
                    let term = try await MessagingTerm(surroundings, root: root)
                    state.withLock { $0.term = term }
                    logger.notice("this server leads now", metadata: ["mqtt": "\(term.endpoints)"])
                    return
                }
                fault = ""
            } catch is CancellationError {
                return
            } catch {
                if Task.isCancelled { return }
                if fault != "\(error)" {
                    logger.warning("MQTT cannot be taken over yet", metadata: ["error": "\(error)"])
                }
                fault = "\(error)"
                // perhaps another can open its ports
                await leadership.release()
                try? await Task.sleep(for: .seconds(30))
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Serves until the server stops or another leads; true for the latter.
    private func serve(_ term: MessagingTerm) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await term.run()
                return false
            }
            group.addTask { await self.keepLease() }
            let isLost = await group.next() ?? false
            if isLost { term.abandon() }
            group.cancelAll()
            return isLost
        }
    }

    /// Renews the lease; true when another server has it, false when the task is cancelled.
    private func keepLease() async -> Bool {
        while true {
            do {
                try await Task.sleep(for: Leadership.renewal)
                guard leadership.isShared else { continue }
                guard try await leadership.ask() else { return true }
                try await ChangeOutbox.isSeen(
                    on: surroundings.engine, by: leadership.holder, now: surroundings.clock())
            } catch is CancellationError {
                return false
            } catch {
                // without the database nobody else can lead either
                logger.debug("the lease could not be renewed", metadata: ["error": "\(error)"])
            }
            if Task.isCancelled { return false }
        }
    }
}
