// SPDX-License-Identifier: EUPL-1.2
package import Wire

/// How a file of separated values is written.
package struct TableFormat: Sendable, Hashable {
    enum Surplus: String, CaseIterable { case ignoreEmpty, ignore, reject }

    /// What begins each of several tables in a file.
    package enum Blocks: Hashable {
        case line(Pattern)
        /// They are parted by empty lines.
        case blankLines
    }

    package enum Shape: Hashable {
        case separated
        /// Columns at fixed places; none: seen from the rows.
        case fixedWidth([FixedColumn])
        /// Lines of a name and a value.
        case keyValue(mark: UInt8)
        /// Records of a JSON document.
        case json(JSONRule)
        /// Elements of an XML document: the last names of their path.
        case xml(path: [String])
    }

    /// Where the records of a JSON document stand.
    package struct JSONRule: Hashable {
        /// Names and indices from the root; `*` stands for each of a list or an object.
        package let path: [String]
        /// Lists beside each other instead of records.
        package let isColumns: Bool
        /// Members of an object are the records; their names become the column `key`.
        package let isKeyed: Bool

        package init(path: [String], isColumns: Bool, isKeyed: Bool) {
            (self.path, self.isColumns, self.isKeyed) = (path, isColumns, isKeyed)
        }
    }

    /// A column at a fixed place of each line, counted in characters.
    package struct FixedColumn: Hashable {
        package let name: String
        package let range: Range<Int>
    }

    /// Columns whose names are values of their own, mostly times: each becomes a row.
    package struct Unpivot: Hashable {
        /// Which columns; group 1 of the name is what the new column holds.
        package let columns: Pattern
        /// Name of the new column with the names, and of the one with the cells.
        package let into: String
        package let value: String
    }

    /// A line that is no record: recognised by its first field.
    package struct SpecialRow: Hashable {
        package enum Use: String, CaseIterable { case ignore, property }
        let first: Pattern
        package let use: Use
        /// Name of the Datastream property that takes each column's text.
        package let property: String?
        /// The part of the text that counts, as its first group.
        package let value: Pattern?
    }

    /// Nil: recognised in each file.
    package var encoding: TextEncoding?
    /// Any of these ends a field; none: the usual one that fits, in each file.
    package var separators: [UInt8] = [UInt8(ascii: ",")]
    /// Several blanks are one separator.
    package var isBlankSeparated = false
    /// Lines before the header that are passed over.
    package var leadingLines = 0
    /// Fits the first line of the header where it does not stand at a fixed line.
    package var headerStart: Pattern?
    /// Lines that name the columns; 0 where only the mapping does.
    package var headerLines = 1
    /// Names of the columns where the file has none.
    package var columns: [String] = []
    /// Where the file holds several tables one below the other.
    package var blocks: Blocks?
    package var shape = Shape.separated
    package var unpivot: Unpivot?
    /// Columns whose text stands once and holds for the rows below it.
    package var fillDown: [String] = []
    /// The sheet of a spreadsheet; nil for the first.
    package var sheet: String?
    package var specialRows: [SpecialRow] = []
    var surplus = Surplus.ignoreEmpty
    /// Other names under which a column may appear: as in the file → as in this mapping.
    package var headerAliases: [String: String] = [:]
    package var number = NumberForm()
    /// What becomes of `<0,05`; nil: it is refused.
    package var beyondLimits: LimitText.Rule?
    /// Cells that mean "no value".
    package var missing: Set<String> = [""]
    /// Columns of which marks are kept in place of the texts.
    package var pseudonyms = Pseudonyms()

    package init() {}

    /// Whether rows can be read where they stand, without writing them anew.
    package var isPlain: Bool {
        shape == .separated && blocks == nil && unpivot == nil && separators.count == 1 && !isBlankSeparated
            && fillDown.isEmpty && pseudonyms.isEmpty
    }
}

extension TableFormat {
    /// The declaration that says of a line that it is no record.
    package func specialRow(_ reader: TableReader) -> SpecialRow? {
        specialRows.isEmpty ? nil : specialRow(reader.text(0))
    }

    /// Whether a line that begins with this text is no record.
    package func isSpecial(_ text: String) -> Bool { specialRow(text) != nil }

    private func specialRow(_ text: String) -> SpecialRow? { specialRows.first { $0.first.matches(text) } }

    /// Whether a record that is longer than the header may be taken.
    package func isSurplusHarmless(_ reader: TableReader, width: Int) -> Bool {
        switch surplus {
        case .ignore: return true
        case .reject: return false
        case .ignoreEmpty:
            for index in width..<reader.fields.count where !reader.text(index).isEmpty { return false }
            return true
        }
    }
}
