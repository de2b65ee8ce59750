// SPDX-License-Identifier: EUPL-1.2
import CArchive

/// The members of a spreadsheet's zip, read one after the other without keeping them.
struct SheetArchive {
    /// Why the members cannot be read.
    struct Fault: Error { let description: String }

    static let tooLarge = Fault(description: "a sheet with more rows or cells than any should have")
    private static let damaged = Fault(description: "a spreadsheet that is damaged")

    let bytes: [UInt8]
    /// Unpacked bytes at most.
    let limit: Int

    /// Tells a listener of each member that it is asked for.
    func read(_ listener: (String) -> (any XMLListener)?) throws(Fault) {
        try members { (name: String, member: inout Member) throws(Fault) in
            guard var wanted = listener(name) else { return }
            try member.read(into: &wanted)
        }
    }

    /// Tells of one member.
    func read<Listener: XMLListener>(_ name: String, into listener: inout Listener) throws(Fault) {
        try members { (own: String, member: inout Member) throws(Fault) in
            if own == name { try member.read(into: &listener) }
        }
    }

    private func members(_ visit: (String, inout Member) throws(Fault) -> Void) throws(Fault) {
        guard let archive = archive_read_new() else { throw Fault(description: "no memory") }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip(archive)
        var failure: Fault?
        bytes.withUnsafeBytes { raw in
            do throws(Fault) {
                guard archive_read_open_memory(archive, raw.baseAddress, raw.count) == ARCHIVE_OK else {
                    throw Self.damaged
                }
                var room = limit
                while true {
                    var header: OpaquePointer?
                    let status = archive_read_next_header(archive, &header)
                    if status == ARCHIVE_EOF { return }
                    guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let header,
                        let name = archive_entry_pathname(header)
                    else { throw Self.damaged }
                    var member = Member(archive: archive, header: header, name: String(cString: name), room: room)
                    try visit(member.name, &member)
                    room = member.room
                    guard room >= 0 else {
                        throw Fault(description: "a spreadsheet that unpacks to more than \(limit >> 20) MiB")
                    }
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// The member at which the archive stands.
    private struct Member {
        let archive: OpaquePointer
        let header: OpaquePointer
        let name: String
        /// Bytes that may still be unpacked.
        var room: Int

        /// Bytes of the member into `target`; 0 at its end, or when too many came.
        private mutating func unpack(into target: UnsafeMutableRawBufferPointer) -> Int {
            guard room >= 0 else { return 0 }
            let count = archive_read_data(archive, target.baseAddress, target.count)
            room -= max(0, count)
            return count
        }

        mutating func read<Listener: XMLListener>(into listener: inout Listener) throws(Fault) {
            if archive_entry_is_encrypted(header) != 0 {
                throw Fault(description: "a spreadsheet with a password; save it without one")
            }
            do {
                var head = [UInt8](repeating: 0, count: 1 << 16)
                let count = head.withUnsafeMutableBytes { unpack(into: $0) }
                guard count >= 0 else { throw XMLScanner.Fault() }
                if head[..<count].withUnsafeBufferPointer({ XMLScanner.reads($0) }) {
                    try scan(head[..<count], &listener)
                } else {
                    try push(head[..<count], &listener)
                }
            } catch {
                if room < 0 { return }
                throw Fault(description: "a spreadsheet that is damaged in \(name)")
            }
        }

        private mutating func scan<Listener: XMLListener>(
            _ head: ArraySlice<UInt8>, _ listener: inout Listener
        ) throws(XMLScanner.Fault) {
            var scanner = XMLScanner()
            var isFirst = true
            try scanner.read(into: &listener) { target in
                defer { isFirst = false }
                guard isFirst else { return unpack(into: target) }
                target.copyBytes(from: head)
                return head.count
            }
        }

        /// A document in another encoding, or with a document type.
        private mutating func push<Listener: XMLListener>(
            _ head: ArraySlice<UInt8>, _ listener: inout Listener
        ) throws(XMLPush.Fault) {
            let parser = try XMLPush(listener)
            var piece = Array(head)
            while true {
                var fault: XMLPush.Fault?
                piece.withUnsafeBytes { bytes in
                    do throws(XMLPush.Fault) {
                        try parser.feed(bytes, isLast: bytes.isEmpty)
                    } catch {
                        fault = error
                    }
                }
                if let fault { throw fault }
                if piece.isEmpty || parser.listener.isDone { break }
                var next = [UInt8](repeating: 0, count: 1 << 16)
                let count = next.withUnsafeMutableBytes { unpack(into: $0) }
                guard count >= 0 else { throw XMLPush.Fault() }
                piece = Array(next[..<count])
            }
            if let heard = parser.listener as? Listener { listener = heard }
        }
    }
}
