// SPDX-License-Identifier: EUPL-1.2
public import SensorThingsModel
public import Storage

/// Puts Observations into Datastreams: hands out ids, keeps blocks, latest value and ranges, once per batch.
///
/// Lives inside one `write` body. Ids come from blocks of 1024 that belong to one Datastream: id / 1024 is the block.
public final class ObservationWriter {
    package static let blockSize: Int64 = 1024
    /// The median interval looks at this many latest distinct times.
    static let intervalWindow = 33

    let connection: any StorageConnection
    /// The feature that Observations of the Datastream get that was asked for last.
    private var automatic: (datastream: Int64, feature: Int64)?
    /// Pairs of feature and Datastream known to be registered.
    private var knownPairs: Set<[Int64]> = []
    /// What this writer has done, where somebody wants to take it back; nil keeps no record.
    public var changes: ObservationChanges?

    public init(_ connection: any StorageConnection) {
        self.connection = connection
    }

    /// Inserts a batch, sorted by time or not; the outcome counts what became of each Observation.
    ///
    /// Without `duplicates` the Datastream's own rule holds.
    @discardableResult
    public func insert(
        into datastream: Int64, _ batch: [NewObservation], duplicates: DuplicateRule? = nil,
        returningRows: Bool = false
    ) throws -> WriteOutcome {
        guard !batch.isEmpty else { return WriteOutcome() }
        var state = try DatastreamState.load(datastream, on: connection)
        var outcome = WriteOutcome()
        let order = Self.order(batch)
        var sorted = order.map { $0.map { batch[$0] } } ?? batch
        if let rawFrom = state.rawFrom {
            outcome.expired = sorted.firstIndex { $0.time >= rawFrom } ?? sorted.count
            sorted.removeFirst(outcome.expired)
        }
        let rule = duplicates ?? state.duplicates
        var fates: [Fate] = []
        var fresh = sorted
        if rule != .allow { fresh = try resolve(sorted, rule: rule, &state, &outcome, &fates) }
        var ids: [Int64] = []
        if !fresh.isEmpty {
            try fillFeature(of: &fresh, datastream)
            ids = try store(fresh, &state)
            outcome.stored += fresh.count
        }
        if !fresh.isEmpty || outcome.replaced > 0 { try state.save(on: connection) }
        if returningRows {
            let rows =
                [WriteOutcome.Row](repeating: .expired, count: outcome.expired)
                + (rule == .allow ? ids.map { .present($0) } : fates.map { $0.row(ids) })
            outcome.rows = rows
            for (place, index) in (order ?? []).enumerated() { outcome.rows[index] = rows[place] }
        }
        return outcome
    }

    /// Puts new rows in, sorted by time; the state is to be saved afterwards. Returns their ids.
    private func store(_ fresh: [NewObservation], _ state: inout DatastreamState) throws -> [Int64] {
        let datastream = state.datastream
        let ids = try allocateIDs(for: fresh, &state)
        try insertRows(fresh, ids, datastream)
        if changes != nil { record(fresh, ids, datastream) }
        let hasNewFeature = try register(features: Set(fresh.lazy.compactMap(\.feature)), datastream)
        let before = state
        state.note(fresh, ids)
        var widened = state.differences(from: before)
        if hasNewFeature { widened.insert("observedArea") }
        connection.announce(
            ObservationsAdded(datastream: datastream, ids: ids, times: fresh.map(\.time), widened: widened))
        if state.needsInterval(afterAdding: fresh.count) {
            // of a single value its duration says how often one comes
            state.interval = try medianInterval(datastream) ?? state.longestDuration
        }
        return ids
    }

    private func record(_ fresh: [NewObservation], _ ids: [Int64], _ datastream: Int64) {
        guard let first = fresh.first, let last = fresh.last, let firstID = ids.min(), let lastID = ids.max() else {
            return
        }
        var digest = ObservationDigest()
        for observation in fresh { digest.add(observation) }
        changes?.all.append(
            .added(
                ObservationChanges.Added(
                    datastream: datastream, ids: firstID...lastID, times: first.time...last.time,
                    count: Int64(fresh.count), digest: digest.value)))
    }

