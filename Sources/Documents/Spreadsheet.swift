// SPDX-License-Identifier: EUPL-1.2

/// Tables for a spreadsheet program; written as OpenDocument Spreadsheet with typed cells.
public struct Spreadsheet: Sendable, Hashable {
    public enum Cell: Sendable, Hashable {
        case empty
        case text(String)
        case number(Double)
        /// Euro cents.
        case money(Int64)
        /// `2026-12-31`.
        case date(String)
        /// `23:45:00`.
        case time(String)
        case truth(Bool)
    }

    public struct Sheet: Sendable, Hashable {
        public var name: String
        public var header: [String]
        public var rows: [[Cell]]

        public init(name: String, header: [String], rows: [[Cell]]) {
            self.name = name
            self.header = header
            self.rows = rows
        }
    }

    public var title: String
    public var sheets: [Sheet]

    public init(title: String, sheets: [Sheet]) {
        self.title = title
        self.sheets = sheets
    }

    public var openDocument: [UInt8] {
        var body = XMLText()
        body.markup("<office:spreadsheet>")
        for sheet in sheets {
            body.markup("<table:table table:name=\"")
            body.text(sheet.name)
            body.markup("\"><table:table-header-rows><table:table-row>")
            for name in sheet.header { Self.write(.text(name), style: "Header", &body) }
            body.markup("</table:table-row></table:table-header-rows>")
            for row in sheet.rows {
                body.markup("<table:table-row>")
                for cell in row { Self.write(cell, style: nil, &body) }
                body.markup("</table:table-row>")
            }
            body.markup("</table:table>")
        }
        body.markup("</office:spreadsheet>")
        let styles = """
            <office:styles><number:number-style style:name="N2"><number:number number:decimal-places="2" \
            number:min-decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:number-style>\
            <style:style style:name="Header" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>\
            </style:style><style:style style:name="Money" style:family="table-cell" style:data-style-name="N2"/>\
            <number:date-style style:name="N3"><number:year number:style="long"/><number:text>-</number:text>\
            <number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>\
            </number:date-style><style:style style:name="Date" style:family="table-cell" style:data-style-name="N3"/>\
            <number:time-style style:name="N4"><number:hours number:style="long"/><number:text>:</number:text>\
            <number:minutes number:style="long"/><number:text>:</number:text><number:seconds number:style="long"/>\
            </number:time-style><style:style style:name="Time" style:family="table-cell" style:data-style-name="N4"/>\
            </office:styles>
            """
        return OpenDocument.package(
            OpenDocument.spreadsheet, title: title, language: "de", styles: styles, body: body)
    }

    private static func write(_ cell: Cell, style: String?, _ body: inout XMLText) {
        func open(_ type: String, _ value: String, _ style: String?) {
            body.markup("<table:table-cell")
            if let style { body.markup(" table:style-name=\"\(style)\"") }
            body.markup(" office:value-type=\"\(type)\"")
            if !value.isEmpty {
                body.markup(" \(value.prefix { $0 != "=" })=\"")
                body.text(String(value.drop { $0 != "=" }.dropFirst()))
                body.markup("\"")
            }
            body.markup(">")
        }
        switch cell {
        case .empty:
            body.markup("<table:table-cell/>")
            return
        case .text(let text):
            open("string", "", style)
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                body.element("text:p", "", String(line))
            }
        case .number(let number):
            guard number.isFinite else {
                body.markup("<table:table-cell/>")
                return
            }
            open("float", "office:value=\(number)", style)
            body.element("text:p", "", "\(number)")
        case .money(let cents):
            let sign = cents < 0 ? "-" : ""
            let rest = cents.magnitude % 100
            let value = "\(sign)\(cents.magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
            open("float", "office:value=\(value)", "Money")
            body.element("text:p", "", value)
        case .date(let date):
            // without a style a spreadsheet program shows a number
            open("date", "office:date-value=\(date)", style ?? "Date")
            body.element("text:p", "", date)
        case .time(let time):
            let parts = time.split(separator: ":")
            open("time", "office:time-value=PT\(parts[0])H\(parts[1])M\(parts[2])S", style ?? "Time")
            body.element("text:p", "", time)
        case .truth(let truth):
            open("boolean", "office:boolean-value=\(truth)", style)
            body.element("text:p", "", "\(truth)")
        }
        body.markup("</table:table-cell>")
    }
}
