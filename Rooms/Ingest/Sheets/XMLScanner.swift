// SPDX-License-Identifier: EUPL-1.2
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Reads the XML of a sheet, in UTF-8 and without a document type, piece by piece: a third of what libxml2 takes for it.
///
/// Tags that do not fit each other, unknown entities, and bytes that are no UTF-8 are faults. What a sheet has no use for
/// is not looked at: whether prefixes are declared, and whether an attribute stands twice.
struct XMLScanner: ~Copyable {
    /// The document is no well-formed XML.
    struct Fault: Error {}

    /// Elements inside each other at most.
    private static let deepest = 256
    /// A tag or a comment is no longer than this.
    private static let longest = 16 << 20
    /// Bytes that are asked for at once.
    private static let piece = 1 << 16

    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity = 2 * XMLScanner.piece
    /// What was read and not yet understood.
    private var (start, end) = (0, 0)
    /// The names of the open elements one after the other, and where each begins.
    private var names: [UInt8] = []
    private var open: [Int] = []
    private var hasRoot = false
    private var attributes: [XMLAttributes.Attribute] = []

    init() { buffer = .allocate(capacity: capacity) }

    deinit { buffer.deallocate() }

    /// Whether a document that begins with these bytes is one that this reads: UTF-8, without a document type.
    static func reads(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = head.first, first != 0, first < 0xFE, head.count < 2 || head[1] != 0 else { return false }
        let text = String(decoding: head.prefix(1024), as: UTF8.self)
        guard !text.contains("<!DOCTYPE") else { return false }
        guard text.hasPrefix("<?xml") || text.hasPrefix("\u{FEFF}<?xml"), let end = text.firstRange(of: "?>") else {
            return true
        }
        let declaration = text[..<end.lowerBound].lowercased()
        guard let encoding = declaration.firstRange(of: "encoding") else { return true }
        let name = declaration[encoding.upperBound...].drop { $0 == " " || $0 == "=" || $0 == "\"" || $0 == "'" }
        return name.hasPrefix("utf-8") || name.hasPrefix("us-ascii")
    }

    /// Takes what `fill` puts into the room that it is given, until that is nothing or the listener is done.
    ///
    /// `fill` returns how many bytes it has put there; a negative number ends the document as damaged.
    mutating func read<Listener: XMLListener>(
        into listener: inout Listener, _ fill: (UnsafeMutableRawBufferPointer) -> Int
    ) throws(Fault) {
        var isBeginning = true
        while true {
            makeRoom()
            let count = fill(UnsafeMutableRawBufferPointer(start: buffer + end, count: Self.piece))
            guard count >= 0 else { throw Fault() }
            end += count
            if isBeginning {
                if end < 3, count > 0 { continue }
                if end >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { start = 3 }
                isBeginning = false
            }
            try scan(isLast: count == 0, &listener)
            if listener.isDone { return }
            if count == 0 { break }
            guard end - start < Self.longest else { throw Fault() }
        }
        guard start == end, open.isEmpty, hasRoot else { throw Fault() }
    }

    private mutating func makeRoom() {
        if start > 0 {
            memmove(buffer, buffer + start, end - start)
            (start, end) = (0, end - start)
        }
        guard capacity - end < Self.piece else { return }
        capacity = max(2 * capacity, end + Self.piece)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        memcpy(larger, buffer, end)
        buffer.deallocate()
        buffer = larger
    }

    /// Tells of everything that is whole.
    private mutating func scan<Listener: XMLListener>(
        isLast: Bool, _ listener: inout Listener
    ) throws(Fault) {
        while start < end {
            let isWhole =
                buffer[start] == UInt8(ascii: "<")
                ? try tag(&listener) : try text(isLast: isLast, &listener)
            guard isWhole else { return }
        }
    }

    // MARK: Texts

