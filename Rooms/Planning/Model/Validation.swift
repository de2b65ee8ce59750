// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
import Geometry
public import Wire

/// What is wrong with one answer, and where: a JSON pointer such as `/costLines/0/amount` (RFC 6901).
public struct FieldFault: Sendable, Hashable {
    public let pointer: String
    public let message: Words

    public init(_ pointer: String, _ message: Words) { (self.pointer, self.message) = (pointer, message) }
}

/// All that is wrong with a document, so that people mend it at once.
public struct ValidationFailure: Error, Sendable, Hashable {
    public let faults: [FieldFault]
    public init(_ faults: [FieldFault]) { self.faults = faults }
}

extension ObjectKind {
    /// The longest text of one answer, in characters.
    public static let longestText = 20_000
    /// The most lines of one answer.
    public static let mostRows = 1000

    /// What is wrong with a document of this kind; unknown names are faults too, so that nothing is lost unseen.
    public func faults(in document: JSONObject) -> [FieldFault] { Self.faults(in: document, fields, at: "") }

    private static func faults(in document: JSONObject, _ fields: [Field], at place: String) -> [FieldFault] {
        var faults: [FieldFault] = []
        for (name, value) in document.members {
            let pointer = place + "/" + name
            guard let field = fields.first(where: { $0.name == name }) else {
                faults.append(
                    FieldFault(pointer, Words("Diese Frage gibt es nicht.", "There is no such question.")))
                continue
            }
            if value.isNull { continue }
            guard !holdsControls(value) else {
                faults.append(
                    FieldFault(
                        pointer,
                        Words(
                            "Hier stehen Zeichen, die sich nicht darstellen lassen.",
                            "This holds characters that cannot be shown.")))
                continue
            }
            faults += field.faults(in: value, at: pointer)
        }
        for field in fields where field.isRequired && isEmpty(document[field.name]) {
            faults.append(
                FieldFault(
                    place + "/" + field.name,
                    Words(
                        "Bitte „\(field.label.german)“ ausfüllen.", "Please answer “\(field.label.english)”.")))
        }
        return faults
    }

    /// Control characters other than tab and line breaks, which one of the engines would refuse.
    private static func holdsControls(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): text.unicodeScalars.contains { $0.value < 32 && ![9, 10, 13].contains($0.value) }
        case .array(let items): items.contains(where: holdsControls)
        case .object(let object): object.members.contains { holdsControls($0.value) }
        default: false
        }
    }

    private static func isEmpty(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null?: true
        case .string(let text)?: !text.hasVisibleText
        case .array(let items)?: items.isEmpty
        default: false
        }
    }

    fileprivate static func rowFaults(_ row: JSONObject, _ fields: [Field], at place: String) -> [FieldFault] {
        faults(in: row, fields, at: place)
    }
}

