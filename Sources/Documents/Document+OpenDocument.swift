// SPDX-License-Identifier: EUPL-1.2

extension Document {
    /// The paper as OpenDocument Text, to be edited in any office program.
    public var openDocument: [UInt8] {
        var body = XMLText()
        body.markup("<office:text>")
        body.element("text:p", "text:style-name=\"Title\"", title)
        for fact in facts {
            body.markup("<text:p text:style-name=\"Standard\">")
            body.element("text:span", "text:style-name=\"Strong\"", fact.name + ": ")
            body.text(fact.value)
            body.markup("</text:p>")
        }
        var tables = 0
        for block in blocks { Self.write(block, &tables, &body) }
        body.markup("</office:text>")
        return OpenDocument.package(
            OpenDocument.text, title: title, language: language, styles: styles, body: body)
    }

    private static func write(_ block: Block, _ tables: inout Int, _ body: inout XMLText) {
        switch block {
        case .heading(let level, let text):
            let level = min(max(level, 1), 4)
            body.element("text:h", "text:style-name=\"Heading\(level)\" text:outline-level=\"\(level)\"", text)
        case .paragraph(let spans): paragraph(spans, "Standard", &body)
        case .list(let items, let isNumbered):
            body.markup("<text:list text:style-name=\"\(isNumbered ? "Numbers" : "Bullets")\">")
            for item in items {
                body.markup("<text:list-item>")
                paragraph(item, "Standard", &body)
                body.markup("</text:list-item>")
            }
            body.markup("</text:list>")
        case .table(let table):
            tables += 1
            write(table, tables, &body)
        case .gap(let text): paragraph([.text(text)], "Gap", &body)
        }
    }

    private static func paragraph(_ spans: [Span], _ style: String, _ body: inout XMLText) {
        body.markup("<text:p text:style-name=\"\(style)\">")
        for span in spans {
            switch span {
            case .text(let text): body.text(text)
            case .strong(let text): body.element("text:span", "text:style-name=\"Strong\"", text)
            case .link(let text, let address):
                body.markup("<text:a xlink:type=\"simple\" xlink:href=\"")
                body.text(address)
                body.markup("\">")
                body.text(text)
                body.markup("</text:a>")
            }
        }
        body.markup("</text:p>")
    }

    private static func write(_ table: Table, _ number: Int, _ body: inout XMLText) {
        paragraph([.strong(table.caption)], "Caption", &body)
        body.markup("<table:table table:name=\"Table\(number)\">")
        body.markup("<table:table-column table:number-columns-repeated=\"\(max(table.header.count, 1))\"/>")
        body.markup("<table:table-header-rows>")
        row(table.header, table, isStrong: true, &body)
        body.markup("</table:table-header-rows>")
        for (index, cells) in table.rows.enumerated() {
            let isTotal = table.hasTotal && index == table.rows.count - 1
            row(cells, table, isStrong: isTotal, link: table.link(ofRow: index), &body)
        }
        body.markup("</table:table>")
    }

    private static func row(
        _ cells: [String], _ table: Table, isStrong: Bool, link: String? = nil, _ body: inout XMLText
    ) {
        body.markup("<table:table-row>")
        for (column, cell) in cells.enumerated() {
            body.markup("<table:table-cell table:style-name=\"Cell\" office:value-type=\"string\">")
            let style = table.alignment(column) == .end ? "CellEnd" : "CellStart"
            let linked = column == 0 ? link.map { Span.link(cell, to: $0) } : nil
            paragraph([linked ?? (isStrong ? .strong(cell) : .text(cell))], style, &body)
            body.markup("</table:table-cell>")
        }
        body.markup("</table:table-row>")
    }

    private var styles: String {
        let country = language == "de" ? "DE" : "GB"
        let heading = { (level: Int, size: String) in
            """
            <style:style style:name="Heading\(level)" style:family="paragraph" style:parent-style-name="Standard" \
            style:default-outline-level="\(level)"><style:paragraph-properties fo:margin-top="0.4cm" \
            fo:keep-with-next="always"/><style:text-properties fo:font-size="\(size)" fo:font-weight="bold"/></style:style>
            """
        }
        return """
            <office:styles><style:default-style style:family="paragraph"><style:text-properties \
            fo:font-family="Liberation Sans" fo:font-size="11pt" fo:language="\(language == "de" ? "de" : "en")" \
            fo:country="\(country)"/></style:default-style>\
            <style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties \
            fo:margin-bottom="0.2cm"/></style:style>\
            <style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard">\
            <style:text-properties fo:font-size="18pt" fo:font-weight="bold"/></style:style>\
            \(heading(1, "14pt"))\(heading(2, "12pt"))\(heading(3, "11pt"))\(heading(4, "11pt"))\
            <style:style style:name="Caption" style:family="paragraph" style:parent-style-name="Standard">\
            <style:paragraph-properties fo:margin-top="0.3cm" fo:keep-with-next="always"/></style:style>\
            <style:style style:name="CellStart" style:family="paragraph"><style:text-properties fo:font-size="9.5pt"/>\
            </style:style><style:style style:name="CellEnd" style:family="paragraph"><style:paragraph-properties \
            fo:text-align="end"/><style:text-properties fo:font-size="9.5pt"/></style:style>\
            <style:style style:name="Gap" style:family="paragraph" style:parent-style-name="Standard">\
            <style:paragraph-properties fo:border="1.5pt dashed #9a3b00" fo:background-color="#fff4e5" \
            fo:padding="0.1cm"/></style:style>\
            <style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/>\
            </style:style><style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties \
            fo:border="0.5pt solid #666666" fo:padding="0.08cm"/></style:style>\
            <text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">\
            <style:list-level-properties text:space-before="0.4cm" text:min-label-width="0.4cm"/>\
            </text:list-level-style-bullet></text:list-style>\
            <text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1" \
            style:num-suffix="."><style:list-level-properties text:space-before="0.4cm" text:min-label-width="0.6cm"/>\
            </text:list-level-style-number></text:list-style></office:styles>\
            <office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties \
            fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2.5cm" fo:margin-bottom="2cm" \
            fo:margin-left="2.5cm" fo:margin-right="2cm"/></style:page-layout></office:automatic-styles>\
            <office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"/>\
            </office:master-styles>
            """
    }
}
