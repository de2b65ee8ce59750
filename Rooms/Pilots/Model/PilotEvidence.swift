// SPDX-License-Identifier: EUPL-1.2
import Ledger
import Rights
import Trial
import Wire

/// All that a verdict rests on: what `pilot.zip` holds, and what is computed again from it without a database.
struct PilotEvidence: Sendable {
    static let format = "allmende-pilot-1"
    static let manifest = "MANIFEST"

    var pilot: String
    var title: String
    /// The program that wrote it.
    var software: String
    var made: Instant
    /// Registrations are numbered from 1.
    var record: PilotRecord
    var papers: PilotPapers
    /// That a registration stands in the trail, by its number; where a checkpoint speaks for it.
    var proofs: [Int64: AuditProof] = [:]
    /// Results that are known already, by registration.
    var known: [Int64: Result<TrialResult, TrialResult.Refusal>] = [:]
    /// What others should know of a pilot that was stopped.
    var profile: JSONObject?

    /// With registrations numbered from 1 as they stand, so that a file says nothing of a database.
    init(
        pilot: String, title: String, software: String, made: Instant, record: PilotRecord, papers: PilotPapers
    ) {
        (self.pilot, self.title, self.software, self.made, self.papers) = (pilot, title, software, made, papers)
        var numbers: [Int64: Int64] = [:]
        for (index, one) in record.registrations.enumerated() { numbers[one.number] = Int64(index + 1) }
        var own = PilotRecord()
        own.registrations = record.registrations.map { one in
            Registration(
                number: numbers[one.number] ?? 0, pilot: 0, text: one.text, hash: one.hash, by: "", at: one.at,
                reason: one.reason)
        }
        own.snapshots = record.snapshots.enumerated().map { index, one in
            Snapshot(
                number: Int64(index + 1), pilot: 0, registration: numbers[one.registration] ?? 0, look: one.look,
                text: one.text, hash: one.hash, by: "", at: one.at)
        }
        own.steps = record.steps.enumerated().map { index, step in
            var detail = step.detail
            if let number = detail["registration"]?.integer { detail["registration"] = JSONValue(numbers[number] ?? 0) }
            return PilotStep(
                number: Int64(index + 1), pilot: 0, event: step.event, state: step.state, detail: detail, by: "",
                at: step.at)
        }
        self.record = own
    }

    static func registrationFile(_ number: Int64) -> String { "registration-\(number).json" }
    static func lookFile(_ number: Int64, _ ending: String = "json") -> String { "look-\(number).\(ending)" }

    // MARK: - What follows from it

    /// The figures and the verdict under each registration.
    var results: JSONObject {
        [
            "method": .string(TrialPlan.method),
            "results": .array(record.registrations.map { .object(outcome(under: $0)) }),
        ]
    }

    private func outcome(under registration: Registration) -> JSONObject {
        var outcome: JSONObject = ["registration": JSONValue(registration.number)]
        let result = known[registration.number] ?? record.result(under: registration)
        switch result {
        case nil: outcome["result"] = .null
        case .success(let found): outcome["result"] = .object(found.document)
        case .failure(let refusal): outcome["refused"] = .string("\(refusal)")
        }
        if let plan = registration.plan, result != nil {
            outcome["gate"] = .object(ResultGate(papers.facts(plan, try? result?.get())).document)
        }
        return outcome
    }

    // MARK: - As files

    /// The members of the file in their order; the manifest comes last.
    func files() throws -> [(name: String, bytes: [UInt8])] {
        func lines(_ value: JSONObject) throws -> [UInt8] {
            try CanonicalJSON.bytes(of: .object(value)) + [0x0a]
        }
        var files: [(name: String, bytes: [UInt8])] = [
            ("README.txt", Array(Self.explanation.utf8)), ("pilot.json", try lines(head)),
        ]
        for one in record.registrations {
            files.append((Self.registrationFile(one.number), Array(one.text.utf8)))
        }
        for one in record.snapshots {
            files.append((Self.lookFile(one.number), Array(one.text.utf8)))
            if let panel = one.panel { files.append((Self.lookFile(one.number, "csv"), Array(panel.table.utf8))) }
        }
        files.append(("result.json", try lines(results)))
        if !proofs.isEmpty {
            let members = proofs.sorted { $0.key < $1.key }.map { number, proof -> JSONValue in
                var document = proof.document
                document["registration"] = JSONValue(number)
                return .object(document)
            }
            files.append(("ledger.json", try lines(["proofs": .array(members)])))
        }
        if let profile { files.append(("profile.json", try lines(profile))) }
        let manifest = files.map { SHA256.digest(of: $0.bytes).hexadecimal + "  " + $0.name + "\n" }.joined()
        files.append((Self.manifest, Array(manifest.utf8)))
        return files
    }

