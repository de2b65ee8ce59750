// SPDX-License-Identifier: EUPL-1.2

/// Cuts the bytes of an EDIFACT interchange (ISO 9735) into segments, elements and components without copying.
struct SegmentReader: ~Copyable {
    enum Step { case segment, end, brokenOff }

    struct Piece {
        let start: Int
        let end: Int
        /// A release character stands inside.
        let isReleased: Bool
        /// 0 is the tag.
        let element: Int
    }

    /// What a byte is; nought is nothing of these.
    enum Mark {
        static var component: UInt8 { 1 }
        static var element: UInt8 { 2 }
        static var release: UInt8 { 3 }
        static var terminator: UInt8 { 4 }
    }

    /// A text of at most eight ASCII characters as one number, for quick comparison.
    typealias Word = UInt64

    let bytes: UnsafeBufferPointer<UInt8>
    /// What no UNA says otherwise is the standard's.
    let decimalMark: UInt8
    private let releaseMark: UInt8
    /// By byte, what it is.
    private let marks: UnsafeMutablePointer<UInt8>
    /// Those of the current segment; more than there is room for are passed over, as no segment of MSCONS has them.
    private var pieces: [Piece]
    private static let mostPieces = 256
    private var count = 0
    private var position = 0
    /// Of the current segment in the interchange, from 1; UNA is none.
    private(set) var number = 0
    /// Where the current segment begins and ends.
    private(set) var start = 0
    private(set) var end = 0
    /// The last date that was read, by its eight digits.
    var date: (digits: UInt64, day: Int) = (0, 0)

    /// The bytes outlive the reader.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        marks = .allocate(capacity: 256)
        marks.initialize(repeating: 0, count: 256)
        pieces = [Piece](repeating: Piece(start: 0, end: 0, isReleased: false, element: 0), count: Self.mostPieces)
        var service = Array(":+.? '".utf8)
        if bytes.count >= 9, bytes.prefix(3).elementsEqual("UNA".utf8) {
            service = Array(bytes[3..<9])
            position = 9
        }
        (decimalMark, releaseMark) = (service[2], service[3])
        marks[Int(service[0])] = Mark.component
        marks[Int(service[1])] = Mark.element
        // A blank means that nothing is released.
        if releaseMark != UInt8(ascii: " ") { marks[Int(releaseMark)] = Mark.release }
        marks[Int(service[5])] = Mark.terminator
    }

    deinit { marks.deallocate() }

    @inline(__always)
    static func word(_ text: StaticString) -> Word {
        var word: Word = 0
        for index in 0..<text.utf8CodeUnitCount { word = word << 8 | Word(text.utf8Start[index]) }
        return word
    }

    /// Whether this byte releases the next one from its meaning.
    func releases(_ byte: UInt8) -> Bool { marks[Int(byte)] == Mark.release }

    /// Goes to the next segment; line breaks between segments are passed over.
    mutating func next() -> Step {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
        guard position < bytes.count else { return .end }
        number += 1
        (start, count) = (position, 0)
        var from = position
        var element = 0
        var isReleased = false
        while position < bytes.count {
            let mark = marks[Int(bytes[position])]
            if mark == 0 {
                position += 1
            } else if mark == Mark.release {
                isReleased = true
                position += 2
            } else {
                if count < Self.mostPieces {
                    pieces[count] = Piece(start: from, end: position, isReleased: isReleased, element: element)
                    count += 1
                }
                position += 1
                if mark == Mark.terminator {
                    end = position
                    return .segment
                }
                from = position
                isReleased = false
                element += mark == Mark.element ? 1 : 0
            }
        }
        (position, end) = (bytes.count, bytes.count)
        return .brokenOff
    }

    /// A component of an element of the current segment, counted as in the standard's pictures: element 1 is the first
    /// after the tag, component 0 its first part; nil where nothing stands.
    @inline(__always)
    func piece(_ element: Int, _ component: Int = 0) -> Piece? {
        var index = element
        while index < count, pieces[index].element < element { index += 1 }
        index += component
        guard index < count, pieces[index].element == element, pieces[index].start < pieces[index].end else {
            return nil
        }
        return pieces[index]
    }

    /// A component as a word; nought where there is none or a longer one.
    func word(_ element: Int, _ component: Int = 0) -> Word {
        guard let piece = piece(element, component), piece.end - piece.start <= 8 else { return 0 }
        var word: Word = 0
        for index in piece.start..<piece.end { word = word << 8 | Word(bytes[index]) }
        return word
    }

    /// A component as text, ISO 8859-1 as UNOC says; empty where there is none.
    func text(_ element: Int, _ component: Int = 0) -> String {
        guard let piece = piece(element, component) else { return "" }
        var scalars = String.UnicodeScalarView()
        var index = piece.start
        while index < piece.end {
            if piece.isReleased, bytes[index] == releaseMark { index += 1 }
            if index < piece.end { scalars.append(UnicodeScalar(bytes[index])) }
            index += 1
        }
        return String(scalars)
    }

    /// A component as a whole number of at most nine digits.
    func number(_ element: Int, _ component: Int = 0) -> Int? {
        guard let piece = piece(element, component), piece.end - piece.start <= 9 else { return nil }
        var number = 0
        for index in piece.start..<piece.end {
            guard (0x30...0x39).contains(bytes[index]) else { return nil }
            number = number * 10 + Int(bytes[index]) - 0x30
        }
        return number
    }

    /// The current segment as it can be shown to people, not more than eighty characters of it.
    var excerpt: String {
        var scalars = String.UnicodeScalarView()
        for index in start..<min(end, start + 80) {
            scalars.append(bytes[index] < 0x20 || bytes[index] == 0x7F ? "·" : UnicodeScalar(bytes[index]))
        }
        return String(scalars)
    }
}
