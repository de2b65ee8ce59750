// SPDX-License-Identifier: EUPL-1.2
import Storage
import TestSupport
import Testing

/// Many integers in one bound value, on each engine.
@Suite struct NumberSetTests {
    @Test(arguments: TestEngine.allCases)
    func `a set of numbers is one value, whatever it holds`(_ kind: TestEngine) async throws {
        let numbers: Set<Int64> = [7, .min, -3, 0, 1 << 40, .max]
        let rows: [SQLValue] = numbers.map { .integer($0) } + [.integer(1), .integer(-4), .integer(8), .null]
        try await withEmptyDatabase(kind) { engine in
            try await engine.write { connection in
                try connection.execute("CREATE TABLE numbered (id \(SQL.bigint) PRIMARY KEY, number \(SQL.bigint))")
                for (id, number) in rows.enumerated() {
                    try connection.execute("INSERT INTO numbered (id, number) VALUES (\(id), \(number))")
                }
            }
            func found(_ condition: SQL) async throws -> Set<SQLValue> {
                Set(
                    try await engine.read { connection in
                        try connection.rows("SELECT number FROM numbered WHERE \(condition)") { $0.value(0) }
                    })
            }
            for some: Set<Int64> in [numbers, [], [7], [1, 8]] {
                let held = Set(
                    rows.filter { if case .integer(let number) = $0 { some.contains(number) } else { false } })
                #expect(try await found(NumberSet(some).holds("number")) == held)
                // NULL in no numbers at all is NULL or false, as the engine has it
                if some.isEmpty { continue }
                let others = Set(rows).subtracting(held).subtracting([.null])
                #expect(try await found("NOT \(NumberSet(some).holds("number"))") == others)
            }
            let many = NumberSet(Set(0..<100_000)).holds("number").rendered(for: engine.dialect)
            #expect(many.text == NumberSet([1]).holds("number").rendered(for: engine.dialect).text)
            #expect(many.arguments.count == 1)
        }
    }
}
