// SPDX-License-Identifier: EUPL-1.2
import CArchive
import Foundation
import Testing

@testable import Ingest

/// A folder that is removed after the test.
func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ingest-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

enum ArchiveForm: String, CaseIterable, Sendable {
    case tarXZ = ".tar.xz", tarGZ = ".tar.gz", zip = ".zip"
}

enum ArchiveEntry: Sendable {
    case file(String, [UInt8])
    case link(String, to: String)
    case hardLink(String, to: String)
}

/// Writes an archive with any names, hostile ones too.
func writeArchive(_ path: String, _ form: ArchiveForm, _ entries: [ArchiveEntry]) throws {
    let archive = try #require(archive_write_new())
    defer { archive_write_free(archive) }
    switch form {
    case .tarXZ:
        archive_write_add_filter_xz(archive)
        archive_write_set_format_pax_restricted(archive)
    case .tarGZ:
        archive_write_add_filter_gzip(archive)
        archive_write_set_format_pax_restricted(archive)
    case .zip: archive_write_set_format_zip(archive)
    }
    try #require(archive_write_open_filename(archive, path) == ARCHIVE_OK)
    for one in entries {
        let entry = try #require(archive_entry_new())
        defer { archive_entry_free(entry) }
        archive_entry_set_perm(entry, 0o644)
        archive_entry_set_filetype(entry, 0o100000)
        var content: [UInt8] = []
        switch one {
        case .file(let name, let bytes):
            archive_entry_set_pathname(entry, name)
            content = bytes
        case .link(let name, let target):
            archive_entry_set_pathname(entry, name)
            archive_entry_set_filetype(entry, 0o120000)
            archive_entry_set_symlink(entry, target)
        case .hardLink(let name, let target):
            archive_entry_set_pathname(entry, name)
            archive_entry_set_hardlink(entry, target)
        }
        archive_entry_set_size(entry, Int64(content.count))
        try #require(archive_write_header(entry: entry, archive: archive) == ARCHIVE_OK)
        _ = content.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
    }
    try #require(archive_write_close(archive) == ARCHIVE_OK)
}

private func archive_write_header(entry: OpaquePointer, archive: OpaquePointer) -> Int32 {
    archive_write_header(archive, entry)
}

@Suite struct ArchiveTests {
    private func entries(_ path: String, limits: ImportLimits = ImportLimits()) -> [String] {
        let source = ImportSource(paths: [path], limits: limits) { $0.hasSuffix(".csv") }
        var all: [String] = []
        while let item = source.next() {
            switch item {
            case .file(let file): all.append("\(file.path):\(file.bytes.count)")
            case .refused(let name, let reason): all.append("\(name)! \(reason)")
            case .other: continue
            }
        }
        return all
    }

    @Test(arguments: ArchiveForm.allCases)
    func `files come out in order, others are passed over`(form: ArchiveForm) async throws {
        try await withFolder { folder in
            let path = folder + "/data" + form.rawValue
            try writeArchive(
                path, form,
                [.file("a/2025-01.csv", [1, 2, 3]), .file("a/read.me", [1]), .file("b/2025-02.csv", [])])
            #expect(entries(path) == ["a/2025-01.csv:3", "b/2025-02.csv:0"])
        }
    }

    @Test(arguments: ArchiveForm.allCases)
    func `what would leave the archive is refused, the good files come`(form: ArchiveForm) async throws {
        try await withFolder { folder in
            let path = folder + "/evil" + form.rawValue
            try writeArchive(
                path, form,
                [
                    .file("../../etc/passwd.csv", [1]), .file("/tmp/x.csv", [1]), .file("a/../../b.csv", [1]),
                    .link("link.csv", to: "/etc/passwd"), .file("good.csv", [1, 2]),
                ])
            let found = entries(path)
            #expect(found.count == 5)
            #expect(found.filter { $0.contains("!") }.count == 4)
            #expect(found.last == "good.csv:2")
            let written = try FileManager.default.subpathsOfDirectory(atPath: folder)
            #expect(written == ["evil" + form.rawValue])
        }
    }

