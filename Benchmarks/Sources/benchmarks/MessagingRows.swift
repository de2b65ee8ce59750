// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Rows about messages and about what runs beside: MQTT, MQTT beside HTTP, readers beside a bulk insert, writers beside
/// retention.
struct MessagingRows {
    let bench: Workbench
    /// How long; the bars are about ten minutes.
    let seconds: Double

    private func town() throws {
        try bench.simulate("messages.gpkg", things: 1000, datastreams: 2000, observations: 1_000_000)
    }

    /// 5,000 subscribers that wait, 1,000 messages a second in, each to five subscribers, a sixth that never reads.
    func subscribers() throws -> [Measurement] {
        try town()
        var rows: [Measurement] = []
        try bench.serving("messages.gpkg", ["mqtt-port=0"]) { server in
            let load = try startLoad(server, idle: 5000, rate: 1000, listeners: 5, hasSlow: true)
            let memory = try watch(server, load)
            rows = try report(load, "MQTT: 5,000 waiting subscribers, 1,000 messages/s in, each to 5 more", memory)
        }
        return rows
    }

    /// 500 Observations a second by MQTT and 300 HTTP requests a second, while values of the oldest days are deleted.
    func mixed() throws -> [Measurement] {
        try town()
        try keep("P300D", in: "messages.gpkg")
        var rows: [Measurement] = []
        try bench.serving("messages.gpkg", ["mqtt-port=0"]) { server in
            let load = try startLoad(server, idle: 100, rate: 500, listeners: 1, hasSlow: false)
            let requests = try ChildProcess(
                Workbench.ownPath, paced(server, rate: 300, connections: 16),
                log: bench.folder.appendingPathComponent("paced.log"))
            let memory = try watch(server, load)
            rows = try report(load, "mixed: 500 Observations/s by MQTT", memory)
            rows += [try pacedRow(requests, "mixed: 300 requests/s beside it, 99 % within", bar: "≤ 50 ms")]
        }
        return rows
    }

    /// 16 clients read at a fixed pace, alone and beside a bulk insert.
    func readers() throws -> [Measurement] {
        try town()
        var rows: [Measurement] = []
        try bench.serving("messages.gpkg") { server in
            let span = min(seconds, 60)
            let alone = try ChildProcess(
                Workbench.ownPath, paced(server, rate: 200, connections: 16, seconds: span),
                log: bench.folder.appendingPathComponent("alone.log"))
            rows.append(try pacedRow(alone, "16 readers alone, 99 % within", bar: "–"))
            let beside = try ChildProcess(
                Workbench.ownPath, paced(server, rate: 200, connections: 16, seconds: span),
                log: bench.folder.appendingPathComponent("beside.log"))
            let body =
                #"[{"Datastream":{"@iot.id":{d}},"components":["phenomenonTime","result"],"dataArray":[{rows}]}]"#
            let insert = try server.load(
                "POST", "/v1.1/CreateObservations", body: body, connections: 2, seconds: span, spread: 1000,
                epoch: 1_900_000_000)
            var row = try pacedRow(beside, "16 readers beside a bulk insert, 99 % within", bar: "≤ 30 ms, ≤ 3 × alone")
            row.remark += "; \(Int(insert.perSecond * 1000)) Observations/s came in"
            row.baseline = rows[0].ours
            row.baselineName = "alone"
            row.isLowerBetter = true
            rows.append(row)
        }
        return rows
    }