    private mutating func text<Listener: XMLListener>(
        isLast: Bool, _ listener: inout Listener
    ) throws(Fault) -> Bool {
        var place = start
        var isHigh = false
        while place < end {
            let byte = buffer[place]
            if byte < 0x20 {
                if byte == 0x0D { break }
                guard byte == 0x0A || byte == 0x09 else { throw Fault() }
            } else if byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&") {
                break
            }
            isHigh = isHigh || byte >= 0x80
            place += 1
        }
        // a character may be cut at the end of what is there
        if place == end, isHigh, !isLast {
            var cut = 1
            while cut < 4, place - cut >= start, buffer[place - cut] & 0xC0 == 0x80 { cut += 1 }
            if cut < 4, place - cut >= start, buffer[place - cut] >= 0xC0 { place -= cut }
        }
        if place > start {
            try tell(start..<place, isHigh, &listener)
            start = place
            return true
        }
        guard start < end else { return false }
        if buffer[start] == UInt8(ascii: "&") { return try entity(&listener) }
        guard buffer[start] == 0x0D else { return false }
        guard start + 1 < end || isLast else { return false }
        if start + 1 < end, buffer[start + 1] == 0x0A {
            start += 1
        } else {
            buffer[start] = 0x0A
        }
        return true
    }

    private func tell<Listener: XMLListener>(
        _ range: Range<Int>, _ isHigh: Bool, _ listener: inout Listener
    ) throws(Fault) {
        let bytes = UnsafeBufferPointer(start: buffer + range.lowerBound, count: range.count)
        if isHigh, String(validating: bytes, as: UTF8.self) == nil { throw Fault() }
        guard open.isEmpty else { return listener.text(bytes) }
        guard bytes.allSatisfy({ $0 <= 0x20 }) else { throw Fault() }
    }

    private mutating func entity<Listener: XMLListener>(_ listener: inout Listener) throws(Fault) -> Bool {
        guard let after = semicolon(start, end) else {
            guard end - start < Self.longestEntity else { throw Fault() }
            return false
        }
        let count = try decode(start..<after, at: start)
        guard !open.isEmpty else { throw Fault() }
        listener.text(UnsafeBufferPointer(start: buffer + start, count: count))
        start = after
        return true
    }

    private static let longestEntity = 12

    /// Behind the semicolon of an entity that begins at `place`.
    private func semicolon(_ place: Int, _ limit: Int) -> Int? {
        var index = place + 1
        while index < min(limit, place + Self.longestEntity) {
            if buffer[index] == UInt8(ascii: ";") { return index + 1 }
            index += 1
        }
        return nil
    }

    /// Writes the character of an entity at a place that is not behind it; returns its bytes.
    private func decode(_ range: Range<Int>, at place: Int) throws(Fault) -> Int {
        let name = String(
            decoding: UnsafeBufferPointer(start: buffer + range.lowerBound + 1, count: range.count - 2), as: UTF8.self)
        let scalar: Unicode.Scalar?
        switch name {
        case "lt": scalar = "<"
        case "gt": scalar = ">"
        case "amp": scalar = "&"
        case "quot": scalar = "\""
        case "apos": scalar = "'"
        default:
            guard name.hasPrefix("#") else { throw Fault() }
            let digits = name.dropFirst()
            let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            scalar = code.flatMap { $0 == 9 || $0 == 10 || $0 == 13 || $0 >= 0x20 ? Unicode.Scalar($0) : nil }
        }
        guard let scalar else { throw Fault() }
        var index = place
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
            buffer[index] = byte
            index += 1
        }
        return index - place
    }

    // MARK: Tags

    /// Whether a tag, a comment or another mark is whole; then it is told.
    private mutating func tag<Listener: XMLListener>(_ listener: inout Listener) throws(Fault) -> Bool {
        guard start + 1 < end else { return false }
        switch buffer[start + 1] {
        case UInt8(ascii: "/"): return try endTag(&listener)
        case UInt8(ascii: "?"): return skip(to: "?>", from: start + 2)
        case UInt8(ascii: "!"): return try mark(&listener)
        default: return try beginTag(&listener)
        }
    }

    private mutating func skip(to close: StaticString, from place: Int) -> Bool {
        guard let found = find(close, from: place) else { return false }
        start = found + close.utf8CodeUnitCount
        return true
    }

    private func find(_ text: StaticString, from place: Int) -> Int? {
        var place = place
        while place < end {
            if isAt(place, text) { return place }
            place += 1
        }
        return nil
    }

    private func isAt(_ place: Int, _ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        return end - place >= count && memcmp(buffer + place, text.utf8Start, count) == 0
    }

    /// A comment, or text that is taken as it stands.
    private mutating func mark<Listener: XMLListener>(_ listener: inout Listener) throws(Fault) -> Bool {
        guard end - start >= 9 else { return false }
        if isAt(start, "<!--") { return skip(to: "-->", from: start + 4) }
        guard isAt(start, "<![CDATA["), !open.isEmpty else { throw Fault() }
        guard let close = find("]]>", from: start + 9) else { return false }
        try tell((start + 9)..<close, true, &listener)
        start = close + 3
        return true
    }

    private mutating func endTag<Listener: XMLListener>(_ listener: inout Listener) throws(Fault) -> Bool {
        let from = start + 2
        var place = from
        while place < end, buffer[place] > 0x20, buffer[place] != UInt8(ascii: ">") { place += 1 }
        let count = place - from
        place = blanks(place)
        guard place < end else { return false }
        guard buffer[place] == UInt8(ascii: ">"), let begin = open.popLast(), names.count - begin == count else {
            throw Fault()
        }
        for index in 0..<count where names[begin + index] != buffer[from + index] { throw Fault() }
        names.removeLast(count)
        listener.end(local(from, from + count))
        start = place + 1
        return true
    }

    private func blanks(_ place: Int) -> Int {
        var place = place
        while place < end, Self.isBlank(buffer[place]) { place += 1 }
        return place
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    /// Behind the name that begins here; it has one prefix at most.
    private func nameEnd(_ place: Int) throws(Fault) -> Int {
        var index = place
        var hasPrefix = false
        // a part of a name begins with a letter
        var isPart = true
        while index < end, Self.isName(buffer[index]) {
            let isColon = buffer[index] == UInt8(ascii: ":")
            guard !isPart || buffer[index] > UInt8(ascii: ":"), !isColon || !hasPrefix else { throw Fault() }
            hasPrefix = hasPrefix || isColon
            isPart = isColon
            index += 1
        }
        guard !isPart || (index > place && index == end) else { throw Fault() }
        return index
    }

    /// A name without its prefix.
    private func local(_ from: Int, _ to: Int) -> XMLName {
        var begin = from
        var index = from
        while index < to {
            if buffer[index] == UInt8(ascii: ":") { begin = index + 1 }
            index += 1
        }
        return XMLName(UnsafeBufferPointer(start: buffer + begin, count: to - begin))
    }

    private mutating func beginTag<Listener: XMLListener>(_ listener: inout Listener) throws(Fault) -> Bool {
        let nameStart = start + 1
        let nameEnd = try nameEnd(nameStart)
        guard nameEnd < end else { return false }
        attributes.removeAll(keepingCapacity: true)
        var place = nameEnd
        var isEmpty = false
        while true {
            let next = blanks(place)
            guard next < end else { return false }
            let byte = buffer[next]
            if byte == UInt8(ascii: ">") {
                place = next + 1
                break
            }
            if byte == UInt8(ascii: "/") {
                guard next + 1 < end else { return false }
                guard buffer[next + 1] == UInt8(ascii: ">") else { throw Fault() }
                isEmpty = true
                place = next + 2
                break
            }
            guard next > place, let after = try attribute(next) else {
                guard next > place else { throw Fault() }
                return false
            }
            place = after
        }
        guard !open.isEmpty || !hasRoot, open.count < Self.deepest else { throw Fault() }
        hasRoot = true
        // an entity is written anew where it stands, so only when the tag is whole
        for index in attributes.indices { try settle(index) }
        let name = local(nameStart, nameEnd)
        attributes.withUnsafeBufferPointer { listener.begin(name, XMLAttributes($0)) }
        if isEmpty {
            listener.end(name)
        } else {
            open.append(names.count)
            names.append(contentsOf: UnsafeBufferPointer(start: buffer + nameStart, count: nameEnd - nameStart))
        }
        start = place
        return true
    }

    /// Takes an attribute as it stands; nil where it is not whole.
    private mutating func attribute(_ place: Int) throws(Fault) -> Int? {
        let nameEnd = try nameEnd(place)
        var index = blanks(nameEnd)
        guard index < end else { return nil }
        guard buffer[index] == UInt8(ascii: "=") else { throw Fault() }
        index = blanks(index + 1)
        guard index < end else { return nil }
        let quote = buffer[index]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { throw Fault() }
        index += 1
        let from = index
        while index < end, buffer[index] != quote {
            guard buffer[index] != UInt8(ascii: "<") else { throw Fault() }
            index += 1
        }
        guard index < end else { return nil }
        let isSpace = isAt(place, "xmlns") && (nameEnd == place + 5 || buffer[place + 5] == UInt8(ascii: ":"))
        if !isSpace {
            let value = UnsafeBufferPointer(start: UnsafePointer(buffer + from), count: index - from)
            attributes.append(XMLAttributes.Attribute(name: local(place, nameEnd), value: value))
        }
        return index + 1
    }

    /// Undoes the entities of a value where it stands.
    private mutating func settle(_ index: Int) throws(Fault) {
        let value = attributes[index].value
        guard let base = value.baseAddress,
            value.contains(where: { $0 < 0x20 || $0 >= 0x80 || $0 == UInt8(ascii: "&") })
        else { return }
        guard String(validating: value, as: UTF8.self) != nil else { throw Fault() }
        var place = UnsafePointer(buffer).distance(to: base)
        let (from, limit) = (place, place + value.count)
        var target = place
        while place < limit {
            let byte = buffer[place]
            if byte == UInt8(ascii: "&") {
                guard let after = semicolon(place, limit) else { throw Fault() }
                target += try decode(place..<after, at: target)
                place = after
                continue
            }
            guard byte >= 0x20 || Self.isBlank(byte) else { throw Fault() }
            if byte == 0x0D, place + 1 < limit, buffer[place + 1] == 0x0A { place += 1 }
            buffer[target] = byte < 0x20 ? 0x20 : byte
            target += 1
            place += 1
        }
        let name = attributes[index].name
        attributes[index] = XMLAttributes.Attribute(
            name: name, value: UnsafeBufferPointer(start: base, count: target - from))
    }
}