    /// Indices in the order of time; nil when the batch has it already.
    private static func order(_ batch: [NewObservation]) -> [Int]? {
        var previous = Int64.min
        for observation in batch {
            if observation.time < previous {
                return batch.indices.sorted { (batch[$0].time, $0) < (batch[$1].time, $1) }
            }
            previous = observation.time
        }
        return nil
    }

    // MARK: Duplicates

    /// What becomes of an Observation that may be there already.
    private enum Fate {
        /// The one of this index among the new ones.
        case fresh(Int)
        /// The stored one of this id.
        case stored(Int64)
        case rejected

        func row(_ ids: [Int64]) -> WriteOutcome.Row {
            switch self {
            case .fresh(let index): .present(ids[index])
            case .stored(let id): .present(id)
            case .rejected: .rejected
            }
        }
    }

    /// The Observations that are new; what meets a stored or earlier one of its time is settled by the rule.
    private func resolve(
        _ batch: [NewObservation], rule: DuplicateRule, _ state: inout DatastreamState, _ outcome: inout WriteOutcome,
        _ fates: inout [Fate]
    ) throws -> [NewObservation] {
        let stored = try existing(batch, state)
        if stored.isEmpty, Self.isStrictlyAscending(batch) {
            fates = batch.indices.map { .fresh($0) }
            return batch
        }
        var fresh: [NewObservation] = []
        fresh.reserveCapacity(batch.count)
        fates.reserveCapacity(batch.count)
        var replacements: [Int64: (row: StoredObservation, by: NewObservation)] = [:]
        var position = 0
        for observation in batch {
            while position < stored.count, stored[position].time < observation.time { position += 1 }
            if position < stored.count, stored[position].time == observation.time {
                let row = stored[position]
                let present = replacements[row.id]?.by
                var fate = Fate.stored(row.id)
                if present.map({ $0.hasSameContent(as: observation) }) ?? row.hasSameContent(as: observation) {
                    outcome.unchanged += 1
                } else if rule == .replace {
                    if present == nil { outcome.replaced += 1 }
                    replacements[row.id] = (row, observation)
                } else {
                    fate = outcome.settle(rule) ? fate : .rejected
                }
                fates.append(fate)
            } else if let last = fresh.last, last.time == observation.time {
                var fate = Fate.fresh(fresh.count - 1)
                if last.hasSameContent(as: observation) {
                    outcome.unchanged += 1
                } else if rule == .replace {
                    fresh[fresh.count - 1] = observation
                    outcome.replaced += 1
                } else {
                    fate = outcome.settle(rule) ? fate : .rejected
                }
                fates.append(fate)
            } else {
                fates.append(.fresh(fresh.count))
                fresh.append(observation)
            }
        }
        for (row, observation) in replacements.values { try overwrite(row, with: observation, &state) }
        if !replacements.isEmpty { try state.loadEnds(on: connection) }
        return fresh
    }

    private static func isStrictlyAscending(_ batch: [NewObservation]) -> Bool {
        var index = 1
        while index < batch.count {
            if batch[index].time <= batch[index - 1].time { return false }
            index += 1
        }
        return true
    }

    private func existing(_ batch: [NewObservation], _ state: DatastreamState) throws -> [StoredObservation] {
        guard let first = batch.first?.time, let last = batch.last?.time, let latest = state.latestTime,
            first <= latest
        else { return [] }
        // A few scattered times are looked up one by one: the range between them may be the whole series.
        var times: SQL = "phenomenon_time >= \(first) AND phenomenon_time <= \(last)"
        if batch.count <= 200 { times = "phenomenon_time IN (\(list: Set(batch.map(\.time)).sorted()))" }
        return try connection.rows(
            """
            SELECT phenomenon_time, id, phenomenon_duration, result, result_json, result_time, extra, feature_id
            FROM observation WHERE datastream_id = \(state.datastream) AND \(times)
            ORDER BY phenomenon_time, id
            """, StoredObservation.init(row:))
    }

