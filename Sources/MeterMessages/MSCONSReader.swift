// SPDX-License-Identifier: EUPL-1.2
internal import Metering

/// Reads load profiles and withdrawals from EDIFACT MSCONS (D.04B, BDEW 2.4c and 2.5) over the bytes of a file.
///
/// A break of EDIFACT's own rules refuses the whole interchange, anything else only its message; nothing is half taken.
public struct MSCONSReader: ~Copyable {
    static let releases = ["2.4c", "2.5"]
    /// Load profiles of market locations and of metering locations, and values for an energy service provider.
    static let profiles = [13025, 13018, 13027]
    static let withdrawal = 13006

    private var segments: SegmentReader
    private var report = InterchangeReport()

    /// The verdict on a file.
    public static func read(_ bytes: Span<UInt8>) -> InterchangeReport {
        bytes.withUnsafeBufferPointer { bytes in
            var reader = MSCONSReader(segments: SegmentReader(bytes), report: InterchangeReport())
            do throws(MessageFault) {
                try reader.readInterchange()
            } catch {
                reader.report.messages = []
                reader.report.fault = error
            }
            return reader.report
        }
    }

    private static var interchange: SegmentReader.Word { SegmentReader.word("UNB") }
    private static var interchangeEnd: SegmentReader.Word { SegmentReader.word("UNZ") }
    private static var message: SegmentReader.Word { SegmentReader.word("UNH") }
    private static var messageEnd: SegmentReader.Word { SegmentReader.word("UNT") }

    private mutating func readInterchange() throws(MessageFault) {
        guard segments.next() == .segment, segments.word(0) == Self.interchange else { throw fault(.noInterchange) }
        report.reference = segments.text(5)
        report.sender = segments.text(2)
        report.receiver = segments.text(3)
        while true {
            guard segments.next() == .segment else { throw fault(.endsEarly) }
            if segments.word(0) == Self.interchangeEnd { break }
            guard segments.word(0) == Self.message else { throw fault(.place(segments.text(0))) }
            report.messages.append(try readMessage())
        }
        let stated = segments.number(1)
        guard stated == report.messages.count else {
            throw fault(.messageCount(stated: stated, found: report.messages.count))
        }
        guard segments.text(2) == report.reference else {
            throw fault(.reference(stated: segments.text(2), expected: report.reference))
        }
        switch segments.next() {
        case .end: return
        case .segment, .brokenOff: throw fault(.place(segments.text(0)))
        }
    }

    private mutating func readMessage() throws(MessageFault) -> MessageReport {
        let first = segments.number
        var message = MessageReader()
        message.begin(segments)
        reading: while true {
            guard segments.next() == .segment else { throw fault(.endsEarly) }
            switch segments.word(0) {
            case Self.messageEnd: break reading
            case Self.message, Self.interchangeEnd, Self.interchange: throw fault(.endsEarly)
            default: message.take(&segments)
            }
        }
        let (stated, found) = (segments.number(1), segments.number - first + 1)
        guard stated == found else { throw fault(.segmentCount(stated: stated, found: found)) }
        guard segments.text(2) == message.report.reference else {
            throw fault(.reference(stated: segments.text(2), expected: message.report.reference))
        }
        return message.finished(segments)
    }

    private func fault(_ kind: MessageFault.Kind) -> MessageFault { segments.fault(kind) }
}

extension SegmentReader {
    /// A fault in the current segment.
    func fault(_ kind: MessageFault.Kind) -> MessageFault {
        MessageFault(kind: kind, segment: number, offset: start, excerpt: excerpt)
    }
}
