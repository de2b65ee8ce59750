// SPDX-License-Identifier: EUPL-1.2
import CCurl
import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Which addresses a redirect may lead to (RFC 6890).
@Suite struct PublicAddressTests {
    static let own: [[UInt32]] = [
        [0, 0, 0, 0], [10, 1, 2, 3], [100, 64, 0, 1], [100, 127, 255, 255], [127, 0, 0, 1], [169, 254, 169, 254],
        [172, 16, 0, 1], [172, 31, 255, 255], [192, 0, 0, 8], [192, 168, 1, 1], [198, 18, 0, 1], [198, 19, 255, 255],
        [224, 0, 0, 1], [255, 255, 255, 255],
    ]
    static let open: [[UInt32]] = [
        [1, 1, 1, 1], [9, 9, 9, 9], [11, 0, 0, 1], [100, 63, 255, 255], [100, 128, 0, 1], [128, 0, 0, 1],
        [169, 253, 0, 1], [172, 15, 0, 1], [172, 32, 0, 1], [192, 0, 1, 1], [192, 167, 0, 1], [198, 17, 0, 1],
        [198, 20, 0, 1], [223, 255, 255, 254],
    ]

    static func number(_ bytes: [UInt32]) -> UInt32 { bytes.reduce(0) { $0 << 8 | $1 } }

    @Test(arguments: own) func `own, shared and special networks are refused`(_ bytes: [UInt32]) {
        #expect(allmende_is_public_v4(Self.number(bytes)) == 0)
    }

    @Test(arguments: open) func `their neighbours are public`(_ bytes: [UInt32]) {
        #expect(allmende_is_public_v4(Self.number(bytes)) != 0)
    }

    @Test(arguments: [
        ("::1", false), ("::ffff:127.0.0.1", false), ("fc00::1", false), ("fe80::1", false), ("ff02::1", false),
        ("64:ff9b::7f00:1", false), ("2002:7f00:1::", false), ("2001:0:7f00:1::", false), ("2001:db9::1", true),
        ("2a01:4f8::1", true),
    ])
    func `of IPv6 only global unicast that wraps nothing is public`(_ text: String, _ isPublic: Bool) {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        #expect(inet_pton(AF_INET6, text, &address.sin6_addr) == 1)
        let answer = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { allmende_is_public($0) }
        }
        #expect((answer != 0) == isPublic)
    }
}
