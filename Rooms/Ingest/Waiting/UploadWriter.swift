// SPDX-License-Identifier: EUPL-1.2
import Foundation
package import Ingest

/// Puts the files of a form on disk as they come in; only a piece is in memory at a time.
package struct UploadWriter {
    /// What has come in.
    package struct File: Sendable, Hashable {
        package let name: String
        package internal(set) var bytes: Int
    }

    package private(set) var files: [File] = []
    /// The first field of each name.
    package private(set) var fields: [String: String] = [:]

    private static let fieldBytes = 65_536
    private let area: WaitingArea
    private let delivery: String
    private let isKnown: @Sendable (String) -> Bool
    private var reader: MultipartReader
    private var open: FileHandle?
    private var field: (name: String, bytes: [UInt8])?
    private var total = 0

    /// Throws `DeliveryFault` for what is no form with files. `isKnown` tells by its name whether a file is read at all, `unknown`
    /// says what to a person who hands in another.
    package init(
        _ area: WaitingArea, delivery: String, contentType: String,
        isKnown: @escaping @Sendable (String) -> Bool = { DeliveryProposal.isKnown($0) },
        unknown: @escaping @Sendable (String) -> DeliveryFault = { Self.unknown($0) }
    ) throws(DeliveryFault) {
        guard let reader = MultipartReader(contentType: contentType) else { throw Self.malformed }
        self.area = area
        self.delivery = delivery
        self.reader = reader
        self.isKnown = isKnown
        refusal = unknown
    }

    private let refusal: @Sendable (String) -> DeliveryFault

    /// A file of a kind that no importer of this room reads.
    package static func unknown(_ own: String) -> DeliveryFault {
        DeliveryFault(
            "„\(own)“ ist keine Datei, die Allmende liest. Lesbar sind CSV und andere Tabellen als Text, .xlsx, .ods, "
                + "JSON, GeoJSON und Archive davon (.zip, .tar.gz, .tar.xz, .csv.gz); .xls speichern Sie bitte als .xlsx oder .ods. "
                + "GIS-Dateien (Shapefile, GeoPackage, GML …) gehören nach „Ebene abgeben“.",
            "\"\(own)\" is no file that Allmende reads. It reads CSV and other tables as text, .xlsx, .ods, JSON, GeoJSON "
                + "and archives of them (.zip, .tar.gz, .tar.xz, .csv.gz); please save .xls as .xlsx or .ods. "
                + "GIS files (Shapefile, GeoPackage, GML …) go to \"Hand in a layer\".")
    }

    private static let malformed = DeliveryFault(
        "Das Formular kam nicht vollständig an. Bitte versuchen Sie es noch einmal.",
        "The form did not arrive as a whole. Please try again.")

    package static func tooLarge(_ limit: Int) -> DeliveryFault {
        DeliveryFault(
            "Die Dateien sind zusammen größer als \(limit >> 20) MB. Bitte teilen Sie sie auf, oder lassen Sie die "
                + "Einstellung ingest-upload-megabytes erhöhen.",
            "Together the files are larger than \(limit >> 20) MB. Please split them, or have the setting "
                + "ingest-upload-megabytes raised.")
    }

    /// Takes the next bytes of the body. Throws `DeliveryFault`.
    package mutating func take(_ bytes: some Collection<UInt8>) throws {
        var copy = self
        do {
            try reader.take(bytes) { try copy.handle($0) }
        } catch is MultipartReader.Malformed {
            throw Self.malformed
        }
        copy.reader = reader
        self = copy
    }

    private mutating func handle(_ event: MultipartReader.Event) throws {
        switch event {
        case .begin(let name, let file?): try begin(file: file, field: name)
        case .begin(let name, nil): field = (name, [])
        case .bytes(let bytes):
            if field != nil {
                guard (field?.bytes.count ?? 0) + bytes.count <= Self.fieldBytes else { throw Self.malformed }
                field?.bytes.append(contentsOf: bytes)
            } else if let open {
                total += bytes.count
                guard total <= area.limits.bytes else { throw Self.tooLarge(area.limits.bytes) }
                try write(bytes, to: open)
                files[files.count - 1].bytes += bytes.count
            }
        case .end: try end()
        }
    }

    private mutating func begin(file: String, field name: String) throws {
        // a browser sends an empty part where nothing was chosen
        guard !file.isEmpty else {
            field = ("", [])
            return
        }
        let own = WaitingArea.name(file)
        guard isKnown(own) else { throw refusal(own) }
        guard files.count < area.limits.files else {
            throw DeliveryFault(
                "Mehr als \(area.limits.files) Dateien auf einmal. Bitte packen Sie sie in ein Archiv.",
                "More than \(area.limits.files) files at once. Please put them into an archive.")
        }
        var name = own
        var number = 2
        while files.contains(where: { $0.name == name }) {
            name = "\(number)-\(own)"
            number += 1
        }
        let path = area.files(delivery) + "/" + name
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw Self.diskFault }
        open = handle
        files.append(File(name: name, bytes: 0))
    }

    private static let diskFault = DeliveryFault(
        "Die Datei ließ sich nicht ablegen; vielleicht ist die Platte voll. Gespeichert wurde nichts.",
        "The file could not be put on disk; perhaps the disk is full. Nothing was stored.")

    private func write(_ bytes: ArraySlice<UInt8>, to handle: FileHandle) throws {
        do {
            try bytes.withUnsafeBytes { try handle.write(contentsOf: $0) }
        } catch {
            throw Self.diskFault
        }
    }

    private mutating func end() throws {
        if let field {
            if !field.name.isEmpty, fields[field.name] == nil {
                fields[field.name] = String(decoding: field.bytes, as: UTF8.self).replacing("\r\n", with: "\n")
            }
            self.field = nil
            return
        }
        try? open?.close()
        open = nil
    }

    /// The end of the body. Throws `DeliveryFault` where the form broke off, or a file is empty.
    package mutating func finish() throws(DeliveryFault) {
        try? open?.close()
        open = nil
        guard reader.isComplete else { throw Self.malformed }
        if let empty = files.first(where: { $0.bytes == 0 }) {
            throw DeliveryFault("Die Datei „\(empty.name)“ ist leer.", "The file \"\(empty.name)\" is empty.")
        }
    }
}
