// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// Municipalities, from the register that was taken in.
public enum MunicipalityQueries {
    /// Where the register comes from; a page that shows its numbers names it.
    public static let attribution = "© Statistisches Bundesamt (Destatis), BMDV; dl-de/by-2-0"

    public static func municipality(
        key: String, on connection: any StorageConnection
    ) throws -> Municipality? {
        try connection.firstRow("\(columns) WHERE ags = \(key)", make)
    }

    /// At most ten by key or name: exact names first, then beginnings, then larger ones.
    public static func matching(_ text: String, on connection: any StorageConnection) throws -> [Municipality] {
        let digits = text.filter { !$0.isWhitespace }
        if !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            let end = digits + ":"
            return try connection.rows(
                "\(columns) WHERE ags >= \(digits) AND ags < \(end) ORDER BY ags LIMIT 10", make)
        }
        let wanted = Tokeniser.words(text).joined(separator: " ")
        guard !wanted.isEmpty else { return [] }
        let pattern = "%" + wanted + "%"
        let found = try connection.rows("\(columns) WHERE search_name LIKE \(pattern)", make)
        let ranked = found.map { municipality -> (rank: Int, municipality: Municipality) in
            let name = Tokeniser.words(municipality.name).joined(separator: " ")
            let isName = name == wanted || name.hasPrefix(wanted + " ")
            return (isName ? 0 : name.hasPrefix(wanted) ? 1 : name.contains(" " + wanted) ? 2 : 3, municipality)
        }
        let sorted = ranked.sorted { left, right in
            if left.rank != right.rank { return left.rank < right.rank }
            let (first, second) = (left.municipality.population ?? 0, right.municipality.population ?? 0)
            return first != second ? first > second : left.municipality.key < right.municipality.key
        }
        return sorted.prefix(10).map(\.municipality)
    }

    /// Whether a register was taken in.
    public static func isFilled(on connection: any StorageConnection) throws -> Bool {
        try connection.integer("SELECT 1 FROM municipality LIMIT 1") != nil
    }

    private static let columns: SQL =
        "SELECT ags, name, area_hectares, population, kind, postcode, region_type FROM municipality"

    private static func make(_ row: any StorageRow) -> Municipality {
        Municipality(
            key: row.text(0), name: row.text(1), areaHectares: row.integerIfPresent(2),
            population: row.integerIfPresent(3), kindCode: row.textIfPresent(4), postcode: row.textIfPresent(5),
            regionType: row.integerIfPresent(6))
    }
}

/// Licences, from the SPDX list and the OSADL matrix that were taken in.
public enum LicenceQueries {
    /// A licence of the SPDX list.
    public struct Licence: Sendable, Hashable {
        public let id: String
        public let name: String
        public let isOSIApproved: Bool
        public let isFSFLibre: Bool
        public let isDeprecated: Bool
    }

    /// Where the matrix comes from; a page that shows a verdict names it.
    public static let attribution = "© Open Source Automation Development Lab (OSADL) eG; CC-BY-4.0"

    public static func licences(on connection: any StorageConnection) throws -> [Licence] {
        try connection.rows("\(columns) ORDER BY id", make)
    }

    /// The licence of that SPDX identifier; nil when the list is silent or was not taken in.
    public static func licence(id: String, on connection: any StorageConnection) throws -> Licence? {
        try connection.firstRow("\(columns) WHERE id = \(id)", make)
    }

    private static let columns: SQL = "SELECT id, name, is_osi_approved, is_fsf_libre, is_deprecated FROM licence"

    private static func make(_ row: any StorageRow) -> Licence {
        Licence(
            id: row.text(0), name: row.text(1), isOSIApproved: row.bool(2), isFSFLibre: row.bool(3),
            isDeprecated: row.bool(4))
    }

    /// Leading licence → subordinate licence → `Yes`, `No`, `Unknown`, `Check dependency`, `Same`; empty without a matrix.
    public static func matrix(on connection: any StorageConnection) throws -> [String: [String: String]] {
        var matrix: [String: [String: String]] = [:]
        try connection.forEachRow("SELECT leading_id, subordinate_id, verdict FROM licence_verdict") { row in
            matrix[row.text(0), default: [:]][row.text(1)] = row.text(2)
            return true
        }
        return matrix
    }

    /// The verdict on using a component under `subordinate` in a work under `leading`; nil when the matrix is silent.
    public static func verdict(
        leading: String, subordinate: String, on connection: any StorageConnection
    ) throws -> String? {
        try connection.text(
            "SELECT verdict FROM licence_verdict WHERE leading_id = \(leading) AND subordinate_id = \(subordinate)")
    }
}
