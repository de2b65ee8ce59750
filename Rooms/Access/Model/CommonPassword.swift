// SPDX-License-Identifier: EUPL-1.2

/// Passwords that are guessed first, by their form: what is left of one without well-known words, names, years and runs of
/// keys has to be something of its own.
enum CommonPassword {
    /// Characters that have to be left, and how many different ones.
    static let own = (count: 6, different: 4)

    /// Whether too little is left; `names` are those of the person, the login and the town.
    static func isCommon(_ password: String, around names: [String]) -> Bool {
        let plain = folded(password)
        let read = plain.map { disguises[$0] ?? $0 }
        var isCovered = [Bool](repeating: false, count: plain.count)
        let known = words.map(Array.init) + names.flatMap(parts)
        for word in known.sorted(by: { $0.count > $1.count }) {
            cover(word, in: plain, &isCovered)
            cover(word, in: read, &isCovered)
        }
        coverRuns(plain, &isCovered)
        coverYears(plain, &isCovered)
        coverRepetition(plain, &isCovered)
        let left = plain.indices.filter { !isCovered[$0] }.map { plain[$0] }
        return left.count < own.count || Set(left).count < own.different
    }

    /// Small letters, umlauts as two: `München` is `muenchen`.
    private static func folded(_ text: String) -> [Character] {
        text.lowercased().flatMap { character -> [Character] in
            switch character {
            case "ä": ["a", "e"]
            case "ö": ["o", "e"]
            case "ü": ["u", "e"]
            case "ß": ["s", "s"]
            default: [character]
            }
        }
    }

    /// The words of a name that are long enough to be somebody's.
    private static func parts(_ name: String) -> [[Character]] {
        folded(name).split { !$0.isLetter && !$0.isNumber }.map(Array.init).filter { $0.count >= 3 }
    }

    private static let disguises: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "€": "e",
    ]

    private static func cover(_ word: [Character], in text: [Character], _ isCovered: inout [Bool]) {
        guard !word.isEmpty, word.count <= text.count else { return }
        for start in 0...(text.count - word.count) where text[start..<start + word.count].elementsEqual(word) {
            for index in start..<start + word.count { isCovered[index] = true }
        }
    }

    /// Four and more neighbours of a row of keys or of the alphabet, forwards or backwards, and the same one three times.
    private static func coverRuns(_ text: [Character], _ isCovered: inout [Bool]) {
        let rows = rows.map(Array.init)
        for row in rows + rows.map({ Array($0.reversed()) }) {
            var start = 0
            while start < text.count {
                var longest = 0
                for place in row.indices where row[place] == text[start] {
                    var length = 1
                    while start + length < text.count, place + length < row.count,
                        text[start + length] == row[place + length]
                    { length += 1 }
                    longest = max(longest, length)
                }
                if longest >= 4 { for index in start..<start + longest { isCovered[index] = true } }
                start += max(1, longest >= 4 ? longest : 1)
            }
        }
        for index in text.indices.dropFirst(2) where text[index] == text[index - 1] && text[index] == text[index - 2] {
            for place in index - 2...index { isCovered[place] = true }
        }
    }

    private static func coverYears(_ text: [Character], _ isCovered: inout [Bool]) {
        for start in text.indices where start + 4 <= text.count {
            guard let year = Int(String(text[start..<start + 4])), (1900...2099).contains(year) else { continue }
            for index in start..<start + 4 { isCovered[index] = true }
        }
    }

    /// A text that is one piece again and again is worth that piece.
    private static func coverRepetition(_ text: [Character], _ isCovered: inout [Bool]) {
        guard text.count > 1 else { return }
        for period in 1...(text.count / 2)
        where text.indices.dropFirst(period).allSatisfy({ text[$0] == text[$0 - period] }) {
            for index in text.indices.dropFirst(period) { isCovered[index] = true }
            return
        }
    }

    /// German and American keyboards by row and by column, the alphabet, the digits.
    private static let rows = [
        "12345678901234567890", "qwertzuiopue", "qwertyuiop", "azertyuiop", "asdfghjkloeae", "yxcvbnm", "zxcvbnm",
        "abcdefghijklmnopqrstuvwxyz", "1qay2wsx3edc4rfv5tgb6zhn7ujm8ik9ol0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    ]

    private static let words = [
        "passwort", "password", "kennwort", "losung", "geheim", "secret", "willkommen", "welcome", "hallo", "hello",
        "admin", "administrator", "benutzer", "nutzer", "user", "login", "anmelden", "anmeldung", "konto", "account",
        "stadt", "gemeinde", "kommune", "landkreis", "kreis", "rathaus", "verwaltung", "buergermeister", "behoerde",
        "allmende", "test", "demo", "start", "standard", "default", "initial", "changeme", "letmein", "master",
        "sommer", "winter", "herbst", "fruehling", "summer", "autumn", "spring", "januar", "februar", "maerz", "april",
        "juni", "juli", "august", "september", "oktober", "november", "dezember", "montag", "dienstag", "mittwoch",
        "donnerstag", "freitag", "samstag", "sonntag", "deutschland", "germany", "berlin", "hamburg", "muenchen",
        "koeln",
        "fussball", "football", "schalke", "bayern", "dortmund", "schatz", "liebe", "iloveyou", "ichliebedich",
        "sunshine", "princess", "dragon", "monkey", "superman", "batman", "michael", "computer", "internet",
    ]
}
