// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import SensorThings
import Storage
import Wire

extension SensorThingsTransfer {
    /// The reading of one server's sets; the next page is fetched while one is stored.
    final class Reading {
        let transfer: SensorThingsTransfer
        let target: Target
        let form: ForeignIdentifierForm
        var hasDataArrays = false
        private(set) var notices: [ImportReport.Notice] = []
        private var stored: Int64 = 0

        init(transfer: SensorThingsTransfer, target: Target, form: ForeignIdentifierForm) {
            self.transfer = transfer
            self.target = target
            self.form = form
        }

        // MARK: Sets

        /// All entities of a type that are not here yet.
        func entities(_ type: EntityType) async throws -> TransferReport.Line {
            let set = ForeignSet(
                server: transfer.server, form: form, path: type.setName, options: ForeignEntity.options(for: type))
            let known = try await progress(of: set.path)
            let size = try await set.count() ?? .max / 2
            var limit = size
            let progress = try await walk(set, from: known) { page, progress in
                let taken = progress.stored - known.stored
                if taken > limit, taken - limit > 2 * Int64(set.pageSize) {
                    // an estimate says too little; what is stored here appears there without an end
                    let now = try await set.count() ?? 0
                    guard now < size + taken / 2 else {
                        throw TransferError.source(
                            "\(set.server.address) grows as fast as it is read: does it serve this very database?")
                    }
                    limit = 2 * taken
                }
                return try await store(page, type, progress)
            }
            return try await entityLine(type, set, stored: progress.stored - known.stored)
        }

        /// Whether something was not taken, in this run or an earlier one.
        func hasRefusals() async throws -> Bool {
            for type in SensorThingsTransfer.order where try await query({ try $0.refusals(type).count }) > 0 {
                return true
            }
            return false
        }

        /// What has come since, and what was not taken at first, because what it names came later.
        func again(_ type: EntityType, _ line: TransferReport.Line) async throws -> TransferReport.Line {
            let before = line.stored
            var line = try await entities(type)
            line.stored += before
            let refused = try await query { try $0.refused(type, limit: Self.retries) }
            let target = target
            for identifier in refused {
                let place = ForeignServer.place("\(type.setName)(\(identifier))", ForeignEntity.options(for: type))
                let row = try await transfer.server.document(place)?.object
                let entity = row.flatMap { ForeignEntity($0, type, form, dataset: target.slug) }
                let now = transfer.clock()
                let isNew = try await transfer.engine.write { connection in
                    let queries = TransferQueries(connection: connection, source: target.source)
                    let entities = EntityImport(connection, dataset: target.dataset, now: now)
                    // what is gone there is missing no more
                    guard let entity else {
                        try queries.note(type, identifier, refusal: nil)
                        return false
                    }
                    return try Self.take(entity, type, entities, queries, try Self.related([entity], type, queries))
                }
                if isNew { line.stored += 1 }
            }
            let set = ForeignSet(server: transfer.server, form: form, path: type.setName)
            return refused.isEmpty ? line : try await entityLine(type, set, stored: line.stored)
        }

        private static let retries: Int64 = 10_000

        private func entityLine(
            _ type: EntityType, _ set: ForeignSet, stored: Int64
        ) async throws -> TransferReport.Line {
            let there = try await set.count()
            let (here, refusals) = try await query { (try $0.count(type), try $0.refusals(type)) }
            return TransferReport.Line(
                name: type.setName, there: there, here: here, stored: stored, refused: refusals.count,
                firstRefusal: refusals.first)
        }

        /// Stores an entity, or the links that it still lacked; true when it is new.
        private static func take(
            _ row: ForeignEntity, _ type: EntityType, _ entities: EntityImport, _ queries: TransferQueries,
            _ related: [String: [String: Int64]]
        ) throws -> Bool {
            do {
                let present = try queries.identifiers(type, of: [row.identifier])[row.identifier]
                let links = try links(row, type, related)
                if present == nil, try !queries.known(type, of: [row.identifier]).isEmpty {
                    // it was taken over and has been deleted here
                    try queries.note(type, row.identifier, refusal: nil)
                    return false
                }
                if let present {
                    try entities.link(type, present, links.found)
                } else {
                    try queries.note(type, row.identifier, as: try insert(row, type, entities, related, links.found))
                }
                try queries.note(type, row.identifier, refusal: links.missing)
                return present == nil
            } catch let refusal as EntityRefusal {
                try queries.note(type, row.identifier, refusal: "\(refusal)")
                return false
            }
        }

        /// Follows the pages of a set; `store` keeps each with the place after it. `first` is the first page, if it is here.
        private func walk(
            _ set: ForeignSet, from known: TransferQueries.Progress, first: ForeignPage? = nil,
            store: (ForeignPage, TransferQueries.Progress) async throws -> TransferQueries.Progress
        ) async throws -> TransferQueries.Progress {
            var progress = known
            var page: ForeignPage
            if let first { page = first } else { page = try await set.page(at: known.position) }
            while true {
                try Task.checkCancellation()
                let current = page
                let before = progress.stored
                if current.isLast {
                    progress = try await store(current, progress)
                    stored += progress.stored - before
                    transfer.progress(Progress(place: set.path, stored: stored))
                    return progress
                }
                async let following = set.page(at: current.position)
                progress = try await store(current, progress)
                stored += progress.stored - before
                transfer.progress(Progress(place: set.path, stored: stored))
                page = try await following
            }
        }

