// SPDX-License-Identifier: EUPL-1.2
import Foundation
import GRDB

/// `lower` and `upper` of all letters, one for one as PostgreSQL has them: SQLite's own know the 26 of ASCII only;
/// and `unaccented`, a text in its decomposed form without the marks above and below its letters.
enum LetterCase {
    /// Defines the three on a connection, two of them in the place of SQLite's own.
    static func defineFunctions(_ database: Database) {
        database.add(function: function("lower") { $0.lowercaseMapping })
        database.add(function: function("upper") { $0.uppercaseMapping })
        database.add(
            function: DatabaseFunction("unaccented", argumentCount: 1, pure: true) { values in
                guard let text = String.fromDatabaseValue(values[0]) else { return nil }
                var plain = String.UnicodeScalarView()
                for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars
                where !(0x300...0x36F).contains(scalar.value) {
                    plain.append(scalar)
                }
                return String(plain)
            })
    }

    private static func function(
        _ name: String, _ mapping: @escaping @Sendable (Unicode.Scalar.Properties) -> String
    ) -> DatabaseFunction {
        DatabaseFunction(name, argumentCount: 1, pure: true) { values in
            guard let text = String.fromDatabaseValue(values[0]) else { return nil }
            var mapped = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                let letters = mapping(scalar.properties).unicodeScalars
                // ß has no capital of its own, and the length stays
                mapped.append(letters.count == 1 ? letters.first ?? scalar : scalar)
            }
            return String(mapped)
        }
    }
}
