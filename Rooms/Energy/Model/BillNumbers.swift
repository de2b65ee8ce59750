// SPDX-License-Identifier: EUPL-1.2

/// Finds numbers of papers in what people wrote into a transfer: banks drop signs and break lines where they like.
struct BillNumbers: Sendable {
    /// By the number's letters and digits.
    private let numbers: [[UInt8]: String]
    private let lengths: [Int]

    init(_ all: some Sequence<String>) {
        var numbers: [[UInt8]: String] = [:]
        for number in all { numbers[Self.plain(number)] = number }
        numbers[[]] = nil
        self.numbers = numbers
        // the longest first, as one number may begin another
        lengths = Set(numbers.keys.map(\.count)).sorted(by: >)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
    }

    private static func plain(_ text: String) -> [UInt8] { text.uppercased().utf8.filter { isLetterOrDigit($0) } }

    /// The numbers that stand in the text, each once, in their order.
    func found(in text: String) -> [String] {
        var bytes: [UInt8] = []
        // whether something else than a letter or digit stands before
        var begins: [Bool] = []
        var isFresh = true
        for byte in text.uppercased().utf8 {
            guard Self.isLetterOrDigit(byte) else {
                isFresh = true
                continue
            }
            bytes.append(byte)
            begins.append(isFresh)
            isFresh = false
        }
        var all: [String] = []
        var place = 0
        while place < bytes.count {
            guard begins[place], let hit = number(at: place, bytes, begins) else {
                place += 1
                continue
            }
            if !all.contains(hit.number) { all.append(hit.number) }
            place += hit.length
        }
        return all
    }

    private func number(at place: Int, _ bytes: [UInt8], _ begins: [Bool]) -> (number: String, length: Int)? {
        for length in lengths where place + length <= bytes.count {
            let end = place + length
            // a digit more makes it another number
            if end < bytes.count, !begins[end], (0x30...0x39).contains(bytes[end]) { continue }
            if let number = numbers[Array(bytes[place..<end])] { return (number, length) }
        }
        return nil
    }
}
