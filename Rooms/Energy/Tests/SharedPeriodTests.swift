// SPDX-License-Identifier: EUPL-1.2
import Ledger
import Metering
import PowerBills
import Randomness
import Settlement
import Sharing
import Testing
import Wire

@testable import Energy
@testable import EnergyPages

/// What holds for every sharing: energy to the watt-hour, money to the cent.
@Suite("Any shared period")
struct SharedPeriodTests {
    private static let berlin = EnergyTown.berlin
    private static let first = CivilDay(number: Instant.days(year: 2026, month: 10, day: 24))

    private static func day(_ offset: Int) -> CivilDay { CivilDay(number: first.number + offset) }

    /// Few days around the change of the clocks, random plants, contracts, keys and prices.
    ///
    /// `isNear` shares from near to far, `isCut` has other sharings at some points.
    static func draw(
        _ random: inout SeededRandom, isNear: Bool = false, isCut: Bool = false
    ) throws -> SharedPeriod {
        func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
        let days = day(0)...day(1 + below(2))
        var blocks: [Int64: [CivilDay: DayBlock]] = [:]
        let plants = 1 + below(2)
        let consumers = 1 + below(6)
        for point in 1...(plants + consumers) {
            for day in days.all {
                let metering = try #require(MeteringDay(day, in: berlin))
                let most = below(4) == 0 ? 1 : 400
                let values = (0..<metering.slotCount).map { _ in UInt32(below(most)) }
                blocks[Int64(point), default: [:]][day] = try DayBlock(values)
            }
        }
        let contracts = (0..<consumers).map { index in
            let from = below(2)
            let span = day(from)...max(day(from), below(2) == 0 ? days.upperBound : day(from))
            return SharingContract(
                id: SharedPeriod.id("R", Int64(index + 1)), point: String(plants + index + 1), days: span,
                part: below(1_000_000 / consumers))
        }
        var prices: [LineKind: [DatedValue]] = [:]
        for kind in LineKind.allCases { prices[kind] = [DatedValue(from: day(-5), value: below(30_000))] }
        prices[.community]?.append(DatedValue(from: day(1), value: below(30_000)))
        let model: SharingModel = [.fixed, .dynamic, .cascade][below(3)]
        let meaning: Sharers.Meaning = below(2) == 0 ? .shares : .weights
        let lines: [LineKind] = below(2) == 0 ? [.community, .fee] : EnergyTown.lines
        var sources: [SharedPeriod.Source] = []
        for plant in 1...Int64(plants) {
            sources.append(
                SharedPeriod.Source(
                    id: SharedPeriod.id("P", plant), number: plant, point: plant, days: days,
                    isSmallBusiness: below(2) == 0))
        }
        let table = try PriceTable(prices: prices, vat: [DatedValue(from: day(-5), value: 19)])
        var period = SharedPeriod(
            days: days, terms: EnergyTown.terms(model, meaning, lines: lines), plants: sources, contracts: contracts,
            prices: table, blocks: blocks, calendar: berlin)
        period.sharing = 2
        for point in 1...Int64(plants + consumers) {
            if isNear {
                // somebody's building joins another neighbourhood on the second day
                period.nearness[point] = [day(-5), day(1)].map {
                    SharedPeriod.Nearness(from: $0, groups: ["\(below(3))", "\(below(2))"])
                }
            }
            if isCut, below(2) == 0 {
                let own = below(101)
                period.portions[point] = [(2, own), (1, below(101 - own))].map {
                    SharedPeriod.Portion(sharing: $0.0, days: ValidDays(from: day(-5)), percent: $0.1)
                }
            }
        }
        if isNear { period.terms.tiers = Terms.Tier.allCases }
        return period
    }

    @Test func `bills have to be there after three weeks where they come monthly, else after six`() {
        func last(_ first: String, _ through: String) -> String {
            guard let first = CivilDay(first), let through = CivilDay(through) else { return "" }
            return (first...through).lastBillDay.description
        }
        #expect(last("2026-10-01", "2026-10-31") == "2026-11-21" && last("2026-02-01", "2026-02-28") == "2026-03-21")
        #expect(last("2026-10-01", "2026-11-30") == "2027-01-11" && last("2025-01-01", "2025-12-31") == "2026-02-11")
    }

