// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import IngestModel
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
        let slug = options.dataset ?? DefaultDataset.slug
        var report = TransferReport(source: server.address, dataset: slug, started: clock())
        if options.isDryRun {
            if slug != DefaultDataset.slug,
                try await engine.read({ try DatasetQueries.find(slug: slug, for: .system, on: $0) }) == nil
            {
                throw Self.noDataset(slug)
            }
            return try await counted(report, sets: sets, form: form)
        }
        let (target, run) = try await begin(&report)
        let reading = Reading(transfer: self, target: target, form: form)
        reading.hasDataArrays = Self.hasDataArrays(root)
        let types = Self.order.filter { sets.contains($0.setName) }
        for type in types { report.sets.append(try await reading.entities(type)) }
        if try await reading.hasRefusals() {
            for (index, type) in types.enumerated() {
                report.sets[index] = try await reading.again(type, report.sets[index])
            }
        }
        report.datastreams = try await reading.observations()
        report.notices += reading.notices
        report.notices += Self.notices(sets: sets, form: form, report)
        return try await finish(report, target: target, run: run)
    }

    /// What the counts do not tell.
    private static func notices(
        sets: Set<String>, form: ForeignIdentifierForm, _ report: TransferReport
    ) -> [ImportReport.Notice] {
        var notices: [ImportReport.Notice] = []
        let left = sets.subtracting(order.map(\.setName) + ["Observations"]).sorted().joined(separator: ", ")
        if !left.isEmpty {
            notices.append(
                ImportReport.Notice(
                    german: "Nicht übernommen werden \(left): solche Mengen gibt es hier nicht.",
                    english: "Not taken over: \(left); there are no such sets here."))
        }
        let fewer = (report.sets + report.datastreams).filter { ($0.there ?? $0.here) < $0.here }.map(\.name)
        if !fewer.isEmpty {
            let names = fewer.prefix(5).joined(separator: ", ") + (fewer.count > 5 ? ", …" : "")
            notices.append(
                ImportReport.Notice(
                    german:
                        "Dort sind es inzwischen weniger, als übernommen wurden (gelöscht oder geschätzt): \(names).",
                    english: "There are fewer there now than were taken over (deleted, or an estimate): \(names)."))
        }
        if !form.isOrdered || form.isOfTexts {
            notices.append(
                ImportReport.Notice(
                    german: "Die Kennungen dort steigen nicht: Was nach diesem Lauf dort entsteht, findet kein "
                        + "weiterer Lauf sicher. Wer umzieht, schreibt dort nicht mehr, bevor er übernimmt.",
                    english:
                        "The ids there do not ascend: what comes there after this run no later run is sure to find. "
                        + "Who moves stops writing there before taking over."))
        }
        return notices
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
                throw Self.noDataset(slug)
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

    private static func noDataset(_ slug: String) -> TransferError {
        .usage("there is no data set \"\(slug)\"; 'allmende dataset set \(slug) --new' makes one")
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
