// SPDX-License-Identifier: EUPL-1.2
package import HTTPSupport
import HTTPTypes
import Wire

/// Why an entity cannot be written: what is wrong, where in the body, and the remedy.
package struct EntityFault: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case invalid
        case notFound
        case conflict
        case forbidden
    }

    package let kind: Kind
    package let message: String
    /// JSON pointer into the body (RFC 6901).
    package let pointer: String

    package init(kind: Kind, message: String, pointer: String) {
        (self.kind, self.message, self.pointer) = (kind, message, pointer)
    }

    package static func invalid(_ message: String, at pointer: String) -> EntityFault {
        EntityFault(kind: .invalid, message: message, pointer: pointer)
    }

    package static func notFound(_ message: String) -> EntityFault {
        EntityFault(kind: .notFound, message: message, pointer: "")
    }

    package var problem: Problem {
        switch kind {
        case .invalid:
            Problem(
                .badRequest, "Malformed entity", detail: message,
                german: "So ist der Eintrag nicht möglich: \(message)", location: ["pointer": .string(pointer)])
        case .notFound: Problem.notFound(message, german: "Das gibt es nicht: \(message)")
        case .forbidden:
            Problem(
                .forbidden, "Not allowed", detail: message, german: "Das ist nicht erlaubt: \(message)",
                location: ["pointer": .string(pointer)])
        case .conflict:
            Problem(
                .conflict, "Conflict", detail: message, german: "Das geht nicht zusammen: \(message)",
                location: ["pointer": .string(pointer)])
        }
    }
}

extension WriteOutcome.Row {
    /// The id under which the Observation is there.
    /// - Throws: a conflict, when the Datastream's rules refuse it.
    package func id(at pointer: String) throws(EntityFault) -> Int64 {
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
