// SPDX-License-Identifier: EUPL-1.2
import CArchive

/// The members of a spreadsheet's zip, read one after the other without keeping them.
struct SheetArchive {
    /// Why the members cannot be read.
    struct Fault: Error { let description: String }

    static let tooLarge = Fault(description: "a sheet with more rows or cells than any should have")

    let bytes: [UInt8]
    /// Unpacked bytes at most.
    let limit: Int

    /// Pushes each member that `listener` wants through an XML parser.
    func read(_ listener: (String) -> (any XMLListener)?) throws(Fault) {
        guard let archive = archive_read_new() else { throw Fault(description: "no memory") }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip(archive)
        var failure: Fault?
        bytes.withUnsafeBytes { raw in
            do throws(Fault) {
                guard archive_read_open_memory(archive, raw.baseAddress, raw.count) == ARCHIVE_OK else {
                    throw Fault(description: "a spreadsheet that is damaged")
                }
                try members(archive, listener)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    private func members(_ archive: OpaquePointer, _ listener: (String) -> (any XMLListener)?) throws(Fault) {
        var unpacked = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var header: OpaquePointer?
            let status = archive_read_next_header(archive, &header)
            if status == ARCHIVE_EOF { return }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let header, let name = archive_entry_pathname(header)
            else { throw Fault(description: "a spreadsheet that is damaged") }
            guard let wanted = listener(String(cString: name)) else { continue }
            if archive_entry_is_encrypted(header) != 0 {
                throw Fault(description: "a spreadsheet with a password; save it without one")
            }
            do throws(XMLPush.Fault) {
                let parser = try XMLPush(wanted)
                while true {
                    let count = buffer.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
                    guard count >= 0 else { throw XMLPush.Fault() }
                    unpacked += count
                    guard unpacked <= limit else { break }
                    var fault: XMLPush.Fault?
                    buffer.withUnsafeBytes { raw in
                        do throws(XMLPush.Fault) {
                            try parser.feed(UnsafeRawBufferPointer(rebasing: raw[..<count]), isLast: count == 0)
                        } catch {
                            fault = error
                        }
                    }
                    if let fault { throw fault }
                    if count == 0 { break }
                }
            } catch {
                throw Fault(description: "a spreadsheet that is damaged in \(String(cString: name))")
            }
            guard unpacked <= limit else {
                throw Fault(description: "a spreadsheet that unpacks to more than \(limit >> 20) MiB")
            }
        }
    }
}