    /// The ends of the ranges are to be loaded afterwards.
    private func overwrite(
        _ row: StoredObservation, with observation: NewObservation, _ state: inout DatastreamState
    ) throws {
        let extra: SQLValue = observation.extra.map { .json($0) } ?? .null
        try connection.execute(
            """
            UPDATE observation SET phenomenon_duration = \(observation.duration), result = \(observation.result),
                result_json = \(observation.resultJSON), result_time = \(observation.resultTime), extra = \(extra),
                feature_id = coalesce(\(observation.feature), feature_id)
            WHERE datastream_id = \(state.datastream) AND phenomenon_time = \(row.time) AND id = \(row.id)
            """)
        changes?.all.append(
            .replaced(
                ObservationChanges.Replaced(
                    datastream: state.datastream, id: row.id, before: row.content,
                    digest: ObservationDigest.of(observation))))
        if row.time == state.latestTime, row.id == state.latestID {
            state.latestResult = observation.result
            state.latestText = observation.resultJSON
        }
        if let feature = observation.feature, try register(features: [feature], state.datastream) {
            connection.announce(EntityChange(.datastream, state.datastream, .updated(["observedArea"])))
        }
        state.touch(row.time)
        state.widen(by: observation.duration)
        let names = Set(NewObservation.extraNames).union(["phenomenonTime", "result", "resultTime"])
        connection.announce(EntityChange(.observation, row.id, .updated(names), in: state.datastream))
    }

    // MARK: Rows

    private func allocateIDs(for batch: [NewObservation], _ state: inout DatastreamState) throws -> [Int64] {
        var ids: [Int64] = []
        ids.reserveCapacity(batch.count)
        var index = 0
        while index < batch.count {
            let isNew = state.nextID == state.blockEnd
            let room = isNew ? Self.blockSize : state.blockEnd - state.nextID
            let end = min(batch.count, index + Int(room))
            let first = batch[index].time
            let last = batch[end - 1].time
            if isNew {
                let block = try connection.key(
                    """
                    INSERT INTO observation_block (block, datastream_id, first_time, last_time)
                    VALUES (\(NewKey.of("observation_block", "block")), \(state.datastream), \(first), \(last))
                    RETURNING block
                    """)
                state.nextID = block * Self.blockSize
                state.blockEnd = state.nextID + Self.blockSize
            } else {
                let block = state.nextID / Self.blockSize
                try connection.execute(Self.widening, [.integer(block), .integer(first), .integer(last)])
            }
            for offset in 0..<Int64(end - index) { ids.append(state.nextID + offset) }
            state.nextID += Int64(end - index)
            index = end
        }
        return ids
    }

    /// A block's times, by its number, the first and the last time of what came.
    static let widening = FixedSQL(
        """
        UPDATE observation_block
        SET first_time = CASE WHEN \(parameter: 1) < first_time THEN \(parameter: 1) ELSE first_time END,
            last_time = CASE WHEN \(parameter: 2) > last_time THEN \(parameter: 2) ELSE last_time END
        WHERE block = \(parameter: 0)
        """)

    private func insertRows(_ batch: [NewObservation], _ ids: [Int64], _ datastream: Int64) throws {
        if batch.count == 1, let observation = batch.first, let id = ids.first {
            try connection.execute(ObservationRow.insertOne, ObservationRow.values(observation, id, datastream))
            return
        }
        var index = 0
        try connection.bulkInsert(into: "observation", columns: ObservationRow.columns) {
            (values: inout [SQLValue]) -> Bool in
            guard index < batch.count else { return false }
            ObservationRow.append(batch[index], ids[index], datastream, to: &values)
            index += 1
            return true
        }
    }

    // MARK: Features

