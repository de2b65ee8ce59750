// SPDX-License-Identifier: EUPL-1.2
import CArchive

/// Reads the files of a `.tar.xz`, `.tar.gz`, `.zip`, `.csv.gz` one after the other; nothing is ever written to disk.
final class ArchiveReader {
    enum Entry {
        case file(path: String, bytes: [UInt8])
        /// An entry that is not read, and why.
        case refused(path: String, reason: String)
        /// An entry that was turned down.
        case other(path: String)
    }

    /// The archive as a whole cannot be read further.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private let archive: OpaquePointer
    private let name: String
    private let limits: ImportLimits
    private let isSingleFile: Bool
    private let accepts: (String) -> Bool
    private var entries = 0
    private var unpacked = 0

    /// `accepts` chooses: entries it turns down are passed over without being unpacked.
    init(path: String, limits: ImportLimits, accepts: @escaping (String) -> Bool) throws(Fault) {
        guard let archive = archive_read_new() else { throw Fault(description: "no memory for an archive reader") }
        self.archive = archive
        self.limits = limits
        self.accepts = accepts
        name = path
        archive_read_support_filter_gzip(archive)
        archive_read_support_filter_xz(archive)
        archive_read_support_filter_bzip2(archive)
        isSingleFile = Self.isCompressedFile(path)
        if isSingleFile {
            archive_read_support_format_raw(archive)
        } else {
            archive_read_support_format_tar(archive)
            archive_read_support_format_zip(archive)
        }
        guard archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK else { throw fault() }
    }

    deinit { archive_read_free(archive) }

    static func isArchive(_ path: String) -> Bool {
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
    func next() throws(Fault) -> Entry? {
        while true {
            var header: OpaquePointer?
            let status = archive_read_next_header(archive, &header)
            if status == ARCHIVE_EOF { return nil }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let header else { throw fault() }
            entries += 1
            guard entries <= limits.archiveEntries else {
                throw Fault(description: "more than \(limits.archiveEntries) entries; split the archive")
            }
            let path = isSingleFile ? innerName : pathname(of: header)
            let type = archive_entry_filetype(header)
            if archive_entry_hardlink(header) != nil || type == UInt32(S_IFLNK) {
                return .refused(path: path, reason: "a link; only plain files are read")
            }
            guard type == UInt32(S_IFREG) else { continue }
            if let reason = Self.reasonToRefuse(path) { return .refused(path: path, reason: reason) }
            if archive_entry_is_encrypted(header) != 0 {
                return .refused(path: path, reason: "encrypted; unpack it first")
            }
            if !isSingleFile, Self.isArchive(path), !OtherFile.isLitter(path) {
                return .refused(path: path, reason: "an archive inside an archive; unpack it and import its folder")
            }
            guard isSingleFile || accepts(path) else { return .other(path: path) }
            return .file(path: path, bytes: try contents(of: path))
        }
    }

    /// `2026-07.csv` of `/data/2026-07.csv.gz`.
    private var innerName: String {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        guard let dot = last.lastIndex(of: ".") else { return last }
        return String(last[..<dot])
    }

    /// A path that would leave the archive's folder is the mark of a hostile archive.
    static func reasonToRefuse(_ path: String) -> String? {
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

    private func contents(of path: String) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 17)
        while true {
            let count = buffer.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            guard count > 0 else { throw fault() }
            bytes.append(contentsOf: buffer[..<count])
            unpacked += count
            if bytes.count > limits.fileBytes {
                throw Fault(description: "\(path) unpacks to more than \(limits.fileBytes >> 20) MiB")
            }
            if unpacked > limits.archiveBytes {
                throw Fault(description: "the archive unpacks to more than \(limits.archiveBytes >> 20) MiB")
            }
            let packed = Int(archive_filter_bytes(archive, -1))
            if unpacked > 16 << 20, unpacked / max(packed, 1) > limits.ratio {
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
