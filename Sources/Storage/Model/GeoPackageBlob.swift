// SPDX-License-Identifier: EUPL-1.2

/// The geometry encoding of a GeoPackage (OGC 12-128r18, 2.1.3): a header with the box before plain WKB.
public enum GeoPackageBlob {
    /// Wraps WKB with reference system 4326; `box` nil marks an empty geometry.
    public static func make(wkb: [UInt8], box: SpatialBox?) -> [UInt8] {
        var bytes: [UInt8] = [0x47, 0x50, 0, box == nil ? 0b0001_0001 : 0b0000_0011]
        bytes.reserveCapacity(40 + wkb.count)
        withUnsafeBytes(of: Int32(4326).littleEndian) { bytes.append(contentsOf: $0) }
        if let box {
            for number in [box.west, box.east, box.south, box.north] {
                withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            }
        }
        bytes.append(contentsOf: wkb)
        return bytes
    }

    /// The WKB inside; nil when the header is broken.
    public static func wkb(of blob: [UInt8]) -> [UInt8]? {
        guard blob.count > 8, blob[0] == 0x47, blob[1] == 0x50 else { return nil }
        let sizes = [0, 32, 48, 48, 64]
        let kind = Int(blob[3] >> 1 & 7)
        guard kind < sizes.count, blob.count > 8 + sizes[kind] else { return nil }
        return Array(blob[(8 + sizes[kind])...])
    }

    /// EWKB with SRID 4326 in hexadecimal digits, which PostGIS reads from text.
    static func extendedHexadecimal(wkb: [UInt8]) -> String {
        guard wkb.count >= 5 else { return "" }
        var bytes = Array(wkb[0..<5])
        let isLittle = wkb[0] == 1
        bytes[isLittle ? 4 : 1] |= 0x20
        let srid: [UInt8] = isLittle ? [0xE6, 0x10, 0, 0] : [0, 0, 0x10, 0xE6]
        bytes.append(contentsOf: srid)
        bytes.append(contentsOf: wkb[5...])
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
