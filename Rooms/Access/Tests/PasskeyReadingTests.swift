// SPDX-License-Identifier: EUPL-1.2
import Randomness
import Testing

@testable import Access

/// What devices and browsers write, as it is read; what a device answers at the doors is in `test_passkeys.py`.
@Suite struct PasskeyReadingTests {
    @Test(
        arguments: [
            ([0x00], CBORValue.integer(0)), ([0x17], .integer(23)), ([0x18, 0x18], .integer(24)),
            ([0x19, 0x01, 0x00], .integer(256)), ([0x1A, 0, 1, 0, 0], .integer(65_536)), ([0x20], .integer(-1)),
            ([0x39, 0x01, 0x00], .integer(-257)), ([0x41, 0xFF], .bytes([0xFF])), ([0x61, 0x61], .text("a")),
            ([0x82, 0xF4, 0xF5], .list([.bool(false), .bool(true)])), ([0xA0], .map([:])), ([0xF6], .null),
            ([0xA2, 0x01, 0x02, 0x20, 0x26], .map([.integer(1): .integer(2), .integer(-1): .integer(-7)])),
            ([0x1B, 0x7F] + [UInt8](repeating: 0xFF, count: 7), .integer(.max)),
        ] as [([UInt8], CBORValue)])
    func `values are read`(bytes: [UInt8], value: CBORValue) { #expect(CBORReader.whole(bytes) == value) }

    @Test(
        arguments: [
            [], [0x18], [0x18, 0x17], [0x19, 0x00, 0xFF], [0x41], [0x5F, 0x41, 0x00, 0xFF], [0x61, 0xFF], [0x9F, 0xFF],
            [0xC0, 0x60], [0xF9, 0x00, 0x00], [0xF7], [0x00, 0x00], [0xA2, 0x01, 0x00, 0x01, 0x00], [0xA1, 0x40, 0x00],
            [0x1B] + [UInt8](repeating: 0xFF, count: 8), [0x5B] + [UInt8](repeating: 0xFF, count: 8),
            [0x9B] + [UInt8](repeating: 0xFF, count: 8), [UInt8](repeating: 0x81, count: 100_000),
            [0x99, 0x03, 0xE8] + [UInt8](repeating: 0, count: 1000),
        ] as [[UInt8]])
    func `what devices do not write is refused`(bytes: [UInt8]) { #expect(CBORReader.whole(bytes) == nil) }

    @Test func `no bytes bring the reader down`() {
        var random = SeededRandom(seed: 9)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = CBORReader.whole(bytes)
        }
    }

    @Test(arguments: [
        ("https://daten.example.de", "https://daten.example.de", "daten.example.de"),
        ("https://Daten.Example.de:443/stadt", "https://daten.example.de", "daten.example.de"),
        ("https://example.de:8443", "https://example.de:8443", "example.de"),
        ("http://localhost:8080", "http://localhost:8080", "localhost"),
        ("http://stadt.localhost:80", "http://stadt.localhost", "stadt.localhost"),
    ])
    func `a town's passkeys are bound to its name`(address: String, origin: String, host: String) {
        let site = PasskeySite(baseURL: address)
        #expect(site?.origin == origin)
        #expect(site?.host == host)
    }

    @Test(arguments: [
        "http://daten.example.de", "https://192.0.2.1", "https://[2001:db8::1]", "http://127.0.0.1:8080", "https://",
        "ftp://example.de", "https://a@example.de", "",
    ])
    func `where browsers make none there are none`(address: String) { #expect(PasskeySite(baseURL: address) == nil) }
}