    /// Observations without a FeatureOfInterest get the one that stands for the Thing's Location.
    private func fillFeature(of batch: inout [NewObservation], _ datastream: Int64) throws {
        guard batch.contains(where: { $0.feature == nil }) else { return }
        guard let feature = try automaticFeature(datastream) else { return }
        for index in batch.indices where batch[index].feature == nil { batch[index].feature = feature }
    }

    /// The FeatureOfInterest made from the Thing's Location (a GeoJSON one if there are several); made at first need.
    func automaticFeature(_ datastream: Int64) throws -> Int64? {
        if let automatic, automatic.datastream == datastream { return automatic.feature }
        let feature = try findAutomaticFeature(datastream)
        automatic = feature.map { (datastream, $0) }
        return feature
    }

    private func findAutomaticFeature(_ datastream: Int64) throws -> Int64? {
        let found = try connection.firstRow(Self.placeOfThing, [.integer(datastream)]) {
            (location: $0.integer(0), feature: $0.integerIfPresent(1))
        }
        guard let found else { return nil }
        if let feature = found.feature { return feature }
        let made = try connection.integer(
            """
            INSERT INTO feature_of_interest (id, dataset_id, name, description, encoding_type, feature, longitude,
                latitude, location_id)
            SELECT \(NewKey.of("feature_of_interest")), dataset_id, name, description, encoding_type, location, longitude, latitude, id
            FROM location WHERE id = \(found.location)
            RETURNING id
            """)
        if let made { connection.announce(EntityChange(.featureOfInterest, made, .created)) }
        return made
    }

    private static let placeOfThing = FixedSQL(
        """
        SELECT location.id,
            (SELECT min(feature_of_interest.id) FROM feature_of_interest WHERE location_id = location.id)
        FROM datastream
        JOIN thing_location ON thing_location.thing_id = datastream.thing_id
        JOIN location ON location.id = thing_location.location_id
        WHERE datastream.id = \(parameter: 0)
        ORDER BY CASE WHEN location.encoding_type LIKE '%geo+json%' OR location.encoding_type LIKE '%geojson%'
            THEN 0 ELSE 1 END, location.id
        LIMIT 1
        """)

    /// Names the pairs of feature and Datastream; true when one is new, which extends the observed area.
    func register(features: Set<Int64>, _ datastream: Int64) throws -> Bool {
        var isNew = false
        for feature in features where knownPairs.insert([feature, datastream]).inserted {
            let added = try connection.execute(Self.registration, [.integer(feature), .integer(datastream)])
            isNew = isNew || added > 0
        }
        return isNew
    }

    private static let registration = FixedSQL(
        """
        INSERT INTO datastream_feature (feature_id, datastream_id) VALUES (\(parameter: 0), \(parameter: 1))
        ON CONFLICT DO NOTHING
        """)

    // MARK: Interval

    /// Median of the differences between the latest distinct times: a gap does not change the rhythm.
    func medianInterval(_ datastream: Int64) throws -> Int64? {
        var times: [Int64] = []
        try connection.forEachRow(
            """
            SELECT phenomenon_time FROM observation WHERE datastream_id = \(datastream)
            ORDER BY phenomenon_time DESC LIMIT \(4 * Self.intervalWindow)
            """
        ) { row in
            if times.last != row.integer(0) { times.append(row.integer(0)) }
            return times.count < Self.intervalWindow
        }
        guard times.count > 1 else { return nil }
        let differences = zip(times, times.dropFirst()).map { $0 - $1 }.sorted()
        return differences[differences.count / 2]
    }
}

extension NewObservation {
    func hasSameContent(as other: NewObservation) -> Bool {
        duration == other.duration && result == other.result && resultJSON == other.resultJSON
            && resultTime == other.resultTime && extra == other.extra
    }
}

extension WriteOutcome {
    /// Counts one that differs from the stored one; true when the stored one answers for it.
    fileprivate mutating func settle(_ rule: DuplicateRule) -> Bool {
        if rule == .reject { rejected += 1 } else { kept += 1 }
        return rule != .reject
    }
}
