// SPDX-License-Identifier: EUPL-1.2
import CArchive

/// The members of a small ZIP file, read into memory; nothing is written to a disk.
public enum ZipMembers {
    /// Why a file is not read.
    public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        public let description: String
    }

    /// All members in their order, at most `limit` unpacked bytes and 10,000 members.
    /// - Throws: `Fault` for what is no ZIP file, is damaged, too large, encrypted, or holds a name twice.
    public static func read(_ bytes: [UInt8], limit: Int) throws(Fault) -> [(name: String, bytes: [UInt8])] {
        guard let archive = archive_read_new() else { throw Fault(description: "no memory for an archive reader") }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip(archive)
        let result = bytes.withUnsafeBytes { raw -> Result<[(name: String, bytes: [UInt8])], Fault> in
            do throws(Fault) {
                guard archive_read_open_memory(archive, raw.baseAddress, raw.count) == ARCHIVE_OK else {
                    throw Fault(description: "it is no ZIP file")
                }
                return .success(try members(archive, limit: limit))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func members(
        _ archive: OpaquePointer, limit: Int
    ) throws(Fault) -> [(name: String, bytes: [UInt8])] {
        var members: [(name: String, bytes: [UInt8])] = []
        var names: Set<String> = []
        var unpacked = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var header: OpaquePointer?
            let status = archive_read_next_header(archive, &header)
            if status == ARCHIVE_EOF { return members }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let header else {
                throw Fault(description: members.isEmpty ? "it is no ZIP file" : "it is damaged")
            }
            let name = archive_entry_pathname_utf8(header).map { String(cString: $0) } ?? ""
            guard !name.hasSuffix("/") else { continue }
            guard archive_entry_is_encrypted(header) == 0 else { throw Fault(description: "\(name) is encrypted") }
            guard names.insert(name).inserted, names.count <= 10_000 else {
                throw Fault(description: "\(name) stands in it twice")
            }
            var content: [UInt8] = []
            while true {
                let count = buffer.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
                if count == 0 { break }
                guard count > 0 else { throw Fault(description: "\(name) is damaged") }
                unpacked += count
                guard unpacked <= limit else {
                    throw Fault(description: "it unpacks to more than \(limit >> 20) MiB")
                }
                content.append(contentsOf: buffer[..<count])
            }
            members.append((name, content))
        }
    }
}
