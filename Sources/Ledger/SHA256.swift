// SPDX-License-Identifier: EUPL-1.2
import CCrypto

/// SHA-256 by libcrypto, plain and as RFC 6962 §2.1 uses it for leaves and nodes.
public enum SHA256 {
    /// The plain value.
    public static func digest(of bytes: some Collection<UInt8>) -> Digest { prefixed(nil, bytes) }

    /// A leaf: `SHA-256(0x00 ‖ data)`.
    public static func leaf(_ data: some Collection<UInt8>) -> Digest { prefixed(0, data) }

    /// A node over two subtrees: `SHA-256(0x01 ‖ left ‖ right)`.
    public static func node(_ left: Digest, _ right: Digest) -> Digest {
        var context = SHA256_CTX()
        var prefix: UInt8 = 1
        SHA256_Init(&context)
        SHA256_Update(&context, &prefix, 1)
        left.withUnsafeBytes { _ = SHA256_Update(&context, $0.baseAddress, Digest.byteCount) }
        right.withUnsafeBytes { _ = SHA256_Update(&context, $0.baseAddress, Digest.byteCount) }
        return finished(&context)
    }

    /// The root of a tree without leaves: `SHA-256("")`.
    public static let empty = digest(of: EmptyCollection())

    /// The nodes over `children`, two at a time, written over them from the front; a last odd one is left out.
    static func pairUp(_ children: UnsafeMutableBufferPointer<Digest>) {
        let bytes = UnsafeMutableRawPointer(children.baseAddress)?.assumingMemoryBound(to: UInt8.self)
        guard let bytes else { return }
        var context = SHA256_CTX()
        var prefix: UInt8 = 1
        for index in 0..<children.count / 2 {
            SHA256_Init(&context)
            SHA256_Update(&context, &prefix, 1)
            SHA256_Update(&context, bytes + 64 * index, 64)
            SHA256_Final(bytes + 32 * index, &context)
        }
    }

    /// A value over what comes piece by piece.
    public struct Running {
        private var context = SHA256_CTX()

        public init() { SHA256_Init(&context) }

        public mutating func update(_ bytes: [UInt8]) { SHA256_Update(&context, bytes, bytes.count) }

        /// The value over all pieces so far; nothing more may come after it.
        public mutating func finished() -> Digest { SHA256.finished(&context) }
    }

    private static func prefixed(_ prefix: UInt8?, _ bytes: some Collection<UInt8>) -> Digest {
        var context = SHA256_CTX()
        SHA256_Init(&context)
        if var prefix { SHA256_Update(&context, &prefix, 1) }
        let isContiguous: Void? = bytes.withContiguousStorageIfAvailable {
            _ = SHA256_Update(&context, $0.baseAddress, $0.count)
        }
        if isContiguous == nil {
            let copy = Array(bytes)
            SHA256_Update(&context, copy, copy.count)
        }
        return finished(&context)
    }

    private static func finished(_ context: inout SHA256_CTX) -> Digest {
        var digest = Digest()
        digest.withUnsafeMutableBytes {
            _ = SHA256_Final($0.baseAddress?.assumingMemoryBound(to: UInt8.self), &context)
        }
        return digest
    }
}
