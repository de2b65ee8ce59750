// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import DCAT
package import Wire

/// A catalogue of others that is read here.
package struct HarvestSource: Sendable, Hashable {
    package enum State: String, Sendable, Hashable {
        /// Somebody named it; nothing of it is shown before it is accepted.
        case proposed
        /// It is read each night.
        case accepted
        /// What it had stays; it is not read.
        case paused
    }

    package let id: Int64
    /// An address, or `file:` with the name of a file.
    package let address: String
    package let name: String
    package let state: State
    /// Its data sets leave through the town's own catalogue.
    package let passesOn: Bool
    package let due: Instant?
    package let checked: Instant?
    package let failures: Int
    /// Why it could not be read the last time.
    package let fault: Words?
    package let report: HarvestReport?
    /// Data sets that are shown, and those that it no longer has.
    package let held: Int
    package let gone: Int

    /// It was handed in as a file: nobody can read it again by itself.
    package var isFile: Bool { address.hasPrefix("file:") }
    package var needsAttention: Bool { state == .proposed && report != nil || failures >= 3 }
}

/// A data set of another catalogue as it is kept.
package struct HarvestedRecord: Sendable, Hashable {
    package let id: Int64
    package let source: Int64
    package let sourceName: String
    package let dataset: ForeignDataset
    package let first: Instant
    package let changed: Instant
    /// When its catalogue no longer had it.
    package let gone: Instant?
}

/// What a run changed.
package struct HarvestOutcome: Sendable, Hashable {
    package var added = 0
    package var changed = 0
    package var unchanged = 0
    package var gone = 0
    /// Withdrawn ones that are there again.
    package var returned = 0

    package var isEmpty: Bool { added + changed + gone + returned == 0 }

    package var json: JSONValue {
        [
            "added": JSONValue(added), "changed": JSONValue(changed), "unchanged": JSONValue(unchanged),
            "gone": JSONValue(gone), "returned": JSONValue(returned),
        ]
    }
}

/// A run that changed something.
package struct HarvestRun: Sendable, Hashable {
    package let at: Instant
    package let actor: String
    package let outcome: HarvestOutcome
}

/// One data set that several catalogues have.
package struct HarvestConflict: Sendable, Hashable {
    package let identifier: String
    package let records: [HarvestedRecord]
    /// Whose counts; nil where nobody decided, or where all are shown.
    package let chosen: Int64?
    package let isDecided: Bool
}
