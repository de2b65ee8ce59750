// SPDX-License-Identifier: EUPL-1.2
import CLibcrypto
import Foundation
import Ledger
import LedgerStorage
import Storage
import StoragePostgres
import StorageSQLite
import Wire

/// The log: how fast leaves become durable, and a root beside the bare hashes that it consists of.
struct LedgerRows {
    let bench: Workbench

    /// A root over a million leaf hashes in memory beside as many hashes of 65 bytes.
    func root() throws -> [Measurement] {
        var row = Measurement(name: "root over 1,000,000 leaf hashes", bar: "≥ 0.3 ×", unit: "nodes/s")
        row.baselineName = "SHA256_Init, _Update, _Final of 65 bytes"
        let count = 1_000_000
        let leaves = (0..<count).map { SHA256.leaf(Array(String($0).utf8)) }
        for _ in 0..<bench.rounds {
            row.ours.append(Double(count - 1) / seconds { Self.sink = MerkleTree.root(of: leaves).bytes })
            row.baseline.append(Double(count - 1) / seconds { Self.bareHashes(count - 1) })
        }
        return [row]
    }

    nonisolated(unsafe) private static var sink: [UInt8] = []

    private static func bareHashes(_ count: Int) {
        var node = [UInt8](repeating: 1, count: 65)
        var digest = [UInt8](repeating: 0, count: 32)
        var context = SHA256_CTX()
        for index in 0..<count {
            node[1 + index % 64] &+= 1
            SHA256_Init(&context)
            SHA256_Update(&context, node, 65)
            SHA256_Final(&digest, &context)
        }
        sink = digest
    }

    /// An inclusion and a consistency proof in a log of a million, checked.
    func proofs() throws -> [Measurement] {
        var row = Measurement(name: "two proofs checked, 1,000,000 leaves", bar: "≤ 1 ms", unit: "ms")
        let leaves = (0..<1_000_000).map { SHA256.leaf(Array(String($0).utf8)) }
        let tree = MerkleTree(leaves: leaves)
        let (index, earlier, root) = (UInt64(654_321), UInt64(777_777), tree.root)
        let inclusion = try tree.inclusionProof(of: index, size: tree.size)
        let consistency = try tree.consistencyProof(from: earlier, to: tree.size)
        let before = (size: earlier, root: try tree.root(size: earlier))
        for _ in 0..<bench.rounds {
            let time = try seconds {
                for _ in 0..<1000 {
                    try ProofCheck.inclusion(
                        of: leaves[Int(index)], at: index, size: tree.size, root: root, proof: inclusion)
                    try ProofCheck.consistency(from: before, to: (tree.size, root), proof: consistency)
                }
            }
            row.ours.append(time)
        }
        return [row]
    }

    /// 300 batches of 1,000 leaves, each durable with a signed checkpoint before the next.
    func appends() throws -> [Measurement] {
        var rows: [Measurement] = []
        for kind in ["SQLite", "PostgreSQL"] where kind == "SQLite" || bench.postgres != nil {
            var row = Measurement(
                name: "leaves appended durably, batches of 1,000, each with checkpoint, \(kind)", bar: "≥ 200,000/s",
                unit: "leaves/s")
            for _ in 0..<bench.rounds { row.ours.append(try waiting { try await rate(kind) }) }
            rows.append(row)
        }
        return rows
    }

    private func rate(_ kind: String) async throws -> Double {
        let engine = try await engine(kind)
        let log = StoredLog("bench")
        try await engine.write { connection in
            for statement in LedgerTables.creation { try connection.execute(statement) }
            try connection.execute(log.creation)
        }
        let (batches, size) = (300, 1000)
        let start = ContinuousClock.now
        for batch in 0..<batches {
            try await engine.write { connection in
                try log.append(size, on: connection) { first in
                    (0..<size).map { SHA256.leaf(Array("an entry of some length, number \(first) + \($0)".utf8)) }
                }
                try log.sign(at: Instant(seconds: Int64(batch)), on: connection)
            }
        }
        let time = (ContinuousClock.now - start) / .seconds(1)
        await engine.close()
        return Double(batches * size) / time
    }

    private func engine(_ kind: String) async throws -> any StorageEngine {
        guard kind == "PostgreSQL", let address = bench.postgres?.replacingOccurrences(of: "{}", with: "postgres")
        else {
            bench.remove("ledger.gpkg")
            return try SQLiteEngine(path: bench.file("ledger.gpkg"))
        }
        let administration = try PostgresEngine(url: address, maximumReaders: 1)
        try await administration.write { connection in
            try connection.execute("DROP SCHEMA IF EXISTS bench_ledger CASCADE")
            try connection.execute("CREATE SCHEMA bench_ledger")
        }
        await administration.close()
        let mark = address.contains("?") ? "&" : "?"
        return try PostgresEngine(url: address + mark + "options=-csearch_path%3Dbench_ledger")
    }

    /// The rows are measured one after the other on the main thread.
    private func waiting(_ work: @escaping @Sendable () async throws -> Double) throws -> Double {
        let done = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var result: Result<Double, any Error> = .success(0)
        Task.detached {
            do { result = .success(try await work()) } catch { result = .failure(error) }
            done.signal()
        }
        done.wait()
        return try result.get()
    }

    private func seconds(_ work: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try work()
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
