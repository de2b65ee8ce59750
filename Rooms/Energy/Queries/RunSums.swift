// SPDX-License-Identifier: EUPL-1.2
import Ledger
package import Metering
import PowerBills
import Settlement
import Sharing
package import Storage
import Wire

/// One sum of a run over days on which the same members share, quarter hour by quarter hour.
package struct RunSum: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// What all members used, and what of it came from the plants.
        case community
        /// What all members got of one plant.
        case plant
        /// What all who are near to a plant got in one step from near to far.
        case tier
    }

    package enum State: String, Sendable, Hashable, CaseIterable {
        case told
        /// Fewer than five members share on these days.
        case few
        /// With another sum that is told already it would tell of fewer than five.
        case apart
        /// Without it, what is masked could be found from the sum of the period.
        case shield
    }

    package let kind: Kind
    /// Of the plant, or of the step: the building 0, the neighbourhood 1, all 2; else 0.
    package let number: Int64
    package let days: ClosedRange<CivilDay>
    package let parties: Set<Int64>
    package var state: State
    /// Watt-hours by quarter hour; empty where it is not told, and for a plant.
    package var used: [UInt32]
    package var shared: [UInt32]

    package var isTold: Bool { state == .told }

    fileprivate mutating func mask(_ state: State) { (self.state, used, shared) = (state, [], []) }
}