    @Test(
        "energy balances to the watt-hour, money closes to the cent, and the same input gives the same",
        arguments: 0..<120)
    func balances(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 18_000 + seed)
        let period = try Self.draw(&random, isNear: seed >= 60, isCut: seed % 4 >= 2)
        #expect(period.gaps(acceptsProvisional: false).isEmpty)
        let outcome = try period.settle()
        var made = 0
        for plant in period.plants {
            for day in period.days.all {
                let values = try period.values(of: plant.point, on: day) ?? []
                made += values.reduce(0) { $0 + Int($1) }
            }
        }
        #expect(outcome.made.reduce(0, +) == made)
        let shared = outcome.run.bills.reduce(0) { $0 + $1.shared }
        #expect(outcome.given.reduce(0, +) == shared)
        for (given, made) in zip(outcome.given, outcome.made) { #expect(given <= made) }
        #expect(Account(outcome.run).isClosed)
        for bill in outcome.run.bills {
            let quarters = outcome.quarters[bill.member] ?? []
            #expect(quarters.reduce(0) { $0 + $1.load } == bill.total)
            #expect(quarters.reduce(0) { $0 + $1.shared } == bill.shared)
            #expect(quarters.allSatisfy { $0.shared <= $0.load && $0.shared <= $0.generation })
            #expect(outcome.sources[bill.member]?.reduce(0, +) == bill.shared)
            #expect(QuarterTable.read(QuarterTable.bytes(quarters)) == quarters)
            let steps = outcome.tiers[bill.member] ?? []
            #expect(steps.count == (seed >= 60 ? 3 : 0) && (steps.isEmpty || steps.reduce(0, +) == bill.shared))
        }
        for slot in outcome.slots.first?.indices ?? 0..<0 where seed >= 60 {
            let given = outcome.slots.reduce(UInt32(0)) { $0 + $1[slot] }
            #expect(outcome.tierSlots.reduce(UInt32(0)) { $0 + $1[slot] } == given)
        }
        let again = try period.settle()
        #expect(again.run == outcome.run && again.allocationHash == outcome.allocationHash)
    }