    /// One Observation at a time, alone and while aggregates are formed and old values deleted.
    func retention() throws -> [Measurement] {
        try? FileManager.default.removeItem(atPath: bench.file("retention.gpkg") + ".1000-2000-3000000")
        try bench.simulate("retention.gpkg", things: 1000, datastreams: 2000, observations: 3_000_000)
        let span = min(seconds, 60)
        func writers(_ options: [String], after wait: Double, _ name: String, bar: String) throws -> Measurement {
            try bench.serving("retention.gpkg", options) { server in
                Thread.sleep(forTimeInterval: wait)
                var load = paced(server, rate: 200, connections: 4, seconds: span)
                load[load.count - 1] = "/v1.1/Datastreams({d})/Observations"
                load += ["--body", #"{"result":{n}}"#]
                let process = try ChildProcess(
                    Workbench.ownPath, load, log: bench.folder.appendingPathComponent("writers.log"))
                return try pacedRow(process, name, bar: bar)
            }
        }
        let alone = try writers(["retention-interval=0"], after: 0, "200 Observations/s by POST, 99 % within", bar: "–")
        try keep("P100D", in: "retention.gpkg")
        // retention begins ten seconds after the start
        var beside = try writers([], after: 11, "the same beside retention", bar: "longest ≤ 50 ms")
        let days = try bench.integer("SELECT count(*) FROM observation_rollup WHERE level = 2", in: "retention.gpkg")
        let left = try bench.integer("SELECT count(*) FROM observation", in: "retention.gpkg")
        beside.remark += "; meanwhile \(days) days were aggregated, \(left) values are left"
        beside.baseline = alone.ours
        beside.baselineName = "alone"
        beside.isLowerBetter = true
        return [alone, beside]
    }

    // MARK: Parts

    private func keep(_ raw: String, in name: String) throws {
        try bench.run(["retention", "set", "simulation", "--raw", raw, "--database", bench.database(name)])
    }

    private static let paths = [
        "/v1.1/Datastreams({d})/Observations?$orderby=phenomenonTime%20desc&$top=1",
        "/v1.1/Datastreams({d})?$expand=Thing,ObservedProperty",
        "/v1.1/Datastreams({d})/Observations?$top=100",
        "/v1.1/Things({d})?$expand=Locations,Datastreams",
    ]

    private func paced(_ server: Server, rate: Int, connections: Int, seconds: Double? = nil) -> [String] {
        [
            "paced", "--port", "\(server.port)", "--connections", "\(connections)", "--seconds",
            "\(seconds ?? self.seconds)", "--rate", "\(rate)", "--spread", "1000", "--paths",
            Self.paths.joined(separator: " "),
        ]
    }

    private func pacedRow(_ process: ChildProcess, _ name: String, bar: String) throws -> Measurement {
        let numbers = try process.finish().output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count >= 5 else { throw ChildProcess.Failure(description: process.output) }
        guard numbers[1] == 0 else {
            throw ChildProcess.Failure(description: "\(Int(numbers[1])) requests failed: \(process.output)")
        }
        var row = Measurement(name: name, bar: bar, unit: "ms")
        row.ours = [numbers[3]]
        row.remark = "\(Int(numbers[0])) requests, none failed, median \(numbers[2]) ms, longest \(numbers[4]) ms"
        return row
    }

    private func startLoad(
        _ server: Server, idle: Int, rate: Int, listeners: Int, hasSlow: Bool
    ) throws -> ChildProcess {
        let port = server.process.output.split(separator: "\n").compactMap { line -> Int? in
            guard let mark = line.range(of: "mqtt://") else { return nil }
            return Int(line[mark.upperBound...].drop { $0 != ":" }.dropFirst().prefix { $0.isNumber })
        }.first
        guard let port else { throw ChildProcess.Failure(description: "the server named no MQTT port") }
        return try ChildProcess(
            Workbench.ownPath,
            [
                "messaging", "--port", "\(port)", "--idle", "\(idle)", "--rate", "\(rate)", "--listeners",
                "\(listeners)", "--seconds", "\(seconds)", "--datastreams", "2000",
            ] + (hasSlow ? ["--slow"] : []), log: bench.folder.appendingPathComponent("messaging.log"))
    }

    /// Resident memory of the server each second while a load runs.
    private func watch(_ server: Server, _ load: ChildProcess) throws -> [Double] {
        var samples: [Double] = []
        while load.isRunning {
            samples.append(server.process.residentMB)
            Thread.sleep(forTimeInterval: 1)
            guard server.process.isRunning else {
                throw ChildProcess.Failure(description: "the server ended: \(server.process.output.suffix(800))")
            }
        }
        return samples
    }

    private func report(_ load: ChildProcess, _ name: String, _ memory: [Double]) throws -> [Measurement] {
        let numbers = try load.finish().output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count >= 8 else { throw ChildProcess.Failure(description: load.output) }
        var delay = Measurement(name: name + ": delivered, 99 % within", bar: "nothing lost", unit: "ms")
        delay.ours = [numbers[6]]
        let lost = Int(numbers[2] - numbers[3])
        delay.remark =
            "\(Int(numbers[0])) published, \(Int(numbers[1])) acknowledged, \(Int(numbers[3])) of \(Int(numbers[2])) "
            + "delivered (lost \(lost), twice \(Int(numbers[4]))), median \(numbers[5]) ms, longest \(numbers[7]) ms"
        var size = Measurement(name: name + ": resident, growth from a fifth of the time on", bar: "≤ 10 %", unit: "%")
        let start = memory.count / 5
        if memory.count > 10 {
            let early = Measurement.median(Array(memory[start..<min(start + 5, memory.count)]))
            let late = Measurement.median(Array(memory.suffix(5)))
            size.ours = [(late / early - 1) * 100]
            size.remark =
                "\(Int(early)) MB, then \(Int(late)) MB, highest \(Int(memory.max() ?? 0)) MB, \(memory.count) s"
        }
        return [delay, size]
    }
}
