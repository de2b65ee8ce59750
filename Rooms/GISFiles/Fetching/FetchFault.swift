// SPDX-License-Identifier: EUPL-1.2
package import Answers
package import Bilingual
import Wire

/// Why nothing is taken from an address, in words for the person who named it.
package struct FetchFault: Refusal, Hashable, CustomStringConvertible {
    package let words: Words
    package let exit: ExitKind

    init(_ german: String, _ english: String, exit: ExitKind = .faults) {
        words = Words(german.excerpt(1000), english.excerpt(1000))
        self.exit = exit
    }

    package var description: String { words.english }
    package var answer: Problem { Problem.badRequest(words.english, german: words.german) }

    static func noAddress(_ given: String) -> FetchFault {
        FetchFault(
            "„\(given.excerpt(200))“ ist keine Adresse, die mit https:// oder http:// beginnt und ohne Namen und Passwort auskommt.",
            "\"\(given.excerpt(200))\" is no address that begins with https:// or http:// and has no name and password in it.",
            exit: .usage)
    }

    static func unreachable(_ reason: String) -> FetchFault {
        FetchFault(
            "Die Adresse ist nicht erreichbar (\(Words(message: reason).german)). Adressen im eigenen Netz holt Allmende nur, wenn die "
                + "Einstellung ingest-own-network (im Befehl: --own-network) es erlaubt.",
            "The address cannot be reached (\(reason)). Allmende fetches from its own network only where the setting "
                + "ingest-own-network (of the command: --own-network) allows it.")
    }

    static func tooLarge(_ megabytes: Int) -> FetchFault {
        FetchFault(
            "Die Antworten sind zusammen größer als \(megabytes) MB. Bitte nehmen Sie eine kleinere Ebene, oder lassen Sie die "
                + "Einstellung ingest-upload-megabytes erhöhen.",
            "Together the answers are larger than \(megabytes) MB. Please take a smaller layer, or have the setting "
                + "ingest-upload-megabytes raised.")
    }

    static func tooMany(_ features: Int) -> FetchFault {
        FetchFault(
            "Die Ebene hat mehr als \(features) Objekte; so viele nimmt Allmende nicht in eine Ebene auf.",
            "The layer has more than \(features) features; Allmende takes no more into a layer.")
    }

    static func tooManyPages(_ pages: Int) -> FetchFault {
        FetchFault(
            "Der Dienst gibt die Ebene auf mehr als \(pages) Seiten heraus; gelesen wurde deshalb nichts.",
            "The service gives the layer on more than \(pages) pages; so nothing was read.")
    }

    static func late(_ minutes: Int) -> FetchFault {
        FetchFault(
            "Nach \(minutes) Minuten war die Ebene noch nicht ganz da; gelesen wurde deshalb nichts.",
            "After \(minutes) minutes the layer was still not there as a whole; so nothing was read.")
    }

    static func status(_ status: Int) -> FetchFault {
        switch status {
        case 401, 403:
            FetchFault(
                "Die Adresse antwortet mit \(status): Sie will wissen, wer fragt. Allmende holt nur, was ohne Anmeldung zu haben ist.",
                "The address answers with \(status): it wants to know who asks. Allmende fetches only what is there without "
                    + "signing in.")
        default:
            FetchFault(
                "Die Adresse antwortet mit \(status); dort liegt nichts, was sich lesen lässt.",
                "The address answers with \(status); there is nothing to read.")
        }
    }

    static let redirects = FetchFault("Die Adresse leitet zu oft weiter.", "The address redirects too often.")

    static let empty = FetchFault(
        "Der Dienst gibt für diese Ebene kein Objekt heraus.", "The service gives no feature of this layer.")

    static let disk = FetchFault(
        "Was geholt wurde, ließ sich nicht ablegen; vielleicht ist die Platte voll.",
        "What was fetched could not be put on disk; perhaps the disk is full.")

    static let forPeople = FetchFault(
        "Unter der Adresse liegt eine Seite für Menschen. Gebraucht wird die Adresse des Dienstes (WFS, OGC API – Features) oder einer Datei.",
        "At the address lies a page for people. What is needed is the address of the service (WFS, OGC API – Features) or of a file."
    )

    static func noXML(isForbidden: Bool) -> FetchFault {
        isForbidden
            ? FetchFault(
                "Die Antwort des Dienstes bringt eigene Regeln mit (DTD) und wird nicht gelesen.",
                "The service's answer brings rules of its own (a DTD) and is not read.")
            : FetchFault(
                "Die Antwort des Dienstes ist kein wohlgeformtes XML.", "The service's answer is no well-formed XML.")
    }

    static func said(_ text: String) -> FetchFault {
        let shown = text.isEmpty ? "–" : text.excerpt(400)
        return FetchFault("Der Dienst antwortet: „\(shown)“", "The service answers: \"\(shown)\"")
    }

    static func noLayer(_ name: String, _ all: [ForeignLayer]) -> FetchFault {
        let names = all.prefix(20).map(\.name).joined(separator: ", ")
        return FetchFault(
            "Der Dienst hat keine Ebene „\(name.excerpt(100))“; er hat: \(names)",
            "The service has no layer \"\(name.excerpt(100))\"; it has: \(names)", exit: .usage)
    }

    static func incomplete(_ read: Int, of all: Int) -> FetchFault {
        FetchFault(
            "Der Dienst nennt \(all) Objekte und hat nur \(read) herausgegeben. Eine halbe Ebene wird nicht aufgenommen.",
            "The service names \(all) features and gave only \(read). Half a layer is not taken in.")
    }

    static let unsteady = FetchFault(
        "Der Dienst gibt auf verschiedenen Seiten dieselben Objekte heraus, ordnet also jede Seite anders: Was fehlt, lässt sich nicht "
            + "sagen. Aufgenommen wird deshalb nichts.",
        "The service gives the same features on different pages, so it orders each page anew: what is missing cannot be said. So nothing "
            + "is taken in.")
}
