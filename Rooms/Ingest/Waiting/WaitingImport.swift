// SPDX-License-Identifier: EUPL-1.2
package import Ingest
package import Wire

/// A delivery that waits: its files, what it seems to be, and the mapping document as far as people have corrected it.
package struct WaitingImport: Sendable {
    package enum State: String, Sendable {
        /// Files are still coming in.
        case arriving
        /// Somebody is to say what it is.
        case waiting
        /// Everything is said; it runs as soon as it is its turn.
        case queued
        case running
        case done
        /// It ended by a fault of the program or the database; `fault` says which.
        case failed
    }

    package struct File: Sendable, Hashable {
        package let name: String
        package let bytes: Int64

        package init(name: String, bytes: Int64) { (self.name, self.bytes) = (name, bytes) }
    }

    /// What is known of a column, for forms.
    package typealias Column = DeliveryProposal.Column

    package let id: Int64
    package let owner: DeliveryOwner
    package let created: Instant
    package let expires: Instant
    package let state: State
    /// Its folder in the waiting area.
    package let folder: String
    package let files: [File]
    /// Where it was fetched; nil for files that were handed in.
    package let address: String?
    /// What it seemed to be when it came (`Proposal.json`).
    package let proposal: JSONValue
    package let columns: [Column]
    package let document: JSONObject
    /// Values stored so far while it runs.
    package let progress: Int64
    package let fault: String?
    package let run: Int64?
    /// The schedule that fetched it.
    package let schedule: Int64?
}

extension WaitingImport {
    /// The document as it is kept, downloaded and read: two blanks a level.
    package static func text(of document: JSONObject) -> String { JSONText.indented(.object(document)) + "\n" }
}

/// JSON for people to read.
enum JSONText {
    static func indented(_ value: JSONValue, _ level: Int = 0) -> String {
        let inner = String(repeating: "  ", count: level + 1)
        let outer = String(repeating: "  ", count: level)
        let plain = value.text
        if plain.utf8.count + 2 * level <= 80 { return plain }
        if let object = value.object {
            let members = object.members.map { member in
                inner + JSONValue.string(member.name).text + ": " + indented(member.value, level + 1)
            }
            return "{\n" + members.joined(separator: ",\n") + "\n" + outer + "}"
        }
        if let array = value.array {
            return "[\n" + array.map { inner + indented($0, level + 1) }.joined(separator: ",\n") + "\n" + outer + "]"
        }
        return plain
    }
}