        private func store(
            _ page: ForeignPage, _ type: EntityType, _ known: TransferQueries.Progress
        ) async throws -> TransferQueries.Progress {
            let (target, form, now) = (target, form, transfer.clock())
            return try await transfer.engine.write { connection in
                var progress = known
                let queries = TransferQueries(connection: connection, source: target.source)
                let entities = EntityImport(connection, dataset: target.dataset, now: now)
                let rows = page.rows.compactMap { ForeignEntity($0, type, form, dataset: target.slug) }
                let present = try queries.known(type, of: rows.map(\.identifier))
                let related = try Self.related(rows, type, queries)
                for row in rows where !present.contains(row.identifier) {
                    if try Self.take(row, type, entities, queries, related) { progress.stored += 1 }
                }
                progress.position = page.position
                try queries.save(progress, of: type.setName, after: known)
                progress.isStored = true
                return progress
            }
        }

        /// The ids here of all entities that a page's rows name, by relation.
        private static func related(
            _ rows: [ForeignEntity], _ type: EntityType, _ queries: TransferQueries
        ) throws -> [String: [String: Int64]] {
            var related: [String: [String: Int64]] = [:]
            for navigation in type.navigations {
                let named = Set(
                    rows.flatMap { row in
                        row.links[navigation.name] ?? (row.references[navigation.name].map { [$0] } ?? [])
                    })
                if !named.isEmpty {
                    related[navigation.name] = try queries.identifiers(navigation.target, of: named)
                }
            }
            return related
        }

        private static func insert(
            _ row: ForeignEntity, _ type: EntityType, _ entities: EntityImport, _ related: [String: [String: Int64]],
            _ links: [String: [Int64]]
        ) throws -> Int64 {
            var references: [String: Int64] = [:]
            for (name, foreign) in row.references {
                guard let id = related[name]?[foreign] else {
                    throw EntityRefusal("its \(name) \(foreign) is not here", pointer: "/" + name)
                }
                references[name] = id
            }
            return try entities.insert(type, row.body, references: references, links: links)
        }

        /// The ids here of what an entity is linked to, and the first that is not here.
        private static func links(
            _ row: ForeignEntity, _ type: EntityType, _ related: [String: [String: Int64]]
        ) throws -> (found: [String: [Int64]], missing: String?) {
            var found: [String: [Int64]] = [:]
            var first: String?
            for (name, foreign) in row.links {
                found[name] = foreign.compactMap { related[name]?[$0] }
                guard let missing = foreign.first(where: { related[name]?[$0] == nil }) else { continue }
                first = "of its \(name), \(missing) is not here"
                // The elements of results are told apart by their place in the list.
                if type == .multiDatastream { throw EntityRefusal(first ?? "", pointer: "/" + name) }
            }
            return (found, first)
        }

        // MARK: Observations

        /// The Observations of all Datastreams and MultiDatastreams, one after the other.
        func observations() async throws -> [TransferReport.Line] {
            var lines: [TransferReport.Line] = []
            var last: Int64 = 0
            while true {
                let streams = try await query { [last] in try $0.streams(after: last, limit: 500) }
                guard !streams.isEmpty else { return lines }
                for stream in streams { lines.append(try await line(of: stream)) }
                last = streams.last?.id ?? last
            }
        }

        /// Series in a row that could not be read.
        private var failures = 0
        private static let maximumFailures = 5

        /// One series' Observations; what is wrong with one is no reason to leave out the others.
        private func line(of stream: TransferQueries.Stream) async throws -> TransferReport.Line {
            let place = "\(stream.type.setName)(\(stream.foreignID))"
            do {
                let line = try await observations(of: stream)
                failures = 0
                return line
            } catch TransferError.answer(let message) {
                let known = try await progress(of: place + "/Observations")
                var line = TransferReport.Line(name: stream.name, there: known.stored, here: known.stored)
                line.set = stream.type.rawValue
                line.identifiers = (stream.foreignID, stream.id)
                line.refused = known.refused
                line.firstRefusal = known.firstRefusal
                if try await isGone(place) {
                    notices.append(
                        ImportReport.Notice(
                            german: "\(place) („\(stream.name)“) gibt es dort nicht mehr; was übernommen war, bleibt.",
                            english: "\(place) (\(stream.name)) is gone there; what was taken over stays."))
                    return line
                }
                failures += 1
                guard failures < Self.maximumFailures else { throw TransferError.source(message) }
                line.there = nil
                line.refused += 1
                line.firstRefusal = TransferError.answer(message).description
                return line
            }
        }

        private func isGone(_ place: String) async throws -> Bool {
            do {
                return try await transfer.server.document(ForeignServer.place(place, []), isOptional: true) == nil
            } catch TransferError.answer {
                return false
            }
        }

