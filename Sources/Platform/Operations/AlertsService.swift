// SPDX-License-Identifier: EUPL-1.2
import Alerts
import Logging
import Messaging
import Outbound
import RoomKit
import ServiceLifecycle
import Wire

/// Looks at series with alerts and tells what happened, while the server leads.
struct AlertsService: Service {
    let work: AlertWork
    /// Seconds between two rounds.
    let interval: Int
    let leadership: Leadership
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(interval))) != nil {
                guard leadership.isHeld else { continue }
                do {
                    try await work.run()
                } catch is CancellationError {
                    // the server stops; what was not told is told after the next start
                } catch {
                    logger.error("alerts could not be looked at", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}

extension TownServer {
    /// Nil where the setting says that nobody looks.
    func alerts(now: @escaping @Sendable () -> Instant) -> AlertsService? {
        let interval = configuration.rooms[AlertsRoom.interval]
        guard interval > 0 else { return nil }
        let reachesOwnNetwork = configuration.rooms[AlertsRoom.ownNetwork]
        let work = AlertWork(
            engine: engine, control: control, now: now, clock: clock,
            base: configuration.baseURL ?? "http://\(configuration.host):\(configuration.port)",
            sendsMail: configuration.checkpoints.sendsMail
        ) { await OutboundRequest.call($0, reachesOwnNetwork: reachesOwnNetwork) }
        return AlertsService(work: work, interval: interval, leadership: leadership, logger: logger)
    }
}

extension OutboundRequest {
    /// Posts the JSON to an address that somebody entered: 10 seconds at most, the answer is not kept, a redirect not
    /// followed.
    fileprivate static func call(_ call: AlertCall, reachesOwnNetwork: Bool) async -> AlertCallOutcome {
        var request = OutboundRequest(
            call.address, agent: "Allmende/\(PlatformVersion.text)", milliseconds: 10_000, limit: 4096)
        request.headers = ["Content-Type: application/json", "Idempotency-Key: alert-call-\(call.id)"]
        request.form = call.body
        request.acceptsPart = true
        request.publicOnly = !reachesOwnNetwork
        do {
            return AlertCallOutcome(status: try await OutboundConnection().send(request).status)
        } catch {
            return .later("\(error)")
        }
    }
}
