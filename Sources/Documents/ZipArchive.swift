// SPDX-License-Identifier: EUPL-1.2

/// A ZIP file whose members are stored, not packed (APPNOTE 6.3): an OpenDocument package, or an export of a few files.
///
/// Our own because the first member, `mimetype`, must have no extra field (ODF 1.3 part 2, §3.3), and libarchive writes one.
public struct ZipArchive {
    private(set) var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// An archive without a member.
    public init() {}

    /// Adds a member; its name is UTF-8, with `/` between folders.
    public mutating func add(_ name: String, _ content: [UInt8]) {
        let offset = bytes.count
        var head: [UInt8] = []
        head.append(little: 20, 2)  // version needed
        head.append(little: 0x0800, 2)  // names are UTF-8
        head.append(little: 0, 2)  // stored
        head.append(little: 0, 2)  // time 00:00
        head.append(little: 0x21, 2)  // 1980-01-01: the same document gives the same bytes
        head.append(little: Int(Self.crc32(content)), 4)
        head.append(little: content.count, 4)
        head.append(little: content.count, 4)
        head.append(little: name.utf8.count, 2)
        head.append(little: 0, 2)  // extra field
        bytes.append(little: 0x0403_4B50, 4)
        bytes.append(contentsOf: head)
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: content)

        directory.append(little: 0x0201_4B50, 4)
        directory.append(little: 20, 2)  // made by
        directory.append(contentsOf: head)
        directory.append(little: 0, 2)  // comment
        directory.append(little: 0, 2)  // disk
        directory.append(little: 0, 2)  // internal attributes
        directory.append(little: 0, 4)  // external attributes
        directory.append(little: offset, 4)
        directory.append(contentsOf: name.utf8)
        count += 1
    }

    /// The whole file.
    public func finished() -> [UInt8] {
        var end: [UInt8] = []
        end.append(little: 0x0605_4B50, 4)
        end.append(little: 0, 4)  // disks
        end.append(little: count, 2)
        end.append(little: count, 2)
        end.append(little: directory.count, 4)
        end.append(little: bytes.count, 4)
        end.append(little: 0, 2)
        return bytes + directory + end
    }

    /// CRC-32 of ISO 3309, as ZIP asks.
    static func crc32(_ content: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in content { crc = table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
        return crc ^ 0xFFFF_FFFF
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
}

extension [UInt8] {
    fileprivate mutating func append(little value: Int, _ width: Int) {
        for byte in 0..<width { append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
    }
}
