// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
public import Threads
public import Wire

/// How a command ends that could not do its work.
public enum ExitKind: Int32, Sendable, Hashable, CaseIterable {
    /// The work ended with faults that the report names.
    case faults = 1
    /// The database cannot be used: missing, locked, damaged, newer, full.
    case database = 2
    /// The command line or a setting is wrong.
    case usage = 64
    /// An unexpected error.
    case unexpected = 70
}

/// An error that knows what it says: to who asked over HTTP, and on the command line. Its description is for people.
///
/// What is no refusal is unexpected: 500 without its cause, and exit code 70.
public protocol Refusal: Error {
    var answer: Problem { get }
    var exit: ExitKind { get }
    /// Whether operators should find it in the log.
    var isForLog: Bool { get }
}

extension Refusal {
    public var answer: Problem { .internalError }
    public var exit: ExitKind { .unexpected }
    public var isForLog: Bool { false }
}

extension Problem: Refusal {
    public var answer: Problem { self }

    /// A fault of ours whose cause is for the log only.
    public static let internalError = Problem(
        .internalServerError, "Internal error",
        detail: "Something went wrong here; the log holds the cause under the request id.",
        german: "Hier ist etwas schiefgegangen; die Ursache steht unter der Nummer der Anfrage im Protokoll.")
}

extension JSONError: Refusal {
    public var answer: Problem { Problem(self) }
}

extension WorkerPoolError: Refusal {
    public var answer: Problem { Problem(self) }
}
