// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Features
import Foundation
import IngestWaiting
import Rights
import Storage
import Synchronization
import TestSupport
import Testing
import Threads
import Wire

@testable import GISFetching
@testable import GISFiles

/// Layers that come each night, on both engines.
@Suite struct LayerScheduleTests {
    private static let start = Instant(seconds: 1_780_000_000)

    /// A service that answers with what a test puts there, and a clock that a test moves.
    private final class World: Sendable {
        let features = Mutex<[String]>([])
        let isDown = Mutex(false)
        let now = Mutex(start)
        let folder =
            FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/nightly-" + UUID().uuidString

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func trees(_ numbers: some Sequence<Int>, shift: Double = 0, more: String = "") {
            features.withLock {
                $0 = numbers.map { number in
                    """
                    {"type":"Feature","properties":{"nr":"B\(number)","art":"Linde"\(more)},
                    "geometry":{"type":"Point","coordinates":[\(7 + shift + Double(number) / 1000),51]}}
                    """
                }
            }
        }

        func hour(_ count: Int64) {
            now.withLock { $0 = Instant(microseconds: $0.microseconds + count * 3_600_000_000) }
        }

        func deliveries(_ engine: any StorageEngine) -> GISDeliveries {
            GISDeliveries(
                engine: engine, area: WaitingArea(folder: folder), cage: GISCage(),
                pool: WorkerPool(name: "test", threads: 1, queue: 4), clock: { self.now.withLock { $0 } })
        }

        func work(_ engine: any StorageEngine) -> LayerScheduleWork {
            LayerScheduleWork(deliveries: deliveries(engine), percent: 10) { schedule, files, work in
                if self.isDown.withLock({ $0 }) { throw FetchFault.status(503) }
                let all = self.features.withLock { $0 }
                let text = #"{"type":"FeatureCollection","features":["# + all.joined(separator: ",") + "]}"
                #expect(FileManager.default.createFile(atPath: files + "/1.geojson", contents: Data(text.utf8)))
                let found = FetchedDelivery(
                    address: schedule.address, layer: schedule.served, title: "Bäume", pages: ["1.geojson"],
                    features: all.count, isCounted: true)
                try found.keep(in: work)
                return .fetched(found)
            }
        }
    }

