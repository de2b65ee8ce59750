// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Words of this room.
extension Words {
    static let witnessTitle = Words("Zeuge fremder Hauptbücher", "Witness of others' logs")
    static let witnessLead = Words(
        "Dieses Haus merkt sich von jedem dieser Hauptbücher den neuesten Stand und unterschreibt einen späteren nur, wenn er den alten fortsetzt: nichts geändert, nichts entfernt, nichts dazwischengeschoben.",
        "This house keeps the newest state of each of these logs, and signs a later one only if it goes on from it: nothing changed, nothing removed, nothing put between."
    )
    static let witnessLogs = Words("Bezeugte Hauptbücher", "Logs that are witnessed")
    static let witnessNone = Words("Noch wird keines bezeugt.", "None is witnessed yet.")
    static let witnessNothingSeen = Words("Noch kein Stand ist unterschrieben.", "No state is signed yet.")
    static let witnessKey = Words("Der Schlüssel dieses Zeugen", "The key of this witness")
    static let witnessKeyHelp = Words(
        "Wer eine Rechnung prüft, gibt ihn mit an: allmende verify bill bill.zip --witness SCHLÜSSEL",
        "Who checks a bill gives it too: allmende verify bill bill.zip --witness KEY")
    static let witnessProves = Words("Was das beweist und was nicht", "What it proves and what not")
    static let witnessProvesText = Words(
        "Zwei Haushalten zwei verschiedene Hauptbücher zu zeigen gelingt nur noch, wenn der Zeuge mitmacht; mit zwei unabhängigen Zeugen nur, wenn beide mitmachen. Ob die Einträge richtig sind, weiß ein Zeuge nicht: Er sieht Prüfsummen, keine Rechnungen.",
        "To show two households two different logs works only if the witness joins in; with two independent witnesses only if both do. Whether the entries are right a witness does not know: it sees hashes, no bills."
    )
    static let witnessAdd = Words("Hauptbuch bezeugen", "Witness the log")
    static let witnessAddKey = Words(
        "Schlüssel des Hauptbuchs (Name+Prüfziffern+Base64)", "Key of the log (name+hash+Base64)")
    static let witnessForget = Words("Nicht mehr bezeugen", "Witness no longer")

    static func witnessSeen(_ count: String, _ time: String) -> Words {
        Words("\(count) Einträge, unterschrieben am \(time)", "\(count) entries, signed on \(time)")
    }
    static func witnessRefused(_ count: String, _ time: String) -> Words {
        Words(
            "Am \(time) zeigte dieses Hauptbuch einen unterschriebenen Stand mit \(count) Einträgen, zu dem vom zuletzt bezeugten kein Weg führt: Entweder war der Nachweis falsch, oder vorher Bezeugtes wurde geändert. Der Stand ist aufgehoben; die Warnung endet, wenn ein Stand dieser Größe oder ein späterer anschließt.",
            "On \(time) this log showed a signed state of \(count) entries to which no way leads from the one that was witnessed last: either the proof was wrong, or what was witnessed before has been changed. The state is kept; the alarm ends when a state of that size or a later one joins."
        )
    }
    static func witnessAlarm(_ origin: String, _ words: Words) -> Words {
        Words("\(origin): \(words.german)", "\(origin): \(words.english)")
    }
    static func witnessSplit(_ time: String) -> Words {
        Words(
            "Am \(time) zeigte dieses Hauptbuch einen anderen Baum gleicher Größe, ebenfalls unterschrieben: Es führt zwei Geschichten. Beide Stände sind aufgehoben.",
            "On \(time) this log showed another tree of the same size, signed as well: it keeps two histories. Both states are kept."
        )
    }
}
