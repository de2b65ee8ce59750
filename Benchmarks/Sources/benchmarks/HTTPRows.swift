// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Rows about the running server.
struct HTTPRows {
    let bench: Workbench
    /// Seconds of each load.
    let seconds: Double

    private static let latest = "$orderby=phenomenonTime%20desc&$top=1"

    private func town() throws {
        try bench.simulate("town.gpkg", things: 1000, datastreams: 1000, observations: 1_000_000)
    }

    private func single() throws {
        try bench.simulate("single.gpkg", things: 1, datastreams: 1, observations: 1_000_000)
    }

    func postObservations() throws -> [Measurement] {
        try town()
        return try [16, 64].map { connections in
            var row = Measurement(
                name: "single POST Observations, \(connections) connections, durable", bar: "≥ 4,000/s", unit: "/s")
            row.baselineName = "plain Hummingbird, one transaction each"
            for round in 0..<bench.rounds {
                row.ours.append(
                    try bench.serving("town.gpkg") { server in
                        try server.load(
                            "POST", "/v1.1/Datastreams({d})/Observations",
                            body: #"{"phenomenonTime":"{time}","result":{n}}"#, connections: connections,
                            seconds: seconds, spread: 1000, epoch: 1_800_000_000 + (round * 2 + connections) * 1_000_000
                        ).perSecond
                    })
                row.baseline.append(
                    try bench.servingBaseline { server in
                        try server.load(
                            "POST", "/observations", body: #"{"d":{d},"n":{n}}"#, connections: connections,
                            seconds: seconds, spread: 1000
                        ).perSecond
                    })
            }
            return row
        }
    }

    func latestValues() throws -> [Measurement] {
        try town()
        var one = Measurement(name: "latest value of a Datastream", bar: "≥ 3,000/s", unit: "/s")
        one.baselineName = "plain Hummingbird, one row"
        var twenty = Measurement(name: "20 Datastreams with latest Observation", bar: "≥ 1,500/s", unit: "/s")
        twenty.baselineName = "plain Hummingbird, 20 rows"
        for _ in 0..<bench.rounds {
            try bench.serving("town.gpkg") { server in
                one.ours.append(
                    try server.load(
                        "GET", "/v1.1/Datastreams({d})/Observations?" + Self.latest, connections: 16, seconds: seconds,
                        spread: 1000
                    ).perSecond)
                twenty.ours.append(
                    try server.load(
                        "GET", "/v1.1/Datastreams?$top=20&$expand=Observations($orderby=phenomenonTime%20desc;$top=1)",
                        connections: 16, seconds: seconds
                    ).perSecond)
            }
            try bench.servingBaseline { server in
                one.baseline.append(
                    try server.load("GET", "/latest?d={d}", connections: 16, seconds: seconds, spread: 900).perSecond)
                twenty.baseline.append(
                    try server.load("GET", "/latest?d={d}&count=20", connections: 16, seconds: seconds, spread: 900)
                        .perSecond)
            }
        }
        return [one, twenty]
    }

    /// Processor time of the server for one page; the kernel counts in hundredths, so many pages are asked.
    func thousandDatastreams() throws -> [Measurement] {
        try town()
        var row = Measurement(
            name: "1,000 Datastreams with Thing, Location, latest Observation", bar: "≤ 40 ms CPU", unit: "ms CPU")
        let path =
            "/v1.1/Datastreams?$top=1000&$expand=Thing($expand=Locations),"
            + "Observations($orderby=phenomenonTime%20desc;$top=1)"
        for _ in 0..<bench.rounds {
            try bench.serving("town.gpkg") { server in
                _ = try server.load("GET", path, connections: 1, seconds: 5, limit: 3)
                let before = server.process.processorSeconds
                let load = try server.load("GET", path, connections: 1, seconds: 30, limit: 50)
                row.ours.append((server.process.processorSeconds - before) / load.requests * 1000)
                row.remark = "\(Int(load.bytes / load.requests / 1024)) KiB a page"
            }
        }
        return [row]
    }

