// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Shapes as text (OGC 06-103r4 §7): `POINT (404875.4 5755263.9)` becomes a GeoJSON geometry with the same numbers.
enum WellKnownText {
    /// Nil when the text is no shape of two dimensions.
    static func geometry(_ text: String) -> JSONValue? {
        var cursor = Cursor(Array(text.utf8))
        guard let geometry = cursor.geometry(), cursor.isAtEnd else { return nil }
        return geometry
    }

    private struct Cursor {
        private let bytes: [UInt8]
        private var index = 0
        private static let types: [String: (name: String, depth: Int)] = [
            "POINT": ("Point", 0), "LINESTRING": ("LineString", 1), "POLYGON": ("Polygon", 2),
            "MULTIPOINT": ("MultiPoint", 1), "MULTILINESTRING": ("MultiLineString", 2),
            "MULTIPOLYGON": ("MultiPolygon", 3),
        ]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool {
            bytes[index...].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        }

        mutating func geometry() -> JSONValue? {
            skipBlanks()
            var word = ""
            while index < bytes.count, (0x41...0x5A).contains(bytes[index] & 0xDF) {
                word.unicodeScalars.append(Unicode.Scalar(bytes[index] & 0xDF))
                index += 1
            }
            guard let type = Self.types[word], take("(") else { return nil }
            let coordinates: JSONValue?
            if type.depth == 0 {
                let start = index
                if let plain = position(), take(")") {
                    coordinates = plain
                } else {
                    index = start
                    coordinates = commaPosition()
                }
            } else {
                coordinates = list(depth: type.depth)
            }
            guard let coordinates else { return nil }
            return ["type": .string(type.name), "coordinates": coordinates]
        }

        /// What stands after an opening bracket, up to its closing one.
        private mutating func list(depth: Int) -> JSONValue? {
            var elements: [JSONValue] = []
            repeat {
                if depth > 1 {
                    guard take("("), let element = list(depth: depth - 1) else { return nil }
                    elements.append(element)
                } else {
                    // MULTIPOINT may put each point in brackets.
                    let isBracketed = take("(")
                    guard let element = position(), !isBracketed || take(")") else { return nil }
                    elements.append(element)
                }
            } while take(",")
            return take(")") ? .array(elements) : nil
        }

        private mutating func position() -> JSONValue? {
            guard let x = number(), let y = number() else { return nil }
            return [JSONValue(x), JSONValue(y)]
        }

        /// `POINT (405022,4774) (5756025,874)`, as spreadsheets with a decimal comma write it: the bracket is open.
        private mutating func commaPosition() -> JSONValue? {
            guard let x = commaNumber(), take(")"), take("("), let y = commaNumber(), take(")") else { return nil }
            return [JSONValue(x), JSONValue(y)]
        }

        private mutating func commaNumber() -> Double? {
            guard let whole = number(), whole == whole.rounded(), take(",") else { return nil }
            let start = index
            while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
            guard index > start, index - start <= 40 else { return nil }
            return Double("\(Int64(whole)).\(String(decoding: bytes[start..<index], as: UTF8.self))")
        }

        private mutating func number() -> Double? {
            skipBlanks()
            let start = index
            while index < bytes.count, "0123456789+-.eE".utf8.contains(bytes[index]) { index += 1 }
            guard index > start, index - start <= 80 else { return nil }
            guard let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)), value.isFinite else {
                return nil
            }
            return value
        }

        private mutating func take(_ character: Character) -> Bool {
            skipBlanks()
            guard index < bytes.count, bytes[index] == character.asciiValue else { return false }
            index += 1
            return true
        }

        private mutating func skipBlanks() {
            while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
        }
    }
}
