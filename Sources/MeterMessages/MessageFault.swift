// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Metering
public import Wire

/// Why an interchange or a message is refused, and where.
public struct MessageFault: Error, Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Neither UNA nor UNB stands at the beginning.
        case noInterchange
        /// The file ends without UNT and UNZ, perhaps inside a segment.
        case endsEarly
        /// UNT counts other segments than the message has.
        case segmentCount(stated: Int?, found: Int)
        /// UNZ counts other messages than the interchange has.
        case messageCount(stated: Int?, found: Int)
        /// The reference at the end is another than at the beginning.
        case reference(stated: String, expected: String)
        /// A segment that cannot stand there.
        case place(String)
        case messageType(String)
        case release(String)
        /// RFF+Z13 is missing.
        case applicationMissing
        case location(String, IdentifierError)
        case locationMissing
        case register(String, IdentifierError)
        case registerMissing
        /// A load profile without a quantity.
        case valuesMissing
        /// A register of a load profile that has no interval energy.
        case notInterval(String)
        /// The quantity has a decimal mark that UNA does not declare.
        case decimalMark(String)
        case number(String)
        case negative(String)
        /// Finer than 0.1 Wh.
        case tooFine(String)
        case unit(String)
        /// None of 220, 67 and Z18.
        case quantity(String)
        case time(String)
        /// A time that does not say its zone.
        case zone(String)
        case timeMissing
        case periodOrder
        /// No quarter hour: another length, or not on the quarter.
        case interval(minutes: Int)
        case outsidePeriod
        /// Two different values for the same quarter hour.
        case conflict(Instant)
        /// A status that this kind of message must carry.
        case statusMissing(String)
        /// A withdrawal without RFF+ACW.
        case withdrawnMissing
    }

    public let kind: Kind
    /// Counted in the whole interchange, from 1; UNA is none.
    public let segment: Int
    /// Bytes before the segment.
    public let offset: Int
    /// How the segment begins.
    public let excerpt: String

    /// In one sentence what, and in a second one where.
    public var words: Words {
        let what = kind.words
        return Words(
            "\(what.german) (Segment \(segment), Byte \(offset): \(excerpt))",
            "\(what.english) (segment \(segment), byte \(offset): \(excerpt))")
    }
}

