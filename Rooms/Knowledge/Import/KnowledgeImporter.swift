// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Ledger
public import Storage
public import Wire

/// Takes knowledge in: what was shipped, registers from a folder of data, entries from files. Each file as a whole.
public struct KnowledgeImporter: Sendable {
    let engine: any StorageEngine
    let clock: @Sendable () -> Instant

    public init(engine: any StorageEngine, clock: @escaping @Sendable () -> Instant) {
        self.engine = engine
        self.clock = clock
    }

    /// Stores the shipped entries at the first start and whenever they have changed; true when it wrote.
    @discardableResult
    public func installShipped() async throws -> Bool {
        let name = "entries:" + EntryStorage.shipped
        let checksum = ShippedKnowledge.checksum
        if try await engine.read({ try SourceStorage.checksum(of: name, on: $0) }) == checksum { return false }
        let now = clock().microseconds
        try await engine.write { connection in
            try EntryStorage.replace(
                origin: EntryStorage.shipped, with: ShippedKnowledge.entries, checksum: checksum, now: now,
                on: connection)
        }
        return true
    }

    /// Takes in files (`.json`, `.csv`, `publiccode.yml`) and folders that hold `gemeinden-de` and `lizenzen`.
    public func run(paths: [String]) async throws -> KnowledgeReport {
        try await installShipped()
        var report = KnowledgeReport()
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                var file = KnowledgeReport.File(path: path)
                file.reject(line: nil, "there is no such file or folder")
                report.files.append(file)
                continue
            }
            if isFolder.boolValue {
                report.files += try await importFolder(path)
            } else if let register = Register.all.first(where: { path.split(separator: "/").last == $0.name[...] }) {
                report.files.append(try await importFile(path) { try register.read($0, &$1) })
            } else {
                report.files.append(try await importFile(path) { try readEntries($0, path: path, &$1) })
            }
        }
        return report
    }

    /// Rows that are checked and wait to be stored.
    enum Content: Sendable {
        case entries([KnowledgeEntry])
        case table(name: String, columns: [String], rows: [[SQLValue]], licence: String, attribution: String)
    }

    private func importFolder(_ folder: String) async throws -> [KnowledgeReport.File] {
        var files: [KnowledgeReport.File] = []
        var registers: Set<String> = []
        for register in Register.all {
            // the folder that holds the register's, or that one itself
            let places = [register.path, register.name].map { folder + "/" + $0 }
            guard let path = places.first(where: FileManager.default.fileExists(atPath:)) else { continue }
            registers.insert(path)
            files.append(try await importFile(path) { try register.read($0, &$1) })
        }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] {
            guard name.hasSuffix(".json") || name.hasSuffix(".csv") || name == "publiccode.yml" else { continue }
            let path = folder + "/" + name
            if registers.contains(path) { continue }
            var file = try await importFile(path) { try readEntries($0, path: path, &$1) }
            if file.isNoTable, !registers.isEmpty {
                // tables beside a register that say something else; nobody asked for them
                file.rejections = []
                file.isPassedOver = true
            }
            files.append(file)
        }
        if files.isEmpty {
            var file = KnowledgeReport.File(path: folder)
            let known = Register.all.map(\.path).joined(separator: ", ")
            file.reject(line: nil, "holds none of \(known) and no .json, .csv or publiccode.yml")
            files.append(file)
        }
        return files
    }

    private func importFile(
        _ path: String, read: ([UInt8], inout KnowledgeReport.File) throws -> Content
    ) async throws -> KnowledgeReport.File {
        var file = KnowledgeReport.File(path: path)
        guard let data = FileManager.default.contents(atPath: path) else {
            file.reject(line: nil, "cannot be read")
            return file
        }
        let bytes = [UInt8](data)
        let content: Content
        do {
            content = try read(bytes, &file)
        } catch let error as JSONError {
            file.reject(line: error.line, "column \(error.column): \(error.message)")
            return file
        } catch let error as KnowledgeError {
            file.reject(line: error.line, error.line == nil ? error.description : Self.message(of: error))
            return file
        }
        let checksum = SHA256.digest(of: bytes).hexadecimal
        let now = clock().microseconds
        let result = try await engine.write { connection in try Self.store(content, path, checksum, now, connection) }
        file.rowsStored = result ?? 0
        file.isUnchanged = result == nil
        return file
    }

    private static func message(of error: KnowledgeError) -> String {
        if case .line(_, let message) = error { message } else { error.description }
    }

    /// Rows stored; nil when the same file was taken in before.
    private static func store(
        _ content: Content, _ path: String, _ checksum: String, _ now: Int64, _ connection: any StorageConnection
    ) throws -> Int? {
        switch content {
        case .entries(let entries):
            let origin = "file:" + URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
            if try SourceStorage.checksum(of: "entries:" + origin, on: connection) == checksum { return nil }
            try EntryStorage.replace(origin: origin, with: entries, checksum: checksum, now: now, on: connection)
            return entries.count
        case .table(let name, let columns, let rows, let licence, let attribution):
            if try SourceStorage.checksum(of: name, on: connection) == checksum { return nil }
            try connection.execute("DELETE FROM \(identifier: name)")
            var position = 0
            try connection.bulkInsert(into: name, columns: columns) {
                guard position < rows.count else { return nil }
                defer { position += 1 }
                return rows[position]
            }
            try SourceStorage.note(
                name, checksum: checksum, licence: licence, attribution: attribution, now: now, on: connection)
            return rows.count
        }
    }

    // MARK: Entries

    private func readEntries(
        _ bytes: [UInt8], path: String, _ file: inout KnowledgeReport.File
    ) throws -> Content {
        var entries: [KnowledgeEntry] = []
        func take(_ document: JSONObject, line: Int?) {
            file.rowsRead += 1
            do throws(KnowledgeError) {
                let entry = try KnowledgeEntry(document, kind: document["outcome"] == nil ? .block : .example)
                guard !entries.contains(where: { $0.kind == entry.kind && $0.slug == entry.slug }) else {
                    throw .field(pointer: "/slug", message: "\"\(entry.slug)\" stands twice in this file")
                }
                entries.append(entry)
            } catch {
                file.reject(line: line, line == nil ? "entry \(file.rowsRead)\(error.description)" : error.description)
            }
        }
        if path.hasSuffix(".json") {
            let value = try JSONValue(parsing: bytes)
            for element in value.array ?? [value] {
                guard let document = element.object else {
                    throw KnowledgeError.file(path: path, message: "an entry is a JSON object, the file a list of them")
                }
                take(document, line: nil)
            }
        } else if path.hasSuffix(".csv") {
            if let missing = try EntryTable.missingColumns(bytes) {
                file.isNoTable = true
                throw KnowledgeError.line(
                    1,
                    message:
                        "is no table of examples or building blocks: the columns \(missing.joined(separator: ", ")) "
                        + "are missing in its head")
            }
            for line in try EntryTable.read(bytes, take: { take($0, line: $1) }) {
                file.rowsRead += 1
                file.reject(line: line, "a quoted cell does not end")
            }
        } else if path.hasSuffix(".yml") || path.hasSuffix(".yaml") {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw KnowledgeError.file(path: path, message: "is not UTF-8")
            }
            guard let document = try YAMLParser.parse(text).object else {
                throw KnowledgeError.line(1, message: "\"name: value\" is expected")
            }
            take(try PublicCode.block(document), line: nil)
        } else {
            throw KnowledgeError.file(path: path, message: "is neither .json, .csv nor .yml")
        }
        return .entries(entries)
    }
}
