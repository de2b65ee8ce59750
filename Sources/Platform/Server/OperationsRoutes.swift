// SPDX-License-Identifier: EUPL-1.2
import Administration
import Answers
import Bilingual
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import Messaging
import Rights
import RoomKit
import Storage
import Synchronization
import Wire

/// What operators and their monitors ask: `/health`, `/ready`, `/metrics`.
struct OperationsRoutes: Sendable {
    let engine: any StorageEngine
    let metrics: Metrics
    let readiness: Readiness
    let leadership: Leadership
    /// Those of the rooms.
    let gauges: [Gauge]
    let started: Instant
    let slow: SlowStatements?
    let desk: BackupDesk?
    let clock: @Sendable () -> Instant

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.on(.get, "/health", Words("Läuft der Server?", "Does the server run?")) { _, _ in
            Response(contentType: MediaType.json, bytes: Array(#"{"status":"up"}"#.utf8))
        }
        routes.on(.get, "/ready", Words("Gelingen Schreibvorgänge?", "Do writes work?")) { _, _ in
            let fault = await readiness.fault()
            var object: JSONObject = ["ready": .bool(fault == nil)]
            if let fault { object["reason"] = .string(fault.description) }
            // the server serves all the same: whoever routes by the status would take it away for nothing
            let alarms = await readiness.alarms()
            if !alarms.isEmpty {
                object["alarms"] = .array(
                    alarms.map {
                        [
                            "name": .string($0.name), "en": .string($0.words.english), "de": .string($0.words.german),
                        ]
                    })
            }
            return Response(
                status: fault == nil ? .ok : .serviceUnavailable, contentType: MediaType.json,
                bytes: Array(JSONValue.object(object).text.utf8))
        }
        routes.on(.get, "/metrics", Words("Zahlen für Prometheus", "Figures for Prometheus")) { _, context in
            var values: [(name: String, help: String, value: Double)] = []
            for gauge in own + gauges {
                guard let value = try await gauge.read(context.reader.rights) else { continue }
                values.append((gauge.name, gauge.purpose.english, value))
            }
            return Response(contentType: MediaType.prometheus, bytes: Array(metrics.text(gauges: values).utf8))
        }
        return routes
    }

    /// Those of the house itself.
    var own: [Gauge] {
        [
            Gauge("allmende_database_bytes", Words("Größe der Datenbank.", "Size of the database.")) { _ in
                Double(try await engine.sizeInBytes())
            },
            Gauge("allmende_ready", Words("1, wenn Schreiben gelingt.", "1 when writes work.")) { _ in
                await readiness.fault() == nil ? 1 : 0
            },
            Gauge(
                "allmende_alarms",
                Words("Warnungen im Text von /ready.", "Alarms in the body of /ready.")
            ) { _ in Double(await readiness.alarms().count) },
            Gauge("process_resident_memory_bytes", Words("Belegter Speicher.", "Resident memory.")) { _ in
                Double(Self.residentBytes())
            },
            Gauge(
                "allmende_leads",
                Words(
                    "1, wenn dieser Server MQTT spricht und Arbeit im Hintergrund tut.",
                    "1 when this server serves MQTT and does background work.")
            ) { _ in leadership.isHeld ? 1 : 0 },
            Gauge("process_cpu_seconds_total", Words("Verbrauchte Rechenzeit.", "CPU time used.")) { _ in
                ProcessFigures.cpuSeconds()
            },
            Gauge("process_open_fds", Words("Offene Dateien und Verbindungen.", "Open files and connections.")) { _ in
                ProcessFigures.openFiles().map(Double.init)
            },
            Gauge("process_max_fds", Words("Höchstens so viele offene.", "Open files at most.")) { _ in
                Double(ProcessFigures.mostFiles())
            },
            Gauge("process_start_time_seconds", Words("Start des Servers.", "Start of the server.")) { _ in
                Double(started.microseconds) / 1_000_000
            },
            Gauge(
                "allmende_disk_free_bytes",
                Words("Frei auf der Platte der Datenbankdatei.", "Free on the disk of the database file.")
            ) { _ in desk?.freeBytes.map(Double.init) },
            Gauge(
                "allmende_backup_age_seconds",
                Words("Alter der neuesten Sicherung.", "Age of the newest backup.")
            ) { _ in
                (try? desk?.files().first?.made).map { Double(clock().microseconds - $0.microseconds) / 1_000_000 }
            },
            Gauge("allmende_backups", Words("Sicherungen im Ordner.", "Backups in the folder.")) { _ in
                (try? desk?.files().count).map(Double.init)
            },
            Gauge(
                "allmende_slow_statements_total",
                Words(
                    "Datenbankanweisungen über der Grenze von slow-statement.",
                    "Database statements beyond the limit of slow-statement.")
            ) { _ in slow.map { Double($0.count) } },
        ]
    }

    static func residentBytes() -> Int {
        guard let status = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let fields = status.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
    }
}

/// Whether writes work, and what somebody has to look at: asked at most every two seconds however many monitors ask.
final class Readiness: Sendable {
    private let engine: any StorageEngine
    private let ask: @Sendable () async throws -> [Alarm]
    private let last = Mutex<(at: ContinuousClock.Instant, fault: StorageError?)?>(nil)
    private let lastAlarms = Mutex<(at: ContinuousClock.Instant, alarms: [Alarm])?>(nil)

    init(engine: any StorageEngine, alarms: @escaping @Sendable () async throws -> [Alarm] = { [] }) {
        self.engine = engine
        ask = alarms
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

    /// Those of the rooms; one of its own where they cannot be asked.
    func alarms() async -> [Alarm] {
        let now = ContinuousClock.now
        if let last = lastAlarms.withLock({ $0 }), last.at.duration(to: now) < .seconds(2) { return last.alarms }
        let alarms: [Alarm]
        do {
            alarms = try await ask()
        } catch {
            alarms = [
                Alarm(
                    "alarms-unknown",
                    Words(
                        "Ob Warnungen anstehen, lässt sich gerade nicht feststellen: \(error)",
                        "Whether there are alarms cannot be found out now: \(error)"))
            ]
        }
        lastAlarms.withLock { $0 = (now, alarms) }
        return alarms
    }
}