    func dailyMeans() throws -> [Measurement] {
        try single()
        var row = Measurement(name: "daily means over 1 M observations", bar: "≤ 200 ms", unit: "ms")
        row.isLowerBetter = true
        row.baselineName = "plain SQL"
        let path = "/v1.1/Datastreams(1)/aggregate?bucket=day&zone=Europe/Berlin"
        for _ in 0..<bench.rounds {
            try bench.serving("single.gpkg") { server in
                _ = try server.load("GET", path, connections: 1, seconds: 10, limit: 1)
                let load = try server.load("GET", path, connections: 1, seconds: 30, limit: 5)
                row.ours.append(load.seconds / load.requests * 1000)
            }
            let plain = try PlainSQLite(path: bench.file("single.gpkg"))
            row.baseline.append(
                1000
                    * (try benchmarks.seconds {
                        _ = try plain.scan(
                            """
                            SELECT phenomenon_time / 86400000000, avg(result) FROM observation
                            WHERE datastream_id = 1 GROUP BY 1
                            """)
                    }))
        }
        return [row]
    }

    func streaming() throws -> [Measurement] {
        try single()
        var rows: [Measurement] = []
        for (name, format) in [("JSON", ""), ("JSON data array", "dataArray"), ("CSV", "CSV")] {
            var rate = Measurement(name: "stream 1 M observations as \(name)", bar: "≥ 0.4 ×", unit: "/s")
            rate.baselineName = "plain scan"
            var memory = Measurement(name: "the same, growth of memory", bar: "≤ 10 MB", unit: "MB")
            let path =
                "/v1.1/Datastreams(1)/Observations?$orderby=phenomenonTime%20asc&$select=phenomenonTime,result"
                + (format.isEmpty ? "" : "&$resultFormat=\(format)") + "&$top=1000000"
            for _ in 0..<bench.rounds {
                try bench.serving("single.gpkg", ["max-page=1000000"]) { server in
                    _ = try server.load(
                        "GET", path.replacing("1000000", with: "100"), connections: 1, seconds: 5, limit: 3)
                    let before = server.process.residentMB
                    let load = try server.load("GET", path, connections: 1, seconds: 60, limit: 1)
                    rate.ours.append(1_000_000 / load.seconds)
                    rate.remark = "\(Int(load.bytes / 1024)) KiB"
                    memory.ours.append(max(0, server.process.peakResidentMB - before))
                }
                let plain = try PlainSQLite(path: bench.file("single.gpkg"))
                var count = 0
                let time = try benchmarks.seconds {
                    count = try plain.scan(
                        """
                        SELECT phenomenon_time, phenomenon_duration, result, result_json FROM observation
                        WHERE datastream_id = 1
                        ORDER BY phenomenon_time, id
                        """
                    ).rows
                }
                rate.baseline.append(Double(count) / time)
            }
            rows += [rate, memory]
        }
        return rows
    }

    func start(observations: Int) throws -> [Measurement] {
        try bench.simulate("large.gpkg", things: 1000, datastreams: 1000, observations: observations)
        var time = Measurement(name: "start on \(observations / 1_000_000) M observations", bar: "≤ 1 s", unit: "s")
        var memory = Measurement(name: "idle server, resident", bar: "≤ 80 MB", unit: "MB")
        for _ in 0..<bench.rounds {
            try bench.serving("large.gpkg") { server in
                time.ours.append(server.startSeconds)
                Thread.sleep(forTimeInterval: 2)
                memory.ours.append(server.process.residentMB)
            }
        }
        var size = Measurement(name: "bytes on disk per observation (simulated)", bar: "≤ 40", unit: "B")
        size.ours = [Double(bench.size("large.gpkg")) / Double(observations)]
        return [time, memory, size]
    }
}
