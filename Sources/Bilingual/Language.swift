// SPDX-License-Identifier: EUPL-1.2

/// The languages that people are spoken to in.
public enum Language: String, Sendable, Hashable, CaseIterable {
    case german = "de"
    case english = "en"

    /// The language's own name, as shown on the switch.
    public var name: String { self == .german ? "Deutsch" : "English" }

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

    /// The words in this language.
    public func callAsFunction(_ words: Words) -> String { self == .german ? words.german : words.english }

    /// The translation if there is one for this language, else the German original.
    public func callAsFunction(_ german: String, _ english: String?) -> String {
        self == .german ? german : english ?? german
    }
}