    @Test func `archives inside an archive are opened, to a depth and within the same limits`() async throws {
        try await withFolder { folder in
            func packed(_ name: String, _ form: ArchiveForm, _ entries: [ArchiveEntry]) throws -> [UInt8] {
                try writeArchive(folder + "/" + name, form, entries)
                let data = try #require(FileManager.default.contents(atPath: folder + "/" + name))
                try FileManager.default.removeItem(atPath: folder + "/" + name)
                return [UInt8](data)
            }
            let inner = try packed("inner.zip", .zip, [.file("a.csv", [1, 2]), .file("../evil.csv", [1])])
            let tar = try packed("inner.tar.gz", .tarGZ, [.file("x/b.csv", [1, 2, 3])])
            let path = folder + "/outer.zip"
            try writeArchive(
                path, .zip,
                [
                    .file("2025/inner.zip", inner), .file("inner.tar.gz", tar),
                    .file("broken.zip", [0x50, 0x4B, 3, 4, 9]),
                    .file("c.csv", [1]),
                ])
            let found = entries(path)
            #expect(found.contains("2025/inner.zip/a.csv:2") && found.contains("inner.tar.gz/x/b.csv:3"))
            #expect(found.contains { $0.hasPrefix("2025/inner.zip/../evil.csv!") })
            #expect(found.contains { $0.hasPrefix("broken.zip!") } && found.last == "c.csv:1")
            #expect(
                entries(path, limits: ImportLimits(archiveEntries: 3)).contains { $0.contains("more than 3 entries") })
            var deep = inner
            for level in 0..<4 { deep = try packed("\(level).zip", .zip, [.file("\(level).zip", deep)]) }
            try writeArchive(folder + "/deep.zip", .zip, [.file("4.zip", deep)])
            #expect(entries(folder + "/deep.zip").allSatisfy { $0.contains("too deep") })
        }
    }

    @Test func `hard links are refused`() async throws {
        try await withFolder { folder in
            let path = folder + "/hard.tar.gz"
            try writeArchive(path, .tarGZ, [.file("a.csv", [1]), .hardLink("b.csv", to: "a.csv")])
            #expect(entries(path) == ["a.csv:1", "b.csv! a link; only plain files are read"])
        }
    }

    @Test(arguments: ArchiveForm.allCases)
    func `a bomb is stopped by size, by ratio and by number`(form: ArchiveForm) async throws {
        try await withFolder { folder in
            let path = folder + "/bomb" + form.rawValue
            try writeArchive(path, form, [.file("zeros.csv", [UInt8](repeating: 0x30, count: 40 << 20))])
            #expect(entries(path, limits: ImportLimits(fileBytes: 1 << 20)).first?.contains("more than 1 MiB") == true)
            #expect(
                entries(path, limits: ImportLimits(archiveBytes: 2 << 20)).first?.contains("more than 2 MiB") == true)
            #expect(entries(path).first?.contains("bomb") == true)
            let many = folder + "/many" + form.rawValue
            try writeArchive(many, form, (0..<50).map { .file("\($0).csv", [1]) })
            #expect(
                entries(many, limits: ImportLimits(archiveEntries: 10)).last?.contains("more than 10 entries") == true)
        }
    }

    @Test(arguments: ["half.tar.xz", "noise.tar.gz", "noise.zip", "noise.csv.gz", "empty.tar.xz"])
    func `a damaged archive is a fault, no crash`(name: String) async throws {
        try await withFolder { folder in
            let path = folder + "/" + name
            var bytes: [UInt8] = []
            if name == "half.tar.xz" {
                try writeArchive(
                    path, .tarXZ, [.file("a.csv", (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) })])
                let whole = try #require(FileManager.default.contents(atPath: path))
                bytes = Array(whole.prefix(whole.count / 2))
            } else if !name.hasPrefix("empty") {
                bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
            }
            _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
            // Bytes that are no archive at all come out as one file of themselves; the table parser turns them down.
            #expect(entries(path).allSatisfy { $0.contains("!") || name == "noise.csv.gz" })
        }
    }

    @Test func `a folder is read in the order of its names, links are not followed`() async throws {
        try await withFolder { folder in
            for name in ["b.csv", "a.csv", "x.txt"] {
                _ = FileManager.default.createFile(atPath: folder + "/" + name, contents: Data([1]))
            }
            try FileManager.default.createSymbolicLink(atPath: folder + "/l.csv", withDestinationPath: "/etc/hostname")
            #expect(entries(folder) == ["a.csv:1", "b.csv:1"])
            #expect(entries(folder + "/none.csv").first?.contains("no such file") == true)
        }
    }

    @Test(arguments: ["", "/a", "\\a", "..", "a/../b", "a\\..\\b", "C:\\x", "a\nb"])
    func `paths that are refused`(path: String) { #expect(ArchiveReader.reasonToRefuse(path) != nil) }

    @Test(arguments: ["a", "a/b.csv", "..a/b", "a..b", "ä ö/(x).csv"])
    func `paths that are fine`(path: String) { #expect(ArchiveReader.reasonToRefuse(path) == nil) }
}
