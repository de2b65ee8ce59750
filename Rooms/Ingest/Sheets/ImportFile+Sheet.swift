// SPDX-License-Identifier: EUPL-1.2
import Wire

extension ImportFile {
    enum SheetKind { case excel, openDocument }

    /// The kind of spreadsheet that the file is, by its content.
    var sheetKind: SheetKind? {
        guard bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) else { return nil }
        // Names of members stand in the clear, at the beginning and in the list at the end.
        let ends = [bytes.prefix(1 << 16), bytes.suffix(1 << 16)].map { String(decoding: $0, as: UTF8.self) }
        if ends.contains(where: { $0.contains("xl/workbook.xml") }) { return .excel }
        if ends.contains(where: { $0.contains("opendocument.spreadsheet") }) { return .openDocument }
        switch OtherFile.ending(path) {
        case "xlsx", "xlsm": return .excel
        case "ods": return .openDocument
        default: return nil
        }
    }

    /// A sheet as a table of separated values; formulas count with the results that are stored.
    func sheet(_ kind: SheetKind, _ format: TableFormat, report: inout ImportReport) throws(FileFault) -> [UInt8] {
        let archive = SheetArchive(bytes: bytes, limit: 2 << 30)
        var uncalculated = 0
        let text: [UInt8]
        do throws(SheetArchive.Fault) {
            switch kind {
            case .excel: (text, uncalculated) = try ExcelSheet.text(archive, name: format.sheet, format)
            case .openDocument: text = try OpenDocumentSheet.text(archive, name: format.sheet, format)
            }
        } catch {
            throw FileFault(
                "\(error.description); open it and save it anew, or save the sheet as CSV", isMisfit: true)
        }
        if uncalculated > 0 {
            report.notice(
                german:
                    "\(path): \(uncalculated) Formeln ohne Ergebnis; öffnen Sie die Datei und speichern Sie sie einmal.",
                english: "\(path): \(uncalculated) formulas without a result; open the file and save it once.")
        }
        return text
    }
}
