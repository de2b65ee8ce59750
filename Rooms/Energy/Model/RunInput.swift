// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Metering
package import PowerBills
import Settlement
import Sharing
package import Storage
package import Wire

/// What was known of a sharing at one revision, for one period: names and addresses beside what is settled.
package struct RunInput: Sendable {
    package let community: Community
    package let period: SharedPeriod
    package let terms: Terms
    package let parties: [Version<Party>]
    package let points: [Version<Point>]
    package let plants: [Version<Plant>]
    package let relations: [Version<Relation>]
    /// What of the period's values is estimated; empty where nobody asked for it.
    package var estimates: [Estimate] = []
    /// The days on which each party was collected from: a mandate lapses without them.
    private var debits: [Int64: [CivilDay]] = [:]

    /// Reads it; `revision` is nil for what is known now, `estimating` fills gaps where that can be done.
    package static func read(
        _ community: Community, _ days: ClosedRange<CivilDay>, at revision: Int64? = nil, estimating: Bool = false,
        in calendar: ZonedCalendar, on connection: any StorageConnection
    ) throws -> RunInput {
        func all<Content: EnergyDocument>(_ kind: Content.Type) throws -> [Version<Content>] {
            try EnergyQueries.versions(kind, of: community.id, at: revision, on: connection)
        }
        let terms = try all(Terms.self).filter { $0.days.overlaps(days) }
        guard let only = terms.first, terms.count == 1, only.days.clamped(to: days) == days else {
            throw EnergyFault.termsChange
        }
        let (parties, points) = (try all(Party.self), try all(Point.self))
        let (plants, relations) = (try all(Plant.self), try all(Relation.self))
        let contracts = SharedPeriod.contracts(relations, in: days)
        let sources = SharedPeriod.plants(plants, parties, in: days)
        guard !contracts.isEmpty else { throw EnergyFault.noRelation }
        guard !sources.isEmpty else { throw EnergyFault.noPlant }
        let known = try all(Price.self)
        let prices: PriceTable
        do throws(SettlementError) { prices = try SharedPeriod.prices(known) } catch {
            throw EnergyFault.settlement(error)
        }
        let needed = sources.map(\.point) + contracts.compactMap { Int64($0.point) }
        // estimates compare with days before the period
        let first = estimating ? CivilDay(number: days.lowerBound.number - 7 * SharedPeriod.weeks) : days.lowerBound
        let blocks = try ReadingQueries.blocks(of: needed, first...days.upperBound, at: revision, on: connection)
        var period = SharedPeriod(
            days: days, terms: only.content, plants: sources, contracts: contracts, prices: prices, blocks: blocks,
            calendar: calendar)
        period.nearness = SharedPeriod.nearness(points, only.content.tiers)
        period.sharing = community.id
        period.portions = try SharedPeriod.portions(of: needed, in: community.id, at: revision, on: connection)
        let sizes = Dictionary(plants.map { ($0.content.point, $0.content.size) }) { $1 }
        let filled = estimating ? try period.estimated(sizes: sizes) : (period: period, estimates: [])
        var input = RunInput(
            community: community, period: filled.period, terms: only.content, parties: parties, points: points,
            plants: plants, relations: relations, estimates: filled.estimates)
        input.debits = try MandateUse.debits(of: community.id, on: connection)
        return input
    }

    /// The estimates that a document of a point rests on: its own, and on a bill those of the plants.
    private func grounds(
        of point: Int64, in days: ClosedRange<CivilDay>, withPlants: Bool
    ) -> [PowerDocument.Estimate] {
        estimates.filter { days.contains($0.day) }.compactMap { one -> PowerDocument.Estimate? in
            let plant = period.plants.first { $0.point == one.point }
            guard one.point == point || withPlants && plant != nil else { return nil }
            let name = one.point == point ? "" : plant.flatMap { self.plant($0)?.name } ?? ""
            return PowerDocument.Estimate(
                plant: name, day: one.day, slots: one.slots, wattHours: one.wattHours, grounds: one.grounds)
        }
    }

    /// Whom each contract and each plant of the period stands for; several points of one party are told apart.
    package func names(_ language: Language) -> [String: String] {
        let known = PartyNames(parties)
        var parties: [String: Int64] = [:]
        for contract in period.contracts {
            let number = SharedPeriod.relation(contract.id)
            parties[contract.id] = relations.last { $0.number == number }?.content.party
        }
        let counts = Dictionary(grouping: parties.values) { $0 }.mapValues(\.count)
        var names: [String: String] = [:]
        for contract in period.contracts {
            guard let party = parties[contract.id] else { continue }
            let name = known.label(party, language)
            let place = malo(Int64(contract.point) ?? 0, on: contract.days.lowerBound)
            names[contract.id] = counts[party, default: 0] > 1 ? "\(name), \(place)" : name
        }
        for source in period.plants {
            guard let name = plant(source)?.name else { continue }
            names[source.id] = source.changesHands ? "\(name), \(known.label(source.runner, language))" : name
        }
        return names
    }

    /// What is known of a plant on the days of a source.
    private func plant(_ source: SharedPeriod.Source) -> Plant? {
        plants.last { $0.number == source.number && $0.days.overlaps(source.days) }?.content
    }

    /// Those whom contracts are with.
    func parties(of contracts: [SharingContract]) -> Set<Int64> {
        Set(
            contracts.compactMap { contract in
                let number = SharedPeriod.relation(contract.id)
                return relations.last { $0.number == number }?.content.party
            })
    }

    /// How many members share, where they are so few that a key that moves tells what the others use; nil else.
    ///
    /// With steps from near to far, several who share with a plant in one building or neighbourhood are few, too; who is
    /// alone there is known to nobody by an own quantity.
    var few: Int? {
        let count = parties(of: period.contracts).count
        guard terms.tiers.isEmpty else {
            let groups = ((try? period.stretches()) ?? []).flatMap { period.groups(in: $0) }
            let least = (groups.map { parties(of: $0).count } + [count]).filter { $0 > 1 }.min() ?? count
            return least < SumList.fewest ? least : nil
        }
        return terms.model != .fixed && count < SumList.fewest ? count : nil
    }

    private func party(_ number: Int64, on day: CivilDay) -> Party? {
        let versions = parties.filter { $0.number == number }
        return (versions.last { $0.days.contains(day) } ?? versions.last)?.content
    }

    /// What electronic bills need stands on the papers of those who want them; who is paid is told where to.
    private func address(_ number: Int64, on day: CivilDay, isPaid: Bool = false) -> PowerDocument.Address {
        let content = party(number, on: day)
        var contact = content?.contact ?? PowerDocument.Contact()
        if !isPaid { contact.iban = "" }
        return PowerDocument.Address(
            name: content?.name ?? "", street: content?.street ?? "", place: content?.place ?? "",
            contact: isPaid || !contact.reference.isEmpty ? contact : PowerDocument.Contact())
    }

    private func mandate(_ number: Int64, on day: CivilDay) -> PowerDocument.Mandate? {
        guard !terms.creditor.isEmpty, let content = party(number, on: day), let mandate = content.mandate,
            mandate.signed <= day, !content.contact.iban.isEmpty
        else { return nil }
        // what is entered later has a later day, so that a run reads the same when it is made again
        let debits = (debits[number] ?? []).filter { $0 <= day }
        guard MandateUse(party: number, mandate, debits: debits).holds(on: day) else { return nil }
        return PowerDocument.Mandate(
            reference: mandate.reference, creditor: terms.creditor, iban: content.contact.iban)
    }

    /// How many contracts' bills could not say where to pay: no mandate, and no account of the provider.
    package func toldNoAccount(on day: CivilDay) -> Int {
        guard terms.contact.iban.isEmpty else { return 0 }
        return period.contracts.count { contract in
            let number = SharedPeriod.relation(contract.id)
            let relation = relations.first { $0.number == number && $0.days.overlaps(contract.days) }
            return relation.map { mandate($0.content.party, on: day) == nil } ?? false
        }
    }

    private func point(_ number: Int64, on day: CivilDay) -> Point? {
        let versions = points.filter { $0.number == number }
        return (versions.last { $0.days.contains(day) } ?? versions.last)?.content
    }

    private func malo(_ number: Int64, on day: CivilDay) -> String {
        point(number, on: day)?.malo.description ?? ""
    }

    private func particulars(_ number: Int64, percent: Int, on day: CivilDay) -> PowerDocument.Particulars {
        let point = point(number, on: day)
        var particulars = PowerDocument.Particulars()
        (particulars.setting, particulars.note) = (terms.setting.rawValue, terms.note)
        (particulars.meter, particulars.gridOperator) = (point?.meter ?? "", point?.gridOperator ?? "")
        if terms.agreesToSums, let few { particulars.fewMembers = few }
        if percent != 100 { particulars.percent = percent }
        return particulars
    }

    /// What a document is for and who gets it.
    package struct Made: Sendable {
        package let document: PowerDocument
        package let subject: Int64
        package let party: Int64
    }

    /// The bills and credits that follow from the outcome; the same input gives the same bytes.
    package func documents(
        _ outcome: SharedPeriod.Outcome, run number: Int, isProvisional: Bool, issued: CivilDay
    ) -> [Made] {
        let days = period.days
        let run = "\(days.text)/\(number)"
        let head = "\(community.id)-\(days.lowerBound)-\(days.upperBound)-\(number)-"
        let issuer = PowerDocument.Address(
            name: terms.provider, street: terms.street, place: terms.place, contact: terms.contact)
        let due = CivilDay(number: issued.number + terms.payDays)
        let sources = period.plants.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        let suppliers = sources.map { source in
            let plant = plant(source)
            return (
                plant: plant?.name ?? "", register: plant?.register ?? "", runner: source.runner, point: source.point
            )
        }
        var made: [Made] = []
        for bill in outcome.run.bills {
            let number = SharedPeriod.relation(bill.member)
            let relation = relations.first { $0.number == number && $0.days.contains(bill.days.lowerBound) }
            let party = relation?.content.party ?? 0
            let quarters = outcome.quarters[bill.member] ?? []
            let parts = outcome.sources[bill.member] ?? []
            let document = PowerDocument(
                kind: .bill, number: head + bill.member, run: run, isProvisional: isProvisional, issued: issued,
                due: due, subject: bill.member, malo: malo(relation?.content.point ?? 0, on: bill.days.lowerBound),
                recipient: address(party, on: bill.days.upperBound), issuer: issuer, taxNumber: terms.taxNumber,
                days: bill.days, total: bill.total, shared: bill.shared,
                suppliers: suppliers.enumerated().compactMap { index, one in
                    let source = sources[index]
                    // who ran the plant on other days alone sold nothing here
                    if source.changesHands, !source.days.overlaps(bill.days) { return nil }
                    return PowerDocument.Supplier(
                        plant: one.plant, register: one.register,
                        runner: address(one.runner, on: bill.days.upperBound).name,
                        wattHours: index < parts.count ? parts[index] : 0)
                },
                lines: bill.lines.map {
                    PowerDocument.Line(
                        kind: $0.kind, version: $0.version, days: $0.days, quantity: $0.quantity, price: $0.price,
                        vat: $0.vat, net: $0.net)
                }, taxes: bill.taxes.map { PowerDocument.TaxLine(percent: $0.percent, net: $0.net, vat: $0.vat) },
                substitutes: quarters.count { $0.state == .substitute }, seriesHash: QuarterTable.hash(quarters),
                mandate: mandate(party, on: issued),
                particulars: particulars(
                    relation?.content.point ?? 0, percent: relation?.content.percent ?? 100, on: bill.days.upperBound),
                estimates: grounds(of: relation?.content.point ?? 0, in: bill.days, withPlants: true),
                tiers: zip(period.tierNames, outcome.tiers[bill.member] ?? []).map {
                    PowerDocument.Tier(name: $0, wattHours: $1)
                })
            made.append(Made(document: document, subject: number, party: party))
        }
        for (index, credit) in outcome.run.credits.enumerated() {
            let (source, plant) = (sources[index], suppliers[index])
            let last = source.changesHands ? source.days.upperBound : days.upperBound
            var particulars = PowerDocument.Particulars()
            if let percent = self.plant(source)?.percent, percent != 100 { particulars.percent = percent }
            let document = PowerDocument(
                kind: .credit, number: head + source.id, run: run, isProvisional: isProvisional, issued: issued,
                due: due, subject: source.id, malo: malo(plant.point, on: source.days.lowerBound),
                recipient: address(plant.runner, on: last, isPaid: true), issuer: issuer,
                taxNumber: terms.taxNumber,
                days: source.days, total: outcome.made[index], shared: outcome.given[index],
                suppliers: [
                    PowerDocument.Supplier(
                        plant: plant.plant, register: plant.register,
                        runner: address(plant.runner, on: last).name, wattHours: outcome.given[index])
                ],
                lines: credit.lines.map {
                    PowerDocument.Line(
                        kind: .community, version: $0.version, days: $0.days, quantity: $0.wattHours, price: $0.price,
                        vat: $0.vat, net: $0.net)
                }, taxes: credit.taxes.map { PowerDocument.TaxLine(percent: $0.percent, net: $0.net, vat: $0.vat) },
                substitutes: 0, seriesHash: "", particulars: particulars,
                estimates: grounds(of: plant.point, in: source.days, withPlants: false))
            made.append(Made(document: document, subject: source.number, party: plant.runner))
        }
        return made
    }
}

extension PowerDocument {
    /// Whether it asks the same party for the same, line by line: such a document stands when a run is corrected.
    ///
    /// That single quarter hours came otherwise within the same sums, that a substitute value was measured after all, or that
    /// others' values were provisional is no reason for another paper.
    package func says(theSameAs other: PowerDocument) -> Bool {
        isSamePaper(as: other) && shared == other.shared && suppliers == other.suppliers && lines == other.lines
            && tiers == other.tiers
    }

    /// Whether it is a bill with the same amount in each line for the same use, although quantities differ.
    package func asksTheSame(as other: PowerDocument) -> Bool {
        guard kind == .bill, isSamePaper(as: other), lines.count == other.lines.count else { return false }
        return zip(lines, other.lines).allSatisfy { one, other in
            one.kind == other.kind && one.version == other.version && one.days == other.days && one.price == other.price
                && one.vat == other.vat && one.net == other.net
        }
    }

    private func isSamePaper(as other: PowerDocument) -> Bool {
        kind == other.kind && malo == other.malo && days == other.days && total == other.total
            && recipient.isSameAddress(as: other.recipient) && issuer.isSameAddress(as: other.issuer)
            && taxNumber == other.taxNumber && taxes == other.taxes && estimates == other.estimates
    }
}
