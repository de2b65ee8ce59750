// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
import Storage

/// The values of the last row of a page, as an opaque text for `$skiptoken`: URL-safe, checked when it comes back.
enum ReadCursor {
    static func encode(_ values: [SQLValue]) -> String {
        var bytes: [UInt8] = []
        for value in values {
            switch value {
            case .null: bytes.append(UInt8(ascii: "n"))
            case .integer(let integer): bytes += Array("i\(String(integer, radix: 36)).".utf8)
            case .real(let real): bytes += Array("r\(String(real.bitPattern, radix: 36)).".utf8)
            case .text(let text), .json(let text):
                bytes.append(UInt8(ascii: "t"))
                for byte in text.utf8 {
                    let hex = String(byte, radix: 16)
                    bytes += Array((hex.utf8.count == 1 ? "0" + hex : hex).utf8)
                }
                bytes.append(UInt8(ascii: "."))
            case .blob: bytes.append(UInt8(ascii: "n"))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func decode(_ text: String, for order: ReadOrder) throws(QueryFault) -> [SQLValue] {
        let fault = QueryFault.malformed(
            "$skiptoken", 1, "this is no place of this query; follow @iot.nextLink unchanged")
        var values: [SQLValue] = []
        var rest = text.utf8[...]
        while let mark = rest.popFirst() {
            if mark == UInt8(ascii: "n") {
                values.append(.null)
                continue
            }
            guard let stop = rest.firstIndex(of: UInt8(ascii: ".")) else { throw fault }
            let body = String(decoding: rest[..<stop], as: UTF8.self)
            rest = rest[rest.index(after: stop)...]
            switch mark {
            case UInt8(ascii: "i"):
                guard let integer = Int64(body, radix: 36) else { throw fault }
                values.append(.integer(integer))
            case UInt8(ascii: "r"):
                guard let bits = UInt64(body, radix: 36), Double(bitPattern: bits).isFinite else { throw fault }
                values.append(.real(Double(bitPattern: bits)))
            case UInt8(ascii: "t"):
                guard let string = string(hex: body) else { throw fault }
                values.append(.text(string))
            default: throw fault
            }
        }
        guard values.count == order.terms.count else { throw fault }
        for (index, value) in values.enumerated() {
            let term = order.terms[index]
            switch (value, term.kind) {
            case (.null, _) where term.isNullable: break
            case (.integer, .integer), (.text, .text), (.real, .real): break
            case (.integer(let integer), .real): values[index] = .real(Double(integer))
            default: throw fault
            }
        }
        return values
    }

    private static func string(hex: String) -> String? {
        let digits = Array(hex.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16), byte != 0
            else { return nil }
            bytes.append(byte)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
