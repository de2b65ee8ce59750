// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// Why a text is no identifier of a market location, a metering location or a register.
public enum IdentifierError: Error, Sendable, Hashable {
    case length(expected: Int, found: Int)
    /// Counted from 1.
    case character(Character, at: Int)
    case checkDigit(expected: Int, found: Int)
    /// A code of another medium than electricity, by its first number.
    case medium(Int)
    case form

    /// In whole sentences, what is wrong and what helps.
    public var words: Words {
        switch self {
        case .length(let expected, let found):
            Words(
                "Es braucht \(expected) Zeichen, hier sind es \(found).",
                "\(expected) characters are needed, here are \(found).")
        case .character(let character, let place):
            Words(
                "Das Zeichen „\(character)“ an Stelle \(place) ist dort nicht möglich.",
                "The character \"\(character)\" at place \(place) is not possible there.")
        case .checkDigit(let expected, let found):
            Words(
                "Die Prüfziffer ist \(found), zu den Ziffern davor gehört \(expected): mit dem Vertrag vergleichen.",
                "The check digit is \(found), the digits before it need \(expected): please compare with the contract."
            )
        case .medium(let medium):
            Words(
                "Die Kennzahl gehört zu Medium \(medium), nicht zu Strom (1).",
                "The code belongs to medium \(medium), not to electricity (1).")
        case .form:
            Words(
                "Das ist keine OBIS-Kennzahl der Form 1-0:1.8.0 mit Zahlen bis 255.",
                "This is no OBIS code of the form 1-0:1.8.0 with numbers up to 255.")
        }
    }
}

/// The identifier of a market location (Marktlokation, MaLo): eleven digits, the last one a check digit.
///
/// The digit finds nineteen of twenty typing errors, not all: a page shows address and meter number before it saves.
public struct MarketLocation: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ text: some StringProtocol) throws(IdentifierError) {
        guard text.count == 11 else { throw .length(expected: 11, found: text.count) }
        var digits: [Int] = []
        for (place, character) in text.enumerated() {
            guard character.isASCII, let digit = character.wholeNumberValue, place > 0 || digit > 0 else {
                throw .character(character, at: place + 1)
            }
            digits.append(digit)
        }
        let expected = Self.checkDigit(of: digits[..<10])
        guard digits[10] == expected else { throw .checkDigit(expected: expected, found: digits[10]) }
        description = String(text)
    }

    /// What the tenth digit is followed by: the odd places once, the even places twice, up to the next ten.
    public static func checkDigit(of digits: some Collection<Int>) -> Int {
        let sum = digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset.isMultiple(of: 2) ? 1 : 2) }
        return (10 - sum % 10) % 10
    }
}

/// The identifier of a metering location (Messlokation, MeLo): 33 characters, without a check digit.
///
/// Two letters of the country, six digits of the grid operator, five of the postcode, twenty digits or capital letters.
public struct MeteringLocation: Sendable, Hashable, CustomStringConvertible {
    public static let length = 33
    public let description: String

    public init(_ text: some StringProtocol) throws(IdentifierError) {
        guard text.count == Self.length else { throw .length(expected: Self.length, found: text.count) }
        for (place, character) in text.enumerated() {
            let isDigit = ("0"..."9").contains(character) && character.isASCII
            let isLetter = ("A"..."Z").contains(character) && character.isASCII
            let fits = place < 2 ? isLetter : place < 13 ? isDigit : isDigit || isLetter
            guard fits else { throw .character(character, at: place + 1) }
        }
        description = String(text)
    }
}
