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
