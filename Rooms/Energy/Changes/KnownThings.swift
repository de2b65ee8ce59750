// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Energy
package import Storage

/// What is known of the things that changes are about: their names, with those that a plan is about to make.
package struct KnownThings: Sendable {
    package let parties: [Version<Party>]
    package let points: [Version<Point>]
    package let plants: [Version<Plant>]
    package let relations: [Version<Relation>]

    package static func read(of community: Community, on connection: any StorageConnection) throws -> KnownThings {
        func all<Content: EnergyDocument>(_ kind: Content.Type) throws -> [Version<Content>] {
            try EnergyQueries.versions(kind, of: community.id, on: connection)
        }
        return KnownThings(
            parties: try all(Party.self), points: try all(Point.self), plants: try all(Plant.self),
            relations: try all(Relation.self))
    }

    /// With what a change is about to make.
    package func with(_ things: [ChangedThing]) -> KnownThings {
        var (parties, points, plants) = (parties, points, plants)
        for thing in things {
            for held in thing.after {
                func version<Content>(_ content: Content) -> Version<Content> {
                    Version(row: 0, number: thing.number, days: held.days, content: content)
                }
                switch held.what {
                case .party(let content): parties.append(version(content))
                case .point(let content): points.append(version(content))
                case .plant(let content): plants.append(version(content))
                default: continue
                }
            }
        }
        return KnownThings(parties: parties, points: points, plants: plants, relations: relations)
    }

    package func name(_ party: Int64, _ language: Language) -> String { PartyNames(parties).label(party, language) }

    package func malo(_ point: Int64) -> String {
        points.last { $0.number == point }.map { "\($0.content.malo)" } ?? "–"
    }

    /// Those who take part now or later, by name.
    package func sharers(_ language: Language) -> [(value: String, word: String)] {
        var newest: [Int64: Relation] = [:]
        for relation in relations where relation.days.through == nil { newest[relation.number] = relation.content }
        let names = PartyNames(parties).labels(language)
        return newest.map { number, relation in
            (value: String(number), word: "\(names[relation.party] ?? "–"), \(malo(relation.point))")
        }.sorted { ($0.word, $0.value) < ($1.word, $1.value) }
    }

    package func people(_ language: Language) -> [(value: String, word: String)] {
        PartyNames(parties).labels(language).sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
            (value: String($0.key), word: $0.value)
        }
    }

    /// Points by number, with the meter that hangs there; those of plants only where they are asked for.
    package func places(withPlants: Bool) -> [(value: String, word: String)] {
        var newest: [Int64: Point] = [:]
        for point in points where withPlants || !point.content.feedsIn { newest[point.number] = point.content }
        return newest.sorted { $0.key < $1.key }.map { number, point in
            (value: String(number), word: "\(point.malo), \(point.street), \(point.meter)")
        }
    }
}
