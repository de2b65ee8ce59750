// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Rows about getting data in and about its size.
struct StorageRows {
    let bench: Workbench
    /// Folder of the input data; nil leaves out the import.
    let data: String?

    static let importedValues = 12_312_480
    private static let importedChannels = 99
    private static let dataArray =
        #"[{"Datastream":{"@iot.id":1},"components":["phenomenonTime","result"],"dataArray@iot.count":1000,"#
        + #""dataArray":[{rows}]}]"#

    /// Import of all bicycle counters against prepared inserts of as many values, one channel's month after the other.
    func importOfCounters() throws -> [Measurement] {
        guard let data else { return [] }
        var time = Measurement(name: "import of all bicycle counters", bar: "≤ 90 s, ≥ 0.5 ×", unit: "s")
        time.isLowerBetter = true
        time.baselineName = "prepared inserts"
        var memory = Measurement(name: "the same, resident", bar: "≤ 300 MB", unit: "MB")
        var size = Measurement(name: "bytes on disk per observation", bar: "≤ 40", unit: "B")
        size.isLowerBetter = true
        size.baselineName = "that table alone"
        let source = data + "/muenster-radverkehr"
        let files = try FileManager.default.contentsOfDirectory(atPath: source).filter { $0.hasSuffix(".tar.xz") }
        for _ in 0..<bench.rounds {
            bench.remove("import.gpkg")
            var resident = 0.0
            time.ours.append(
                try seconds {
                    resident = try bench.run(
                        ["import", "--database", bench.file("import.gpkg"), "--mapping", "muenster-radverkehr"]
                            + files.sorted().map { source + "/" + $0 }
                    ).residentMB
                })
            memory.ours.append(resident)
            let stored = try PlainSQLite(path: bench.file("import.gpkg")).integer("SELECT count(*) FROM observation")
            time.remark = "\(stored) values stored"
            size.ours.append(Double(bench.size("import.gpkg")) / Double(max(stored, 1)))
            bench.remove("plain.db")
            time.baseline.append(try seconds { try insertPlainly() })
            size.baseline.append(Double(bench.size("plain.db")) / Double(Self.importedValues))
        }
        return [time, memory, size]
    }

    /// The order of the files: month by month, and in a month channel by channel, each file one transaction.
    private func insertPlainly() throws {
        let plain = try PlainSQLite(path: bench.file("plain.db"))
        try plain.createObservationTable()
        let perChannel = Self.importedValues / Self.importedChannels
        let perMonth = 2920
        var position = 0
        while position < perChannel {
            let end = min(position + perMonth, perChannel)
            for channel in 1...Self.importedChannels {
                try plain.run("BEGIN IMMEDIATE")
                for index in position..<end {
                    try plain.insert(
                        datastream: Int64(channel), time: Int64(index) * 900_000_000,
                        id: Int64(channel << 20 + index), duration: 900_000_000, result: Double(index % 211))
                }
                try plain.run("COMMIT")
            }
            position = end
        }
    }

    /// `CreateObservations` in data arrays of 1,000 rows against prepared inserts in transactions of 1,000.
    func createObservations() throws -> [Measurement] {
        var row = Measurement(name: "CreateObservations, 1,000 rows a request", bar: "≥ 0.5 ×", unit: "/s")
        row.baselineName = "prepared inserts"
        for _ in 0..<bench.rounds {
            bench.remove("create.gpkg")
            try? FileManager.default.removeItem(atPath: bench.file("create.gpkg") + ".10-10-1000")
            try bench.simulate("create.gpkg", things: 10, datastreams: 10, observations: 1000)
            let load = try bench.serving("create.gpkg") { server in
                try server.load("POST", "/v1.1/CreateObservations", body: Self.dataArray, connections: 4, seconds: 6)
            }
            row.ours.append(load.perSecond * 1000)
            bench.remove("plain.db")
            let plain = try PlainSQLite(path: bench.file("plain.db"))
            try plain.createObservationTable()
            let count = 500
            let time = try seconds {
                for batch in 0..<count {
                    try plain.run("BEGIN IMMEDIATE")
                    for index in 0..<1000 {
                        let number = Int64(batch * 1000 + index)
                        try plain.insert(
                            datastream: 1, time: number * 1_000_000, id: number, duration: 0, result: Double(index % 97)
                        )
                    }
                    try plain.run("COMMIT")
                }
            }
            row.baseline.append(Double(count) * 1000 / time)
        }
        return [row]
    }

    /// The same with a rule for duplicates in the Datastream and without one.
    func duplicates() throws -> [Measurement] {
        var row = Measurement(name: "CreateObservations, `duplicates: reject`", bar: "≥ 0.9 ×", unit: "/s")
        row.baselineName = "without a rule"
        for _ in 0..<bench.rounds {
            row.baseline.append(try rowsPerSecond(rule: "allow"))
            row.ours.append(try rowsPerSecond(rule: "reject"))
        }
        return [row]
    }

    private func rowsPerSecond(rule: String) throws -> Double {
        bench.remove("duplicates.gpkg")
        try? FileManager.default.removeItem(atPath: bench.file("duplicates.gpkg") + ".10-10-1000")
        try bench.simulate("duplicates.gpkg", things: 10, datastreams: 10, observations: 1000)
        try PlainSQLite(path: bench.file("duplicates.gpkg")).run(
            "UPDATE datastream SET properties = json_object('duplicates', '\(rule)')")
        return try bench.serving("duplicates.gpkg") { server in
            try server.load("POST", "/v1.1/CreateObservations", body: Self.dataArray, connections: 4, seconds: 6)
                .perSecond * 1000
        }
    }

    /// `simulate`, straight to the table, against prepared inserts in one transaction per 500,000.
    func simulate() throws -> [Measurement] {
        var row = Measurement(name: "simulate, 3 M observations", bar: "≥ 500,000/s", unit: "/s")
        row.baselineName = "prepared inserts"
        let count = 3_000_000
        for _ in 0..<bench.rounds {
            bench.remove("simulate.gpkg")
            let time = try seconds {
                try bench.run([
                    "simulate", "--database", bench.file("simulate.gpkg"), "--things", "300", "--streams", "300",
                    "--observations", "\(count)",
                ])
            }
            row.ours.append(Double(count) / time)
            bench.remove("plain.db")
            let plain = try PlainSQLite(path: bench.file("plain.db"))
            try plain.createObservationTable()
            let bare = try seconds {
                for part in 0..<6 {
                    try plain.run("BEGIN IMMEDIATE")
                    for index in 0..<(count / 6) {
                        let number = Int64(part * count / 6 + index)
                        try plain.insert(
                            datastream: number / 10_000, time: number % 10_000 * 3_456_000_000, id: number, duration: 0,
                            result: Double(index % 211))
                    }
                    try plain.run("COMMIT")
                }
            }
            row.baseline.append(Double(count) / bare)
        }
        return [row]
    }
}
