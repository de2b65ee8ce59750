// SPDX-License-Identifier: EUPL-1.2

/// One forward step of the schema, named after its room: its statements run in one transaction.
public struct Migration: Sendable {
    /// `energy.tariffs`: the room, a dot, and what the step brings. It stays for ever.
    public let name: String
    /// Steps of other rooms that must be there before; those that stand before it in its own room always are.
    public let after: [String]
    /// The number under which databases of before 29 November 2026 hold it; nil for steps since.
    public let formerly: Int?
    public let statements: [SQL]

    public init(_ name: String, after: [String] = [], formerly: Int? = nil, statements: [SQL]) {
        self.name = name
        self.after = after
        self.formerly = formerly
        self.statements = statements
    }

    /// FNV-1a of the rendered statements: tells that an applied migration was edited afterwards.
    public func checksum(for dialect: SQLDialect) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for statement in statements {
            for byte in statement.rendered(for: dialect).text.utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
            hash = (hash ^ 0x3b) &* 0x100_0000_01b3
        }
        return Int64(bitPattern: hash)
    }
}
