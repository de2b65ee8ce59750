// SPDX-License-Identifier: EUPL-1.2

/// Finds words in the names of columns: as words of their own, and as parts of German compounds that mean them.
///
/// "Messzeitpunkt" holds "zeit", "Harbour" no "hour"; of "Güterstraße" neither "güte" nor anything else that is measured is said.
package struct NameWords {
    private let letters: [Character]
    private let small: [Character]

    package init(_ name: String) {
        letters = Array(name)
        // a letter that becomes two in small ones would shift all places behind it
        small = letters.map { $0.lowercased().first ?? $0 }
    }

    func holds(_ words: [String]) -> Bool { words.contains { holds($0) } }

    /// `word` in small letters; it may have blanks and signs.
    package func holds(_ word: String) -> Bool {
        let word = Array(word)
        guard let first = word.first, let last = word.last, word.count <= small.count else { return false }
        for start in 0...(small.count - word.count) where small[start] == first {
            let end = start + word.count
            guard small[start..<end].elementsEqual(word) else { continue }
            let begins = !first.isLetter || start == 0 || isBorder(start)
            let rest = last.isLetter ? self.rest(end) : ""
            if begins, rest.isEmpty { return true }
            let token = before(start) + String(word) + rest
            let isOther = Self.others.contains { other in
                (token.hasPrefix(other) || token.hasSuffix(other)) && other.contains(String(word))
            }
            if isOther { continue }
            let ends = rest.isEmpty || Self.inflections.contains(rest)
            if !ends, Self.isPlace(token) { continue }
            // a short word within a longer one is another word, unless what follows is of times and values
            if begins || ends || word.count > Self.short || Self.heads.contains(rest) { return true }
        }
        return false
    }

    private static let short = 5

    /// Whether a word begins here: behind a sign, a digit or a small letter before a capital.
    private func isBorder(_ place: Int) -> Bool {
        let (before, own) = (letters[place - 1], letters[place])
        return !before.isLetter || before.isLowercase && own.isUppercase
    }

    /// The letters from here to the end of the word.
    private func rest(_ place: Int) -> String {
        var end = place
        while end < small.count, small[end].isLetter, !isBorder(end) { end += 1 }
        return String(small[place..<end])
    }

    private func before(_ place: Int) -> String {
        var start = place
        while start > 0, small[start - 1].isLetter, !isBorder(start) { start -= 1 }
        return String(small[start..<place])
    }

    /// Whether a word is the name of a place: a street, a square, a school.
    static func isPlace(_ word: String) -> Bool {
        places.contains { word.hasSuffix($0) && word.count > $0.count }
    }

    /// What the names of streets and sites end with.
    private static let places = [
        "straße", "strasse", "straßen", "gasse", "platz", "allee", "brücke", "bruecke", "promenade", "chaussee",
        "damm", "ufer", "graben", "burg", "dorf", "hof", "weg", "haus", "halle", "schule", "kirche", "turm", "markt",
        "viertel", "siedlung", "zentrum", "museum", "stadion", "bahnhof", "hafen", "garten", "tunnel", "kreuzung",
        "park", "wiese", "heim",
    ]

    /// Words that begin or end like others and are none of them.
    private static let others = [
        "güter", "gueter", "zeitz", "zeitung", "zeitschrift", "freizeit", "hochzeit", "jahrhundert", "jahrmarkt",
        "flagge", "flagship", "country", "county", "counter", "account", "discount", "kandidate", "candidate", "daten",
        "centimet", "zentimet", "bestand", "zustand", "gegenstand", "widerstand", "rabatt", "ballast",
    ]
    private static let inflections: Set<String> = [
        "n", "e", "en", "s", "es", "er", "r", "d", "ed", "t", "te", "ter", "tes", "ten", "em",
    ]
    /// What may follow a short word within a compound.
    private static let heads: Set<String> = [
        "punkt", "stempel", "raum", "angabe", "wert", "werte", "mittel", "mittelwert", "summe", "stufe", "klasse",
        "code", "kennung", "kennzeichen", "flag", "ziffer", "index", "nummer", "nr", "id", "name", "bezeichnung", "typ",
        "art", "stand", "stamp", "utc", "local", "lokal", "zeit", "datum", "tag", "beginn", "ende", "anfang", "niveau",
        "zahl", "zahlen", "anzahl", "menge", "höhe", "hoehe", "konzentration", "gehalt", "pegel", "leistung",
        "verbrauch",
        "dauer", "grad",
    ]
}
