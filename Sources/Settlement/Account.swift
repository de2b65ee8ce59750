// SPDX-License-Identifier: EUPL-1.2

/// Where each cent of a run comes from and goes to.
public struct Account: Sendable, Hashable {
    public let consumersGross: Int
    public let producersGross: Int
    /// Net amounts of the consumers by kind, but for what the producers are paid from.
    public let kept: [LineKind: Int]
    public let outputTax: Int
    public let inputTax: Int

    public var vatPayable: Int { outputTax - inputTax }
    public var levies: Int { kept.reduce(0) { $0 + ($1.key.isLevy ? $1.value : 0) } }

    /// Whether the members' money is the producers', what was kept for others, and tax: to the cent.
    public var isClosed: Bool { consumersGross == producersGross + kept.values.reduce(0, +) + vatPayable }

    public init(_ run: SettlementRun) {
        consumersGross = run.bills.reduce(0) { $0 + $1.gross }
        producersGross = run.credits.reduce(0) { $0 + $1.gross }
        outputTax = run.bills.reduce(0) { $0 + $1.vat }
        inputTax = run.credits.reduce(0) { $0 + $1.vat }
        var kept: [LineKind: Int] = [:]
        for line in run.bills.flatMap(\.lines) where line.kind != .community {
            kept[line.kind, default: 0] += line.net
        }
        self.kept = kept
    }
}
