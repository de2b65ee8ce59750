// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import Wire

extension TownProfile {
    /// A value that cannot be kept: which one, and what to write instead.
    public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        /// Nil for the arms.
        public let field: Field?
        public let message: String
        public let messageGerman: String

        public var description: String { "\(field?.rawValue ?? "town.arms"): \(message)" }

        init(_ field: Field?, _ message: String, german: String) {
            self.field = field
            self.message = message
            messageGerman = german
        }
    }

    /// Everything that has to be mended before the profile can be kept.
    public var faults: [Fault] { Field.allCases.compactMap(fault) }

    private func fault(_ field: Field) -> Fault? {
        let text = self[field]
        if text.isEmpty { return nil }
        if text.count > field.longest {
            return Fault(
                field, "has \(text.count) characters; at most \(field.longest) fit",
                german: "Der Text hat \(text.count) Zeichen; höchstens \(field.longest) passen")
        }
        if text.contains(where: { $0.isNewline ? !field.hasLines : $0.isControl }) {
            return Fault(
                field, "holds control characters or line breaks; write it on one line",
                german: "Der Text enthält Steuerzeichen oder Zeilenumbrüche; bitte in eine Zeile schreiben")
        }
        return formatFault(field, text)
    }

    private func formatFault(_ field: Field, _ text: String) -> Fault? {
        switch field {
        case .key where text.count != 8 || !text.allSatisfy(\.isDecimal):
            return Fault(
                field, "the official municipality key has eight digits, such as 05515000",
                german: "Der amtliche Gemeindeschlüssel hat acht Ziffern, etwa 05515000")
        case .postalCode where text.count != 5 || !text.allSatisfy(\.isDecimal):
            return Fault(
                field, "a German postal code has five digits", german: "Eine Postleitzahl hat fünf Ziffern")
        case .email where !Self.isMailAddress(text):
            return Fault(
                field, "write an address such as rathaus@example.de",
                german: "Bitte eine Adresse wie rathaus@example.de angeben")
        case .website where !(text.hasPrefix("https://") || text.hasPrefix("http://")) || text.contains(" "):
            return Fault(
                field, "write an address such as https://www.example.de",
                german: "Bitte eine Adresse wie https://www.example.de angeben")
        case .accessibilityMethod where accessibilityMethod == nil:
            return Fault(field, "is one of self, external", german: "Bitte eine der Möglichkeiten wählen")
        case .accessibilityDate where !Self.isDay(text):
            return Fault(
                field, "'\(text)' is no day; write it like 2026-11-28",
                german: "„\(text)“ ist kein Tag; geschrieben wird er wie 28.11.2026 oder 2026-11-28")
        case .contributor where !Contributor.isOne(text):
            return Fault(field, Contributor.remedy.english, german: Contributor.remedy.german)
        case .accent:
            guard let colour = Colour(text) else {
                return Fault(
                    field, "'\(text)' is no colour; write six hexadecimal digits such as #0b5876",
                    german: "„\(text)“ ist keine Farbe; bitte sechs Hexadezimalziffern wie #0b5876 schreiben")
            }
            let ratio = colour.contrast(with: colour.tint)
            guard ratio < Colour.minimumContrast else { return nil }
            let rounded = (ratio * 10).rounded(.down) / 10
            let german = "\(rounded)".replacing(".", with: ",")
            return Fault(
                field,
                "\(text) on the light ground of the pages has a contrast of \(rounded):1; text needs 4.5:1. Choose a darker one",
                german:
                    "\(text) hat auf dem hellen Grund der Seiten einen Kontrast von \(german):1; Text braucht 4,5:1. "
                    + "Bitte eine dunklere Farbe wählen")
        default: return nil
        }
    }

    private static func isMailAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !text.contains(where: \.isWhitespace)
    }

    private static func isDay(_ text: String) -> Bool {
        text.utf8.count == 10 && (try? Instant(iso8601: text + "T00:00:00Z")) != nil
    }
}

extension TownProfile.Arms {
    /// Bytes of a picture at most: it is on every page.
    public static let maximumBytes = 200_000

    /// The picture in a file; PNG, JPEG and WebP are told by their first bytes.
    ///
    /// - Throws: `TownProfile.Fault` for what is too large or another format. SVG can carry programs and is refused.
    public init(picture bytes: [UInt8]) throws(TownProfile.Fault) {
        guard bytes.count <= Self.maximumBytes else {
            throw TownProfile.Fault(
                nil,
                "the picture has \(bytes.count / 1000) kB; at most \(Self.maximumBytes / 1000) kB fit: make it smaller",
                german:
                    "Das Bild hat \(bytes.count / 1000) kB; höchstens \(Self.maximumBytes / 1000) kB passen: bitte verkleinern"
            )
        }
        guard let type = Self.type(of: bytes) else {
            throw TownProfile.Fault(
                nil, "the file is no PNG, JPEG or WebP picture; export SVG as PNG, about 200 pixels high",
                german:
                    "Die Datei ist kein Bild im Format PNG, JPEG oder WebP; SVG bitte als PNG ausgeben, etwa 200 Pixel hoch"
            )
        }
        self.init(contentType: type, bytes: bytes)
    }

    private static func type(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            return "image/webp"
        }
        return nil
    }

    /// The picture as a setting's text: `image/png;base64,…`.
    var text: String { "\(contentType);base64,\(Data(bytes).base64EncodedString())" }

    init?(text: String) {
        guard let comma = text.firstIndex(of: ","),
            let data = Data(base64Encoded: String(text[text.index(after: comma)...])),
            let arms = try? Self(picture: Array(data))
        else { return nil }
        self = arms
    }
}

extension Character {
    fileprivate var isDecimal: Bool { ("0"..."9").contains(self) }
    fileprivate var isControl: Bool { unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }
}