    private var head: JSONObject {
        [
            "format": .string(Self.format), "pilot": .string(pilot), "title": .string(title),
            "state": .string(record.state.rawValue), "software": .string(software), "made": .string(made.iso8601),
            "registrations": .array(
                record.registrations.map { one in
                    [
                        "file": .string(Self.registrationFile(one.number)), "sha256": .string(one.hash),
                        "at": .string(one.at.iso8601), "reason": one.reason.map { .string($0) } ?? .null,
                    ]
                }),
            "looks": .array(
                record.snapshots.map { one in
                    [
                        "file": .string(Self.lookFile(one.number)), "sha256": .string(one.hash),
                        "at": .string(one.at.iso8601), "registration": JSONValue(one.registration),
                        "look": one.look.map { .string($0) } ?? .null,
                    ]
                }),
            "steps": .array(
                record.steps.map { step in
                    [
                        "event": .string(step.event), "state": .string(step.state.rawValue),
                        "at": .string(step.at.iso8601), "detail": .object(step.detail),
                    ]
                }),
            "facts": .object(papers.document),
        ]
    }

    static let explanation = """
        Allmende: was ein Urteil über eine Erprobung trägt / what a verdict on a pilot rests on

        MANIFEST              sha256sum -c MANIFEST
        pilot.json            Verlauf, Fingerabdrücke, Angaben zum Urteil / course, fingerprints, facts of the verdict
        registration-N.json   was festgelegt war, kanonisches JSON (RFC 8785) / what was registered, canonical JSON
        look-N.json, .csv     die eingefrorene Tabelle eines Blicks / the frozen table of a look
        result.json           Ergebnis und Urteil je Festlegung / result and verdict under each registration
        ledger.json           Nachweis im Hauptbuch, wenn es einen gibt / proof in the ledger, where there is one
        profile.json          Steckbrief einer beendeten Erprobung / profile of a stopped pilot

        Nachrechnen / recompute:  allmende verify pilot FILE
        Ohne Allmende / without Allmende:  python3 verify_pilot.py FILE  (docs/examples)

        """

    /// The evidence that files hold; nil where `pilot.json` or a file it names is missing or no such thing.
    init?(_ files: [String: [UInt8]]) {
        guard let head = files["pilot.json"].flatMap({ try? JSONValue(parsing: $0) }),
            head["format"]?.string == Self.format, let pilot = head["pilot"]?.string,
            let title = head["title"]?.string, let software = head["software"]?.string,
            let made = Self.instant(head["made"]), let papers = head["facts"]?.object.flatMap({ PilotPapers($0) })
        else { return nil }
        (self.pilot, self.title, self.software, self.made, self.papers) = (pilot, title, software, made, papers)
        func text(_ value: JSONValue) -> String? {
            value["file"]?.string.flatMap { files[$0] }.map { String(decoding: $0, as: UTF8.self) }
        }
        var record = PilotRecord()
        for (index, one) in (head["registrations"]?.array ?? []).enumerated() {
            guard let text = text(one), let hash = one["sha256"]?.string, let at = Self.instant(one["at"]) else {
                return nil
            }
            record.registrations.append(
                Registration(
                    number: Int64(index + 1), pilot: 0, text: text, hash: hash, by: "", at: at,
                    reason: one["reason"]?.string))
        }
        for (index, one) in (head["looks"]?.array ?? []).enumerated() {
            guard let text = text(one), let hash = one["sha256"]?.string, let at = Self.instant(one["at"]),
                let registration = one["registration"]?.integer
            else { return nil }
            record.snapshots.append(
                Snapshot(
                    number: Int64(index + 1), pilot: 0, registration: registration, look: one["look"]?.string,
                    text: text, hash: hash, by: "", at: at))
        }
        for (index, one) in (head["steps"]?.array ?? []).enumerated() {
            guard let event = one["event"]?.string, let state = one["state"]?.string.flatMap(PilotState.init),
                let at = Self.instant(one["at"])
            else { return nil }
            record.steps.append(
                PilotStep(
                    number: Int64(index + 1), pilot: 0, event: event, state: state,
                    detail: one["detail"]?.object ?? [:],
                    by: "", at: at))
        }
        self.record = record
        guard let ledger = files["ledger.json"] else { return }
        let proofs = (try? JSONValue(parsing: ledger))?["proofs"]?.array ?? []
        for one in proofs {
            guard let number = one["registration"]?.integer, let proof = one.object.flatMap({ AuditProof($0) }) else {
                return nil
            }
            self.proofs[number] = proof
        }
    }

    private static func instant(_ value: JSONValue?) -> Instant? {
        value?.string.flatMap { try? Instant(iso8601: $0) }
    }
}