    /// A layer of twenty trees that is fetched at three.
    private static func town(
        _ kind: TestEngine, _ body: (World, any StorageEngine, LayerScheduleWork) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            let world = World()
            let set = try await engine.write { connection in
                try DatasetQueries.save(
                    Dataset(
                        slug: "gruen", title: "Grün", owner: "Amt", licence: "cc-zero", access: .public, issued: start,
                        modified: start), by: "test", at: start, on: connection)
            }
            world.trees(1...20)
            let work = world.work(engine)
            try await engine.write { connection in
                try LayerScheduleQueries.add(
                    layer: "baeume", address: "https://geo.example/wfs", served: "town:trees",
                    declared: GISDeclaration(key: "nr"), owner: DeliveryOwner(name: "Ada", caller: "key 1"), hour: 3,
                    taken: "", at: start, on: connection)
            }
            // nothing is due before the night, and the layer has to be there
            try await work.run()
            #expect(try await schedule(engine).checked == start)
            let features = try withDelivery([
                "1.geojson": #"{"type":"FeatureCollection","features":["#
                    + world.features.withLock { $0 }.joined(separator: ",") + "]}"
            ]) { reader, _ in try reader.read(try reader.layers()[0], GISDeclaration(key: "nr")).features }
            _ = try await GISImport.store(
                features, as: LayerDescription(name: "baeume", title: "Bäume", datasetID: set), for: .system,
                by: "Ada", at: start, in: engine)
            try await body(world, engine, work)
        }
    }

    private static func schedule(_ engine: any StorageEngine) async throws -> LayerSchedule {
        try #require(try await engine.read { try LayerScheduleQueries.all(for: .system, on: $0) }.first)
    }

    private static func count(_ engine: any StorageEngine) async throws -> Int? {
        try await engine.read { try FeatureCollectionQueries.find("baeume", for: .system, on: $0)?.count }
    }

    @Test(arguments: TestEngine.allCases)
    func `what does not surprise is taken over by itself, with a line in the audit trail`(_ kind: TestEngine)
        async throws
    {
        try await Self.town(kind) { world, engine, work in
            world.hour(26)
            try await work.run()
            let same = try await Self.schedule(engine)
            #expect(
                same.outcome == nil && same.waiting == nil && same.failures == 0
                    && same.checked == world.now.withLock { $0 })
            #expect(same.next > world.now.withLock { $0 })
            // one is gone, two are new
            world.trees(Array(2...20) + [30, 31])
            world.hour(26)
            try await work.run()
            let after = try await Self.schedule(engine)
            #expect(after.outcome?.added == 2 && after.outcome?.removed == 1 && after.outcome?.changed == 0)
            #expect(after.waiting == nil && after.changed == world.now.withLock { $0 })
            #expect(try await Self.count(engine) == 21)
            let told = try await engine.read {
                try $0.integer("SELECT count(*) FROM audit_entry WHERE object = 'layer/baeume' AND action = 'update'")
            }
            #expect(told == 1)
            // the same once more writes nothing
            world.hour(26)
            try await work.run()
            #expect(try await Self.schedule(engine).changed == after.changed)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what surprises waits once, until a person decides or it is as before`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { world, engine, work in
            world.trees(1...10)
            world.hour(26)
            try await work.run()
            let waiting = try await Self.schedule(engine)
            #expect(
                waiting.waiting != nil && waiting.needsAttention
                    && waiting.reason?.english.contains("20 features 10") == true)
            #expect(try await Self.count(engine) == 20)
            // the next night finds the same: the delivery stays, with its number
            world.hour(26)
            try await work.run()
            #expect(try await Self.schedule(engine).waiting == waiting.waiting)
            // it is as before: nothing waits any more
            world.trees(1...20)
            world.hour(26)
            try await work.run()
            let back = try await Self.schedule(engine)
            #expect(back.waiting == nil && back.reason == nil && !back.needsAttention)
            let left = try await engine.read { try GISDeliveryQueries.open(for: .system, on: $0) }
            #expect(left.isEmpty)
            // what a person discarded is not shown again
            world.trees(1...10)
            world.hour(26)
            try await work.run()
            let id = try #require(try await Self.schedule(engine).waiting)
            let delivery = try #require(
                try await engine.read { try GISDeliveryQueries.find(id, for: .system, on: $0) })
            try await world.deliveries(engine).drop(delivery, stored: nil)
            world.hour(26)
            try await work.run()
            #expect(try await Self.schedule(engine).waiting == nil)
            #expect(try await Self.count(engine) == 20)
        }
    }

    @Test(arguments: ["art is gone", "moved", "key is gone", "twice"])
    func `surprises have their reason`(case name: String) async throws {
        try await Self.town(.sqlite) { world, engine, work in
            switch name {
            case "art is gone":
                world.features.withLock { $0 = $0.map { $0.replacing(#","art":"Linde""#, with: "") } }
            case "moved": world.trees(1...20, shift: 0.5)
            case "key is gone": world.features.withLock { $0 = $0.map { $0.replacing(#""nr""#, with: #""nummer""#) } }
            default: world.features.withLock { $0.append($0[0]) }
            }
            world.hour(26)
            try await work.run()
            let schedule = try await Self.schedule(engine)
            let reason = schedule.reason?.english ?? ""
            let words = [
                "art is gone": "art", "moved": "lie elsewhere", "key is gone": "\"nr\" is no property",
                "twice": "ids must differ",
            ]
            #expect(schedule.waiting != nil && reason.contains(words[name] ?? "?"), "\(reason)")
            #expect(try await Self.count(engine) == 20)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an address that fails is asked later and later`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { world, engine, work in
            world.isDown.withLock { $0 = true }
            world.hour(26)
            for hours in [1, 2, 4] as [Int64] {
                try await work.run()
                let failed = try await Self.schedule(engine)
                let now = world.now.withLock { $0 }
                #expect(failed.next.microseconds - now.microseconds == hours * 3_600_000_000)
                #expect(failed.fault?.english.contains("503") == true)
                world.hour(hours)
            }
            #expect(try await Self.schedule(engine).needsAttention)
            world.isDown.withLock { $0 = false }
            try await work.run()
            let well = try await Self.schedule(engine)
            #expect(well.failures == 0 && well.fault == nil)
        }
    }
}
