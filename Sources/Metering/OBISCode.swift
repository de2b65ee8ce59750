// SPDX-License-Identifier: EUPL-1.2

/// Which register of an electricity meter a value comes from (OBIS, DIN EN 62056-6-1): `1-0:1.8.0`, `1.8.0`.
public struct OBISCode: Sendable, Hashable, CustomStringConvertible {
    /// Seen from the customer.
    public enum Direction: String, Sendable, Hashable {
        case consumption = "import"
        case feedIn = "export"
        /// Power, voltage and what else is no energy of one direction.
        case other
    }

    public let description: String
    /// The medium (1 is electricity) and the channel; nil in the short form.
    public let medium: Int?
    public let channel: Int?
    /// What is measured: 1 import, 2 export.
    public let quantity: Int
    /// How: 8 a total, 29 interval energy, 9 energy of a period.
    public let measurement: Int
    public let tariff: Int?
    public let history: Int?

    public var direction: Direction {
        switch quantity {
        case 1: .consumption
        case 2: .feedIn
        default: .other
        }
    }

    /// Interval energy, quarter hour by quarter hour, the only one that is shared.
    public var isInterval: Bool { measurement == 29 }

    public init(_ text: some StringProtocol) throws(IdentifierError) {
        var bytes = Array(text.utf8)[...]
        var (medium, channel): (Int?, Int?) = (nil, nil)
        if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            let front = try Self.numbers(bytes[..<colon], between: UInt8(ascii: "-"))
            guard front.count == 2 else { throw .form }
            (medium, channel) = (front[0], front[1])
            bytes = bytes[(colon + 1)...]
        }
        var history: Int?
        if let star = bytes.firstIndex(of: UInt8(ascii: "*")) {
            let back = try Self.numbers(bytes[(star + 1)...], between: UInt8(ascii: "*"))
            guard back.count == 1 else { throw .form }
            history = back[0]
            bytes = bytes[..<star]
        }
        let groups = try Self.numbers(bytes, between: UInt8(ascii: "."))
        guard (2...3).contains(groups.count) else { throw .form }
        if let medium, medium != 1 { throw .medium(medium) }
        description = String(text)
        (self.medium, self.channel, self.history) = (medium, channel, history)
        quantity = groups[0]
        measurement = groups[1]
        tariff = groups.count > 2 ? groups[2] : nil
    }

    /// One to three digits each, at most 255.
    private static func numbers(_ bytes: ArraySlice<UInt8>, between mark: UInt8) throws(IdentifierError) -> [Int] {
        var numbers: [Int] = []
        for part in bytes.split(separator: mark, omittingEmptySubsequences: false) {
            var number = 0
            guard (1...3).contains(part.count) else { throw .form }
            for byte in part {
                guard (0x30...0x39).contains(byte) else { throw .form }
                number = number * 10 + Int(byte) - 0x30
            }
            guard number <= 255 else { throw .form }
            numbers.append(number)
        }
        return numbers
    }
}