/// The sums of runs by quarter hour: a fixed list, judged when the run is made and never made wider.
package enum RunSums {
    /// The list of a run that is being made; `earlier` is what lists of the same days told before.
    static func make(
        _ outcome: SharedPeriod.Outcome, _ input: RunInput, earlier: [RunSum]
    ) throws -> [RunSum] {
        let period = input.period
        let stretches: [SharedPeriod.Stretch]
        do throws(SettlementError) { stretches = try period.stretches() } catch { throw EnergyFault.settlement(error) }
        let sources = period.plants.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        var sums: [RunSum] = []
        var start = 0
        for stretch in stretches {
            let count = stretch.days.all.reduce(0) { $0 + period.slots($1) }
            defer { start += count }
            let members = input.parties(of: stretch.contracts)
            var list = SumList(
                told: earlier.filter { $0.isTold && $0.days.overlaps(stretch.days) }.map(\.parties))
            let state = judge(&list, members)
            var (used, shared) = ([UInt32](repeating: 0, count: count), [UInt32](repeating: 0, count: count))
            for contract in stretch.contracts {
                let quarters = outcome.quarters[contract.id] ?? []
                let first = MeteringDay(stretch.days.lowerBound, in: period.calendar)?.start(of: 0)
                guard let from = quarters.firstIndex(where: { $0.start == first }) else { continue }
                for slot in 0..<min(count, quarters.count - from) {
                    used[slot] += UInt32(quarters[from + slot].load)
                    shared[slot] += UInt32(quarters[from + slot].shared)
                }
            }
            sums.append(
                RunSum(
                    kind: .community, number: 0, days: stretch.days, parties: members, state: state, used: used,
                    shared: shared))
            // who is near to a plant gets of it first: its sum tells of them alone
            let near = nearest(stretch, input)
            let states = near.sorted { $0.key < $1.key }.map { judge(&list, $0.value) }
            // all of them or none: what all got is the sum of what each plant gave
            let hidden = states.first { $0 != .told }
            for (place, source) in sources.enumerated() where source.days.overlaps(stretch.days) {
                sums.append(
                    RunSum(
                        kind: .plant, number: source.number, days: stretch.days,
                        parties: near[source.id] ?? members, state: state == .told ? hidden ?? state : state,
                        used: [], shared: Array(outcome.slots[place][start..<start + count])))
            }
            sums += tiers(outcome, input, stretch, start..<start + count, state, &list)
        }
        return shielded(sums)
    }

    private static func judge(_ list: inout SumList, _ members: Set<Int64>) -> RunSum.State {
        switch list.judge(members) {
        case .told: .told
        case .few: .few
        case .apart: .apart
        }
    }

    /// By plant, who shares with it in the first step; nothing where all share at once.
    private static func nearest(_ stretch: SharedPeriod.Stretch, _ input: RunInput) -> [String: Set<Int64>] {
        let (period, day) = (input.period, stretch.days.lowerBound)
        guard !period.terms.tiers.isEmpty else { return [:] }
        var near: [String: Set<Int64>] = [:]
        for source in period.plants where source.days.overlaps(stretch.days) {
            let own = period.groups(of: source.point, on: day)
            // a plant with no neighbour in a step gives in the next one
            for tier in own.indices {
                let contracts = stretch.contracts.filter {
                    period.groups(of: Int64($0.point) ?? 0, on: day)[tier] == own[tier]
                }
                guard !contracts.isEmpty else { continue }
                near[source.id] = input.parties(of: contracts)
                break
            }
        }
        return near
    }

    /// The steps from near to far: all of them, or none, since what all got is the sum of them.
    private static func tiers(
        _ outcome: SharedPeriod.Outcome, _ input: RunInput, _ stretch: SharedPeriod.Stretch, _ slots: Range<Int>,
        _ all: RunSum.State, _ list: inout SumList
    ) -> [RunSum] {
        let period = input.period
        let reached = period.reached(in: stretch).map { input.parties(of: $0) }
        var (judged, states) = (list, [RunSum.State]())
        // in a step that reaches nobody nothing is shared, which tells of nobody
        for parties in reached where !parties.isEmpty { states.append(judge(&judged, parties)) }
        let hidden = all == .told ? states.first { $0 != .told } : all
        if hidden == nil { list = judged }
        return zip(period.tierNames, reached).enumerated().map { place, one in
            let tier = Terms.Tier(rawValue: one.0).flatMap { Terms.Tier.allCases.firstIndex(of: $0) }
            return RunSum(
                kind: .tier, number: Int64(tier ?? Terms.Tier.allCases.count), days: stretch.days, parties: one.1,
                state: hidden ?? .told, used: [], shared: Array(outcome.tierSlots[place][slots]))
        }
    }

    /// With what is masked masked, and with it as many days as keep it from being the rest of the period's sum.
    private static func shielded(_ sums: [RunSum]) -> [RunSum] {
        var sums = sums
        func masked() -> Set<Int64> {
            sums.filter { !$0.isTold && $0.kind == .community }.reduce(into: []) { $0.formUnion($1.parties) }
        }
        while (1..<SumList.fewest).contains(masked().count) {
            let shortest = sums.filter { $0.isTold && $0.kind == .community }.map(\.days).min {
                ($0.upperBound.number - $0.lowerBound.number, $0.lowerBound.number)
                    < ($1.upperBound.number - $1.lowerBound.number, $1.lowerBound.number)
            }
            guard let shortest else { break }
            for place in sums.indices where sums[place].days == shortest { sums[place].state = .shield }
        }
        for place in sums.indices where !sums[place].isTold { sums[place].mask(sums[place].state) }
        return sums
    }

    /// Over all that is told, for the ledger; nil where nothing is.
    static func hash(_ sums: [RunSum]) -> String? {
        guard sums.contains(where: \.isTold) else { return nil }
        var running = SHA256.Running()
        for sum in sums {
            let parties = sum.parties.sorted().map(String.init).joined(separator: ",")
            running.update(
                Array("\(sum.kind.rawValue) \(sum.number) \(sum.days.text) \(sum.state.rawValue) \(parties)\n".utf8))
            running.update(bytes(sum.used) + bytes(sum.shared))
        }
        return running.finished().hexadecimal
    }

    static func keep(_ sums: [RunSum], of run: Int64, on connection: any StorageConnection) throws {
        for (place, sum) in sums.enumerated() {
            let parties = JSONValue.array(sum.parties.sorted().map { JSONValue($0) }).text
            try connection.execute(
                """
                INSERT INTO energy_sum (run_id, place, kind, number, first_day, last_day, parties, state, used, shared)
                VALUES (\(run), \(place), \(sum.kind.rawValue), \(sum.number), \(sum.days.lowerBound.number),
                    \(sum.days.upperBound.number), \(parties), \(sum.state.rawValue),
                    \(SQLValue.blob(bytes(sum.used))), \(SQLValue.blob(bytes(sum.shared))))
                """)
        }
    }

    private static let columns: SQL = "s.kind, s.number, s.first_day, s.last_day, s.parties, s.state, s.used, s.shared"

    private static func make(_ row: any StorageRow) throws -> RunSum {
        guard let kind = RunSum.Kind(rawValue: row.text(0)), let state = RunSum.State(rawValue: row.text(5)),
            let parties = (try? JSONValue(parsing: row.text(4)))?.array
        else { throw StorageError.corrupt(message: "a sum of energy_sum cannot be read") }
        return RunSum(
            kind: kind, number: row.integer(1),
            days: CivilDay(number: Int(row.integer(2)))...CivilDay(number: Int(row.integer(3))),
            parties: Set(parties.compactMap(\.integer)), state: state, used: values(row.blob(6)),
            shared: values(row.blob(7)))
    }

    /// The list of a run; empty for a provisional run, and for one of a version that made none.
    package static func list(of run: Int64, on connection: any StorageConnection) throws -> [RunSum] {
        try connection.rows("SELECT \(columns) FROM energy_sum s WHERE s.run_id = \(run) ORDER BY s.place", make)
    }

    /// What all runs of a sharing told of some days.
    static func told(
        of community: Int64, _ days: ClosedRange<CivilDay>, on connection: any StorageConnection
    ) throws -> [RunSum] {
        try connection.rows(
            """
            SELECT \(columns) FROM energy_sum s JOIN energy_run r ON r.id = s.run_id
            WHERE r.community_id = \(community) AND s.state = 'told' AND s.first_day <= \(days.upperBound.number)
                AND s.last_day >= \(days.lowerBound.number) ORDER BY s.run_id, s.place
            """, make)
    }

    private static func bytes(_ values: [UInt32]) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }

    private static func values(_ bytes: [UInt8]) -> [UInt32] {
        stride(from: 0, to: bytes.count - 3, by: 4).map { place in
            (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * $1) }
        }
    }
}
