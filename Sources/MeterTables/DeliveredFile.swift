// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
import MeterMessages
import Metering
public import Wire

/// A file of meter data, whichever way it is written.
public struct DeliveredFile: Sendable {
    /// How it is written.
    public enum Format: String, Sendable, Hashable { case csv, mscons }

    /// What is delivered at a time: a message, or a whole table.
    public struct Message: Sendable, Hashable {
        public enum Content: Sendable, Hashable {
            case series([Delivered])
            /// The values of an earlier message of the same sender count no longer.
            case withdrawal(of: String)
        }

        /// The market partner's number; empty for a table.
        public let sender: String
        /// By which a withdrawal names it; empty for a table.
        public let document: String
        public let content: Content

        public init(sender: String = "", document: String = "", _ content: Content) {
            (self.sender, self.document, self.content) = (sender, document, content)
        }
    }

    public let format: Format
    public let messages: [Message]
    public let unread: [Unread]
    public let repeated: Int
    /// All values, without what is withdrawn.
    public var series: [Delivered] {
        messages.flatMap { message -> [Delivered] in
            if case .series(let series) = message.content { return series }
            return []
        }
    }

    /// What the sender should get: the verdict on an MSCONS file as a text.
    public let verdict: Words?

    /// Values that did not come in a file.
    public init(_ messages: [Message]) {
        (format, verdict) = (.csv, nil)
        (self.messages, unread, repeated) = (messages, [], 0)
    }

    /// Reads MSCONS by its first segment, anything else as a table.
    public init(_ bytes: [UInt8], calendar: ZonedCalendar) throws(NotText) {
        let head = bytes.drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }.prefix(3)
        guard head.elementsEqual("UNA".utf8) || head.elementsEqual("UNB".utf8) else {
            let table = try MeterTable(bytes, calendar: calendar)
            (format, verdict) = (.csv, nil)
            (messages, unread, repeated) = ([Message(.series(table.series))], table.unread, table.repeated)
            return
        }
        let report = MSCONSReader.read(bytes.span)
        var unread: [Unread] = []
        if let fault = report.fault { unread.append(Unread(line: 0, words: fault.words)) }
        var messages: [Message] = []
        for message in report.messages {
            if let fault = message.fault { unread.append(Unread(line: 0, words: fault.words)) }
            let content: Message.Content
            switch message.content {
            case .withdrawal(let document): content = .withdrawal(of: document)
            case .series(let series):
                content = .series(series.filter { $0.register.direction != .other }.map(Self.delivered))
            case .nothing: continue
            }
            messages.append(Message(sender: report.sender, document: message.document, content))
        }
        format = .mscons
        (self.messages, self.unread, repeated) = (messages, unread, 0)
        verdict = report.words
    }

    private static func delivered(_ series: IntervalSeries) -> Delivered {
        Delivered(
            location: series.location.description, feedsIn: series.register.direction == .feedIn,
            values: series.values.map { value in
                Delivered.Value(
                    start: series.start(of: Int(value.slot)), wattHours: Int(value.wattHours), state: value.state,
                    line: 0)
            })
    }
}
