// SPDX-License-Identifier: EUPL-1.2
import Randomness
import Testing
import Wire

@Suite struct TableReaderTests {
    /// The records of a table, nil for a broken one, with the line each begins at.
    private func read(_ text: [UInt8], separator: Character = ",") -> [(line: Int, fields: [String]?)] {
        text.withUnsafeBufferPointer { buffer in
            var reader = TableReader(buffer, separator: separator.asciiValue ?? 0)
            var found: [(line: Int, fields: [String]?)] = []
            while true {
                switch reader.next() {
                case .end: return found
                case .broken: found.append((reader.line, nil))
                case .record: found.append((reader.line, reader.fields.indices.map { reader.text($0) }))
                }
            }
        }
    }

    /// A record as RFC 4180 writes it.
    private func written(_ fields: [String], separator: Character) -> String {
        let cells = fields.map { field in
            let needsQuotes = field.contains { $0 == separator || $0 == "\"" || $0.isNewline }
            return needsQuotes ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
        }
        return cells.joined(separator: String(separator)) + "\r\n"
    }

    @Test(arguments: [",", ";", "\t"] as [Character])
    func `each written table is read as itself`(separator: Character) {
        var random = SeededRandom(seed: 3)
        let pieces = ["a", "ß", "1,5", ";", "\"", "x\ny", "b c", "💧", "\t|"]
        for _ in 0..<500 {
            let table = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                (0..<Int.random(in: 2...5, using: &random)).map { _ -> String in
                    let count = Int.random(in: 0...3, using: &random)
                    let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
                    return text.trimmed
                }
            }
            let text = table.map { written($0, separator: separator) }.joined()
            let found = read(Array(text.utf8), separator: separator)
            #expect(found.map(\.fields) == table)
        }
    }

    @Test func `lines are those of the file`() {
        let found = read(Array("\u{FEFF}a,b\n\n\"x\ny\",1\n\"open,2\n3,4\n".utf8))
        #expect(found.map(\.line) == [1, 3, 5, 6])
        #expect(found.map(\.fields) == [["a", "b"], ["x\ny", "1"], nil, ["3", "4"]])
        #expect(read(Array("\"a\"b,1\n2,3".utf8)).map(\.fields) == [nil, ["2", "3"]])
        #expect(read([]).isEmpty)
    }

    @Test(arguments: [
        "a,b\n\"1,2\n3,4\n5,6\n", "a,b\n\"1,2\n3,4\n5,\"6\"\n", "a,b\r\n1,\"2\r\n3,4\r\n5,6\r\n",
        "a,b\r1,\"2\r3,4\r5,6\r", "a,b\n1,\"2\n3,4\n5,6\"\n",
    ])
    func `a lone quote costs its own line only`(text: String) {
        var found: [[String]?] = []
        Array(text.utf8).withUnsafeBufferPointer { buffer in
            var reader = TableReader(buffer, separator: UInt8(ascii: ","))
            reading: while true {
                switch reader.next() {
                case .end: break reading
                case .broken: found.append(nil)
                case .record:
                    found.append(reader.fields.indices.map { reader.text($0) })
                    reader.width = reader.width ?? reader.fields.count
                }
            }
        }
        #expect(found.count == 4)
        #expect(found.filter { $0 == nil }.count == 1 && found[1] == nil)
        #expect(found[2] == ["3", "4"])
    }

    @Test func `many lone quotes cost time in proportion`() {
        let text = String(repeating: "\"x \"\"\n", count: 200_000)
        #expect(read(Array(text.utf8)).count == 200_000)
    }
}

@Suite struct TextEncodingTests {
    private static let texts = ["", "plain", "Größe in µg/m³", "„Straße“ – 5 €", "\u{FEFF}BOM, 💧"]

    @Test(arguments: texts) func `UTF-8 stays as it is`(_ text: String) throws {
        let bytes = Array(text.utf8)
        #expect(TextEncoding.likely(of: bytes) == .utf8)
        #expect(try TextEncoding.utf8.utf8(bytes).bytes == bytes)
    }

