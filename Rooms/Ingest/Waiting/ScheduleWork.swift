// SPDX-License-Identifier: EUPL-1.2
package import Ingest
package import Storage
package import Wire

/// Fetches what is due, imports it where the mapping fits, and proposes a new mapping where it does not.
package struct ScheduleWork: Sendable {
    private let engine: any StorageEngine
    private let area: WaitingArea
    private let fetch: AddressFetch
    private let clock: @Sendable () -> Instant

    package init(
        engine: any StorageEngine, area: WaitingArea, fetch: AddressFetch, clock: @escaping @Sendable () -> Instant
    ) {
        self.engine = engine
        self.area = area
        self.fetch = fetch
        self.clock = clock
    }

    /// Fetches all that is due; one after the other, so that one address cannot hold up the server.
    package func runDue() async throws {
        let now = clock()
        for schedule in try await engine.read({ try ScheduleQueries.due(at: now, on: $0) }) {
            try Task.checkCancellation()
            let fault: DeliveryFault
            do {
                try await run(schedule)
                continue
            } catch let error as DeliveryFault {
                fault = error
            } catch let error as MappingError {
                fault = DeliveryFault(error.description, error.description)
            }
            let (words, now) = (fault.words, clock())
            try await engine.write { try ScheduleQueries.failed(schedule, words, at: now, on: $0) }
        }
    }

    private func run(_ schedule: DeliverySchedule) async throws {
        let folder = try area.open()
        var isKept = false
        defer { if !isKept { area.remove(folder) } }
        let found = try await fetch.fetch(
            schedule.address, into: area, delivery: folder, etag: schedule.etag, lastModified: schedule.lastModified)
        let now = clock()
        guard let found else {
            return try await engine.write { try ScheduleQueries.unchanged(schedule, at: now, on: $0) }
        }
        guard let version = try await engine.read({ try MappingVersions.latest(schedule.mapping, on: $0) }),
            let document = try? JSONValue(parsing: version.document).object
        else {
            throw DeliveryFault(
                "Die Zuordnung „\(schedule.mapping)“ gibt es nicht mehr.",
                "The mapping \"\(schedule.mapping)\" is gone.")
        }
        let paths = area.paths(folder)
        let proposal = try DeliveryProposal(paths: paths)
        let mapping = try Mapping(parsing: Array(version.document.utf8), document: version.name)
        let preview = try ImportPreview(paths: paths, mapping: mapping, now: now)
        let shape = DeliveryShape(proposal, preview)
        let changes = schedule.shape.map { shape.changes(since: $0) } ?? []
        let fits = preview.values > 0 && preview.report.filesFailed.isEmpty
        let kept = fits ? document : MappingRepair(document, proposal).document
        let (hours, files) = (area.limits.hours, [WaitingImport.File(name: found.name, bytes: found.bytes)])
        try await engine.write { connection in
            let id = try WaitingQueries.begin(
                owner: schedule.owner, folder: folder, address: schedule.address, schedule: schedule.id, at: now,
                hours: fits ? hours : 24 * 30, on: connection)
            try WaitingQueries.arrived(
                id, files: files, proposal: proposal.proposal.json, columns: proposal.columns, document: kept,
                on: connection)
            if fits { _ = try WaitingQueries.queue(id, on: connection) }
            try ScheduleQueries.delivered(
                schedule, found, shape: shape, changes: changes, waiting: fits ? nil : id, at: now, on: connection)
        }
        isKept = true
    }
}

extension DeliveryShape {
    package init(_ proposal: DeliveryProposal, _ preview: ImportPreview?) {
        self.init(
            columns: proposal.columns.map(\.name) + Self.parameters(proposal),
            encoding: proposal.proposal["encoding"]?.value.string ?? "",
            separator: proposal.proposal["separator"]?.value.string ?? "", stations: preview?.stations ?? [])
    }

    /// What the rows of a long table measure, as columns are: a new one is news.
    private static func parameters(_ proposal: DeliveryProposal) -> [String] {
        let found = proposal.proposal["parameters"]?.value["found"]?.array ?? []
        return found.map { ($0["texts"]?.array ?? []).compactMap(\.string).joined(separator: " · ") }
    }
}

/// A mapping for a delivery that the old one does not fit: what the file shows is new, what people have said stays.
struct MappingRepair {
    let document: JSONObject

    init(_ old: JSONObject, _ proposal: DeliveryProposal) {
        guard proposal.document["kind"] == old["kind"], old["kind"]?.string == "series" else {
            document = old
            return
        }
        var new = proposal.document
        for name in ["name", "dataset", "places", "duplicates", "thingDescription", "files", "ended"] {
            if let value = old[name] { new[name] = value }
        }
        let columns = Set(proposal.columns.map(\.name))
        let rules = (old["series"]?.array ?? []).compactMap(\.object)
        let known = rules.filter { rule in
            Self.columns(of: rule).allSatisfy { columns.contains($0) }
        }
        let proposed = (new["series"]?.array ?? []).compactMap(\.object)
        let fresh = proposed.filter { one in
            !known.contains { $0["column"] == one["column"] && ($0["where"] == nil || $0["where"] == one["where"]) }
        }
        new["series"] = .array((known + fresh).map { .object($0) })
        if let station = old["station"], Self.fits(station, columns) { new["station"] = station }
        // what a file cannot tell was answered once
        var time = new["time"]?.object ?? JSONObject()
        for name in ["zone", "stamp", "form", "repeatedHour", "interval", "last", "overlap"]
        where time[name] == nil {
            time[name] = old["time"]?[name]
        }
        new["time"] = .object(time)
        var format = new["format"]?.object ?? JSONObject()
        if format["missing"] == nil { format["missing"] = old["format"]?["missing"] }
        new["format"] = .object(format)
        document = new
    }

    /// Columns that a rule names: of its values, and those whose texts say which rows it takes.
    private static func columns(of rule: JSONObject) -> [String] {
        let place = rule["where"].map { $0.array ?? [$0] } ?? []
        return ([rule["column"]] + place.map { $0["column"] }).compactMap { $0?.string }
    }

    private static func fits(_ station: JSONValue, _ columns: Set<String>) -> Bool {
        (station["from"]?.array ?? []).allSatisfy { source in
            source["column"]?.string.map { columns.contains($0) } ?? true
        }
    }
}
