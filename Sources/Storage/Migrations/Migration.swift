// SPDX-License-Identifier: EUPL-1.2

/// One forward step of the schema: its statements run in one transaction.
public struct Migration: Sendable {
    public let number: Int
    public let name: String
    public let statements: [SQL]

    public init(number: Int, name: String, statements: [SQL]) {
        self.number = number
        self.name = name
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
