// SPDX-License-Identifier: EUPL-1.2
import CCbc
import Foundation
import Synchronization

/// A linear programme of which some columns are whole numbers, solved by CBC through its C interface.
public struct MixedProgramme: Sendable {
    /// CBC keeps state of the whole process (its signal handler, its command parser), so only one search runs at a time.
    static let gate = Mutex<Void>(())

    public enum Direction: Sendable, Hashable { case minimise, maximise }

    public enum Sense: Sendable, Hashable { case atMost, exactly, atLeast }

    struct Column: Sendable {
        let low: Double
        let high: Double
        let value: Double
        let isWhole: Bool
    }

    struct Row: Sendable {
        let columns: [Int32]
        let factors: [Double]
        let sense: Sense
        let bound: Double
    }

    public let direction: Direction
    var columns: [Column] = []
    var rows: [Row] = []

    public init(_ direction: Direction) { self.direction = direction }

    /// Adds a column between two bounds with what one of it is worth; returns its number.
    @discardableResult
    public mutating func add(
        from low: Double = 0, to high: Double, worth value: Double = 0, isWhole: Bool = false
    ) -> Int {
        columns.append(Column(low: low, high: high, value: value, isWhole: isWhole))
        return columns.count - 1
    }

    /// Adds a row: a sum of columns that keeps a bound; a column that is named twice is added up.
    public mutating func add(_ terms: [(column: Int, factor: Double)], _ sense: Sense, _ bound: Double) {
        let summed = Dictionary(terms.map { ($0.column, $0.factor) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
        rows.append(
            Row(columns: summed.map { Int32($0.key) }, factors: summed.map(\.value), sense: sense, bound: bound))
    }

    /// What each column is, with what is known about its rank.
    public struct Solution: Sendable, Hashable {
        public let columns: [Double]
        public let value: Double
        /// No solution is better than this.
        public let bound: Double
        public let isProven: Bool
    }

    /// How a search ended.
    public enum Outcome: Sendable, Hashable {
        case found(Solution)
        /// Proven: nothing keeps all rows.
        case infeasible
        /// The time ended before any solution was found.
        case outOfTime

        public var solution: Solution? { if case .found(let solution) = self { solution } else { nil } }
    }

    /// The best solution that is found in so many seconds; blocks the calling thread, also while others search.
    public func solve(seconds: Double) -> Outcome {
        Self.gate.withLock { _ in search(seconds: seconds) }
    }

    /// The search itself, for who holds the gate; CBC reads no problem without columns.
    func search(seconds: Double) -> Outcome {
        guard seconds > 0, let model = Cbc_newModel() else { return .outOfTime }
        defer { Cbc_deleteModel(model) }
        // CBC takes over the interrupt signal while it runs.
        var interrupt = sigaction()
        sigaction(SIGINT, nil, &interrupt)
        defer { sigaction(SIGINT, &interrupt, nil) }

        Cbc_setLogLevel(model, 0)
        Cbc_setParameter(model, "logLevel", "0")
        Cbc_setParameter(model, "timeMode", "elapsed")
        Cbc_setParameter(model, "ratioGap", "0")
        Cbc_setParameter(model, "allowableGap", "1e-7")
        Cbc_setMaximumSeconds(model, seconds)
        Cbc_setObjSense(model, direction == .maximise ? -1 : 1)
        build(model)
        Cbc_solve(model)

        if Cbc_isProvenInfeasible(model) != 0 { return .infeasible }
        guard Cbc_bestSolution(model) != nil, let found = Cbc_getColSolution(model) else {
            return Cbc_isSecondsLimitReached(model) != 0 || Cbc_isProvenOptimal(model) == 0 ? .outOfTime : .infeasible
        }
        let values = (0..<columns.count).map { found[$0] }
        let value = zip(columns, values).reduce(0) { $0 + $1.0.value * $1.1 }
        let isProven = Cbc_isProvenOptimal(model) != 0
        return .found(
            Solution(
                columns: values, value: value, bound: isProven ? value : Cbc_getBestPossibleObjValue(model),
                isProven: isProven))
    }

    private func build(_ model: UnsafeMutableRawPointer) {
        for (number, column) in columns.enumerated() {
            Cbc_addCol(
                model, "x\(number)", column.low, column.high, column.value, column.isWhole ? 1 : 0, 0, nil, nil)
        }
        // without a whole column CBC keeps no best solution: one that is worth nothing makes it a search
        if !columns.contains(where: \.isWhole) { Cbc_addCol(model, "whole", 0, 1, 0, 1, 0, nil, nil) }
        for row in rows {
            let letter: UInt8 =
                switch row.sense {
                case .atMost: UInt8(ascii: "L")
                case .exactly: UInt8(ascii: "E")
                case .atLeast: UInt8(ascii: "G")
                }
            Cbc_addRow(model, "r", Int32(row.columns.count), row.columns, row.factors, CChar(letter), row.bound)
        }
    }
}
