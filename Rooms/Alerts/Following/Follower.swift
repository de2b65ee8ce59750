// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Planning
import Wire

/// What can be followed without an account: a need or a measure of the plan, or a sensor.
enum FollowSubject: Sendable, Hashable, CustomStringConvertible {
    case object(Reference)
    /// A Thing.
    case sensor(Int64)

    /// Reads `B-3`, `M-2` and `sensor-12`; nil for anything else.
    init?(_ text: String) {
        if text.hasPrefix("sensor-"), let thing = Int64(text.dropFirst("sensor-".count)), thing > 0 {
            self = .sensor(thing)
        } else if let reference = Reference(text), [.need, .measure].contains(reference.kind) {
            self = .object(reference)
        } else {
            return nil
        }
    }

    var description: String {
        switch self {
        case .object(let reference): reference.description
        case .sensor(let thing): "sensor-\(thing)"
        }
    }
}

/// What everybody sees of a subject, as far as its steps go: two that are equal have nothing to tell.
struct FollowView: Sendable, Hashable {
    /// The state of an object or a sensor, by its name in the program.
    var state: String
    var version: Int64
    /// Public objects that refer to it, "M-3".
    var related: [String]

    var json: JSONValue {
        [
            "state": .string(state), "version": JSONValue(version), "related": .array(related.map { .string($0) }),
        ]
    }

    init(state: String, version: Int64, related: [String]) {
        (self.state, self.version, self.related) = (state, version, related)
    }

    /// Nil for what a later version wrote.
    init?(json text: String) {
        guard let value = try? JSONValue(parsing: text), let state = value["state"]?.string,
            let version = value["version"]?.integer, let related = value["related"]?.array
        else { return nil }
        self.init(state: state, version: version, related: related.compactMap(\.string))
    }
}

/// A step of a subject that followers are told of.
enum FollowStep: Sendable, Hashable {
    case state(from: String, to: String)
    /// A public object that refers to it now.
    case related(String)
    /// Its answers were changed.
    case changed(version: Int64)

    /// From one view to a later one, the weightiest first.
    static func steps(from old: FollowView, to new: FollowView) -> [FollowStep] {
        var steps: [FollowStep] = []
        if old.state != new.state { steps.append(.state(from: old.state, to: new.state)) }
        steps += new.related.filter { !old.related.contains($0) }.map { .related($0) }
        if old.version != new.version, steps.isEmpty { steps.append(.changed(version: new.version)) }
        return steps
    }

    /// Changed answers are told once a day at most, all else at once.
    var waits: Bool {
        if case .changed = self { true } else { false }
    }
}

/// Somebody who follows, by a mail address alone.
struct Follower: Sendable, Hashable {
    let id: Int64
    let subject: FollowSubject
    let mail: String
    let language: Language
    let token: String
    let made: Instant
    /// When the link in the first letter was used; nil before.
    let confirmed: Instant?
    let seen: FollowView?
    let told: Instant?
}

/// Why somebody cannot follow; nothing was stored.
enum FollowFault: Error, Sendable, Hashable {
    case noMailbox
    case tooMany

    var words: Words {
        switch self {
        case .noMailbox: Words("Bitte eine E-Mail-Adresse angeben.", "Please give a mail address.")
        case .tooMany:
            Words(
                "Zurzeit gibt es zu viele Anfragen. Bitte versuchen Sie es später noch einmal.",
                "There are too many requests now. Please try again later.")
        }
    }
}
