// SPDX-License-Identifier: EUPL-1.2
package import IngestModel
import Wire

extension ImportFile {
    /// The content as UTF-8 without a byte mark, by the declared encoding or the one that is recognised; of a spreadsheet
    /// the rows of a sheet.
    ///
    /// Bytes that are no text are told; `isStrict` counts them as refused.
    package func text(
        _ format: TableFormat, isStrict: Bool = false, report: inout ImportReport
    ) throws(FileFault) -> [UInt8] {
        if let kind = sheetKind { return try sheet(kind, format, report: &report) }
        let declared = format.encoding
        if let kind { throw FileFault(kind.english, german: kind.german, isMisfit: true) }
        let recognition = declared == nil ? TextEncoding.recognised(in: bytes) : nil
        let encoding = declared ?? recognition?.encoding ?? .utf8
        let text: (bytes: [UInt8], dropped: Int)
        do throws(TextEncoding.Fault) {
            text = try encoding.utf8(bytes)
        } catch {
            throw FileFault(error.description)
        }
        if let recognition, recognition.encoding != .utf8 { tell(recognition, report: &report) }
        if text.dropped > 0 {
            let count = text.dropped
            let place = ImportReport.Place(file: path, line: 0, column: "", text: "\(count) bytes dropped")
            if isStrict { report.reject(.badEncoding, at: place) }
            report.notice(
                german: "\(path): \(count) Bytes, die kein Text sind, wurden weggelassen.",
                english: "\(path): \(count) bytes that are no text were left out.")
        }
        return Self.unmarked(text.bytes)
    }

    /// UTF-8 without a byte mark, be it one that was written as three letters (`ï»¿`) once more.
    package static func unmarked(_ text: [UInt8]) -> [UInt8] {
        for mark in [[0xEF, 0xBB, 0xBF], [0xC3, 0xAF, 0xC2, 0xBB, 0xC2, 0xBF]] as [[UInt8]]
        where text.starts(with: mark) {
            return unmarked(Array(text.dropFirst(mark.count)))
        }
        return text
    }

    private func tell(_ recognition: TextEncoding.Recognition, report: inout ImportReport) {
        let name = recognition.encoding.rawValue
        let words = recognition.evidence.map { "„\($0)“" }.joined(separator: ", ")
        let english = recognition.evidence.map { "\"\($0)\"" }.joined(separator: ", ")
        report.notice(
            german: "\(path): Kodierung als \(name) erkannt" + (words.isEmpty ? "" : " an \(words)")
                + (recognition.isSure ? "." : ", ohne Gewissheit: bitte „encoding“ angeben."),
            english: "\(path): encoding recognised as \(name)" + (english.isEmpty ? "" : " by \(english)")
                + (recognition.isSure ? "." : ", without certainty: please declare \"encoding\"."))
    }

    /// What the first bytes say of a file that is no text, with what can be done.
    private var kind: (german: String, english: String)? {
        if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) {
            return (
                "Das ist ein ZIP-Archiv ohne die Endung .zip. Benennen Sie es um, oder packen Sie es aus und geben Sie seine Dateien ab.",
                "a zip archive without the ending .zip; rename it, or unpack it and import its folder"
            )
        }
        // what Excel wraps a password around begins as its old files do
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            return (
                "Das ist eine Datei eines alten Office-Programms (.xls) oder eine mit Passwort. Öffnen Sie sie in Excel oder LibreOffice "
                    + "und speichern Sie sie ohne Passwort als .xlsx oder .ods (Datei › Speichern unter).",
                "a document of an old Office program (.xls) or one behind a password; open it in Excel or LibreOffice and save it without "
                    + "a password as .xlsx or .ods (File › Save as)"
            )
        }
        if bytes.starts(with: Array("%PDF".utf8)) {
            return (
                "Das ist ein PDF. Bitten Sie die Stelle, die es herausgibt, um die Tabelle als CSV.",
                "a PDF; ask its publisher for the table as CSV"
            )
        }
        if bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A]) {
            return (
                "Das ist eine gepackte Datei ohne ihre Endung. Benennen Sie sie in .gz oder .xz um.",
                "a packed file without its ending; rename it to .gz or .xz"
            )
        }
        let head = String(decoding: bytes.prefix(200), as: UTF8.self).trimmed.lowercased()
        if head.hasPrefix("<!doctype html") || head.hasPrefix("<html") {
            return (
                "Das ist eine Seite für den Browser, wohl eine Fehlermeldung der Adresse, von der sie kommt. Holen Sie die Datei noch "
                    + "einmal.",
                "a web page, probably an error page of the address it came from; fetch the file again"
            )
        }
        return nil
    }
}
