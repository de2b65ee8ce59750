// SPDX-License-Identifier: EUPL-1.2
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A plain Hummingbird server over plain SQLite: the least that the same answers cost without Allmende.
struct BaselineServer {
    let port: Int
    let database: String

    /// One connection behind a lock, as the simplest server would have it.
    private final class Store: Sendable {
        private let plain: Mutex<PlainSQLite>

        init(_ plain: sending PlainSQLite) { self.plain = Mutex(plain) }

        func use<T: Sendable>(_ body: (borrowing PlainSQLite) throws -> T) rethrows -> T {
            try plain.withLock { try body($0) }
        }
    }

    func run() async throws {
        let plain = try PlainSQLite(path: database)
        try plain.run("DROP TABLE IF EXISTS observation")
        try plain.createObservationTable()
        try plain.run("BEGIN")
        for datastream in 1...1000 {
            for index in 0..<100 {
                try plain.insert(
                    datastream: Int64(datastream), time: Int64(index) * 60_000_000,
                    id: Int64(datastream * 1024 + index),
                    duration: 0, result: Double(index))
            }
        }
        try plain.run("COMMIT")
        let store = Store(plain)
        let router = Router()
        router.post("observations") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            let (datastream, id) = Self.numbers(body)
            try store.use { plain in
                try plain.run("BEGIN IMMEDIATE")
                try plain.insert(datastream: datastream, time: id * 1_000_000, id: id, duration: 0, result: 1)
                try plain.run("COMMIT")
            }
            return HTTPResponse.Status.created
        }
        router.get("latest") { request, _ -> String in
            let first = Int64(request.uri.queryParameters["d"].flatMap { Int($0) } ?? 1)
            let count = Int64(request.uri.queryParameters["count"].flatMap { Int($0) } ?? 1)
            return try store.use { try Self.latest($0, from: first, count: count) }
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            logger: Logger(label: "baseline") { _ in SwiftLogNoOpLogHandler() })
        try await application.runService()
    }

    /// The Datastream and the number that the load generator put into the body, by hand.
    private static func numbers(_ body: ByteBuffer) -> (Int64, Int64) {
        var numbers: [Int64] = []
        var current: Int64?
        for byte in body.readableBytesView {
            if byte >= 48, byte < 58 {
                current = (current ?? 0) &* 10 &+ Int64(byte - 48)
            } else if let number = current {
                numbers.append(number)
                current = nil
            }
        }
        return (numbers.first ?? 1, numbers.dropFirst().first ?? 0)
    }

    private static func latest(_ plain: borrowing PlainSQLite, from first: Int64, count: Int64) throws -> String {
        var text = #"{"value":["#
        for datastream in first..<(first + count) {
            let found = try plain.scan(
                """
                SELECT phenomenon_time, result FROM observation WHERE datastream_id = \(datastream)
                ORDER BY phenomenon_time DESC, id DESC LIMIT 1
                """)
            if datastream > first { text += "," }
            text += #"{"@iot.id":\#(datastream),"Observations":[{"result":\#(found.sum)}]}"#
        }
        return text + "]}"
    }
}
