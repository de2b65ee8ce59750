// SPDX-License-Identifier: EUPL-1.2
import Site

/// A table whose first column names the rows; on narrow screens each row becomes a block with its labels.
struct AnalysisTable {
    /// A heading; numbers stand to the right.
    struct Column {
        let name: String
        let isNumber: Bool

        init(_ name: String, isNumber: Bool = false) { (self.name, self.isNumber) = (name, isNumber) }
    }

    /// What it holds, for people who cannot see it.
    let label: String
    let columns: [Column]
    /// As many pieces as columns each; the first is the row's name.
    var rows: [[HTML]]
    /// What links to a row point at, such as "r-1"; none: the rows have no names.
    var anchors: [String] = []

    func html() -> HTML {
        let header = columns.map { "<th scope=\"col\"\(Self.kind($0))>\($0.name)</th>" as HTML }
        let body = rows.enumerated().map { index, row -> HTML in
            let anchor: HTML = anchors.indices.contains(index) ? " id=\"\(anchors[index])\"" : ""
            let cells = zip(columns, row).dropFirst().map { column, cell -> HTML in
                "<td\(Self.kind(column)) data-label=\"\(column.name)\">\(cell)</td>"
            }
            return "<tr\(anchor)><th scope=\"row\">\(row.first)</th>\(cells)</tr>"
        }
        return """
            <div class="table wrapping" tabindex="0" role="group" aria-label="\(label)"><table class="stack"><thead><tr>\(header)</tr></thead>\
            <tbody>\(body)</tbody></table></div>
            """
    }

    private static func kind(_ column: Column) -> HTML { column.isNumber ? " class=\"number\"" : "" }
}
