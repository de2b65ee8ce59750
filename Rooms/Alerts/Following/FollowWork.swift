// SPDX-License-Identifier: EUPL-1.2
import Administration
import Bilingual
import Catalogue
import Planning
import Rights
import SensorThings
import SensorThingsFrame
import Site
import Storage
import Wire

/// Tells followers of steps: what everybody sees now is compared with what they were told last.
struct FollowWork: Sendable {
    let engine: any StorageEngine
    let now: @Sendable () -> Instant
    let clock: @Sendable () -> Instant
    let base: String

    private static let day: Int64 = 86_400_000_000

    func run() async throws {
        let followers = try await engine.read { try FollowQueries.confirmed(on: $0) }
        guard !followers.isEmpty else { return }
        let (townNow, now, base) = (now(), clock(), base)
        let subjects = try await engine.read { connection in
            try FollowedTown(now: townNow, on: connection)
        }
        for follower in followers {
            // what everybody may not see any more has no steps; it may come back
            guard let old = follower.seen, let found = subjects.view(follower.subject) else { continue }
            let steps = FollowStep.steps(from: old, to: found)
            let isEarly = now.microseconds - (follower.told ?? follower.confirmed ?? now).microseconds < Self.day
            guard !steps.isEmpty, !(isEarly && steps.allSatisfy(\.waits)) else { continue }
            let letter = FollowLetter(
                follower: follower, title: subjects.title(follower.subject), town: subjects.town, base: base)
            let body = letter.steps(steps) { subjects.title(ofReference: $0) }
            try await engine.write { connection in
                guard try FollowQueries.told(follower, seeing: found, at: now, on: connection) else { return }
                _ = try LetterQueue.add(
                    about: "follow", to: follower.mail, subject: letter.subject, body: body, at: now, on: connection)
            }
        }
    }
}

/// What everybody sees of all that can be followed, read once a round.
struct FollowedTown: Sendable {
    let town: String
    private let plan: Plan
    private let sensors: [Int64: SensorSummary]

    init(now: Instant, on connection: any StorageConnection) throws {
        town = try TownProfileQueries.load(on: connection)[.name]
        plan = try PlanningQueries.plan(for: .anonymous, on: connection)
        let directory = SensorDirectory(reader: .anonymous, now: now)
        sensors = Dictionary(
            try directory.sensors(on: connection).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Nil for what is not public.
    func view(_ subject: FollowSubject) -> FollowView? {
        switch subject {
        case .object(let reference):
            guard let object = plan[reference] else { return nil }
            let related = plan.referring(to: reference).map(\.reference.description)
            return FollowView(state: object.state.rawValue, version: object.version, related: related.sorted())
        case .sensor(let thing):
            guard let sensor = sensors[thing] else { return nil }
            // late is no step: the next value may be under way
            let state = sensor.state == .late ? SensorState.live : sensor.state
            return FollowView(state: state.rawValue, version: 0, related: [])
        }
    }

    func title(_ subject: FollowSubject) -> String {
        switch subject {
        case .object(let reference): title(ofReference: reference.description)
        case .sensor(let thing): sensors[thing]?.name ?? ""
        }
    }

    /// "M-3 Radbügel am Bahnhof".
    func title(ofReference text: String) -> String {
        guard let reference = Reference(text), let object = plan[reference] else { return text }
        return text + " " + object.title
    }
}

/// The letters to followers, in the language in which they asked.
struct FollowLetter {
    let follower: Follower
    let title: String
    let town: String
    let base: String

    private var language: Language { follower.language }

    var subject: String {
        let name = title.split(whereSeparator: \.isNewline).joined(separator: " ")
        return "\(town): \(name)"
    }

    private var links: String {
        let stop = base + SiteURL.follower(token: follower.token).path
        return "\(language(.followedPage)): \(base)\(follower.subject.url.path)\n\(language(.toStop)): \(stop)\n"
    }

    /// The first one asks whether the address is that of who asked.
    var confirmation: String {
        let link = base + SiteURL.follower(token: follower.token).path
        return "\(language(.followConfirm(title)))\n\n\(link)\n\n\(language(.followIgnore))\n"
    }

    func steps(_ steps: [FollowStep], naming name: (String) -> String) -> String {
        let lines = steps.map { step -> String in
            switch step {
            case .state(let old, let new): language(.stepState(language(state(old)), language(state(new))))
            case .related(let reference): language(.stepRelated(name(reference)))
            case .changed: language(.stepChanged)
            }
        }
        return ([title, ""] + lines + ["", links]).joined(separator: "\n")
    }

    private func state(_ name: String) -> Words {
        switch follower.subject {
        case .object:
            switch PlanningObject.State(rawValue: name) {
            case .active: Words("gültig", "in force")
            case .closed: Words("abgeschlossen", "closed")
            default: Words(name, name)
            }
        case .sensor: SensorState(rawValue: name)?.word ?? Words(name, name)
        }
    }
}

extension FollowSubject {
    /// The page of what is followed.
    var url: SiteURL {
        switch self {
        case .object(let reference): .planning("/\(reference.kind.path)/\(reference.number)")
        case .sensor(let thing): .sensor(thing)
        }
    }
}