    @Test("all sharings of a point together have what it counts, each watt-hour once", arguments: 0..<30)
    func cuts(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 18_600 + seed)
        func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
        let first = try Self.draw(&random)
        let percent = below(101)
        let portions = [(1, percent), (2, 100 - percent)].map { sharing, percent in
            SharedPeriod.Portion(sharing: Int64(sharing), days: ValidDays(from: Self.day(-5)), percent: percent)
        }
        var parts: [SharedPeriod.Outcome] = []
        for sharing in 1...2 {
            var period = first
            period.sharing = Int64(sharing)
            period.terms.model = [.fixed, .dynamic, .cascade][below(3)]
            for point in Set(period.blocks.keys) { period.portions[point] = portions }
            parts.append(try period.settle())
        }
        for bill in try first.settle().run.bills {
            let both = parts.compactMap { $0.run.bills.first { $0.member == bill.member } }
            #expect(both.count == 2 && both.reduce(0) { $0 + $1.total } == bill.total)
            #expect(both.reduce(0) { $0 + $1.shared } <= bill.total, "never more than was used")
            let residual = both.reduce(0) { $0 + $1.total - $1.shared }
            #expect(residual == bill.total - both.reduce(0) { $0 + $1.shared }, "what is left is there once")
        }
        #expect(try parts.reduce(0) { $0 + $1.made.reduce(0, +) } == first.settle().made.reduce(0, +))
        #expect(parts.allSatisfy { Account($0.run).isClosed })
    }

    @Test("no key gives less than the fixed one, and by use all that can be used is", arguments: 0..<20)
    func compares(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 18_300 + seed)
        let period = try Self.draw(&random)
        let comparison = try ModelComparison(period)
        #expect(comparison.shared(.fixed) <= comparison.shared(.cascade))
        #expect(comparison.shared(.cascade) <= comparison.shared(.dynamic))
        #expect(comparison.shared(.dynamic) <= comparison.made)
        for model in SharingModel.allCases {
            let share = comparison.selfSufficiency(model) ?? 0
            #expect((0...1).contains(share) && (comparison.inequality(model) ?? 0) < 1)
        }
    }

    @Test("without a price a comparison is refused in words, not with a fault of the server")
    func refusesWithoutPrice() throws {
        var random = SeededRandom(seed: 18_400)
        let period = try Self.draw(&random)
        let bare = SharedPeriod(
            days: period.days, terms: period.terms, plants: period.plants, contracts: period.contracts,
            prices: try PriceTable(prices: [:], vat: []), blocks: period.blocks, calendar: period.calendar)
        #expect(throws: EnergyFault.self) { _ = try ModelComparison(bare) }
    }

    @Test("splitting a period changes no energy", arguments: 0..<20)
    func splits(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 18_500 + seed)
        let whole = try Self.draw(&random)
        let parts = whole.days.all.map { day in
            SharedPeriod(
                days: day...day, terms: whole.terms,
                plants: whole.plants.map {
                    SharedPeriod.Source(
                        id: $0.id, number: $0.number, point: $0.point, days: day...day,
                        isSmallBusiness: $0.isSmallBusiness)
                },
                contracts: whole.contracts.filter { $0.days.contains(day) }.map {
                    SharingContract(id: $0.id, point: $0.point, days: day...day, part: $0.part)
                }, prices: whole.prices, blocks: whole.blocks, calendar: whole.calendar)
        }
        let sum = try parts.map { try $0.settle().given.reduce(0, +) }.reduce(0, +)
        #expect(sum == (try whole.settle().given.reduce(0, +)))
    }

    @Test("a missing value is named and never a nought; a provisional one only where it is accepted")
    func gaps() throws {
        var random = SeededRandom(seed: 7)
        let period = try Self.draw(&random)
        var blocks = period.blocks
        let (point, day) = (period.plants[0].point, period.days.lowerBound)
        var states = blocks[point]?[day]?.states ?? []
        states[3] = .provisional
        let values = blocks[point]?[day]?.values ?? []
        blocks[point]?[day] = try DayBlock(values, states: states)
        func with(_ blocks: [Int64: [CivilDay: DayBlock]]) -> [SharedPeriod.Gap] {
            SharedPeriod(
                days: period.days, terms: period.terms, plants: period.plants, contracts: period.contracts,
                prices: period.prices, blocks: blocks, calendar: period.calendar
            ).gaps(acceptsProvisional: false)
        }
        #expect(with(blocks) == [SharedPeriod.Gap(point: point, day: day, slots: 1, reason: .provisional)])
        blocks[point]?[day] = nil
        #expect(with(blocks) == [SharedPeriod.Gap(point: point, day: day, slots: 96, reason: .missing)])
    }

    @Test("of two values the better stays, and of two equals the later", arguments: ValueState.allCases)
    func merges(_ old: ValueState) throws {
        for new in ValueState.allCases where new != .missing {
            var merge = DayMerge(nil, slots: 96)
            merge.take(5, old, at: 0)
            merge.take(6, new, at: 0)
            let isBetter = new.rawValue <= old.rawValue || old == .missing
            #expect(merge.values[0] == (isBetter ? 6 : 5) && merge.states[0] == (isBetter ? new : old))
            #expect(merge.worse == (isBetter ? 0 : 1))
        }
    }
}

