// SPDX-License-Identifier: EUPL-1.2
package import Energy
import Ledger
import Metering
import Settlement
import Storage
import Wire

/// Makes of an ordinary case what it writes, and writes it: all of it in one revision, nothing of the past edited.
package struct ChangeDesk {
    private let desk: EnergyDesk
    private var community: Community { desk.community }
    private var connection: any StorageConnection { desk.connection }

    package init(_ desk: EnergyDesk) { self.desk = desk }

    /// What the case would write, as known now.
    /// - Throws: `EnergyFault` for what cannot be, naming the field.
    package func plan(_ one: OrdinaryCase) throws -> ChangePlan {
        var draft = try ChangeDraft(community, on: connection)
        try draft.take(one)
        let things = draft.things
        let touched = try ChangeHistory.touched(by: things, of: community, on: connection)
        var text = touched.map { "run \($0.id)" }
        for thing in things {
            for (sign, held) in thing.before.map({ ("-", $0) }) + thing.after.map({ ("+", $0) }) {
                let document = held.what.content.map { JSONValue.object($0.document).text } ?? ""
                let through = held.days.through.map { "\($0)" } ?? ""
                text.append("\(sign) \(thing.kind) \(thing.number) \(held.days.from) \(through) \(document)")
            }
        }
        let mark = String(SHA256.digest(of: Array(text.joined(separator: "\n").utf8)).hexadecimal.prefix(24))
        return ChangePlan(things: things, touched: touched, mark: mark)
    }

    /// Writes the case if it still writes what was shown under `mark`; nil where something else has become known since.
    package func write(_ one: OrdinaryCase, shownAs mark: String) throws -> Int64? {
        let plan = try plan(one)
        guard plan.mark == mark else { return nil }
        let revision = try EnergyQueries.revise(desk.author, on: connection)
        for held in plan.things.flatMap(\.before) {
            try EnergyQueries.end(row: held.row, revision: revision, on: connection)
        }
        for thing in plan.things {
            for held in thing.after {
                guard let content = held.what.content else { continue }
                try put(content, held.days, number: thing.number, revision)
            }
            try desk.note(thing.isNew ? "create" : "update", thing.kind, thing.number)
        }
        for held in plan.things.flatMap(\.after) {
            guard case .relation(let relation) = held.what else { continue }
            try desk.checkPortions(of: relation.point, from: held.days.from)
        }
        return revision
    }

    private func put(_ content: some EnergyDocument, _ days: ValidDays, number: Int64, _ revision: Int64) throws {
        try EnergyQueries.put(
            content, days, number: number, of: community.id, revision: revision, on: connection)
    }
}

/// A case on its way to a plan: what is known, and what becomes of it.
private struct ChangeDraft {
    private let parties: [Version<Party>]
    private let points: [Version<Point>]
    private let plants: [Version<Plant>]
    private let relations: [Version<Relation>]
    private let terms: [Version<Terms>]
    private let connection: any StorageConnection
    /// The number that something new gets.
    private var next: Int64
    private(set) var things: [ChangedThing] = []

    init(_ community: Community, on connection: any StorageConnection) throws {
        func all<Content: EnergyDocument>(_ kind: Content.Type) throws -> [Version<Content>] {
            try EnergyQueries.versions(kind, of: community.id, on: connection)
        }
        (parties, points, plants) = (try all(Party.self), try all(Point.self), try all(Plant.self))
        (relations, terms) = (try all(Relation.self), try all(Terms.self))
        next = try connection.integer("SELECT coalesce(max(number), 0) + 1 FROM energy_version") ?? 1
        self.connection = connection
    }

    mutating func take(_ one: OrdinaryCase) throws {
        switch one {
        case .joins(let person, let place, let part, let from):
            let party = try number(of: person, from: from, field: "party")
            let point = try number(of: place, from: from)
            try begin(Relation(party: party, point: point, part: part), from)
        case .leaves(let relation, let through): try leave(relation, through)
        case .moves(let relation, let place, let from, let takesAddress, let next):
            try move(relation, place, from, takesAddress, next)
        case .handsOver(let plant, let person, let from): try handOver(plant, person, from)
        case .swaps(let point, let meter, let melo, let kind, let from): try swap(point, meter, melo, kind, from)
        }
        try check()
    }

