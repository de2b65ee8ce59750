// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
package import Metering
package import PowerBills
import Rights
import SensorThings
package import Storage
package import Wire

/// A party's own settled quarter hours as Datastreams, shared and residual apart, for the party alone.
///
/// They stand in a data set of the party's own: restricted, about a person, granted to the party's account and to nobody
/// else. So the rights of the house hold for them wherever series are read. They are a copy for reading: bills rest on
/// what is kept for the runs, and the copy follows each run, correction and erasure in the same transaction.
package struct OwnSeries: Sendable, Hashable {
    package let party: Int64
    package let community: Int64
    package let dataset: Int64
    /// Of the data set.
    package let slug: String
    /// Whether the party wants it; else there are no values.
    package let isOpen: Bool

    package static func of(_ party: Int64, on connection: any StorageConnection) throws -> OwnSeries? {
        try connection.firstRow(
            "SELECT party, community_id, dataset_id, slug, is_open FROM energy_series WHERE party = \(party)", make)
    }

    private static func make(_ row: any StorageRow) -> OwnSeries {
        OwnSeries(
            party: row.integer(0), community: row.integer(1), dataset: row.integer(2), slug: row.text(3),
            isOpen: row.bool(4))
    }

    /// Opens it for an account of the party; the values of bills that stand are filled in afterwards, bill by bill.
    package static func open(
        _ party: Int64, of community: Community, for account: Int64, by author: Author,
        on connection: any StorageConnection
    ) throws -> OwnSeries {
        let slug = "eigener-strom-\(party)"
        let dataset = try DatasetQueries.save(
            Dataset(
                slug: slug, title: "Eigener Strom: \(community.name)", titleEnglish: "Own power: \(community.name)",
                description: "Abgerechnete Viertelstunden eines Mitglieds, nur für dieses Mitglied.",
                descriptionEnglish: "Settled quarter hours of a member, for that member alone.",
                // no department's name: whom a department's grants are for has no part in it
                owner: "Mitglied von \(community.name) (privat)", licence: "other-closed", access: .restricted,
                issued: author.at, modified: author.at), by: author.name, at: author.at, on: connection)
        try DatasetQueries.setPersonalData(.personal, of: dataset, on: connection)
        try GrantQueries.grant(
            .see, on: .dataset(slug), to: .account(account), by: author.name, at: author.at, connection: connection)
        try connection.execute(
            """
            INSERT INTO energy_series (party, community_id, dataset_id, slug, is_open)
            VALUES (\(party), \(community.id), \(dataset), \(slug), \(true))
            ON CONFLICT (party) DO UPDATE SET is_open = excluded.is_open
            """)
        return OwnSeries(party: party, community: community.id, dataset: dataset, slug: slug, isOpen: true)
    }

    /// Takes all values away, and everybody's grants with them.
    package func close(by author: Author, on connection: any StorageConnection) throws {
        try remove(from: Instant(microseconds: 0), until: .maximum, on: connection)
        for grant in try GrantQueries.list(dataset: dataset, on: connection) {
            guard case .account = grant.subject else { continue }
            try GrantQueries.withdraw(grant.id, by: author.name, at: author.at, connection: connection)
        }
        try connection.execute("UPDATE energy_series SET is_open = \(false) WHERE party = \(party)")
    }

    /// What the quarter hours of a bill are, in the place of what stood there; `known` is when they became known.
    package func fill(
        _ relation: Int64, _ bill: PowerDocument, _ quarters: [BilledQuarter], known: Instant,
        in calendar: ZonedCalendar, on connection: any StorageConnection
    ) throws {
        try clear(relation, bill.days, in: calendar, on: connection)
        guard !quarters.isEmpty else { return }
        let sink = SeriesSink(connection, dataset: dataset)
        let thing = try sink.ensureThing(
            importKey: key(relation), name: "Messstelle \(bill.malo)",
            description: "Abgerechnete Viertelstunden: Gesamtverbrauch ist die Summe beider Reihen.",
            properties: ["party": JSONValue(party), "relation": JSONValue(relation)])
        let sensor = try sink.ensureSensor(
            importKey: key(nil), name: "Zuteilung des Bürgerstroms",
            description: "Aus Messwerten des Messstellenbetreibers und dem Schlüssel der Gemeinschaft.")
        for part in Part.allCases {
            let property = try sink.ensureObservedProperty(
                importKey: "\(key(nil))/\(part.rawValue)", name: part.name, definition: "urn:allmende:power:\(part)")
            let stream = try sink.ensureDatastream(
                importKey: "\(key(relation))/\(part.rawValue)", thing: thing, sensor: sensor,
                observedProperty: property, name: "\(part.name), \(bill.malo)",
                description: "Je Viertelstunde, aus den Abrechnungen, die gelten.",
                unit: UnitOfMeasurement(name: "kilowatt hour", symbol: "kWh", definition: "ucum:kW.h"))
            let values = quarters.map { quarter in
                NewObservation(
                    time: quarter.start.microseconds, duration: MeteringDay.slotLength,
                    result: Double(part.wattHours(quarter)) / 1000, resultTime: known.microseconds)
            }
            _ = try ObservationWriter(connection).insert(into: stream, values)
        }
    }

    /// Takes the values of some days away.
    package func clear(
        _ relation: Int64, _ days: ClosedRange<CivilDay>, in calendar: ZonedCalendar,
        on connection: any StorageConnection
    ) throws {
        guard let first = MeteringDay(days.lowerBound, in: calendar)?.start,
            let end = MeteringDay(days.upperBound, in: calendar)?.end
        else { return }
        let sink = SeriesSink(connection, dataset: dataset)
        for part in Part.allCases {
            guard let stream = try sink.series("\(key(relation))/\(part.rawValue)") else { continue }
            try sink.removeValues(of: stream.id, from: first, until: end)
        }
    }

    /// Readings are erased: so is what was made of them.
    static func erase(
        before day: CivilDay, in calendar: ZonedCalendar, on connection: any StorageConnection
    ) throws {
        guard let end = MeteringDay(day, in: calendar)?.start else { return }
        let all = try connection.rows(
            "SELECT party, community_id, dataset_id, slug, is_open FROM energy_series ORDER BY party", make)
        for series in all { try series.remove(from: Instant(microseconds: 0), until: end, on: connection) }
    }

    /// The Datastreams that there are, by relation; those of the party alone.
    package func streams(on connection: any StorageConnection) throws -> [Stream] {
        let sink = SeriesSink(connection, dataset: dataset)
        return try relations(on: connection).flatMap { relation in
            try Part.allCases.compactMap { part in
                try sink.series("\(key(relation))/\(part.rawValue)").map {
                    Stream(id: $0.id, name: $0.name, part: part, newest: $0.newest.map { Instant(microseconds: $0) })
                }
            }
        }
    }

    /// A Datastream of the own power.
    package struct Stream: Sendable, Hashable {
        package let id: Int64
        package let name: String
        package let part: Part
        package let newest: Instant?
    }

    package enum Part: String, Sendable, Hashable, CaseIterable {
        case shared
        case residual

        var name: String { self == .shared ? "Strom aus dem Ort" : "Strom von anderswo" }

        func wattHours(_ quarter: BilledQuarter) -> Int {
            self == .shared ? quarter.shared : quarter.load - quarter.shared
        }
    }

    private func remove(from start: Instant, until end: Instant, on connection: any StorageConnection) throws {
        let sink = SeriesSink(connection, dataset: dataset)
        for stream in try streams(on: connection) { try sink.removeValues(of: stream.id, from: start, until: end) }
    }

    private func relations(on connection: any StorageConnection) throws -> [Int64] {
        try connection.rows(
            "SELECT DISTINCT subject FROM energy_document WHERE party = \(party) AND kind = 'bill' ORDER BY subject"
        ) { $0.integer(0) }
    }

    /// By which the sensor's room knows again what is ours; a party's things are nobody else's.
    private func key(_ relation: Int64?) -> String {
        "energy/own/\(party)" + (relation.map { "/\($0)" } ?? "")
    }
}
