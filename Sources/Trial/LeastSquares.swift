// SPDX-License-Identifier: EUPL-1.2

/// Small systems of equations.
enum LeastSquares {
    /// Coefficients with the least squared error, columns scaled, by Householder reflections; nil where they are not unique.
    static func solve(_ rows: [[Double]], _ values: [Double]) -> [Double]? {
        guard let columns = rows.first?.count, rows.count >= columns else { return nil }
        let scales = (0..<columns).map { column in rows.reduce(0) { max($0, abs($1[column])) } }
        guard scales.allSatisfy({ $0 > 0 }) else { return nil }
        var matrix = rows.map { row in (0..<columns).map { row[$0] / scales[$0] } }
        var right = values
        for column in 0..<columns {
            let norm = (column..<rows.count).reduce(0) { $0 + matrix[$1][column] * matrix[$1][column] }.squareRoot()
            guard norm > 1e-12 else { return nil }
            let alpha = matrix[column][column] > 0 ? -norm : norm
            var reflector = [Double](repeating: 0, count: rows.count)
            for row in column..<rows.count { reflector[row] = matrix[row][column] }
            reflector[column] -= alpha
            let square = reflector.reduce(0) { $0 + $1 * $1 }
            guard square > 0 else { return nil }
            for other in column..<columns {
                let dot = (column..<rows.count).reduce(0) { $0 + reflector[$1] * matrix[$1][other] }
                for row in column..<rows.count { matrix[row][other] -= 2 * dot / square * reflector[row] }
            }
            let dot = (column..<rows.count).reduce(0) { $0 + reflector[$1] * right[$1] }
            for row in column..<rows.count { right[row] -= 2 * dot / square * reflector[row] }
        }
        var result = [Double](repeating: 0, count: columns)
        for column in stride(from: columns - 1, through: 0, by: -1) {
            let known = (column + 1..<columns).reduce(0) { $0 + matrix[column][$1] * result[$1] }
            result[column] = (right[column] - known) / matrix[column][column]
        }
        return zip(result, scales).map { $0 / $1 }
    }

    /// Solves a symmetric positive definite system (Cholesky); nil where it is not.
    static func solve(symmetric matrix: [[Double]], _ values: [Double]) -> [Double]? {
        let size = values.count
        var lower = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        for row in 0..<size {
            for column in 0...row {
                let sum = (0..<column).reduce(matrix[row][column]) { $0 - lower[row][$1] * lower[column][$1] }
                if row == column {
                    guard sum > 0 else { return nil }
                    lower[row][row] = sum.squareRoot()
                } else {
                    lower[row][column] = sum / lower[column][column]
                }
            }
        }
        var result = values
        for row in 0..<size {
            for column in 0..<row { result[row] -= lower[row][column] * result[column] }
            result[row] /= lower[row][row]
        }
        for row in stride(from: size - 1, through: 0, by: -1) {
            for column in row + 1..<size { result[row] -= lower[column][row] * result[column] }
            result[row] /= lower[row][row]
        }
        return result
    }
}
