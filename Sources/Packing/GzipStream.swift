// SPDX-License-Identifier: EUPL-1.2
import CZlib
import NIOCore

/// Packs the bytes of one answer, piece by piece (gzip, RFC 1952).
///
/// One writer uses it, call after call; zlib's state holds an address of its own, so it must not move.
final class GzipStream {
    /// Little work for nearly all of the gain: JSON shrinks to a tenth.
    static let level: CInt = 3

    private let stream: UnsafeMutablePointer<z_stream>
    private let isReady: Bool

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        isReady = allmende_gzip_begin(stream, Self.level) == Z_OK
    }

    deinit {
        if isReady { deflateEnd(stream) }
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    struct Failed: Error {}

    /// What comes out for these bytes now, which may be nothing; the rest comes with the last.
    func packed(_ buffer: ByteBuffer, isLast: Bool) throws(Failed) -> ByteBuffer {
        guard isReady else { throw Failed() }
        var input = buffer
        var output = ByteBufferAllocator().buffer(capacity: max(512, buffer.readableBytes / 4))
        var isWell = true
        input.readWithUnsafeMutableReadableBytes { bytes in
            stream.pointee.next_in = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_in = UInt32(bytes.count)
            var status = Z_OK
            repeat {
                output.writeWithUnsafeMutableBytes(minimumWritableBytes: 4096) { room in
                    stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    stream.pointee.avail_out = UInt32(room.count)
                    status = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    return room.count - Int(stream.pointee.avail_out)
                }
                if status < Z_OK, status != Z_BUF_ERROR { isWell = false }
            } while isWell && (isLast ? status != Z_STREAM_END : stream.pointee.avail_out == 0)
            return bytes.count
        }
        guard isWell else { throw Failed() }
        return output
    }
}