    // MARK: - Cases

    private mutating func leave(_ number: Int64, _ through: CivilDay) throws {
        let current = try version(of: number, on: through, among: relations, field: "relation")
        let open = relations.filter { $0.number == number && $0.days.from >= current.days.from }
        guard current.days.through != through || open.count > 1 else {
            throw EnergyFault.sameAsBefore(field: "through")
        }
        things.append(
            ChangedThing(
                kind: Relation.kind, number: number, before: open.map { held($0, .relation($0.content)) },
                after: [.init(row: 0, days: current.days.ending(through), what: .relation(current.content))]))
    }

    private mutating func move(
        _ number: Int64, _ place: OrdinaryCase.Place, _ from: CivilDay, _ takesAddress: Bool,
        _ occupant: OrdinaryCase.Occupant?
    ) throws {
        let current = try version(of: number, on: from, among: relations, field: "relation").content
        let point = try self.number(of: place, from: from)
        guard point != current.point else { throw EnergyFault.sameAsBefore(field: "point") }
        replace(number, among: relations, from: from, { .relation($0) }) { relation in
            guard relation.point == current.point else { return }
            relation.point = point
        }
        if takesAddress, let there = address(of: point, on: from) {
            let old = try version(of: current.party, on: from, among: parties, field: "party").content
            if old.street != there.street || old.place != there.place {
                replace(current.party, among: parties, from: from, { .party($0) }) { party in
                    guard party.street == old.street, party.place == old.place else { return }
                    (party.street, party.place) = (there.street, there.place)
                }
            }
        }
        guard let occupant else { return }
        guard occupant.from >= from else { throw EnergyFault.pointTaken(malo(of: current.point), occupant.from) }
        let party = try self.number(of: occupant.person, from: occupant.from, field: "next")
        guard party != current.party else { throw EnergyFault.sameAsBefore(field: "next") }
        try begin(Relation(party: party, point: current.point, part: occupant.part), occupant.from)
    }

    private mutating func handOver(_ number: Int64, _ person: OrdinaryCase.Person, _ from: CivilDay) throws {
        let current = try version(of: number, on: from, among: plants, field: "plant").content
        let party = try self.number(of: person, from: from, field: "party")
        guard party != current.runner else { throw EnergyFault.sameAsBefore(field: "party") }
        replace(number, among: plants, from: from, { .plant($0) }) { plant in
            if plant.runner == current.runner { plant.runner = party }
        }
    }

    private mutating func swap(
        _ number: Int64, _ meter: String, _ melo: String, _ kind: MeterKind?, _ from: CivilDay
    ) throws {
        guard !meter.isEmpty else { throw EnergyFault.empty(field: "meter") }
        let current = try version(of: number, on: from, among: points, field: "point").content
        guard meter != current.meter else { throw EnergyFault.sameAsBefore(field: "meter") }
        if let kind, !kind.givesQuarterHours {
            let later = ValidDays(from: from)
            let isShared =
                relations.contains { $0.content.point == number && $0.days.overlaps(later) }
                || plants.contains { $0.content.point == number && $0.days.overlaps(later) }
            if isShared { throw EnergyFault.stillShared(kind) }
        }
        replace(number, among: points, from: from, { .point($0) }) { point in
            guard point.meter == current.meter else { return }
            point.meter = meter
            if !melo.isEmpty { point.melo = melo }
            if let kind { point.meterKind = kind }
        }
    }

    // MARK: - Pieces

    private func held<Content>(_ version: Version<Content>, _ thing: PowerThing) -> ChangedThing.Held {
        ChangedThing.Held(row: version.row, days: version.days, what: thing)
    }

    private func version<Content>(
        of number: Int64, on day: CivilDay, among versions: [Version<Content>], field: String
    ) throws -> Version<Content> {
        guard versions.contains(where: { $0.number == number }) else { throw EnergyFault.unknown(field: field) }
        guard let found = versions.first(where: { $0.number == number && $0.days.contains(day) }) else {
            throw EnergyFault.holdsNot(field: field, day)
        }
        return found
    }

