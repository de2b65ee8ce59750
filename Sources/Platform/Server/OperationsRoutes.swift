// SPDX-License-Identifier: EUPL-1.2
import Access
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import MQTT
import Storage
import Synchronization
import Wire

/// What operators and their monitors ask: `/health`, `/ready`, `/metrics`.
struct OperationsRoutes: Sendable {
    let engine: any StorageEngine
    let metrics: Metrics
    let readiness: Readiness
    let leadership: Leadership
    let broker: @Sendable () -> MQTTBroker?

    func add(to router: Router<HTTPContext>) {
        router.get("/health") { _, _ in
            Response(contentType: MediaType.json, bytes: Array(#"{"status":"up"}"#.utf8))
        }
        router.get("/ready") { _, _ in
            let fault = await readiness.fault()
            var object: JSONObject = ["ready": .bool(fault == nil)]
            if let fault { object["reason"] = .string(fault.description) }
            return Response(
                status: fault == nil ? .ok : .serviceUnavailable, contentType: MediaType.json,
                bytes: Array(JSONValue.object(object).text.utf8))
        }
        router.get("/metrics") { _, context in
            let rights = context.reader.rights
            let observations = try await engine.read {
                try $0.integer(
                    """
                    SELECT CAST(sum(s.observation_count) AS BIGINT) FROM datastream_state s
                    JOIN datastream d ON d.id = s.datastream_id WHERE \(rights.mayRead("d.dataset_id"))
                    """) ?? 0
            }
            var gauges: [(name: String, help: String, value: Double)] = [
                ("allmende_observations", "Stored observations that whoever asks may see.", Double(observations)),
                ("allmende_database_bytes", "Size of the database.", Double(try await engine.sizeInBytes())),
                ("allmende_ready", "1 when writes work.", await readiness.fault() == nil ? 1 : 0),
                ("process_resident_memory_bytes", "Resident memory.", Double(Self.residentBytes())),
            ]
            gauges.append(
                (
                    "allmende_leads", "1 when this server serves MQTT and does background work.",
                    leadership.isHeld ? 1 : 0
                ))
            gauges += broker().map { Self.gauges($0.statistics) } ?? []
            return Response(contentType: MediaType.prometheus, bytes: Array(metrics.text(gauges: gauges).utf8))
        }
    }

    private static func gauges(_ numbers: MQTTStatistics) -> [(name: String, help: String, value: Double)] {
        [
            ("allmende_mqtt_clients", "Connected MQTT clients.", Double(numbers.clientsConnected)),
            ("allmende_mqtt_sessions", "MQTT sessions, those without a connection included.", Double(numbers.sessions)),
            ("allmende_mqtt_subscriptions", "MQTT subscriptions.", Double(numbers.subscriptions)),
            ("allmende_mqtt_retained", "Retained MQTT messages.", Double(numbers.retainedMessages)),
            ("allmende_mqtt_connections_total", "MQTT connections let in.", Double(numbers.connectionsTotal)),
            ("allmende_mqtt_received_total", "MQTT messages from clients.", Double(numbers.messagesReceived)),
            ("allmende_mqtt_sent_total", "MQTT messages to clients.", Double(numbers.messagesSent)),
            ("allmende_mqtt_dropped_total", "MQTT messages that a full queue lost.", Double(numbers.messagesDropped)),
            ("allmende_mqtt_refused_total", "MQTT messages refused.", Double(numbers.publicationsRefused)),
        ]
    }

    static func residentBytes() -> Int {
        guard let status = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let fields = status.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
    }
}

/// Whether writes work, asked at most every two seconds however many monitors ask.
final class Readiness: Sendable {
    private let engine: any StorageEngine
    private let last = Mutex<(at: ContinuousClock.Instant, fault: StorageError?)?>(nil)

    init(engine: any StorageEngine) {
        self.engine = engine
    }

    func fault() async -> StorageError? {
        // a look costs nothing and is always fresh: the last write of a disk that fills may be a moment away
        if let fault = engine.standing() { return fault }
        let now = ContinuousClock.now
        if let last = last.withLock({ $0 }), last.at.duration(to: now) < .seconds(2) { return last.fault }
        let fault = await engine.writeProbe()
        last.withLock { $0 = (now, fault) }
        return fault
    }
}
