// SPDX-License-Identifier: EUPL-1.2
public import Answers
public import Bilingual

/// What people say of a series: a value that matters, or what happened at the time.
public struct SeriesAnnotation: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// A line across the chart, in the unit of the series.
        case threshold(Double)
        /// From one local day to another, days since 1970-01-01.
        case note(first: Int, last: Int)
    }

    public static let longestName = 80
    /// A series has so many at most.
    public static let most = 50

    public let id: Int64
    public let name: Words
    public let kind: Kind

    public init(id: Int64 = 0, name: Words, kind: Kind) { (self.id, self.name, self.kind) = (id, name, kind) }
}

/// Why an annotation cannot be kept; nothing of it was stored.
public enum SeriesAnnotationFault: Error, Sendable, Hashable {
    case noName
    case longName
    case noValue
    case noDays
    case tooMany

    public var words: Words {
        switch self {
        case .noName: Words("Bitte einen Namen angeben.", "Please give a name.")
        case .longName:
            Words(
                "Der Name hat höchstens \(SeriesAnnotation.longestName) Zeichen.",
                "The name has \(SeriesAnnotation.longestName) characters at most.")
        case .noValue: Words("Bitte eine Zahl angeben, zum Beispiel 12,5.", "Please give a number, such as 12.5.")
        case .noDays:
            Words(
                "Bitte einen ersten Tag angeben und, wenn es mehrere sind, einen letzten, der nicht davor liegt.",
                "Please give a first day and, where there are several, a last one that is not before it.")
        case .tooMany:
            Words(
                "Eine Messreihe hat höchstens \(SeriesAnnotation.most) Grenzwerte und Notizen.",
                "A series has \(SeriesAnnotation.most) thresholds and notes at most.")
        }
    }

    /// The field of the form that it belongs to.
    public var field: String {
        switch self {
        case .noName, .longName, .tooMany: "name"
        case .noValue: "value"
        case .noDays: "from"
        }
    }
}

extension SeriesAnnotationFault: Refusal, CustomStringConvertible {
    public var description: String { words.english }
    public var exit: ExitKind { .usage }
    public var answer: Problem { .badRequest(words.english, german: words.german) }
}
