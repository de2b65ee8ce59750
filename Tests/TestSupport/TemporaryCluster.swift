// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Synchronization
import Threads

/// The PostgreSQL cluster the tests use: the one named by `ALLMENDE_TEST_POSTGRES`, or one of our own for this process.
struct TemporaryCluster: Sendable {
    let url: String
    /// Whether this process started it; then it vanishes at exit, with everything in it.
    let isOurs: Bool

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    private static let started = Mutex<Result<TemporaryCluster, Missing>?>(nil)

    /// Starts the cluster on first use.
    static func shared() throws -> TemporaryCluster {
        try started.withLock { started in
            if let started { return try started.get() }
            let outcome: Result<TemporaryCluster, Missing>
            do throws(Missing) { outcome = .success(try start()) } catch { outcome = .failure(error) }
            started = outcome
            return try outcome.get()
        }
    }

    private static func start() throws(Missing) -> TemporaryCluster {
        if let url = ProcessInfo.processInfo.environment["ALLMENDE_TEST_POSTGRES"], !url.isEmpty {
            return TemporaryCluster(url: url, isOurs: false)
        }
        let programs = try programFolder()
        let folder = "/tmp/allmende-postgres-\(ProcessInfo.processInfo.processIdentifier)"
        let asPostgres = getuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --init-groups " : ""
        let settings = [
            "-k \(folder)", "-c listen_addresses=", "-c fsync=off", "-c full_page_writes=off",
            "-c synchronous_commit=off", "-c max_connections=500", "-c shared_buffers=64MB", "-c autovacuum=off",
            "-c max_wal_size=4GB", "-c max_locks_per_transaction=256",
        ]
        // The watcher outlives a killed test process and stops the cluster then.
        let script = """
            set -e
            rm -rf \(folder); mkdir -m 700 \(folder); cd \(folder)
            if [ "$(id -u)" = 0 ]; then chown postgres \(folder); fi
            \(asPostgres)\(programs)/initdb -D \(folder)/data -U allmende -A trust -E UTF8 --locale=C.UTF-8 \
            --no-sync >initdb.log 2>&1 || { cat initdb.log; exit 1; }
            \(asPostgres)\(programs)/pg_ctl -w -D \(folder)/data -l \(folder)/server.log \
            -o "\(settings.joined(separator: " "))" start >start.log 2>&1 || { cat start.log server.log; exit 1; }
            (
              while kill -0 \(ProcessInfo.processInfo.processIdentifier) 2>/dev/null; do sleep 0.5; done
              \(asPostgres)\(programs)/pg_ctl -D \(folder)/data -m immediate stop; rm -rf \(folder)
            ) >/dev/null 2>&1 </dev/null &
            echo ready
            """
        let output = Pipe()
        let writing = output.fileHandleForWriting
        let text: String
        do {
            let shell = try Program(
                "/bin/sh", ["-c", script], output: writing.fileDescriptor, errors: writing.fileDescriptor)
            try writing.close()
            text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            shell.wait()
        } catch {
            throw Missing(description: "cannot run /bin/sh: \(error)")
        }
        guard text.hasSuffix("ready\n") else {
            throw Missing(description: "the temporary PostgreSQL cluster did not start: \(text)")
        }
        return TemporaryCluster(url: "postgres:///postgres?host=\(folder)&user=allmende", isOurs: true)
    }

    private static func programFolder() throws(Missing) -> String {
        for version in stride(from: 18, through: 15, by: -1) {
            let folder = "/usr/lib/postgresql/\(version)/bin"
            if FileManager.default.isExecutableFile(atPath: folder + "/initdb") { return folder }
        }
        throw Missing(
            description: "PostgreSQL is not installed (apt install postgresql-15 postgresql-15-postgis-3), "
                + "and ALLMENDE_TEST_POSTGRES names no cluster")
    }
}
