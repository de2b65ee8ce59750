// SPDX-License-Identifier: EUPL-1.2
import Ledger
import Metering
import Settlement
import Sharing
import Wire

/// The check of a bill with nothing but its bundle: the proofs, and every sum again.
package struct BillCheck: Sendable {
    package struct Line: Sendable, Hashable {
        package let what: String
        /// Nil where it agrees.
        package let fault: String?
    }

    package private(set) var lines: [Line] = []
    /// Whether the quarter hours were there; else the stored bill, its record and its proof stand for them.
    package private(set) var hasQuarters = false
    package var holds: Bool { !lines.isEmpty && lines.allSatisfy { $0.fault == nil } }

    /// `key` is the ledger's key as it was published elsewhere; each of `witnesses` has to have signed the ledger's state, too.
    package init(_ members: [(name: String, bytes: [UInt8])], key: String? = nil, witnesses: [String] = []) {
        let files = Dictionary(members.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
        manifest(files)
        guard let record = files[BillBundle.record],
            let value = try? JSONValue(parsing: record), let object = value.object,
            let bill = PowerDocument(object)
        else {
            note(BillBundle.record, "it is missing or no bill of the format \(PowerDocument.format)")
            return
        }
        let isCanonical = (try? CanonicalJSON.bytes(of: value)) == record
        note("\(BillBundle.record): \(bill.number)", isCanonical ? nil : "it is not canonical JSON (RFC 8785)")
        proofs(files, record, bill, key)
        cosignatures(String(decoding: files[BillBundle.ledgerProof] ?? [], as: UTF8.self), witnesses)
        sums(bill, object)
        quarters(files[BillBundle.quarters], bill)
    }

    private mutating func note(_ what: String, _ fault: String? = nil) { lines.append(Line(what: what, fault: fault)) }

    private mutating func manifest(_ files: [String: [UInt8]]) {
        guard let bytes = files[BillBundle.manifest] else { return note(BillBundle.manifest, "it is missing") }
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
        for name in files.keys.sorted() where name != BillBundle.manifest && !named.contains(name) {
            note(name, "it is no part of the export")
        }
        if lines.isEmpty { note("\(BillBundle.manifest): \(named.count) files as they were written") }
    }

    // MARK: - Proofs

    private mutating func proofs(
        _ files: [String: [UInt8]], _ record: [UInt8], _ bill: PowerDocument, _ expected: String?
    ) {
        func text(_ name: String) -> String { String(decoding: files[name] ?? [], as: UTF8.self) }
        guard let entry = files[BillBundle.entry], let run = (try? JSONValue(parsing: entry))?.object,
            let root = Digest(hexadecimal: run.text("root"))
        else { return note(BillBundle.entry, "it is missing or no entry of a run") }
        let isOfRun = run.text("run") == bill.run && run.text("kind") == "run"
        note("\(BillBundle.entry): the run \(run.text("run"))", isOfRun ? nil : "the bill is of the run \(bill.run)")
        let written = text(BillBundle.salt)
        let salt = written.hasSuffix("\n") ? Hexadecimal.bytes(written.dropLast()) ?? [] : []
        if salt.count == 32, let proof = RunProof(text(BillBundle.runProof)) {
            let what = "the bill is number \(proof.index + 1) of \(proof.size) documents of the run"
            do throws(LedgerError) {
                try ProofCheck.inclusion(
                    of: SHA256.leaf(RunProof.leaf(salt: salt, record: record)), at: proof.index, size: proof.size,
                    root: root, proof: proof.path)
                note(what, run.whole("leaves") == Int(proof.size) ? nil : "the run names another number")
            } catch {
                note(what, "\(error)")
            }
        } else {
            note(BillBundle.runProof, "the salt or the proof is missing or cannot be read")
        }
        let own = text(BillBundle.key).trimmed
        if let expected, expected.trimmed != own {
            note("the ledger's key", "the bundle has another one than the one given")
        }
        guard let key = try? NoteVerifier(expected?.trimmed ?? own),
            let proof = LedgerProof(text(BillBundle.ledgerProof))
        else { return note(BillBundle.ledgerProof, "the key or the proof is missing or cannot be read") }
        do throws(LedgerError) {
            let signed = try proof.check(entry, key: key)
            note(
                "the run is entry \(proof.index + 1) of \(signed.size) in the ledger \(signed.origin), signed "
                    + (signed.extensions.first.map { "at \($0)" } ?? "without a time"))
        } catch {
            note(BillBundle.ledgerProof, "\(error)")
        }
        note(
            expected == nil
                ? "the key comes with the bundle: compare \(key) with the one published elsewhere, or give it by --key"
                : "the key is the one given")
    }

    /// That others saw the same ledger.
    private mutating func cosignatures(_ proof: String, _ witnesses: [String]) {
        for text in witnesses {
            guard let key = try? NoteVerifier(text.trimmed), key.isWitness else {
                note("a witness's key", "it cannot be read, or is the key of a log: \(text)")
                continue
            }
            do throws(LedgerError) {
                guard let read = LedgerProof(proof) else { throw .malformedNote("there is no proof") }
                let signed = try SignedNote(parsing: read.checkpoint).verified(by: [key])
                // beyond the year 9999 it is no time
                let seconds = signed.first?.time.flatMap { $0 < 253_402_300_800 ? Int64($0) : nil }
                let time = seconds.map { Instant(seconds: $0).iso8601 } ?? "an unknown time"
                note("the witness \(key.name) saw this state of the ledger at \(time)")
            } catch {
                note("the witness \(key.name)", "\(error)")
            }
        }
    }

    // MARK: - Sums

    private mutating func sums(_ bill: PowerDocument, _ object: JSONObject) {
        note(
            "energy: \(bill.total) Wh = \(bill.shared) Wh shared + \(bill.residual) Wh from elsewhere",
            object.whole("residualWh") == bill.residual ? nil : "the bill says \(object.whole("residualWh") ?? 0) Wh")
        if bill.kind.isBill, !bill.suppliers.isEmpty {
            let sum = bill.suppliers.reduce(0) { $0 + $1.wattHours }
            note(
                "the shared energy is that of \(bill.suppliers.count) plants",
                sum == bill.shared ? nil : "they gave \(sum) Wh")
        }
        if !bill.tiers.isEmpty {
            let sum = bill.tiers.reduce(0) { $0 + $1.wattHours }
            note(
                "the shared energy came in \(bill.tiers.count) steps from near to far",
                sum == bill.shared ? nil : "they are \(sum) Wh")
        }
        var isRight = true
        for line in bill.lines where bill.kind.isBill {
            let divisor = line.kind.measure == .days ? Self.daysOfYear(line.days.lowerBound) : 1_000_000
            let net = Rounding.quotient(line.quantity, times: line.price, divisor)
            guard net != line.net else { continue }
            isRight = false
            note(
                "\(line.kind.rawValue) \(line.days.text)",
                "\(line.quantity) × \(line.price) is \(net) ct, the bill says \(line.net) ct")
        }
        if bill.kind.isBill, isRight { note("\(bill.lines.count) lines: quantity × price, rounded to the cent") }
        var nets: [Int: Int] = [:]
        for line in bill.lines { nets[line.vat, default: 0] += line.net }
        let expected = nets.sorted { $0.key < $1.key }.map { percent, net in
            PowerDocument.TaxLine(percent: percent, net: net, vat: Rounding.quotient(net * percent, 100))
        }
        note("value added tax: \(bill.vat) ct", expected == bill.taxes ? nil : "it is not that of the lines")
        let isSum =
            object.whole("netCent") == bill.net && object.whole("vatCent") == bill.vat
            && object.whole("grossCent") == bill.gross
        note(
            "\(bill.net) ct net + \(bill.vat) ct tax = \(bill.gross) ct",
            isSum ? nil : "the bill says \(object.whole("grossCent") ?? 0) ct")
    }

    static func daysOfYear(_ day: CivilDay) -> Int {
        let year = day.date.year
        return year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 366 : 365
    }

    private mutating func quarters(_ bytes: [UInt8]?, _ bill: PowerDocument) {
        guard bill.kind == .bill else { return }
        guard let bytes else {
            return note("the quarter hours are not in the bundle: the bill, its record and its proof stand for them")
        }
        let isNamed = SHA256.digest(of: bytes).hexadecimal == bill.seriesHash
        guard let quarters = QuarterTable.read(bytes) else {
            return note(BillBundle.quarters, "it is no table of quarter hours")
        }
        note(
            "\(BillBundle.quarters): \(quarters.count) quarter hours, the ones of the bill",
            isNamed ? nil : "the bill was made from others")
        hasQuarters = true
        let (load, shared) = quarters.reduce(into: (0, 0)) { $0 = ($0.0 + $1.load, $0.1 + $1.shared) }
        note(
            "they sum to \(load) Wh used, \(shared) Wh shared",
            load == bill.total && shared == bill.shared ? nil : "the bill says \(bill.total) and \(bill.shared) Wh")
        let wrong = quarters.first { $0.shared < 0 || $0.shared > $0.load || $0.shared > $0.generation }
        note(
            "in none is more shared than used or made",
            wrong.map { "at \($0.start.iso8601): \($0.shared) of \($0.load) Wh used, \($0.generation) Wh made" })
    }
}
