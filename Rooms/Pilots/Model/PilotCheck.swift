// SPDX-License-Identifier: EUPL-1.2
import Ledger
import Rights
import Site
import Trial
import Wire

/// The check of an exported pilot with nothing but its files: everything is computed again.
struct PilotCheck: Sendable {
    struct Line: Sendable, Hashable {
        let what: String
        /// Nil where it agrees.
        let fault: String?
    }

    private(set) var lines: [Line] = []
    var holds: Bool { !lines.isEmpty && lines.allSatisfy { $0.fault == nil } }

    /// `expected` is a fingerprint of a registration from elsewhere: a council paper, say.
    init(_ members: [(name: String, bytes: [UInt8])], expecting expected: String? = nil) {
        let files = Dictionary(members.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
        manifest(files)
        guard let evidence = PilotEvidence(files) else {
            note("pilot.json", "it is no export of a pilot, or a file that it names is missing")
            return
        }
        for one in evidence.record.registrations { registration(one) }
        if evidence.record.registrations.isEmpty { note("registrations", "there is none") }
        for one in evidence.record.snapshots { look(one, evidence, files) }
        course(evidence.record)
        results(evidence, files["result.json"])
        for (number, proof) in evidence.proofs.sorted(by: { $0.key < $1.key }) {
            ledger(number, proof: proof, evidence)
        }
        guard let expected else { return }
        let isThere = evidence.record.registrations.contains { $0.hash == expected.lowercased() }
        note("the fingerprint \(expected)", isThere ? nil : "no registration in the file has it")
    }

    private mutating func note(_ what: String, _ fault: String? = nil) { lines.append(Line(what: what, fault: fault)) }

    // MARK: - Files

    private mutating func manifest(_ files: [String: [UInt8]]) {
        guard let bytes = files[PilotEvidence.manifest] else { return note(PilotEvidence.manifest, "it is missing") }
        var named: Set<String> = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let (hash, name) = (line.prefix(64), String(line.dropFirst(66)))
            named.insert(name)
            guard let content = files[name] else {
                note(name, "it is missing")
                continue
            }
            if SHA256.digest(of: content).hexadecimal != hash { note(name, "it was changed after the export") }
        }
        for name in files.keys.sorted() where name != PilotEvidence.manifest && !named.contains(name) {
            note(name, "it is no part of the export")
        }
        if lines.isEmpty { note("\(PilotEvidence.manifest): \(named.count) files as they were written") }
    }

    private mutating func registration(_ one: Registration) {
        let name = PilotEvidence.registrationFile(one.number)
        note("\(name): SHA-256 \(one.hash)", Self.faultOfBytes(one.text, one.hash))
        guard let plan = one.plan else { return note(name, "it is no plan of the method \(TrialPlan.method)") }
        guard let lot = plan.lot else { return }
        let names = plan.compared.map(\.name).sorted()
        let drawn = TrialDesign.drawn(
            from: [Array(names.indices)], treated: [lot.treated], seed: UInt64(bitPattern: lot.seed)
        ).map { names[$0] }
        let treated = plan.areas.filter { $0.role == .treated }.map(\.name).sorted()
        note(
            "\(name): the lot \(lot.seed) draws \(drawn.joined(separator: ", "))",
            drawn.sorted() == treated ? nil : "registered are \(treated.joined(separator: ", "))")
    }

    private static func faultOfBytes(_ text: String, _ hash: String) -> String? {
        guard PilotHash.hexadecimal(of: text) == hash else { return "its bytes have another one" }
        let canonical = (try? JSONValue(parsing: text.utf8)).flatMap { try? CanonicalJSON.bytes(of: $0) }
        return canonical == Array(text.utf8) ? nil : "it is not canonical JSON (RFC 8785)"
    }

    private mutating func look(_ one: Snapshot, _ evidence: PilotEvidence, _ files: [String: [UInt8]]) {
        let name = PilotEvidence.lookFile(one.number)
        note("\(name): SHA-256 \(one.hash)", Self.faultOfBytes(one.text, one.hash))
        guard let panel = one.panel,
            let plan = evidence.record.registrations.first(where: { $0.number == one.registration })?.plan
        else { return note(name, "it is no table of a registration in the file") }
        note(
            "\(name): \(panel.names.count) areas, \(panel.periods.count) periods, those that are registered",
            panel.names == plan.compared.map(\.name) ? nil : "it has other areas")
        if let look = one.look, !plan.looks.contains(where: { $0.iso == look }) {
            note(name, "a look after \(look) is not registered")
        }
        let table = PilotEvidence.lookFile(one.number, "csv")
        note("\(table): the cells of \(name)", files[table] == Array(panel.table.utf8) ? nil : "it says something else")
    }

