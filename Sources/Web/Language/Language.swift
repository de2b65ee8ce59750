// SPDX-License-Identifier: EUPL-1.2

/// The languages of the pages.
public enum Language: String, Sendable, Hashable, CaseIterable {
    case german = "de"
    case english = "en"

    /// The language's own name, as shown on the switch.
    var name: String { self == .german ? "Deutsch" : "English" }
    var other: Language { self == .german ? .english : .german }

    /// What was chosen by link or cookie wins; else what the browser prefers (RFC 9110 §12.5.4); else German.
    public init(chosen: String?, acceptLanguage: String?) {
        if let chosen, let language = Language(rawValue: chosen) {
            self = language
            return
        }
        var best: (language: Language, quality: Double)?
        for range in (acceptLanguage ?? "").split(separator: ",").prefix(20) {
            let fields = range.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let tag = fields.first else { continue }
            let quality = fields.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            let primary = tag.split(separator: "-").first.map { $0.lowercased() } ?? ""
            guard let language = Language(rawValue: primary), quality > 0, quality <= 1 else { continue }
            if best.map({ quality > $0.quality }) ?? true { best = (language, quality) }
        }
        self = best?.language ?? .german
    }

    /// The text in this language.
    public func callAsFunction(_ text: Text) -> String { self == .german ? text.german : text.english }

    /// The name of who did something; the program's own names in words.
    func person(_ name: String) -> String {
        switch name {
        case "anonymous": self(.withoutAccount)
        case "system": self(.bySetUp)
        case "command line": self(.byCommand)
        default: name
        }
    }

    /// The translation if there is one for this language, else the German original.
    public func callAsFunction(_ german: String, _ english: String?) -> String {
        self == .german ? german : english ?? german
    }
}

/// One text of the pages in both languages.
public struct Text: Sendable, Hashable {
    public let german: String
    public let english: String

    public init(_ german: String, _ english: String) {
        self.german = german
        self.english = english
    }
}
