// SPDX-License-Identifier: EUPL-1.2

extension Dataset {
    /// What keeps a data set from being published: the field, and what to do.
    public struct Fault: Sendable, Hashable {
        /// Name of the field as in the interface and in forms.
        public let field: String
        public let message: String
        public let messageGerman: String

        package init(field: String, message: String, messageGerman: String) {
            self.field = field
            self.message = message
            self.messageGerman = messageGerman
        }
    }

    /// A data set that cannot be kept; carries each fault, so that a form can show all at once.
    public struct ValidationError: Error, Sendable, Hashable, CustomStringConvertible {
        public let slug: String
        public let faults: [Fault]

        public var description: String {
            let list = faults.map { "\($0.field): \($0.message)" }
            return "data set \"\(slug)\": " + list.joined(separator: "; ")
        }

        var german: String {
            "Datensatz „\(slug)“: " + faults.map(\.messageGerman).joined(separator: "; ") + "."
        }
    }

    /// The licence, where its code is known.
    public var licenceDetails: Licence? { Licence(licence) }

    /// Address of the licence in the list of DCAT-AP.de; what nobody knows counts as closed.
    package var licenceIdentifier: String {
        licenceDetails?.identifier ?? "http://dcat-ap.de/def/licenses/other-closed"
    }

    /// Everything that must be mended before the data set can be published; empty when it is fine.
    public var faults: [Fault] {
        var faults: [Fault] = []
        if !Self.isSlug(slug) {
            faults.append(
                Fault(
                    field: "slug",
                    message:
                        "1 to 80 lower-case letters a–z, digits and single hyphens between them, such as car-parks",
                    messageGerman: "1 bis 80 Kleinbuchstaben a–z, Ziffern und einzelne Bindestriche, etwa parkhaeuser"))
        }
        if Self.isBlank(title) {
            faults.append(
                Fault(field: "title", message: "give it a title", messageGerman: "Bitte einen Titel angeben"))
        }
        if Self.isBlank(owner) {
            faults.append(
                Fault(
                    field: "owner", message: "name the department that answers for it",
                    messageGerman: "Bitte das Amt angeben, das dafür verantwortlich ist"))
        }
        faults += licenceFaults
        if isModifiedBeforeIssued {
            faults.append(
                Fault(
                    field: "modified", message: "it cannot be modified before it was issued",
                    messageGerman: "Die Änderung kann nicht vor der Veröffentlichung liegen"))
        }
        return faults
    }

    private var isModifiedBeforeIssued: Bool { modified < issued }

    /// Whether its licence asks that the source is named, and no text does.
    public var lacksAttribution: Bool {
        (licenceDetails?.needsAttribution ?? false) && attributions.allSatisfy { Self.isBlank($0.text) }
    }

    private var licenceFaults: [Fault] {
        guard let known = licenceDetails else {
            let codes = Licence.all.map(\.code).joined(separator: ", ")
            return [
                Fault(
                    field: "licence", message: "\"\(licence)\" is no licence code; use one of \(codes)",
                    messageGerman: "„\(licence)“ ist kein Lizenzkürzel; möglich sind \(codes)")
            ]
        }
        var faults: [Fault] = []
        let texts = attributions.filter { !Self.isBlank($0.text) }
        if lacksAttribution {
            faults.append(
                Fault(
                    field: "attributions",
                    message: "\(known.code) asks that the source is named: give the text, such as \"Stadt …, Amt …\"",
                    messageGerman: "\(known.code) verlangt die Namensnennung: bitte den Quellenvermerk angeben"))
        }
        if texts.count != attributions.count {
            faults.append(
                Fault(
                    field: "attributions", message: "an attribution without text says nothing: fill it in or remove it",
                    messageGerman: "Ein Quellenvermerk ist leer: bitte ausfüllen oder entfernen"))
        }
        for attribution in attributions {
            guard let code = attribution.licence, Licence(code) == nil else { continue }
            faults.append(
                Fault(
                    field: "attributions", message: "\"\(code)\" of \"\(attribution.text)\" is no licence code",
                    messageGerman: "„\(code)“ bei „\(attribution.text)“ ist kein Lizenzkürzel"))
        }
        return faults
    }

    /// Checks what must hold before the data set is saved and returns it with its licence code in the usual spelling.
    /// - Throws: `ValidationError` with all faults.
    public func validated() throws(ValidationError) -> Dataset {
        let faults = faults
        guard faults.isEmpty else { throw ValidationError(slug: slug, faults: faults) }
        var clean = self
        clean.licence = licenceDetails?.code ?? licence
        return clean
    }

    /// Whether a text can be a part of an address: `a–z`, digits, single hyphens inside, at most 80.
    public static func isSlug(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...80).contains(bytes.count), bytes.first != 0x2D, bytes.last != 0x2D else { return false }
        var previous: UInt8 = 0
        for byte in bytes {
            let isLetter = (0x61...0x7A).contains(byte)
            let isDigit = (0x30...0x39).contains(byte)
            guard isLetter || isDigit || (byte == 0x2D && previous != 0x2D) else { return false }
            previous = byte
        }
        return true
    }

    /// A slug made of any text: umlauts spelled out, everything else that is no letter or digit a hyphen; nil if empty.
    public static func slug(from text: String) -> String? {
        var slug = ""
        var isGap = false
        for character in text.lowercased() {
            let plain: String
            switch character {
            case "ä": plain = "ae"
            case "ö": plain = "oe"
            case "ü": plain = "ue"
            case "ß": plain = "ss"
            case "a"..."z" where character.isASCII, "0"..."9" where character.isASCII: plain = String(character)
            default: plain = ""
            }
            guard !plain.isEmpty else {
                isGap = true
                continue
            }
            if isGap && !slug.isEmpty { slug += "-" }
            isGap = false
            slug += plain
            if slug.utf8.count >= 80 { break }
        }
        let cut = String(slug.prefix(80))
        return cut.isEmpty ? nil : cut.hasSuffix("-") ? String(cut.dropLast()) : cut
    }

    private static func isBlank(_ text: String) -> Bool {
        text.allSatisfy(\.isWhitespace)
    }
}
