// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes
import Wire

/// Why an entity cannot be written: what is wrong, where in the body, and the remedy.
struct EntityFault: Error, Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case invalid
        case notFound
        case conflict
    }

    let kind: Kind
    let message: String
    /// JSON pointer into the body (RFC 6901).
    let pointer: String

    static func invalid(_ message: String, at pointer: String) -> EntityFault {
        EntityFault(kind: .invalid, message: message, pointer: pointer)
    }

    static func notFound(_ message: String) -> EntityFault {
        EntityFault(kind: .notFound, message: message, pointer: "")
    }

    var problem: Problem {
        switch kind {
        case .invalid:
            Problem(.badRequest, "Malformed entity", detail: message, location: ["pointer": .string(pointer)])
        case .notFound: Problem.notFound(message)
        case .conflict: Problem(.conflict, "Conflict", detail: message, location: ["pointer": .string(pointer)])
        }
    }
}

extension WriteOutcome.Row {
    /// The id under which the Observation is there.
    /// - Throws: a conflict, when the Datastream's rules refuse it.
    func id(at pointer: String) throws(EntityFault) -> Int64 {
        switch self {
        case .present(let id): return id
        case .rejected:
            throw EntityFault(
                kind: .conflict,
                message: "The Datastream has another Observation of this phenomenonTime, and its rule is to reject "
                    + "duplicates (properties.duplicates).", pointer: pointer + "/phenomenonTime")
        case .expired:
            throw EntityFault(
                kind: .conflict,
                message: "Raw values of this phenomenonTime are gone already by the rule of retention; aggregates "
                    + "stand in their place.", pointer: pointer + "/phenomenonTime")
        }
    }
}
