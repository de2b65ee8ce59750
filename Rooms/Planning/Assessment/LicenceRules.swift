// SPDX-License-Identifier: EUPL-1.2
public import Decision
import Knowledge
public import Storage

/// The licence list and the compatibility matrix that were taken in; both may be missing.
public struct LicenceRules: Sendable {
    public let matrix: LicenceMatrix?
    public let names: LicenceExpression.Names

    public static let none = LicenceRules(matrix: nil, names: LicenceExpression.Names([]))

    public init(matrix: LicenceMatrix?, names: LicenceExpression.Names) {
        (self.matrix, self.names) = (matrix, names)
    }

    public init(on connection: any StorageConnection) throws {
        let verdicts = try LicenceQueries.matrix(on: connection).mapValues { row in
            row.compactMapValues { LicenceMatrix.Compatibility(rawValue: $0) }
        }
        matrix = verdicts.isEmpty ? nil : LicenceMatrix(verdicts)
        names = LicenceExpression.Names(
            try LicenceQueries.licences(on: connection).map(\.id) + (matrix?.licences ?? []))
    }
}