        private func observations(of stream: TransferQueries.Stream) async throws -> TransferReport.Line {
            var set = ForeignSet(
                server: transfer.server, form: form, path: "\(stream.type.setName)(\(stream.foreignID))/Observations",
                filter: transfer.options.filter, pageSize: 10_000)
            let known = try await progress(of: set.path)
            set.options = [("$expand", "FeatureOfInterest($select=id)")]
            let first = try await set.page(at: known.position)
            var only: String?
            if hasDataArrays, form.isOrdered, !first.isLast, let feature = feature(of: first.rows.first) {
                // A data array names no features: it serves where all Observations share one.
                if try await !hasOther(than: feature, set) {
                    only = feature
                    let names = EntityType.observation.properties.map(\.name)
                    set.options = [
                        ("$resultFormat", "dataArray"), ("$select", (["id"] + names).joined(separator: ",")),
                    ]
                }
            }
            let path = set.path
            let shared = only
            let progress = try await walk(set, from: known, first: first) { page, progress in
                try await store(page, of: stream, path, only: shared, progress)
            }
            if let only, try await hasOther(than: only, set) {
                notices.append(
                    ImportReport.Notice(
                        german: "\(path) bekam inzwischen ein weiteres FeatureOfInterest; neue Messwerte tragen "
                            + "vielleicht \(only).",
                        english: "\(path) got another FeatureOfInterest meanwhile; new Observations may name \(only)."))
            }
            var line = TransferReport.Line(
                name: stream.name, there: try await set.count(), here: progress.stored,
                stored: progress.stored - known.stored, refused: progress.refused, firstRefusal: progress.firstRefusal)
            line.set = stream.type.rawValue
            line.identifiers = (stream.foreignID, stream.id)
            return line
        }

        private func feature(of row: JSONObject?) -> String? {
            form.identifier(row?["FeatureOfInterest"]?["@iot.id"])
        }

        /// Whether some Observation has another feature than this, or the server cannot tell.
        private func hasOther(than feature: String, _ set: ForeignSet) async throws -> Bool {
            let others = try await transfer.server.document(
                ForeignServer.place(
                    set.path, [("$top", "1"), ("$select", "id"), ("$filter", "FeatureOfInterest/id ne \(feature)")]),
                isOptional: true)
            return others?["value"]?.array.map { !$0.isEmpty } ?? true
        }

        private func store(
            _ page: ForeignPage, of stream: TransferQueries.Stream, _ path: String, only: String?,
            _ known: TransferQueries.Progress
        ) async throws -> TransferQueries.Progress {
            let form = form
            let rows = page.rows.map { (row: $0, feature: feature(of: $0) ?? only) }
            let named = Set(rows.compactMap(\.feature))
            let features = try await features(named)
            let target = target
            return try await transfer.engine.write { connection in
                var progress = known
                var batch: [NewObservation] = []
                batch.reserveCapacity(rows.count)
                let observations = try ObservationImport(into: stream.id, connection)
                for (row, foreign) in rows {
                    let id = form.identifier(row["@iot.id"]) ?? "?"
                    do {
                        if let foreign, features[foreign] == nil {
                            throw EntityRefusal("its FeatureOfInterest \(foreign) is not here")
                        }
                        let feature = foreign.flatMap { features[$0] }
                        batch.append(try observations.observation(ForeignEntity.observation(row), feature: feature))
                    } catch let refusal as EntityRefusal {
                        progress.refuse("Observations(\(id)): \(refusal)")
                    }
                }
                let outcome = try ObservationWriter(connection).insert(
                    into: stream.id, batch, duplicates: .allow)
                progress.stored += Int64(outcome.stored)
                if outcome.expired > 0 {
                    progress.refuse(
                        "older than the values that the rule of retention keeps here", count: Int64(outcome.expired))
                }
                progress.position = page.position
                let queries = TransferQueries(connection: connection, source: target.source)
                try queries.save(progress, of: path, after: known)
                progress.isStored = true
                return progress
            }
        }

        /// The features' ids here; one that was made there after the set was read is taken over now.
        private func features(_ named: Set<String>) async throws -> [String: Int64] {
            let type = EntityType.featureOfInterest
            let found = try await query { try $0.identifiers(type, of: named) }
            let late = named.subtracting(found.keys)
            guard !late.isEmpty else { return found }
            for identifier in late.sorted() {
                let place = ForeignServer.place("\(type.setName)(\(identifier))", [])
                guard let row = try await transfer.server.document(place)?.object else { continue }
                var progress = try await progress(of: type.setName)
                let page = ForeignPage(rows: [row], position: progress.position, isLast: true)
                progress = try await store(page, type, progress)
            }
            return try await query { try $0.identifiers(type, of: named) }
        }

        // MARK: Counts

        private func progress(of path: String) async throws -> TransferQueries.Progress {
            try await query { try $0.progress(of: path) }
        }

        private func query<T: Sendable>(
            _ body: @escaping @Sendable (TransferQueries) throws -> T
        ) async throws -> T {
            let source = target.source
            return try await transfer.engine.read { try body(TransferQueries(connection: $0, source: source)) }
        }
    }
}