    @Test func `older encodings are told apart and read`() throws {
        let latin = Array("Gr".utf8) + [0xF6, 0xDF] + Array("e".utf8)
        #expect(TextEncoding.likely(of: latin) == .latin1)
        #expect(String(decoding: try TextEncoding.latin1.utf8(latin).bytes, as: UTF8.self) == "Größe")
        let windows = [0x84, 0x35, 0x20, 0x80, 0x93] as [UInt8]
        #expect(TextEncoding.likely(of: windows) == .windows1252)
        #expect(String(decoding: try TextEncoding.windows1252.utf8(windows).bytes, as: UTF8.self) == "„5 €“")
        let unassigned = try TextEncoding.windows1252.utf8([0x41, 0x81])
        #expect(unassigned.bytes == [0x41] && unassigned.dropped == 1)
        #expect(try TextEncoding.latin1.utf8(windows).dropped == 3)
    }

    @Test(arguments: [
        ("Straße;Größe in m³;Temperatur °C\nMünster;3;4\n", TextEncoding.dos850),
        ("Höhe;Größe\nKöln;5\n", .dos850), ("Zähler;Änderung\nÜbergang;1\n", .dos850),
    ])
    func `the letters of DOS are told from those of Windows`(text: String, encoding: TextEncoding) throws {
        let codes: [Unicode.Scalar: UInt8] = [
            "ä": 0x84, "ö": 0x94, "ü": 0x81, "Ä": 0x8E, "Ö": 0x99, "Ü": 0x9A, "ß": 0xE1, "³": 0xFC, "°": 0xF8,
        ]
        let bytes = text.unicodeScalars.map { codes[$0] ?? UInt8(truncatingIfNeeded: $0.value) }
        let found = TextEncoding.recognised(in: bytes)
        #expect(found.encoding == .dos850 && found.isSure)
        #expect(String(decoding: try found.encoding.utf8(bytes).bytes, as: UTF8.self) == text)
        let windows = Array(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        #expect(TextEncoding.recognised(in: windows).encoding == .latin1)
        #expect(TextEncoding.recognised(in: windows).evidence.first?.isEmpty == false)
    }

    @Test(arguments: [true, false], [true, false])
    func `UTF-16 in both orders, with and without mark`(isBig: Bool, hasMark: Bool) throws {
        let text = "zeit;wert\r\n2026-01-01 00:00;4,5\r\nGröße 💧;1\r\n"
        var bytes: [UInt8] = hasMark ? (isBig ? [0xFE, 0xFF] : [0xFF, 0xFE]) : []
        for unit in text.utf16 {
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            bytes += isBig ? pair : pair.reversed()
        }
        #expect(TextEncoding.likely(of: bytes) == .utf16)
        let read = try TextEncoding.utf16.utf8(bytes)
        #expect(String(decoding: read.bytes, as: UTF8.self) == text && read.dropped == 0)
        #expect(try TextEncoding.utf16.utf8(bytes + [0x41]).dropped == 1)
    }

    @Test(arguments: [[0xFF], [0x41, 0x0A, 0xC3], [0x0A, 0xC0, 0x80], [0x0A, 0xED, 0xA0, 0x80]] as [[UInt8]])
    func `what is not UTF-8 is told with its line`(bytes: [UInt8]) {
        #expect(throws: TextEncoding.Fault.self) { try TextEncoding.utf8.utf8(bytes) }
        do throws(TextEncoding.Fault) {
            _ = try TextEncoding.utf8.utf8(bytes)
        } catch {
            #expect(error.line == (bytes.contains(0x0A) ? 2 : 1))
        }
    }

    @Test func `each character of Latin 1 is read as itself`() throws {
        let bytes = (UInt8(0xA0)...0xFF).map { $0 }
        let text = String(decoding: try TextEncoding.latin1.utf8(bytes).bytes, as: UTF8.self)
        #expect(text.unicodeScalars.map { UInt8($0.value) } == bytes)
        #expect(try TextEncoding.windows1252.utf8(bytes).bytes == Array(text.utf8))
    }
}