    /// Each step is one that the rules have.
    private mutating func course(_ record: PilotRecord) {
        var state = PilotState.idea
        for step in record.steps {
            let isKnown =
                PilotRecord.notes.contains(step.event)
                ? step.state == state
                : PilotMachine.steps.contains {
                    $0.from == state && $0.event.rawValue == step.event && $0.to == step.state
                }
            if !isKnown {
                note("the course: \(step.event)", "the rules know no such step from \(state.rawValue)")
            }
            state = step.state
        }
        note("the course: \(record.steps.count) steps to \(state.rawValue)")
    }

    // MARK: - Figures

    private mutating func results(_ evidence: PilotEvidence, _ bytes: [UInt8]?) {
        guard let written = bytes.flatMap({ try? JSONValue(parsing: $0) }),
            let outcomes = written["results"]?.array, outcomes.count == evidence.record.registrations.count,
            let again = evidence.results["results"]?.array
        else { return note("result.json", "it is missing or no such thing") }
        for (registration, pair) in zip(evidence.record.registrations, zip(outcomes, again)) {
            let what = "result under registration \(registration.number)"
            let difference = Self.difference(pair.0, pair.1)
            note(
                "\(what): \(Self.summary(pair.1))",
                difference.map { "result.json has something else at \($0)" })
        }
    }

    private static func summary(_ outcome: JSONValue) -> String {
        guard let result = outcome["result"], !result.isNull else {
            return outcome["refused"]?.string.map { "refused: \($0)" } ?? "none yet"
        }
        func text(_ value: JSONValue?) -> String { value?.double.map { CanonicalJSON.text(of: $0) } ?? "unbounded" }
        let (test, estimate) = (result["test"], result["estimate"])
        return """
            \(text(test?["asExtreme"])) of \(text(test?["looked"])) assignments as extreme, p = \(text(test?["p"])), \
            estimate \(text(estimate?["estimate"])) (\(text(estimate?["low"])) to \(text(estimate?["high"]))), \
            verdict \(outcome["gate"]?["verdict"]?.string ?? "none")
            """
    }

    /// Where two documents differ by more than the last digits of another machine's logarithm; nil where they do not.
    static func difference(_ one: JSONValue, _ other: JSONValue, at path: String = "") -> String? {
        switch (one, other) {
        case (.object(let left), .object(let right)):
            for name in left.names + right.names.filter({ left[$0] == nil }) {
                guard let first = left[name], let second = right[name] else { return "\(path)/\(name)" }
                if let found = difference(first, second, at: "\(path)/\(name)") { return found }
            }
            return nil
        case (.array(let left), .array(let right)):
            guard left.count == right.count else { return path }
            for (index, pair) in zip(left, right).enumerated() {
                if let found = difference(pair.0, pair.1, at: "\(path)/\(index)") { return found }
            }
            return nil
        case (.number(let left), .number(let right)):
            let (first, second) = (left.double, right.double)
            return abs(first - second) <= 1e-9 * max(1, abs(first), abs(second)) ? nil : path
        default: return one == other ? nil : path
        }
    }

    // MARK: - Ledger

    private mutating func ledger(_ number: Int64, proof: AuditProof, _ evidence: PilotEvidence) {
        let what = "ledger.json: registration \(number)"
        do {
            let statement = try proof.check()
            let hash = evidence.record.registrations.first { $0.number == number }?.hash
            let isOurs =
                statement.action == "register" && statement.object == "pilot/\(evidence.pilot)"
                && statement.detail?["sha256"]?.string == hash
            note(
                """
                \(what) is entry \(statement.entry) of \(statement.checkpoint.origin), noted at \(statement.at), under a \
                checkpoint of \(statement.checkpoint.size) entries signed at \
                \(statement.checkpoint.extensions.first ?? "an unknown time")
                """, isOurs ? nil : "the entry is of something else")
        } catch {
            note(what, "\(error)")
        }
    }
}