/// The check of a bundle finds each thing that was changed.
@Suite("Bundles of bills")
struct BillBundleTests {
    private static func bundle() throws -> BillBundle {
        var random = SeededRandom(seed: 3)
        let outcome = try SharedPeriodTests.draw(&random).settle()
        let bill = try #require(outcome.run.bills.first)
        let quarters = outcome.quarters[bill.member] ?? []
        let address = PowerDocument.Address(name: "Ada", street: "Weg 1", place: "12345 Ort")
        let document = PowerDocument(
            kind: .bill, number: "1-1", run: "2026-10-24/2026-10-25/1", isProvisional: false,
            issued: bill.days.upperBound,
            due: nil, subject: bill.member, malo: "41373559241", recipient: address, issuer: address, taxNumber: "",
            days: bill.days, total: bill.total, shared: bill.shared, suppliers: [],
            lines: bill.lines.map {
                PowerDocument.Line(
                    kind: $0.kind, version: $0.version, days: $0.days, quantity: $0.quantity, price: $0.price,
                    vat: $0.vat, net: $0.net)
            }, taxes: bill.taxes.map { PowerDocument.TaxLine(percent: $0.percent, net: $0.net, vat: $0.vat) },
            substitutes: 0, seriesHash: QuarterTable.hash(quarters))
        let (record, salt) = (try document.record(), [UInt8](repeating: 7, count: 32))
        let leaf = SHA256.leaf(RunProof.leaf(salt: salt, record: record))
        let inner = MerkleTree(leaves: [SHA256.leaf([1]), leaf, SHA256.leaf([2])])
        let entry = try CanonicalJSON.bytes(
            of: [
                "kind": "run", "run": "2026-10-24/2026-10-25/1", "leaves": 3, "root": .string(inner.root.hexadecimal),
            ])
        let outer = MerkleTree(leaves: [SHA256.leaf([9]), SHA256.leaf(entry)])
        let signer = try NoteSigner(name: "test/log", seed: [UInt8](repeating: 1, count: 32))
        let note = try Checkpoint(origin: "test/log", size: 2, root: outer.root).signed(by: signer)
        return BillBundle(
            recordBytes: record, saltBytes: salt,
            proof: RunProof(index: 1, size: 3, path: try inner.inclusionProof(of: 1, size: 3)), entryBytes: entry,
            ledger: LedgerProof(index: 1, path: try outer.inclusionProof(of: 1, size: 2), checkpoint: note.description),
            verifier: try signer.verifier.description, table: QuarterTable.bytes(quarters))
    }

    @Test func `a whole bundle holds, with the key given and without`() throws {
        let bundle = try Self.bundle()
        for key in [nil, bundle.verifier] {
            let check = BillCheck(bundle.files, key: key)
            #expect(check.holds && check.hasQuarters, "\(check.lines)")
        }
        var without = bundle
        without.table = []
        #expect(BillCheck(without.files).holds && !BillCheck(without.files).hasQuarters)
        let proof = try #require(LedgerProof(bundle.ledger.text))
        #expect(proof == bundle.ledger && RunProof(bundle.proof.text) == bundle.proof)
    }

    @Test("one changed byte shows, in whichever file, even with a manifest made anew", arguments: 0..<120)
    func tampering(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 100 + seed)
        var files = try Self.bundle().files.filter { $0.name != BillBundle.manifest && $0.name != "README.txt" }
        let place = Int.random(in: 0..<files.count, using: &random)
        let byte = Int.random(in: 0..<files[place].bytes.count, using: &random)
        files[place].bytes[byte] ^= UInt8(1 << Int.random(in: 0..<7, using: &random))
        let manifest = files.map { SHA256.digest(of: $0.bytes).hexadecimal + "  " + $0.name + "\n" }.joined()
        files.append((BillBundle.manifest, Array(manifest.utf8)))
        let check = BillCheck(files)
        #expect(!check.holds, "\(files[place].name), byte \(byte)")
    }

    @Test func `another key, a missing file and no bundle at all are named`() throws {
        let bundle = try Self.bundle()
        let other = try NoteSigner(name: "test/log", seed: [UInt8](repeating: 2, count: 32)).verifier.description
        #expect(!BillCheck(bundle.files, key: other).holds)
        for name in bundle.files.map(\.name) where name != "README.txt" && name != BillBundle.quarters {
            #expect(!BillCheck(bundle.files.filter { $0.name != name }).holds, "\(name)")
        }
        #expect(!BillCheck([]).holds && !BillCheck([("bill.json", Array("{}".utf8))]).holds)
    }
}
