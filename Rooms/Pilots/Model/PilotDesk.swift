// SPDX-License-Identifier: EUPL-1.2
import Decision
import Planning
import QualityWatch
import Rights
import SensorThingsFrame
import Site
import Storage
import Trial
import Wire

/// What somebody does with a pilot, and what it stands on. Pages and the demonstration go the same way: no other writes.
struct PilotDesk: Sendable {
    let engine: any StorageEngine
    let towns: TownMemory
    let plans: PlanMemory
    let memory: PilotMemory

    /// Who does it, and when: in the town's time, and in that of the world, which is noted.
    struct Actor: Sendable {
        let reader: Reader
        let now: Instant
        let clock: Instant
    }

    // MARK: - Reading

    /// All that a page and a step of one pilot stand on; nil where the reader sees no such pilot.
    func reading(_ number: Int64, for reader: Reader, at now: Instant) async throws -> PilotPageReading? {
        let shown = try await plans.plan(for: reader, from: engine)
        guard let own = shown[Reference(.pilot, number)] else { return nil }
        // what follows is the same whoever asks: it rests on all objects and series, and is shown to whom may see these
        let plan = try await plans.plan(for: .system, from: engine)
        guard let object = plan[own.reference] else { return nil }
        let record = try await engine.read { try PilotQueries.record(number, on: $0) }
        let names = try await series(for: .system)
        let planned = TrialPlan.read(object, plan) { names[$0] }
        let registered = record.current?.plan
        let trial = registered ?? (try? planned.get())
        let seesAll = try await sees(trial?.series ?? [], names, record, reader)
        var (live, power): (FrozenPanel?, PowerFigures?)
        if let trial {
            let last = min(TownTime().day(now), trial.end)
            let panel = try await memory.live(trial, until: last, at: now, for: .system, on: engine)
            power = try await memory.power(trial, panel)
            live = panel
        }
        let compared = seesAll ? trial?.compared ?? [] : []
        let findings = try await engine.read { connection in
            var findings: [Int64: [StoredFinding]] = [:]
            for area in compared {
                findings[area.datastream] = try QualityQueries.of(area.datastream, for: reader, on: connection)
            }
            return findings
        }
        // a decision on another measure says nothing of the one that is registered
        let judged = object.trying(registered?.measure)
        let papers = PilotPapers(judged, plan)
        var outcomes: [PilotPageReading.Outcome] = []
        for registration in record.registrations where !record.isTampered {
            guard let trial = registration.plan else { continue }
            let result = try await memory.result(record, under: registration)
            outcomes.append(
                PilotPageReading.Outcome(
                    registration: registration, trial: trial, result: result,
                    gate: ResultGate(papers.facts(trial, try? result?.get()))))
        }
        let ownPapers = PilotPapers(own, shown)
        let gate = StartGate(
            PilotReading.startGate(
                object, plan: plan, trial: try? planned.get(), record: record, history: live, power: power,
                knockOuts: try await knockOuts(object, plan)))
        return PilotPageReading(
            object: own, plan: shown, record: record, now: now, planned: planned, trial: trial, live: live,
            power: power, findings: findings, seesAll: seesAll, seesPapers: ownPapers.survey == papers.survey,
            papers: papers, outcomes: outcomes, startGate: gate,
            stages: try await stages(object, registered, record, at: now),
            hasCouncilDecision: PilotPapers.isDecided("councilDecision", by: ["council"], judged, plan))
    }

