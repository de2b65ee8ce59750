// SPDX-License-Identifier: EUPL-1.2
package import IngestModel

extension ImportFile {
    package enum SheetKind { case excel, openDocument }

    /// The kind of spreadsheet that the file is, by its content.
    package var sheetKind: SheetKind? {
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
    package func sheet(
        _ kind: SheetKind, _ format: TableFormat, report: inout ImportReport
    ) throws(FileFault) -> [UInt8] {
        var writer = SheetWriter(format, most: most)
        try read(kind, format, into: &writer, report: &report)
        return writer.text
    }

    /// The names of all sheets; none where the file cannot be read.
    package func sheetNames(_ kind: SheetKind) -> [String] {
        let archive = SheetArchive(bytes: bytes, limit: 2 << 30)
        let names =
            switch kind {
            case .excel: try? ExcelSheet.names(archive)
            case .openDocument: try? OpenDocumentSheet.names(archive)
            }
        return names ?? []
    }

    /// Reads a sheet row by row into `writer`.
    func read(
        _ kind: SheetKind, _ format: TableFormat, into writer: inout SheetWriter, report: inout ImportReport
    ) throws(FileFault) {
        let archive = SheetArchive(bytes: bytes, limit: 2 << 30)
        var uncalculated = 0
        do throws(SheetArchive.Fault) {
            switch kind {
            case .excel: uncalculated = try ExcelSheet.read(archive, name: format.sheet, into: &writer)
            case .openDocument: try OpenDocumentSheet.read(archive, name: format.sheet, into: &writer)
            }
        } catch {
            throw FileFault(
                "\(error.description); open it and save it anew, or save the sheet as CSV", isMisfit: true)
        }
        guard uncalculated > 0 else { return }
        report.notice(
            german:
                "\(path): \(uncalculated) Formeln ohne Ergebnis; öffnen Sie die Datei und speichern Sie sie einmal.",
            english: "\(path): \(uncalculated) formulas without a result; open the file and save it once.")
    }
}
