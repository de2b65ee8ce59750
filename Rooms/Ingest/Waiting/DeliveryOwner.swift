// SPDX-License-Identifier: EUPL-1.2
package import Rights
package import Storage

/// Whose a delivery or a schedule is.
package struct DeliveryOwner: Sendable, Hashable {
    /// As it is shown, and written into the run's record.
    package let name: String
    /// `Reader.caller`; empty for what an earlier version made, which is its owner's by the name.
    package let caller: String

    package init(name: String, caller: String) {
        self.name = name
        self.caller = caller
    }

    package init(_ reader: Reader) { self.init(name: reader.displayName, caller: reader.caller) }

    /// Over the columns of one table. Editors see their own, administrators everything.
    package static func isSeen(by reader: Reader) -> SQL {
        if reader.mayAdminister { return "TRUE" }
        return "(caller = \(reader.caller) OR (caller = '' AND owner = \(reader.displayName)))"
    }
}
