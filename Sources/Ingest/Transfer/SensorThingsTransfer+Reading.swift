// SPDX-License-Identifier: EUPL-1.2
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
            let progress = try await walk(set, from: known) { page, progress in
                // What is stored here appears there: without an end.
                guard progress.stored - known.stored <= size + 2 * Int64(set.pageSize) else {
                    throw TransferError.source(
                        "\(set.server.address) grows as fast as it is read: does it serve this very database?")
                }
                return try await store(page, type, progress)
            }
            return try await line(type.setName, set, progress, before: known)
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
                    do {
                        let id = try Self.insert(row, type, entities, related)
                        try queries.note(type, row.identifier, as: id)
                        progress.stored += 1
                    } catch let refusal as EntityRefusal {
                        progress.refuse("\(type.setName)(\(row.identifier)): \(refusal)")
                    }
                }
                progress.position = page.position
                try queries.save(progress, of: type.setName)
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
            _ row: ForeignEntity, _ type: EntityType, _ entities: EntityImport, _ related: [String: [String: Int64]]
        ) throws -> Int64 {
            var references: [String: Int64] = [:]
            for (name, foreign) in row.references {
                guard let id = related[name]?[foreign] else {
                    throw EntityRefusal("its \(name) \(foreign) is not here", pointer: "/" + name)
                }
                references[name] = id
            }
            var links: [String: [Int64]] = [:]
            for (name, foreign) in row.links {
                links[name] = foreign.compactMap { related[name]?[$0] }
                // The elements of results are told apart by their place in the list.
                if type == .multiDatastream, let missing = foreign.first(where: { related[name]?[$0] == nil }) {
                    throw EntityRefusal("of its \(name), \(missing) is not here", pointer: "/" + name)
                }
            }
            return try entities.insert(type, row.body, references: references, links: links)
        }

        // MARK: Observations

        /// The Observations of all Datastreams and MultiDatastreams, one after the other.
        func observations() async throws -> [TransferReport.Line] {
            var lines: [TransferReport.Line] = []
            var last: Int64 = 0
            while true {
                let streams = try await query { [last] in try $0.streams(after: last, limit: 500) }
                guard !streams.isEmpty else { return lines }
                for stream in streams { lines.append(try await observations(of: stream)) }
                last = streams.last?.id ?? last
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
            var line = try await line(stream.name, set, progress, before: known)
            line.set = stream.type.rawValue
            line.identifiers = (stream.foreignID, stream.id)
            line.here = try await query { try $0.observations(of: stream.id) }
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
                progress.position = page.position
                let queries = TransferQueries(connection: connection, source: target.source)
                try queries.save(progress, of: path)
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

        private func line(
            _ name: String, _ set: ForeignSet, _ progress: TransferQueries.Progress,
            before known: TransferQueries.Progress
        ) async throws -> TransferReport.Line {
            TransferReport.Line(
                name: name, there: try await set.count(), here: progress.stored, stored: progress.stored - known.stored,
                refused: progress.refused, firstRefusal: progress.firstRefusal)
        }

        private func query<T: Sendable>(
            _ body: @escaping @Sendable (TransferQueries) throws -> T
        ) async throws -> T {
            let source = target.source
            return try await transfer.engine.read { try body(TransferQueries(connection: $0, source: source)) }
        }
    }
}
