// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Randomness
import Testing
import Wire

@Suite("Canonical JSON (RFC 8785)")
struct CanonicalJSONTests {
    private static let document: JSONValue? = {
        let data = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
        return FileManager.default.contents(atPath: data + "/../oracles/oracles-transfer.json")
            .flatMap { try? JSONValue(parsing: $0) }
    }()

    private func canonical(_ text: String, isInteroperable: Bool = true) throws -> String {
        let value = try JSONValue(parsing: text.utf8)
        return String(decoding: try CanonicalJSON.bytes(of: value, isInteroperable: isInteroperable), as: UTF8.self)
    }

    @Test(
        "numbers as ECMAScript writes them",
        arguments: [
            (0.0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (100, "100"), (1e20, "100000000000000000000"),
            (1e21, "1e+21"), (1.5e21, "1.5e+21"), (0.000001, "0.000001"), (1e-7, "1e-7"), (1.25e-7, "1.25e-7"),
            (.leastNonzeroMagnitude, "5e-324"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (0.1, "0.1"),
            (123456789012345680, "123456789012345680"), (51.9624583, "51.9624583"),
        ])
    func numbers(_ number: Double, _ text: String) { #expect(CanonicalJSON.text(of: number) == text) }

    @Test("the vectors of others", .enabled(if: document != nil))
    func vectors() throws {
        let document = try #require(Self.document)
        for row in document["canonical_json"]?.array ?? [] {
            let bytes = try CanonicalJSON.bytes(of: JSONValue(parsing: try #require(row["input"]?.string).utf8))
            let hexadecimal = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            #expect(hexadecimal == row["canonical_hex"]?.string, "\(row["name"]?.string ?? "")")
        }
        for row in document["numbers"]?.array ?? [] {
            let bits = try #require(row["bits"]?.string.flatMap { UInt64($0, radix: 16) })
            #expect(CanonicalJSON.text(of: Double(bitPattern: bits)) == row["text"]?.string)
        }
        let order = try #require(document["key_order"])
        let bytes = try CanonicalJSON.bytes(of: try #require(order["input"]))
        #expect(String(decoding: bytes, as: UTF8.self) == order["canonical"]?.string)
        for row in document["refuse"]?.array ?? [] where row["why"]?.string != "byte order mark" {
            #expect(throws: (any Error).self, "\(row["why"]?.string ?? "")") {
                try canonical(try #require(row["json"]?.string))
            }
        }
    }

    @Test("a registered trial, byte for byte", .enabled(if: document != nil))
    func registration() throws {
        let data = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
        let bytes = try #require(FileManager.default.contents(atPath: data + "/../oracles/oracles-pilots.json"))
        let worked = try #require(try JSONValue(parsing: bytes)["I_preregistration"])
        let found = try CanonicalJSON.bytes(of: try #require(worked["document"]))
        #expect(String(decoding: found, as: UTF8.self) == worked["canonical"]?.string)
    }

    @Test("what other programs would read as another number or twice is refused with its place")
    func refusals() throws {
        #expect(
            throws: CanonicalJSON.Refusal(
                message: "the whole number 9007199254740993 is 2^53 or more; write it as text", pointer: "/a~1b/1")
        ) {
            try canonical(#"{"a/b": [1, 9007199254740993]}"#)
        }
        #expect(try canonical("9007199254740993", isInteroperable: false) == "9007199254740992")
        let twice = JSONObject([(name: "a", value: 1), (name: "a", value: 2)])
        #expect(throws: CanonicalJSON.Refusal.self) { try CanonicalJSON.bytes(of: .object(twice)) }
    }

    @Test("writing, reading and writing again changes nothing", arguments: 0..<20)
    func roundTrip(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let first = try CanonicalJSON.bytes(of: Self.value(&random, depth: 0))
            #expect(try CanonicalJSON.bytes(of: JSONValue(parsing: first)) == first)
        }
    }

    private static func value(_ random: inout SeededRandom, depth: Int) -> JSONValue {
        let names = ["", "a", "A", "10", "2", "ö", "\u{FB33}", "😀", "\n", "é", "z\u{7F}"]
        switch Int.random(in: 0..<(depth > 3 ? 4 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2:
            let number = Double(bitPattern: random.next())
            return .number(JSONNumber(number.isFinite && number.magnitude < 0x1p53 ? number : 0.5))
        case 3: return .string(names.shuffled(using: &random).prefix(3).joined())
        case 4: return .array((0..<3).map { _ in value(&random, depth: depth + 1) })
        default:
            return .object(
                JSONObject(
                    names.shuffled(using: &random).prefix(4).map { (name: $0, value: value(&random, depth: depth + 1)) }
                ))
        }
    }
}