extension Field {
    /// What is wrong with an answer that is not null.
    func faults(in value: JSONValue, at pointer: String) -> [FieldFault] {
        func fault(_ english: String, _ german: String) -> [FieldFault] {
            [FieldFault(pointer, Words(german, english))]
        }
        func texts(_ isGood: (String) -> Bool) -> Bool {
            guard let items = value.array, items.count <= ObjectKind.mostRows else { return false }
            return items.allSatisfy { $0.string.map { $0.count <= 500 && isGood($0) } ?? false }
        }
        switch kind {
        case .text, .longText, .collection, .licence:
            guard let text = value.string else { return fault("This must be a text.", "Hier gehört ein Text hin.") }
            let most = kind == .longText ? ObjectKind.longestText : 500
            return text.count > most
                ? fault("At most \(most) characters.", "Höchstens \(most) Zeichen.") : []
        case .list, .datasets, .examples, .blocks:
            return texts { _ in true }
                ? [] : fault("This must be a list of short texts.", "Hier gehört eine Liste kurzer Texte hin.")
        case .choice(let choices):
            return choices.contains { $0.name == value.string }
                ? [] : fault("Please choose one of the answers.", "Bitte eine der Antworten wählen.")
        case .choices(let choices):
            return texts { text in choices.contains { $0.name == text } }
                ? [] : fault("Please choose from the answers.", "Bitte aus den Antworten wählen.")
        case .criterion:
            return value.string?.isEmpty == false
                ? [] : fault("Please choose a criterion.", "Bitte ein Kriterium wählen.")
        case .number:
            guard let number = value.double, number.isFinite else {
                return [FieldFault(pointer, Self.unreadable(number: value.string))]
            }
            return []
        case .planYear:
            guard let number = value.double, number.isFinite else {
                return fault("This must be a year, such as 2027.", "Hier gehört ein Jahr hin, etwa 2027.")
            }
            return []
        case .money:
            guard let cents = value.integer, abs(cents) <= 100_000_000_000_000 else {
                return [FieldFault(pointer, Self.unreadable(money: value.string))]
            }
            return []
        case .share:
            guard let share = value.double, (-1...10).contains(share) else {
                let words = Words("Hier gehören Prozent hin, etwa 2,5.", "This must be per cent, such as 2.5.")
                return [FieldFault(pointer, Self.ambiguous(value.string) ?? words)]
            }
            return []
        case .date:
            guard let text = value.string, text.utf8.count == 10, (try? Instant(iso8601: text + "T00:00:00Z")) != nil
            else {
                return fault("This must be a day, such as 31 Dec 2026.", "Hier gehört ein Tag hin, etwa 31.12.2026.")
            }
            return []
        case .year:
            guard let year = value.integer, (1900...2200).contains(year) else {
                return fault("This must be a year, such as 2027.", "Hier gehört ein Jahr hin, etwa 2027.")
            }
            return []
        case .flag:
            return value.bool == nil ? fault("This must be yes or no.", "Hier gehört Ja oder Nein hin.") : []
        case .place:
            guard value.object != nil, let geometry = try? GeometryValue(geoJSON: value), Self.isOnEarth(geometry)
            else {
                return fault(
                    "This must be a place: latitude and longitude in degrees; a place in words belongs into the next question.",
                    "Hier gehören Breite und Länge in Grad hin; ein Ort in Worten gehört in die nächste Frage.")
            }
            return []
        case .link:
            let lowered = value.string?.lowercased() ?? ""
            return lowered.hasPrefix("https://") || lowered.hasPrefix("http://")
                ? [] : fault("An address begins with https://.", "Eine Adresse beginnt mit https://.")
        case .email:
            let parts = value.string?.split(separator: "@", omittingEmptySubsequences: false) ?? []
            return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
                ? [] : fault("This is no e-mail address.", "Das ist keine E-Mail-Adresse.")
        case .reference:
            return isReference(value.string)
                ? [] : fault("Please name it like B-12.", "Bitte in der Form B-12 nennen.")
        case .references:
            return texts { isReference($0) }
                ? [] : fault("Please name them like B-12.", "Bitte in der Form B-12 nennen.")
        case .datastream:
            return value.integer.map { $0 > 0 } ?? false
                ? [] : fault("Please choose a measured series.", "Bitte eine Messreihe wählen.")
        case .datastreams:
            let ids = value.array?.map(\.integer) ?? [nil]
            return ids.allSatisfy { $0.map { $0 > 0 } ?? false }
                ? [] : fault("Please choose measured series.", "Bitte Messreihen wählen.")
        case .rows(let columns):
            guard let rows = value.array, rows.count <= ObjectKind.mostRows else {
                return fault("At most \(ObjectKind.mostRows) lines.", "Höchstens \(ObjectKind.mostRows) Zeilen.")
            }
            return rows.enumerated().flatMap { index, row in
                let place = "\(pointer)/\(index)"
                guard let row = row.object else {
                    let message = Words(
                        "Eine Zeile muss benannte Antworten haben.", "A line must have named answers.")
                    return [FieldFault(place, message)]
                }
                return ObjectKind.rowFaults(row, columns, at: place)
            }
        }
    }

    /// Why a text is no number.
    public static func unreadable(number text: String?) -> Words {
        ambiguous(text) ?? Words("Hier gehört eine Zahl hin, etwa 12,5.", "This must be a number, such as 12.5.")
    }

    private static func unreadable(money text: String?) -> Words {
        let isBelowCent = text.map { Numerals.readings(of: $0).count == 1 } ?? false
        return ambiguous(text)
            ?? (isBelowCent
                ? Words(
                    "Ein Euro-Betrag hat höchstens zwei Stellen hinter dem Komma und liegt unter einer Billion.",
                    "An amount of euros has two decimals at most and lies below a trillion.")
                : Words(
                    "Hier gehört ein Euro-Betrag hin, etwa 1.200,50.",
                    "This must be an amount of euros, such as 1,200.50."))
    }

    /// Both meanings of a number whose mark may group thousands or begin the decimals.
    private static func ambiguous(_ text: String?) -> Words? {
        let text = text?.hasSuffix("%") == true ? text?.dropLast() : text?[...]
        guard let text, case let readings = Numerals.readings(of: text), readings.count == 2 else { return nil }
        let (german, english) = (Numerals.german, Numerals.english)
        return Words(
            "„\(text)“ kann \(german.typed(readings[0])) oder \(german.typed(readings[1])) heißen; bitte eines davon so eintragen.",
            "“\(text)” may mean \(english.typed(readings[0])) or \(english.typed(readings[1])); please enter one of these."
        )
    }

    private func isReference(_ text: String?) -> Bool {
        guard let reference = text.flatMap({ Reference($0) }) else { return false }
        return referredKinds?.contains(reference.kind) ?? false
    }

    private static func isOnEarth(_ geometry: GeometryValue) -> Bool {
        guard let box = geometry.boundingBox else { return false }
        return box.west >= -180 && box.east <= 180 && box.south >= -90 && box.north <= 90
    }
}
