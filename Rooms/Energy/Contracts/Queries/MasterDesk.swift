// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Energy
package import Metering
import Rights
package import Storage

/// What a clerk adds to points and plants that are enrolled already, from a day on; what held before stays known.
package struct MasterDesk {
    private let community: Community
    private let author: Author
    private let connection: any StorageConnection

    package init(community: Community, author: Author, connection: any StorageConnection) {
        (self.community, self.author, self.connection) = (community, author, connection)
    }

    /// Changes each version that holds on `day` or later, from then on.
    private func change<Content: EnergyDocument>(
        _ number: Int64, from day: CivilDay, field: String, _ change: (inout Content) -> Void
    ) throws {
        let versions = try EnergyQueries.versions(Content.self, of: community.id, on: connection)
            .filter { $0.number == number && ($0.days.through.map { $0 >= day } ?? true) }
        guard !versions.isEmpty else { throw EnergyFault.unknown(field: field) }
        let revision = try EnergyQueries.revise(author, on: connection)
        for version in versions {
            var content = version.content
            change(&content)
            guard content != version.content else { continue }
            try EnergyQueries.end(row: version.row, revision: revision, on: connection)
            if version.days.from < day {
                try EnergyQueries.put(
                    version.content, version.days.ending(CivilDay(number: day.number - 1)), number: number,
                    of: community.id, revision: revision, on: connection)
            }
            try EnergyQueries.put(
                content, ValidDays(from: max(version.days.from, day), through: version.days.through), number: number,
                of: community.id, revision: revision, on: connection)
        }
        try AuditTrail.append(
            "update", object: "energy/\(community.id)/\(Content.kind)/\(number)", by: author.name, at: author.at,
            on: connection)
    }

    /// The kind of the meter, and where it is. A kind without quarter hours is refused while somebody takes part there.
    ///
    /// `building` and `neighbourhood` say who is near, where it is shared from near to far.
    package func set(
        point number: Int64, _ kind: MeterKind?, _ position: GeoPosition?, building: String = "",
        neighbourhood: String = "", from day: CivilDay
    ) throws {
        if let kind, !kind.givesQuarterHours {
            let sharing = try EnergyQueries.versions(Relation.self, of: community.id, on: connection)
                .contains { $0.content.point == number && $0.days.overlaps(ValidDays(from: day)) }
            let feeding = try EnergyQueries.versions(Plant.self, of: community.id, on: connection)
                .contains { $0.content.point == number && $0.days.overlaps(ValidDays(from: day)) }
            if sharing || feeding { throw EnergyFault.stillShared(kind) }
        }
        try change(number, from: day, field: "point") { (point: inout Point) in
            (point.meterKind, point.position) = (kind, position)
            (point.building, point.neighbourhood) = (building, neighbourhood)
        }
    }

    package func set(
        plant number: Int64, _ kind: OperatorKind?, register: String, _ position: GeoPosition?, from day: CivilDay
    ) throws {
        guard register.isEmpty || Self.isUnit(register) else { throw EnergyFault.badRegister(register) }
        try change(number, from: day, field: "plant") { (plant: inout Plant) in
            (plant.operatorKind, plant.register, plant.position) = (kind, register, position)
        }
    }

    /// `SEE` and twelve digits: a unit that makes power.
    private static func isUnit(_ text: String) -> Bool {
        text.hasPrefix("SEE") && text.utf8.count == 15
            && text.utf8.dropFirst(3).allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension EnergyFault {
    package static func badRegister(_ text: String) -> EnergyFault {
        .refused(
            field: "register",
            Words(
                "„\(text)“ ist keine Nummer einer Stromerzeugungseinheit: „SEE“ und zwölf Ziffern, wie im Marktstammdatenregister.",
                "“\(text)” is no number of a unit that makes power: “SEE” and twelve digits, as in the Marktstammdatenregister."
            ))
    }

    package static func badPosition(isSwapped: Bool) -> EnergyFault {
        .refused(
            field: "longitude",
            isSwapped
                ? Words(
                    "Länge und Breite sind vertauscht: In Deutschland liegt die Länge zwischen 5 und 16, die Breite zwischen 47 und 56 Grad.",
                    "Longitude and latitude are swapped: in Germany the longitude is between 5 and 16, the latitude between 47 and 56 degrees."
                )
                : Words(
                    "Länge und Breite stehen in Grad (WGS 84), zum Beispiel 10,834211 und 47,906312; beide oder keine.",
                    "Longitude and latitude are degrees (WGS 84), such as 10.834211 and 47.906312; both or none."))
    }
}
