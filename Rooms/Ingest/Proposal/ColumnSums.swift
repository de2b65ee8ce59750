// SPDX-License-Identifier: EUPL-1.2
import IngestModel

/// Finds columns whose values are the sum of others in each row.
struct ColumnSums {
    private let columns: [ColumnGuess]
    private let numbers: [[Double?]]

    init(_ columns: [ColumnGuess], _ rows: [[String]], _ form: NumberForm) {
        self.columns = columns
        numbers = rows.prefix(200).map { row in
            columns.map { column in column.index < row.count ? form.read(row[column.index]) : nil }
        }
    }

    /// Columns whose sum a column is.
    func parts(of total: ColumnGuess) -> [ColumnGuess] {
        guard let own = columns.firstIndex(where: { $0.index == total.index }) else { return [] }
        let others = columns.indices.filter { $0 != own }
        guard (2..<60).contains(others.count), total.numbers.contains(where: { $0 != 0 }) else { return [] }
        if isSum(own, others) { return others.map { columns[$0] } }
        for (index, left) in others.enumerated() {
            for right in others[(index + 1)...] where isSum(own, [left, right]) {
                return [columns[left], columns[right]]
            }
        }
        return []
    }

    /// True in nearly each row that has the total, in some of which at least two parts count.
    private func isSum(_ total: Int, _ parts: [Int]) -> Bool {
        var (right, all, telling) = (0, 0, 0)
        for row in numbers {
            guard let sum = row[total] else { continue }
            all += 1
            let values = parts.compactMap { row[$0] }
            if abs(values.reduce(0, +) - sum) <= 0.011 * Double(parts.count) {
                right += 1
                if values.count(where: { $0 != 0 }) > 1 { telling += 1 }
            }
        }
        guard all > 0, right * 20 >= all * 19, telling * 5 >= all, telling > 1 || all == 1 else { return false }
        return parts.allSatisfy { Set(columns[$0].numbers).count > 1 }
    }
}