    /// The series of the town that a reader sees, by their ids.
    private func series(for reader: Reader) async throws -> [Int64: (name: String, unit: String)] {
        let town = try await towns.reading(for: reader, from: engine)
        return Dictionary(
            town.series.compactMap { one in one.datastream.map { ($0, (name: one.thingName, unit: one.unitSymbol)) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Whether a reader may see all that series say; of those that were deleted since, what held at the last look holds.
    private func sees(
        _ series: [Int64], _ all: [Int64: (name: String, unit: String)], _ record: PilotRecord, _ reader: Reader
    ) async throws -> Bool {
        let own = try await self.series(for: reader)
        guard series.allSatisfy({ own[$0] != nil || all[$0] == nil }) else { return false }
        guard series.contains(where: { all[$0] == nil }), !record.snapshots.isEmpty else { return true }
        switch record.audience {
        case .everybody: return true
        case .staff: return reader.rights.seeInternal
        case nil: return reader.rights.seeAll
        }
    }

    /// Who sees all of these series now; nil where it takes more than an account.
    private func audience(of series: [Int64]) async throws -> PilotRecord.Audience? {
        for (audience, role) in [(PilotRecord.Audience.everybody, Role?.none), (.staff, .viewer)] {
            let seen = try await self.series(for: Reader(identity: .anonymous, role: role))
            if series.allSatisfy({ seen[$0] != nil }) { return audience }
        }
        return nil
    }

    /// How the stages of the roll-out fare, each against areas that have not begun.
    private func stages(
        _ object: PlanningObject, _ trial: TrialPlan?, _ record: PilotRecord, at now: Instant
    ) async throws -> [StageCheck] {
        guard let trial, [.rollout, .rolloutAgainstGate, .anchored].contains(record.state), !record.isTampered else {
            return []
        }
        let (stages, today) = (RollOutStage.read(object), TownTime().day(now))
        var checks: [StageCheck] = []
        for stage in stages {
            var panel: FrozenPanel?
            let plan = stage.plan(trial, among: stages, until: today)
            if let plan, stage.date <= today {
                panel = try await memory.live(plan, until: today, at: now, for: .system, on: engine)
            }
            checks.append(try await memory.check(stage, plan, panel, today: today))
        }
        return checks
    }

    private func knockOuts(_ object: PlanningObject, _ plan: Plan) async throws -> [String: KnockOutAnswer] {
        guard let measure = object.reference("measure").flatMap({ plan[$0] }) else { return [:] }
        let rules = try await engine.read { try LicenceRules(on: $0) }
        let findings = plan.knockOutFacts(of: measure, rules: rules).findings
        return Dictionary(
            findings.compactMap { finding in
                KnockOutAnswer(rawValue: finding.verdict.rawValue).map { (finding.knockOut.rawValue, $0) }
            }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: - Acting

    /// Registers what the answers say now; after the first time with a reason. What is registered is no mere idea any more.
    ///
    /// `knowingly`: somebody confirmed that a plan that cannot find the useful effect shall be registered.
    func register(
        _ reading: PilotPageReading, reason: String, knowingly: Bool = false, by actor: Actor
    ) async throws {
        try requireUntouched(reading)
        guard ![.rollout, .rolloutAgainstGate, .anchored, .stopped].contains(reading.record.state) else {
            throw PilotFault.ended
        }
        let plan: TrialPlan
        switch reading.planned {
        case .success(let found): plan = found
        case .failure(let faults): throw PilotFault.incomplete(faults)
        }
        if let current = reading.record.current {
            guard !current.says(plan) else { throw PilotFault.unchanged }
            guard reading.record.allows(plan) else { throw PilotFault.areasSeen }
            guard !reason.isEmpty else { throw PilotFault.noReason }
        }
        guard knowingly || !reading.isUndecidable else { throw PilotFault.undecidable }
        let isFirst = reading.record.registrations.isEmpty
        try await write(reading) { connection in
            try PilotQueries.register(
                plan, of: reading.object.number, reason: isFirst ? nil : reason, by: actor.reader.displayName,
                at: actor.clock, on: connection)
            guard case .success(let state) = PilotMachine.next(reading.record.state, .prepare, reading.facts) else {
                return
            }
            try PilotQueries.add(
                PilotEvent.prepare.rawValue, to: state, of: reading.object.number, by: actor.reader.displayName,
                at: actor.clock, on: connection)
        }
    }

    /// Decides which areas count, with a reason for each that does not.
    func settle(_ reading: PilotPageReading, leavingOut reasons: [String: String], by actor: Actor) async throws {
        try requireUntouched(reading)
        guard let registration = reading.record.current, let plan = registration.plan else {
            throw PilotFault.notRegistered
        }
        guard reading.seesAll else { throw PilotFault.seriesHidden }
        guard reading.maySettle else {
            throw reading.record.isDataSettled ? PilotFault.resultSeen : PilotFault.refused([.beforeStart])
        }
        let names = plan.compared.map(\.name).filter { reasons[$0] != nil }
        if let silent = names.first(where: { reasons[$0]?.isEmpty ?? true }) {
            throw PilotFault.noReasonForArea(silent)
        }
        let detail: JSONObject = [
            "registration": JSONValue(registration.number), "leftOut": .array(names.map { .string($0) }),
            "reasons": .object(JSONObject(names.map { ($0, .string(reasons[$0] ?? "")) })),
        ]
        try await write(reading) { connection in
            try PilotQueries.add(
                PilotRecord.dataChecked, to: reading.record.state, of: reading.object.number, detail: detail,
                by: actor.reader.displayName, at: actor.clock, on: connection)
        }
    }

    /// Freezes what is there: as a registered look where one is due and not taken yet, else as one that decides nothing.
    ///
    /// What was registered before an amendment is frozen too, so that both results stand beside each other.
    func look(_ reading: PilotPageReading, by actor: Actor) async throws {
        try requireUntouched(reading)
        let record = reading.record
        guard let registration = record.current, let plan = registration.plan else { throw PilotFault.notRegistered }
        // one that was evaluated before its last look catches up on it
        let isLate = record.state == .evaluation && reading.isLookDue
        if !isLate, case .failure(let refusals) = PilotMachine.next(record.state, .look, reading.facts) {
            throw PilotFault.refused(refusals.reasons)
        }
        guard record.leftOut != nil else { throw PilotFault.dataUnchecked }
        guard reading.seesAll else { throw PilotFault.seriesHidden }
        let today = TownTime().day(reading.now)
        let own = record.due(registration, plan, by: today)
        let panel = try await FrozenPanel.read(
            plan, until: own ?? min(today, plan.end), at: reading.now, for: .system, on: engine)
        guard panel.periods.contains(where: { $0 >= plan.start }) else { throw PilotFault.tooEarly }
        if own == nil {
            if let last = plan.looks.last, record.looks.contains(where: { $0.look == last.iso }) {
                throw PilotFault.lookTaken(last)
            }
            // a second one of the same day would show the same
            if record.hasUnplannedLook(on: today) { throw PilotFault.lookTaken(today) }
        }
        var tables = [(registration: registration.number, look: own, panel: panel)]
        for earlier in record.registrations.dropLast() {
            guard let plan = earlier.plan, let day = record.due(earlier, plan, by: today) else { continue }
            let panel = try await FrozenPanel.read(plan, until: day, at: reading.now, for: .system, on: engine)
            if panel.periods.contains(where: { $0 >= plan.start }) { tables.append((earlier.number, day, panel)) }
        }
        let (number, frozen) = (reading.object.number, tables)
        let audience = try await audience(of: plan.series)
        try await write(reading) { connection in
            for one in frozen {
                try PilotQueries.keep(
                    one.panel, of: number, registration: one.registration, look: one.look?.iso,
                    by: actor.reader.displayName, at: actor.clock, on: connection)
            }
            try PilotQueries.add(
                isLate ? PilotRecord.lateLook : PilotEvent.look.rawValue, to: record.state, of: number,
                detail: [
                    "look": own.map { .string($0.iso) } ?? .null,
                    "seenBy": audience.map { .string($0.rawValue) } ?? .null,
                ], by: actor.reader.displayName, at: actor.clock, on: connection)
        }
    }

    /// Takes a step of the state machine; its guards decide.
    func step(_ event: PilotEvent?, _ reading: PilotPageReading, by actor: Actor) async throws {
        try requireUntouched(reading)
        guard let event, event != .look else { throw PilotFault.refused([.noSuchStep]) }
        // who does not see what it rests on does not decide
        guard reading.seesAll else { throw PilotFault.seriesHidden }
        switch PilotMachine.next(reading.record.state, event, reading.facts) {
        case .failure(let refusals): throw PilotFault.refused(refusals.reasons)
        case .success(let state):
            let verdict = reading.judged?.gate.verdict.rawValue
            try await write(reading) { connection in
                try PilotQueries.add(
                    event.rawValue, to: state, of: reading.object.number,
                    detail: ["verdict": verdict.map { .string($0) } ?? .null], by: actor.reader.displayName,
                    at: actor.clock, on: connection)
            }
        }
    }

    /// Writes if nothing was noted since it was read: of two who do the same at once, the second is told.
    private func write(
        _ reading: PilotPageReading, _ body: @escaping @Sendable (any StorageConnection) throws -> Void
    ) async throws {
        let (number, known) = (reading.object.number, reading.record)
        try await engine.write { connection in
            let present = try PilotQueries.record(number, on: connection)
            guard present.registrations.count == known.registrations.count,
                present.snapshots.count == known.snapshots.count, present.steps.count == known.steps.count
            else { throw PilotFault.meanwhile }
            try body(connection)
        }
    }

    private func requireUntouched(_ reading: PilotPageReading) throws {
        guard !reading.record.isTampered else { throw PilotFault.tampered }
    }
}
