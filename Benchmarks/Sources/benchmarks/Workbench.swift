// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Glibc

/// The built program, a folder for its files, and the servers and loads of the measurements.
struct Workbench {
    let allmende: String
    let folder: URL
    let rounds: Int
    /// Address of a PostgreSQL server with `{}` in the place of the database's name; nil for files.
    var postgres: String?

    func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// What `--database` takes for the database of this name.
    func database(_ name: String) -> String {
        postgres?.replacingOccurrences(of: "{}", with: Self.ownName(name)) ?? file(name)
    }

    private static func ownName(_ name: String) -> String { "bench_" + name.prefix { $0 != "." } }

    /// One number out of a database.
    func integer(_ sql: String, in name: String) throws -> Int64 {
        guard postgres != nil else { return try PlainSQLite(path: file(name)).integer(sql) }
        let output = try psql(database(name), sql)
        return Int64(output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    private func psql(_ address: String, _ sql: String) throws -> String {
        try ChildProcess.run("/usr/bin/psql", [address, "-qAt", "-v", "ON_ERROR_STOP=1", "-c", sql], in: folder).output
    }

    func remove(_ name: String) {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file(name) + suffix) }
    }

    /// Bytes of a database with its journal.
    func size(_ name: String) -> Int {
        ["", "-wal"].reduce(0) { sum, suffix in
            let attributes = try? FileManager.default.attributesOfItem(atPath: file(name) + suffix)
            return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
        }
    }

    @discardableResult
    func run(_ arguments: [String]) throws -> (residentMB: Double, output: String) {
        try ChildProcess.run(allmende, arguments, in: folder)
    }

    /// Makes a simulated database unless an earlier measurement left one; in PostgreSQL always anew.
    func simulate(_ name: String, things: Int, datastreams: Int, observations: Int) throws {
        let marker = file(name) + ".\(things)-\(datastreams)-\(observations)"
        if let postgres {
            let maintenance = postgres.replacingOccurrences(of: "{}", with: "postgres")
            _ = try psql(maintenance, "DROP DATABASE IF EXISTS \(Self.ownName(name))")
            _ = try psql(maintenance, "CREATE DATABASE \(Self.ownName(name))")
        } else {
            if FileManager.default.fileExists(atPath: marker) { return }
            remove(name)
        }
        try run([
            "simulate", "--database", database(name), "--things", "\(things)", "--streams", "\(datastreams)",
            "--observations", "\(observations)",
        ])
        guard postgres == nil else { return }
        _ = FileManager.default.createFile(atPath: marker, contents: nil)
    }

    /// Runs `body` while the server serves a database; passes the port and how long the start took.
    func serving<T>(_ name: String, _ options: [String] = [], _ body: (Server) throws -> T) throws -> T {
        let port = try Self.freePort()
        let begin = steadySeconds()
        let process = try ChildProcess(
            allmende,
            ["serve", "--database", database(name), "--port", "\(port)", "--open", "--log-level", "warning"]
                + options.flatMap { ["--set", $0] },
            log: folder.appendingPathComponent("serve.log"))
        defer { process.stop() }
        try Self.waitUntilReady(process, port: port, path: "/ready")
        return try body(Server(process: process, port: port, startSeconds: steadySeconds() - begin, bench: self))
    }

    /// The same for the baseline server.
    func servingBaseline<T>(_ body: (Server) throws -> T) throws -> T {
        let port = try Self.freePort()
        remove("baseline-http.db")
        let process = try ChildProcess(
            Self.ownPath, ["baseline-server", "--port", "\(port)", "--database", file("baseline-http.db")],
            log: folder.appendingPathComponent("baseline.log"))
        defer { process.stop() }
        try Self.waitUntilReady(process, port: port, path: "/latest")
        return try body(Server(process: process, port: port, startSeconds: 0, bench: self))
    }

    static let ownPath =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]

    private static func waitUntilReady(_ process: ChildProcess, port: Int, path: String) throws {
        let probe = LoadGenerator(
            port: port, connections: 1, seconds: 5, method: "GET", path: path, body: "", spread: 1, epoch: 0, limit: 1)
        let begin = steadySeconds()
        while steadySeconds() - begin < 60 {
            guard process.isRunning else {
                throw ChildProcess.Failure(description: "the server ended: \(process.output.suffix(800))")
            }
            if let outcome = try? probe.run(), outcome.requests == 1, outcome.failures == 0 { return }
            usleep(5000)
        }
        throw ChildProcess.Failure(description: "the server is not ready after 60 s: \(process.output.suffix(800))")
    }

    private static func freePort() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> Int32 in
                guard bind(socket, generic, length) == 0 else { return -1 }
                return getsockname(socket, generic, &length)
            }
        }
        guard code == 0 else { throw ChildProcess.Failure(description: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// A running server under measurement.
struct Server {
    let process: ChildProcess
    let port: Int
    let startSeconds: Double
    let bench: Workbench

    struct Load {
        let requests: Double
        let seconds: Double
        let bytes: Double
        var perSecond: Double { requests / max(seconds, 1e-9) }
    }

    /// Loads the server from a child process; throws when an answer was not 2xx.
    func load(
        _ method: String, _ path: String, body: String = "", connections: Int, seconds: Double, limit: Int = 0,
        spread: Int = 1, epoch: Int = 1_800_000_000
    ) throws -> Load {
        let result = try ChildProcess.run(
            Workbench.ownPath,
            [
                "load", "--port", "\(port)", "--connections", "\(connections)", "--seconds", "\(seconds)", "--method",
                method, "--path", path, "--body", body, "--spread", "\(spread)", "--epoch", "\(epoch)", "--limit",
                "\(limit)",
            ], in: bench.folder)
        let numbers = result.output.split(separator: " ").compactMap { Double($0) }
        guard numbers.count >= 4 else {
            throw ChildProcess.Failure(description: "the load generator said: \(result.output)")
        }
        guard numbers[1] == 0 else {
            throw ChildProcess.Failure(
                description:
                    "\(Int(numbers[1])) of \(Int(numbers[0])) answers to \(method) \(path) were no success: \(result.output)"
            )
        }
        return Load(requests: numbers[0], seconds: numbers[3], bytes: numbers[2])
    }
}
