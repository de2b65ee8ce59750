// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import PowerBills
package import Rights
import Settlement
import Sharing
package import Storage
import Wire

/// What a clerk changes about a sharing: each deed is checked, becomes a revision and a line in the audit trail.
package struct EnergyDesk {
    package let community: Community
    package let author: Author
    package let connection: any StorageConnection

    package init(community: Community, author: Author, connection: any StorageConnection) {
        (self.community, self.author, self.connection) = (community, author, connection)
    }

    private func all<Content: EnergyDocument>(_ kind: Content.Type) throws -> [Version<Content>] {
        try EnergyQueries.versions(kind, of: community.id, on: connection)
    }

    package func note(_ action: String, _ kind: String, _ number: Int64) throws {
        try AuditTrail.append(
            action, object: "energy/\(community.id)/\(kind)/\(number)", by: author.name, at: author.at, on: connection)
    }

    @discardableResult
    private func put<Content: EnergyDocument>(
        _ content: Content, _ days: ValidDays, number: Int64? = nil, ending row: Int64? = nil
    ) throws -> Int64 {
        if let through = days.through, through < days.from { throw EnergyFault.order }
        let revision = try EnergyQueries.revise(author, on: connection)
        if let row { try EnergyQueries.end(row: row, revision: revision, on: connection) }
        let kept = try EnergyQueries.put(
            content, days, number: number, of: community.id, revision: revision, on: connection)
        try note(number == nil ? "create" : "update", Content.kind, kept)
        return kept
    }

    /// Ends what holds before `day` and lets the new content hold from then on; a version of the same day is replaced.
    private func follow<Content: EnergyDocument>(
        _ content: Content, from day: CivilDay, number: Int64, after versions: [Version<Content>]
    ) throws {
        let revision = try EnergyQueries.revise(author, on: connection)
        for version in versions where version.number == number && version.days.through.map({ $0 >= day }) ?? true {
            try EnergyQueries.end(row: version.row, revision: revision, on: connection)
            guard version.days.from < day else { continue }
            try EnergyQueries.put(
                version.content, version.days.ending(CivilDay(number: day.number - 1)), number: number,
                of: community.id, revision: revision, on: connection)
        }
        try EnergyQueries.put(
            content, ValidDays(from: day), number: number, of: community.id, revision: revision, on: connection)
        try note("update", Content.kind, number)
    }

    // MARK: - Deeds

    /// Sets how it is shared and billed from a day on.
    package func set(_ terms: Terms, from day: CivilDay) throws {
        for (field, text) in [("provider", terms.provider), ("street", terms.street), ("place", terms.place)] {
            guard !text.isEmpty else { throw EnergyFault.empty(field: field) }
        }
        guard !terms.lines.isEmpty else { throw EnergyFault.empty(field: "lines") }
        guard (14...90).contains(terms.payDays) else {
            throw EnergyFault.unreadable(field: "pay-days", String(terms.payDays))
        }
        if !terms.contact.iban.isEmpty, IBAN(terms.contact.iban) == nil {
            throw EnergyFault.badIBAN(terms.contact.iban)
        }
        if !terms.creditor.isEmpty, CreditorIdentifier(terms.creditor) == nil {
            throw EnergyFault.badCreditor(terms.creditor)
        }
        if !terms.tiers.isEmpty, terms.model != .dynamic, terms.meaning == .shares {
            throw EnergyFault.tiersNeedWeights
        }
        if terms.billsRest {
            let cut = try all(Relation.self).first {
                $0.content.percent != 100 && $0.days.overlaps(ValidDays(from: day))
            }
            if let cut { throw EnergyFault.restTwice(field: "lines", try malo(cut.content.point)) }
        }
        if terms.movesKey { try refuseTariff(from: day) }
        let versions = try all(Terms.self)
        if let number = versions.first?.number {
            try follow(terms, from: day, number: number, after: versions)
        } else {
            try put(terms, ValidDays(from: day))
        }
        var entry: JSONObject = [
            "kind": "key", "sharing": JSONValue(community.id), "from": .string("\(day)"),
            "model": .string(terms.model.rawValue), "meaning": .string(terms.meaning.rawValue),
        ]
        entry["tiers"] = terms.tiers.isEmpty ? nil : .array(terms.tiers.map { .string($0.rawValue) })
        try EnergyLedger.append(entry, on: connection)
    }

    private func refuseTariff(from day: CivilDay) throws {
        let plant = try all(Plant.self).first { version in
            version.content.form == .tariff && version.days.overlaps(ValidDays(from: day))
        }
        if let plant { throw EnergyFault.movingKey(plant: plant.content.name) }
    }

    package func add(_ party: Party, from day: CivilDay) throws -> Int64 {
        for (field, text) in [("name", party.name), ("street", party.street), ("place", party.place)] {
            guard !text.isEmpty else { throw EnergyFault.empty(field: field) }
        }
        return try put(party, ValidDays(from: day))
    }

    /// What electronic bills and the bank need of a party, from a day on.
    package func set(_ contact: PowerDocument.Contact, _ mandate: Party.Mandate?, of number: Int64, from day: CivilDay)
        throws
    {
        var contact = contact
        if !contact.iban.isEmpty {
            guard let iban = IBAN(contact.iban) else { throw EnergyFault.badIBAN(contact.iban) }
            contact.iban = iban.description
        }
        if let mandate {
            let today = CivilDay(number: Int(author.at.microseconds / 86_400_000_000) + 1)
            guard !contact.iban.isEmpty, (1...35).contains(mandate.reference.count), mandate.signed <= today else {
                throw EnergyFault.halfMandate
            }
        }
        let versions = try all(Party.self)
        guard let current = versions.last(where: { $0.number == number }) else {
            throw EnergyFault.unknown(field: "party")
        }
        guard current.days.from <= day else { throw EnergyFault.order }
        var party = current.content
        (party.contact, party.mandate) = (contact, mandate)
        try follow(party, from: day, number: number, after: versions)
    }

    /// Enrols a metering point; the check digit misses one typing error of twenty, so that a page shows more of it first.
    package func add(_ point: Point, _ days: ValidDays) throws -> Int64 {
        for (field, text) in [
            ("street", point.street), ("place", point.place), ("meter", point.meter),
            ("grid-operator", point.gridOperator),
        ] {
            guard !text.isEmpty else { throw EnergyFault.empty(field: field) }
        }
        if try EnergyQueries.holds(point.malo, on: connection) { throw EnergyFault.pointTwice("\(point.malo)") }
        return try put(point, days)
    }

    package func add(_ plant: Plant, from day: CivilDay) throws -> Int64 {
        guard !plant.name.isEmpty else { throw EnergyFault.empty(field: "name") }
        guard plant.size > 0 else { throw EnergyFault.empty(field: "size") }
        guard let point = try all(Point.self).first(where: { $0.number == plant.point }) else {
            throw EnergyFault.unknown(field: "point")
        }
        guard point.content.feedsIn else { throw EnergyFault.direction(feedsIn: false) }
        try Self.refuse(all(Point.self), point.number, from: day)
        guard try all(Party.self).contains(where: { $0.number == plant.runner }) else {
            throw EnergyFault.unknown(field: "runner")
        }
        if plant.form == .tariff {
            let moving = try all(Terms.self).contains {
                $0.content.movesKey && $0.days.overlaps(ValidDays(from: day))
            }
            if moving { throw EnergyFault.movingKey(plant: plant.name) }
        }
        let number = try put(plant, ValidDays(from: day))
        try checkPortions(of: plant.point, from: day)
        return number
    }

    /// A meter that is known not to give quarter hours cannot take part; one whose kind nobody entered is named on pages.
    private static func refuse(_ points: [Version<Point>], _ number: Int64, from day: CivilDay) throws {
        let versions = points.filter { $0.number == number }
        let kind = (versions.last { $0.days.contains(day) } ?? versions.last)?.content.meterKind
        if let kind, !kind.givesQuarterHours { throw EnergyFault.noQuarterHours(kind) }
    }

    /// Lets a point of another sharing of this house take part here, too: its address, meter and readings are the same.
    ///
    /// Only who runs both may do that: from then on both see them.
    package func share(_ malo: MarketLocation, for reader: Reader) throws {
        guard let found = try EnergyQueries.enrolled(malo, on: connection),
            try EnergyQueries.community(found.community, for: reader, on: connection) != nil
        else { throw EnergyFault.notShared }
        let sharings = try EnergyQueries.sharings(of: found.point, on: connection)
        guard !sharings.contains(community.id) else { throw EnergyFault.pointTwice("\(malo)") }
        let revision = try EnergyQueries.revise(author, on: connection)
        try EnergyQueries.share(found.point, with: community.id, revision: revision, on: connection)
        try note("create", Point.kind, found.point)
    }

    private func malo(_ point: Int64) throws -> String {
        try all(Point.self).last { $0.number == point }.map { "\($0.content.malo)" } ?? "–"
    }

    /// Refuses a point whose sharings have more than all of it on some day, or whose rest two would bill.
    package func checkPortions(of point: Int64, from first: CivilDay) throws {
        let portions = try SharedPeriod.portions(of: [point], in: community.id, on: connection)[point] ?? []
        for day in [first] + portions.map(\.days.from).filter({ $0 > first }).sorted() {
            let sum = portions.reduce(0) { $1.days.contains(day) ? $0 + $1.percent : $0 }
            if sum > 100 { throw EnergyFault.above100(try malo(point), sum, day) }
        }
        guard portions.contains(where: { $0.percent != 100 && $0.sharing == community.id }) else { return }
        let isConsumed = try all(Relation.self).contains { $0.content.point == point }
        let rest = try all(Terms.self).contains { $0.content.billsRest && $0.days.overlaps(ValidDays(from: first)) }
        if isConsumed, rest { throw EnergyFault.restTwice(field: "percent", try malo(point)) }
    }

    /// Changes how a plant sells: on the first of a month only.
    package func change(plant number: Int64, to form: Plant.Form, from day: CivilDay) throws {
        guard day.date.day == 1 else { throw EnergyFault.notTheFirst }
        let versions = try all(Plant.self)
        guard let current = versions.last(where: { $0.number == number && $0.days.contains(day) }) else {
            throw EnergyFault.unknown(field: "plant")
        }
        var plant = current.content
        plant.form = form
        if form == .tariff {
            let moving = try all(Terms.self).contains {
                $0.content.movesKey && $0.days.overlaps(ValidDays(from: day))
            }
            if moving { throw EnergyFault.movingKey(plant: plant.name) }
        }
        try follow(plant, from: day, number: number, after: versions)
    }

    /// Lets a party's point take part.
    package func add(_ relation: Relation, _ days: ValidDays) throws -> Int64 {
        if let through = days.through, through < days.from { throw EnergyFault.order }
        guard let point = try all(Point.self).first(where: { $0.number == relation.point }) else {
            throw EnergyFault.unknown(field: "point")
        }
        guard !point.content.feedsIn else { throw EnergyFault.direction(feedsIn: true) }
        try Self.refuse(all(Point.self), point.number, from: days.from)
        guard try all(Party.self).contains(where: { $0.number == relation.party }) else {
            throw EnergyFault.unknown(field: "party")
        }
        let number = try put(relation, days)
        try Self.check(try all(Relation.self), try all(Terms.self), from: days.from)
        try checkPortions(of: relation.point, from: days.from)
        return number
    }

    /// Refuses what cannot be shared on some day from `first` on: a point with two contracts, shares above all.
    package static func check(_ relations: [Version<Relation>], _ terms: [Version<Terms>], from first: CivilDay) throws
    {
        let last = relations.compactMap { $0.days.through }.max() ?? first
        let whole = first...max(first, max(last, relations.map(\.days.from).max() ?? first))
        do throws(SettlementError) {
            for meaning in Set(terms.map(\.content.meaning)) {
                _ = try Sharers.stretches(
                    of: SharedPeriod.contracts(relations, in: whole), meaning: meaning, in: whole)
            }
        } catch {
            throw EnergyFault.settlement(error)
        }
    }

    /// Somebody leaves: the last day on which the relation holds.
    package func end(relation number: Int64, through day: CivilDay) throws {
        let versions = try all(Relation.self)
        guard let current = versions.last(where: { $0.number == number }) else {
            throw EnergyFault.unknown(field: "relation")
        }
        guard current.days.from <= day else { throw EnergyFault.order }
        try put(current.content, current.days.ending(day), number: number, ending: current.row)
    }

    /// A price from a day on; it may change nothing that is settled.
    ///
    /// Where a price holds on that day already, `replaces` has to say that the new one takes its place: from that day on, or
    /// altogether where both would begin on the same one.
    package func add(_ price: Price, from day: CivilDay, replaces: Bool = false) throws {
        let versions = try all(Price.self)
        if let settled = try RunQueries.settledThrough(community.id, on: connection), day <= settled {
            throw EnergyFault.settlement(.past(day, settledThrough: settled))
        }
        let open = versions.filter { $0.content.line == price.line && $0.days.contains(day) }.max {
            $0.days.from < $1.days.from
        }
        if let open, !replaces {
            throw EnergyFault.priceOpen(price.line, value: open.content.value, since: open.days.from, from: day)
        }
        let replaced = open.flatMap { $0.days.from == day ? $0 : nil }
        let kept = versions.filter { $0.row != replaced?.row }
        do throws(SettlementError) {
            _ = try SharedPeriod.prices(
                kept + [Version(row: 0, number: 0, days: ValidDays(from: day), content: price)])
        } catch {
            throw EnergyFault.settlement(error)
        }
        try put(price, ValidDays(from: day), number: replaced?.number, ending: replaced?.row)
        try EnergyLedger.append(
            [
                "kind": "tariff", "sharing": JSONValue(community.id), "from": .string("\(day)"),
                "line": .string(price.line?.rawValue ?? "vat"), "value": JSONValue(price.value),
            ], on: connection)
    }
}
