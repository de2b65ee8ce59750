// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import SensorThings
public import Storage
public import Wire

/// Takes a whole SensorThings server over through its own interface; interrupted at any point, it goes on where it was.
///
/// Each page is one transaction with the place after it, so that nothing is stored twice and nothing is passed over.
public struct SensorThingsTransfer: Sendable {
    /// What to take, and where to.
    public struct Options: Sendable {
        /// Slug of the data set; nil takes the one for sensor data without a data set.
        public var dataset: String?
        /// Observations whose phenomenonTime is not before this.
        public var since: Instant?
        /// Observations whose phenomenonTime is before this.
        public var until: Instant?
        /// Counts and stores nothing.
        public var isDryRun = false

        public init() {}

        var window: String {
            since == nil && until == nil ? "" : "\(since?.iso8601 ?? "..")/\(until?.iso8601 ?? "..")"
        }

        var filter: String? {
            var conditions: [String] = []
            if let since { conditions.append("phenomenonTime ge \(since.iso8601)") }
            if let until { conditions.append("phenomenonTime lt \(until.iso8601)") }
            return conditions.isEmpty ? nil : conditions.joined(separator: " and ")
        }
    }

    /// How far it has come: the set being read, and how many entities were stored in this run.
    public struct Progress: Sendable {
        public let place: String
        public let stored: Int64
    }

    /// Stands for the mapping in the list of runs; the server's address is not for everybody.
    static let name = "SensorThings"

    /// What others name comes first.
    static let order: [EntityType] = [
        .sensor, .observedProperty, .location, .thing, .datastream, .multiDatastream, .featureOfInterest,
        .historicalLocation,
    ]

    let engine: any StorageEngine
    let server: ForeignServer
    let options: Options
    let clock: @Sendable () -> Instant
    let progress: @Sendable (Progress) -> Void

    public init(
        engine: any StorageEngine, server: ForeignServer, options: Options, clock: @escaping @Sendable () -> Instant,
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) {
        self.engine = engine
        self.server = server
        self.options = options
        self.clock = clock
        self.progress = progress
    }

    /// Throws `TransferError` and `StorageError`; what was stored until then stays.
    public func run() async throws -> TransferReport {
        guard let root = try await server.document("", connecting: 2), let names = root["value"]?.array else {
            throw TransferError.source("\(server.address) is no root document of SensorThings 1.1")
        }
        let sets = Set(names.compactMap { $0["name"]?.string })
        let form = try await ForeignIdentifierForm.probe(
            server, sets: [EntityType.thing.setName, EntityType.sensor.setName])
        var report = TransferReport(source: server.address, dataset: "", started: clock())
        if options.isDryRun {
            return try await counted(report, sets: sets, form: form)
        }
        let (target, run) = try await begin(&report)
        let reading = Reading(transfer: self, target: target, form: form)
        reading.hasDataArrays = Self.hasDataArrays(root)
        for type in Self.order where sets.contains(type.setName) {
            report.sets.append(try await reading.entities(type))
        }
        report.datastreams = try await reading.observations()
        report.notices += reading.notices
        return try await finish(report, target: target, run: run)
    }

    private static func hasDataArrays(_ root: JSONValue) -> Bool {
        let classes = root["serverSettings"]?["conformance"]?.array ?? []
        return classes.contains { $0.string?.contains("/data-array") ?? false }
    }

    // MARK: Beginning and end

    private func begin(_ report: inout TransferReport) async throws -> (target: Target, run: Int64) {
        let slug = options.dataset ?? DefaultDataset.slug
        let started = report.started
        let window = options.window
        let address = server.address
        let (target, run) = try await engine.write { connection in
            let dataset: Int64
            if slug == DefaultDataset.slug {
                dataset = try DefaultDataset.id(now: started, on: connection)
            } else if let found = try DatasetQueries.find(slug: slug, for: .system, on: connection) {
                dataset = found.id
            } else {
                throw TransferError.usage(
                    "there is no data set \"\(slug)\"; 'allmende dataset set \(slug) --new' makes one")
            }
            let queries = try TransferQueries.begin(
                address: address, dataset: dataset, window: window, on: connection)
            let run = try ImportQueries.begin(
                mapping: Self.name, dataset: dataset, actor: "command line", at: started, on: connection)
            return (Target(source: queries.source, dataset: dataset, slug: slug), run)
        }
        report = TransferReport(source: address, dataset: slug, started: started)
        return (target, run)
    }

    private func finish(_ report: TransferReport, target: Target, run: Int64) async throws -> TransferReport {
        var report = report
        report.finished = clock()
        let counted = report
        return try await engine.write { connection in
            var report = counted
            let queries = TransferQueries(connection: connection, source: target.source)
            for index in report.sets.indices {
                guard let type = EntityType(setName: report.sets[index].name) else { continue }
                report.sets[index].here = try queries.count(type)
                if ![.featureOfInterest, .historicalLocation].contains(type) {
                    report.identifiers.append((type.setName, try queries.pairs(type)))
                }
            }
            var kept = report
            kept.identifiers = []
            try ImportQueries.finish(
                run, outcome: report.isComplete ? "complete" : "partial", report: kept.json, at: report.finished,
                on: connection)
            if report.stored > 0, let instant = report.finished {
                try DatasetQueries.touch(id: target.dataset, at: instant, on: connection)
                try SensorLayer.refresh(connection, now: instant.microseconds)
            }
            return report
        }
    }

    // MARK: Counting only

    private func counted(
        _ report: TransferReport, sets: Set<String>, form: ForeignIdentifierForm
    ) async throws -> TransferReport {
        var report = report
        report.isDryRun = true
        for name in Self.order.map(\.setName) + ["Observations"] where sets.contains(name) {
            let filter = name == "Observations" ? options.filter : nil
            let count = try await ForeignSet(server: server, form: form, path: name, filter: filter).count()
            report.sets.append(TransferReport.Line(name: name, there: count, here: 0))
        }
        report.finished = clock()
        return report
    }

    /// Where entities go.
    struct Target: Sendable {
        let source: Int64
        let dataset: Int64
        let slug: String
    }
}
