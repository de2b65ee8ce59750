// SPDX-License-Identifier: EUPL-1.2

extension Document {
    /// The paper as a fragment for a page: `article` with headings from level 2 on.
    public var htmlFragment: String {
        var html = XMLText()
        html.markup("<article class=\"paper\" lang=\"")
        html.text(language)
        html.markup("\">")
        if !facts.isEmpty {
            html.markup("<dl class=\"facts\">")
            for fact in facts {
                html.element("dt", "", fact.name)
                html.element("dd", "", fact.value)
            }
            html.markup("</dl>")
        }
        for block in blocks { Self.write(block, &html) }
        html.markup("</article>")
        return String(decoding: html.bytes, as: UTF8.self)
    }

    /// The paper as a page of its own with its style inside: what is printed to PDF.
    public var html: String {
        var html = XMLText()
        html.markup("<!doctype html><html lang=\"")
        html.text(language)
        html.markup("\"><head><meta charset=\"utf-8\">")
        html.element("title", "", title)
        html.markup("<style>\(Self.style)</style></head><body>")
        html.element("h1", "", title)
        html.markup(htmlFragment)
        html.markup("</body></html>")
        return String(decoding: html.bytes, as: UTF8.self)
    }

    private static func write(_ block: Block, _ html: inout XMLText) {
        switch block {
        case .heading(let level, let text): html.element("h\(min(max(level, 1), 4) + 1)", "", text)
        case .paragraph(let spans):
            html.markup("<p>")
            write(spans, &html)
            html.markup("</p>")
        case .list(let items, let isNumbered):
            html.markup(isNumbered ? "<ol>" : "<ul>")
            for item in items {
                html.markup("<li>")
                write(item, &html)
                html.markup("</li>")
            }
            html.markup(isNumbered ? "</ol>" : "</ul>")
        case .table(let table): write(table, &html)
        case .gap(let text): html.element("p", "class=\"gap\"", text)
        }
    }

    private static func write(_ spans: [Span], _ html: inout XMLText) {
        for span in spans {
            switch span {
            case .text(let text): html.text(text)
            case .strong(let text): html.element("strong", "", text)
            case .link(let text, let address):
                html.markup("<a href=\"")
                html.text(address)
                html.markup("\">")
                html.text(text)
                html.markup("</a>")
            }
        }
    }

    private static func write(_ table: Table, _ html: inout XMLText) {
        html.markup("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"")
        html.text(table.caption)
        // a table of a page's length at most is not broken in print, one with many columns is set smaller
        let classes = ["stack"] + (table.rows.count < 20 ? ["whole"] : []) + (table.header.count > 6 ? ["wide"] : [])
        html.markup("\"><table class=\"\(classes.joined(separator: " "))\">")
        html.element("caption", "", table.caption)
        html.markup("<thead><tr>")
        for (column, name) in table.header.enumerated() {
            html.element("th", "scope=\"col\"" + (table.alignment(column) == .end ? " class=\"number\"" : ""), name)
        }
        html.markup("</tr></thead><tbody>")
        for (index, row) in table.rows.enumerated() {
            let isTotal = table.hasTotal && index == table.rows.count - 1
            html.markup(isTotal ? "<tr class=\"total\">" : "<tr>")
            for (column, cell) in row.enumerated() {
                let alignment = table.alignment(column) == .end ? " class=\"number\"" : ""
                if column == 0 {
                    html.markup("<th scope=\"row\"\(alignment)>")
                    write([table.link(ofRow: index).map { .link(cell, to: $0) } ?? .text(cell)], &html)
                    html.markup("</th>")
                    continue
                }
                // on a phone the cells of a row stand below each other, each with its heading
                html.markup("<td data-label=\"")
                html.text(table.header.indices.contains(column) ? table.header[column] : "")
                html.markup("\"\(alignment)>")
                html.text(cell)
                html.markup("</td>")
            }
            html.markup("</tr>")
        }
        html.markup("</tbody></table></div>")
    }

    private static let style = """
        @page{size:A4;margin:25mm 20mm 20mm 25mm;@bottom-right{content:counter(page) " / " counter(pages);font-size:9pt}}
        body{font:11pt/1.45 "Liberation Sans","DejaVu Sans",sans-serif;color:#000;max-width:72em}
        h1{font-size:18pt;line-height:1.2;margin:0 0 8pt}h2{font-size:14pt;margin:16pt 0 4pt;break-after:avoid}
        h3{font-size:12pt;margin:12pt 0 3pt;break-after:avoid}p,ul,ol{margin:0 0 6pt}
        dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:1pt 12pt;margin:0 0 10pt;font-size:10pt}
        dt{font-weight:bold}dd{margin:0}table{border-collapse:collapse;width:100%;font-size:9.5pt;margin:4pt 0 10pt}
        caption{text-align:left;font-weight:bold;padding:0 0 3pt}th,td{border:.5pt solid #666;padding:2pt 5pt;text-align:left;vertical-align:top}
        tbody th{font-weight:normal}.number{text-align:right;white-space:nowrap}.total th,.total td{font-weight:bold;border-top:1.5pt solid #000}
        tr,table.whole{break-inside:avoid}table.wide{font-size:8pt}table.wide th,table.wide td{padding:2pt 3pt}.gap{border:1.5pt dashed #9a3b00;background:#fff4e5;padding:4pt 6pt}a{color:#004b76}
        """.replacing("\n", with: "")
}