extension MessageFault.Kind {
    /// In one sentence, and what helps where that is not plain.
    public var words: Words {
        switch self {
        case .noInterchange:
            Words(
                "Die Datei beginnt weder mit UNA noch mit UNB, sie ist keine EDIFACT-Übertragungsdatei.",
                "The file begins with neither UNA nor UNB, it is no EDIFACT interchange.")
        case .endsEarly:
            Words(
                "Die Datei endet ohne UNT und UNZ, sie ist abgeschnitten: Bitte noch einmal übertragen.",
                "The file ends without UNT and UNZ, it is truncated: please transfer it again.")
        case .segmentCount(let stated, let found):
            Words(
                "UNT nennt \(stated.map(String.init) ?? "keine Zahl") Segmente, die Nachricht hat \(found).",
                "UNT states \(stated.map(String.init) ?? "no number of") segments, the message has \(found).")
        case .messageCount(let stated, let found):
            Words(
                "UNZ nennt \(stated.map(String.init) ?? "keine Zahl") Nachrichten, die Datei hat \(found).",
                "UNZ states \(stated.map(String.init) ?? "no number of") messages, the file has \(found).")
        case .reference(let stated, let expected):
            Words(
                "Am Ende steht die Referenz „\(stated)“, am Anfang „\(expected)“.",
                "The reference at the end is \"\(stated)\", at the beginning \"\(expected)\".")
        case .place(let tag):
            Words("Das Segment \(tag) kann hier nicht stehen.", "The segment \(tag) cannot stand here.")
        case .messageType(let type):
            Words(
                "Gelesen wird MSCONS D:04B:UN, die Nachricht ist \(type).",
                "MSCONS D:04B:UN is read, the message is \(type).")
        case .release(let release):
            Words(
                "Gelesen werden MSCONS 2.4c und 2.5, die Nachricht nennt \(release).",
                "MSCONS 2.4c and 2.5 are read, the message states \(release).")
        case .applicationMissing:
            Words("Der Prüfidentifikator (RFF+Z13) fehlt.", "The application code (RFF+Z13) is missing.")
        case .withdrawnMissing:
            Words(
                "Die Stornierung nennt nicht, was sie storniert (RFF+ACW).",
                "The withdrawal does not state what it withdraws (RFF+ACW).")
        case .statusMissing(let status):
            Words("Der Status \(status) fehlt zu einer Menge.", "A quantity lacks the status \(status).")
        case .location(let text, let error):
            Words(
                "„\(text)“ ist weder Marktlokation noch Messlokation. \(error.words.german)",
                "\"\(text)\" is neither a market location nor a metering location. \(error.words.english)")
        case .locationMissing:
            Words("Die Lokation (LOC+172) fehlt.", "The location (LOC+172) is missing.")
        case .register(let text, let error):
            Words("OBIS-Kennzahl „\(text)“: \(error.words.german)", "OBIS code \"\(text)\": \(error.words.english)")
        case .registerMissing:
            Words("Die OBIS-Kennzahl (PIA+5) fehlt.", "The OBIS code (PIA+5) is missing.")
        case .valuesMissing:
            Words("Der Lastgang hat keinen Wert (QTY).", "The load profile has no value (QTY).")
        case .notInterval(let code):
            Words(
                "\(code) ist kein Lastgang; gebraucht werden Viertelstundenwerte (1-1:1.29.0 oder 1-1:2.29.0).",
                "\(code) is no load profile; quarter-hour values are needed (1-1:1.29.0 or 1-1:2.29.0).")
        case .decimalMark(let text):
            Words(
                "Das Dezimalzeichen in „\(text)“ ist nicht das vereinbarte (UNA, ohne UNA der Punkt).",
                "The decimal mark in \"\(text)\" is not the one agreed (UNA, without UNA the point).")
        case .number(let text): Words("„\(text)“ ist keine Menge.", "\"\(text)\" is no quantity.")
        case .negative(let text):
            Words(
                "Die Menge \(text) ist negativ; Bezug und Einspeisung haben eigene Kennzahlen.",
                "The quantity \(text) is negative; import and export have codes of their own.")
        case .tooFine(let text):
            Words("Die Menge \(text) ist feiner als 0,1 Wh.", "The quantity \(text) is finer than 0.1 Wh.")
        case .unit(let text):
            Words(
                text.isEmpty ? "Die Einheit fehlt (KWH)." : "Gebraucht wird Energie in KWH, angegeben ist \(text).",
                text.isEmpty ? "The unit is missing (KWH)." : "Energy in KWH is needed, the unit is \(text).")
        case .quantity(let text):
            Words(
                "Mengenart \(text): gelesen werden 220 (gemessen), 67 (Ersatzwert) und Z18 (vorläufig).",
                "Quantity \(text): 220 (measured), 67 (substitute) and Z18 (provisional) are read.")
        case .time(let text): Words("„\(text)“ ist kein Zeitpunkt.", "\"\(text)\" is no point in time.")
        case .zone(let text):
            Words(
                "Dem Zeitpunkt \(text) fehlt die Zeitzone (Format 303).",
                "The time \(text) lacks its zone (format 303).")
        case .timeMissing:
            Words(
                "Einer Menge fehlt Beginn oder Ende (DTM+163, DTM+164).",
                "A quantity lacks its beginning or end (DTM+163, DTM+164).")
        case .periodOrder:
            Words("Das Ende liegt nicht nach dem Beginn.", "The end is not after the beginning.")
        case .interval(let minutes):
            Words(
                "Das ist keine ganze Viertelstunde (\(minutes) Minuten).",
                "This is no whole quarter hour (\(minutes) minutes).")
        case .outsidePeriod:
            Words("Der Wert liegt außerhalb der Messperiode.", "The value lies outside the period of measurement.")
        case .conflict(let start):
            Words(
                "Für die Viertelstunde ab \(start.minute) stehen zwei verschiedene Werte in der Nachricht.",
                "The message has two different values for the quarter hour from \(start.minute) on.")
        }
    }
}
