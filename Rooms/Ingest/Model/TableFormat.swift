// SPDX-License-Identifier: EUPL-1.2
import Wire

/// How a file of separated values is written.
struct TableFormat: Sendable, Hashable {
    enum Surplus: String, CaseIterable { case ignoreEmpty, ignore, reject }

    /// What begins each of several tables in a file.
    enum Blocks: Hashable {
        case line(Pattern)
        /// They are parted by empty lines.
        case blankLines
    }

    enum Shape: Hashable {
        case separated
        /// Columns at fixed places; none: seen from the rows.
        case fixedWidth([FixedColumn])
        /// Lines of a name and a value.
        case keyValue(mark: UInt8)
        /// Records of a JSON document.
        case json(JSONRule)
    }

    /// Where the records of a JSON document stand.
    struct JSONRule: Hashable {
        /// Names and indices from the root.
        let path: [String]
        /// Lists beside each other instead of records.
        let isColumns: Bool
        /// Members of an object are the records; their names become the column `key`.
        let isKeyed: Bool
    }

    /// A column at a fixed place of each line, counted in characters.
    struct FixedColumn: Hashable {
        let name: String
        let range: Range<Int>
    }

    /// Columns whose names are values of their own, mostly times: each becomes a row.
    struct Unpivot: Hashable {
        /// Which columns; group 1 of the name is what the new column holds.
        let columns: Pattern
        /// Name of the new column with the names, and of the one with the cells.
        let into: String
        let value: String
    }

    /// A line that is no record: recognised by its first field.
    struct SpecialRow: Hashable {
        enum Use: String, CaseIterable { case ignore, property }
        let first: Pattern
        let use: Use
        /// Name of the Datastream property that takes each column's text.
        let property: String?
        /// The part of the text that counts, as its first group.
        let value: Pattern?
    }

    /// Nil: recognised in each file.
    var encoding: TextEncoding?
    /// Any of these ends a field; none: the usual one that fits, in each file.
    var separators: [UInt8] = [UInt8(ascii: ",")]
    /// Several blanks are one separator.
    var isBlankSeparated = false
    /// Lines before the header that are passed over.
    var leadingLines = 0
    /// Fits the first line of the header where it does not stand at a fixed line.
    var headerStart: Pattern?
    /// Lines that name the columns; 0 where only the mapping does.
    var headerLines = 1
    /// Names of the columns where the file has none.
    var columns: [String] = []
    /// Where the file holds several tables one below the other.
    var blocks: Blocks?
    var shape = Shape.separated
    var unpivot: Unpivot?
    /// The sheet of a spreadsheet; nil for the first.
    var sheet: String?
    var specialRows: [SpecialRow] = []
    var surplus = Surplus.ignoreEmpty
    /// Other names under which a column may appear: as in the file → as in this mapping.
    var headerAliases: [String: String] = [:]
    var number = NumberForm()
    /// Cells that mean "no value".
    var missing: Set<String> = [""]

    /// Whether rows can be read where they stand, without writing them anew.
    var isPlain: Bool {
        shape == .separated && blocks == nil && unpivot == nil && separators.count == 1 && !isBlankSeparated
    }
}

extension TableFormat {
    /// The declaration that says of a line that it is no record.
    func specialRow(_ reader: TableReader) -> SpecialRow? {
        if specialRows.isEmpty { return nil }
        let text = reader.text(0)
        return specialRows.first { $0.first.matches(text) }
    }

    /// Whether a record that is longer than the header may be taken.
    func isSurplusHarmless(_ reader: TableReader, width: Int) -> Bool {
        switch surplus {
        case .ignore: return true
        case .reject: return false
        case .ignoreEmpty:
            for index in width..<reader.fields.count where !reader.text(index).isEmpty { return false }
            return true
        }
    }
}
