// SPDX-License-Identifier: EUPL-1.2
import CArchive

/// Reads the files of a `.tar.xz`, `.tar.gz`, `.zip`, `.csv.gz` one after the other; nothing is ever written to disk.
package final class ArchiveReader {
    package enum Entry {
        case file(path: String, bytes: [UInt8])
        /// An entry that is not read, and why.
        case refused(path: String, reason: String)
        /// An entry that was turned down.
        case other(path: String)
        /// An archive inside this one.
        case archive(path: String, bytes: [UInt8])
    }

    /// The archive as a whole cannot be read further.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    private let archive: OpaquePointer
    private let name: String
    private let limits: ImportLimits
    private let isSingleFile: Bool
    private var unpackedHere = 0
    private let sample: (String) -> Int?
    private let accepts: (String) -> Bool
    private let spent: Spent
    /// The bytes of an archive that lies inside another one.
    private var inside: UnsafeMutableRawBufferPointer?

    /// `accepts` chooses: entries it turns down are passed over without being unpacked.
    /// Of an entry as many bytes are unpacked as `sample` says; nil for all of it.
    package convenience init(
        path: String, limits: ImportLimits, sample: @escaping (String) -> Int? = { _ in nil },
        accepts: @escaping (String) -> Bool
    ) throws(Fault) {
        try self.init(name: path, limits, Spent(), sample, accepts)
        guard archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK else { throw fault() }
    }

    /// An archive that lies inside another one, and counts for its limits.
    package convenience init(bytes: [UInt8], name: String, inside outer: ArchiveReader) throws(Fault) {
        try self.init(name: name, outer.limits, outer.spent, outer.sample, outer.accepts)
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 8)
        inside = copy
        copy.copyBytes(from: bytes)
        guard archive_read_open_memory(archive, copy.baseAddress, bytes.count) == ARCHIVE_OK else { throw fault() }
    }

    private init(
        name: String, _ limits: ImportLimits, _ spent: Spent, _ sample: @escaping (String) -> Int?,
        _ accepts: @escaping (String) -> Bool
    ) throws(Fault) {
        guard let archive = archive_read_new() else { throw Fault(description: "no memory for an archive reader") }
        self.archive = archive
        self.limits = limits
        self.sample = sample
        self.accepts = accepts
        self.spent = spent
        self.name = name
        archive_read_support_filter_gzip(archive)
        archive_read_support_filter_xz(archive)
        archive_read_support_filter_bzip2(archive)
        isSingleFile = Self.isCompressedFile(name)
        if isSingleFile {
            archive_read_support_format_raw(archive)
        } else {
            archive_read_support_format_tar(archive)
            archive_read_support_format_zip(archive)
        }
    }

    deinit {
        archive_read_free(archive)
        inside?.deallocate()
    }

    /// What an archive and those inside it have cost so far.
    private final class Spent {
        var entries = 0
        var unpacked = 0
        /// Bytes that the entries of tars say they have.
        var claimed = 0
    }

    package static func isArchive(_ path: String) -> Bool {
        let name = path.lowercased()
        let endings = [".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".zip"]
        return endings.contains { name.hasSuffix($0) } || isCompressedFile(path)
    }

    /// True for one compressed file that is no archive: `2026-07.csv.gz`.
    static func isCompressedFile(_ path: String) -> Bool {
        let name = path.lowercased()
        let isPacked = name.hasSuffix(".gz") || name.hasSuffix(".xz") || name.hasSuffix(".bz2")
        return isPacked && ![".tar.gz", ".tar.xz", ".tar.bz2"].contains { name.hasSuffix($0) }
    }

    /// The next entry that counts, or nil at the end.
    package func next() throws(Fault) -> Entry? {
        while true {
            var header: OpaquePointer?
            let status = archive_read_next_header(archive, &header)
            if status == ARCHIVE_EOF { return nil }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let header else { throw fault() }
            spent.entries += 1
            guard spent.entries <= limits.archiveEntries else {
                throw Fault(description: "more than \(limits.archiveEntries) entries; split the archive")
            }
            let path = isSingleFile ? innerName : pathname(of: header)
            let type = archive_entry_filetype(header)
            if archive_entry_hardlink(header) != nil || type == UInt32(S_IFLNK) {
                return .refused(path: path, reason: "a link; only plain files are read")
            }
            guard type == UInt32(S_IFREG) else { continue }
            try bear(header)
            if let reason = Self.reasonToRefuse(path) { return .refused(path: path, reason: reason) }
            if archive_entry_is_encrypted(header) != 0 {
                return .refused(path: path, reason: "encrypted; unpack it first")
            }
            if !isSingleFile, Self.isArchive(path), !OtherFile.isLitter(path) {
                return .archive(path: path, bytes: try contents(of: path, most: nil))
            }
            guard (isSingleFile && inside == nil) || accepts(path) else { return .other(path: path) }
            return .file(path: path, bytes: try contents(of: path, most: sample(path)))
        }
    }

    /// `2026-07.csv` of `/data/2026-07.csv.gz`.
    private var innerName: String {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        guard let dot = last.lastIndex(of: ".") else { return last }
        return String(last[..<dot])
    }

    /// A path that would leave the archive's folder is the mark of a hostile archive.
    package static func reasonToRefuse(_ path: String) -> String? {
        if path.isEmpty { return "an entry without a name" }
        if path.hasPrefix("/") || path.hasPrefix("\\") { return "an absolute path" }
        let parts = path.split(whereSeparator: { $0 == "/" || $0 == "\\" })
        if parts.contains("..") { return "a path that leaves the archive" }
        let second = path.dropFirst().first
        if second == ":" { return "an absolute path" }
        if path.utf8.contains(where: { $0 < 0x20 }) { return "control characters in the path" }
        return nil
    }

    private func pathname(of header: OpaquePointer) -> String {
        if let text = archive_entry_pathname_utf8(header) { return String(cString: text) }
        if let text = archive_entry_pathname(header) { return String(cString: text) }
        return ""
    }

    /// In a packed tar what is passed over is unpacked all the same, so its size counts before it is.
    private func bear(_ header: OpaquePointer) throws(Fault) {
        guard archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_TAR else { return }
        let size = Int(clamping: archive_entry_size(header))
        guard size <= limits.archiveBytes - spent.claimed else {
            throw Fault(description: "the archive unpacks to more than \(limits.archiveBytes >> 20) MiB")
        }
        spent.claimed += size
    }

    private func contents(of path: String, most: Int?) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 17)
        while true {
            let count = buffer.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            guard count > 0 else { throw fault() }
            bytes.append(contentsOf: buffer[..<count])
            if let most, bytes.count >= most { return bytes }
            unpackedHere += count
            spent.unpacked += count
            if bytes.count > limits.fileBytes {
                throw Fault(description: "\(path) unpacks to more than \(limits.fileBytes >> 20) MiB")
            }
            if spent.unpacked > limits.archiveBytes {
                throw Fault(description: "the archive unpacks to more than \(limits.archiveBytes >> 20) MiB")
            }
            let packed = Int(archive_filter_bytes(archive, -1))
            if unpackedHere > 16 << 20, unpackedHere / max(packed, 1) > limits.ratio {
                throw Fault(
                    description:
                        "\(path) unpacks to more than \(limits.ratio) times its size, as a decompression bomb does")
            }
        }
    }

    private func fault() -> Fault {
        let text = archive_error_string(archive).map { String(cString: $0) }
        return Fault(description: text ?? "not an archive this program reads")
    }
}