    /// Lets what holds on a day and later be otherwise from then on; what is planned for later days stays planned.
    private mutating func replace<Content: EnergyDocument>(
        _ number: Int64, among versions: [Version<Content>], from day: CivilDay, _ wrap: (Content) -> PowerThing,
        _ change: (inout Content) -> Void
    ) {
        var (before, after): ([ChangedThing.Held], [ChangedThing.Held]) = ([], [])
        for version in versions where version.number == number && version.days.through.map({ $0 >= day }) ?? true {
            var content = version.content
            change(&content)
            guard content != version.content else { continue }
            before.append(held(version, wrap(version.content)))
            if version.days.from < day {
                after.append(
                    .init(
                        row: 0, days: version.days.ending(CivilDay(number: day.number - 1)),
                        what: wrap(version.content)))
            }
            after.append(
                .init(
                    row: 0, days: ValidDays(from: max(day, version.days.from), through: version.days.through),
                    what: wrap(content)))
        }
        things.append(ChangedThing(kind: Content.kind, number: number, before: before, after: after))
    }

    private mutating func add(_ thing: PowerThing, from day: CivilDay) -> Int64 {
        let number = next
        next += 1
        things.append(
            ChangedThing(
                kind: thing.kind, number: number, before: [],
                after: [.init(row: 0, days: ValidDays(from: day), what: thing)]))
        return number
    }

    private mutating func begin(_ relation: Relation, _ day: CivilDay) throws {
        guard relation.part >= 0 else { throw EnergyFault.unreadable(field: "part", String(relation.part)) }
        _ = add(.relation(relation), from: day)
    }

    private mutating func number(
        of person: OrdinaryCase.Person, from day: CivilDay, field: String
    ) throws -> Int64 {
        switch person {
        case .known(let number):
            _ = try version(of: number, on: day, among: parties, field: field)
            return number
        case .new(let party):
            for (field, text) in [("name", party.name), ("street", party.street), ("place", party.place)] {
                guard !text.isEmpty else { throw EnergyFault.empty(field: field) }
            }
            return add(.party(party), from: day)
        }
    }

    private mutating func number(of place: OrdinaryCase.Place, from day: CivilDay) throws -> Int64 {
        switch place {
        case .known(let number):
            let point = try version(of: number, on: day, among: points, field: "point").content
            guard !point.feedsIn else { throw EnergyFault.direction(feedsIn: true) }
            return number
        case .new(let point):
            guard !point.feedsIn else { throw EnergyFault.direction(feedsIn: true) }
            if try EnergyQueries.holds(point.malo, on: connection) { throw EnergyFault.pointTwice("\(point.malo)") }
            return add(.point(point), from: day)
        }
    }

    private func address(of point: Int64, on day: CivilDay) -> (street: String, place: String)? {
        let new = things.first { $0.kind == Point.kind && $0.number == point }?.newest
        if case .point(let content)? = new { return (content.street, content.place) }
        return points.first { $0.number == point && $0.days.contains(day) }.map {
            ($0.content.street, $0.content.place)
        }
    }

    private func malo(of point: Int64) -> String {
        let new = things.first { $0.kind == Point.kind && $0.number == point }?.newest
        if case .point(let content)? = new { return "\(content.malo)" }
        return points.last { $0.number == point }.map { "\($0.content.malo)" } ?? "–"
    }

    /// Whether all that is shared afterwards fits together: each point once a day, keys of at most all.
    private func check() throws {
        let changed = things.filter { $0.kind == Relation.kind }
        guard let first = changed.compactMap({ $0.affected?.from }).min() else { return }
        let gone = Set(changed.flatMap { $0.before.map(\.row) })
        var known = relations.filter { !gone.contains($0.row) }
        for thing in changed {
            for held in thing.after {
                guard case .relation(let relation) = held.what else { continue }
                known.append(Version(row: 0, number: thing.number, days: held.days, content: relation))
            }
        }
        known.sort { ($0.number, $0.days.from) < ($1.number, $1.days.from) }
        do {
            try EnergyDesk.check(known, terms, from: first)
        } catch EnergyFault.settlement(.pointTwice(let point, let day)) {
            throw EnergyFault.pointTaken(malo(of: Int64(point) ?? 0), day)
        }
    }
}
