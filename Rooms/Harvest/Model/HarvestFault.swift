// SPDX-License-Identifier: EUPL-1.2
package import Answers
package import Bilingual
import Cage
import HTTPTypes

/// Why a catalogue was not read, in words for the person at work; nothing of it was stored.
package struct HarvestFault: Refusal, Hashable, CustomStringConvertible {
    package let words: Words
    package let exit: ExitKind

    package init(_ german: String, _ english: String, exit: ExitKind = .faults) {
        words = Words(german, english)
        self.exit = exit
    }

    package var description: String { words.english }
    package var answer: Problem { Problem.badRequest(words.english, german: words.german) }

    static let missing = Problem.notFound(
        "There is no such data set or catalogue.", german: "Diesen Datensatz oder Katalog gibt es nicht.")

    static func noAddress(_ given: String) -> HarvestFault {
        HarvestFault(
            "„\(given.prefix(200))“ ist keine Adresse, die mit https:// oder http:// beginnt.",
            "“\(given.prefix(200))” is no address that begins with https:// or http://.", exit: .usage)
    }

    static let isPage = HarvestFault(
        "Dort liegt eine Webseite, kein Katalog. Gebraucht wird die Adresse für Programme, etwa …/catalog.ttl, …/catalog.rdf, "
            + "…/data.json oder …/api/3/action/package_search.",
        "There is a web page, not a catalogue. The address for programs is needed, such as …/catalog.ttl, …/catalog.rdf, "
            + "…/data.json or …/api/3/action/package_search.")

    static let unknownForm = HarvestFault(
        "Das ist keine der Formen, die hier gelesen werden: RDF/XML, Turtle, JSON-LD, CKAN, data.json oder der CSV-Export von DKAN.",
        "This is none of the forms that are read here: RDF/XML, Turtle, JSON-LD, CKAN, data.json or the CSV export of DKAN."
    )

    static let empty = HarvestFault("Die Antwort ist leer.", "The answer is empty.")

    static func unreadable(_ form: FeedForm, _ reason: String) -> HarvestFault {
        HarvestFault(
            "\(form.name.german): Das lässt sich nicht lesen (\(reason.prefix(400))).",
            "\(form.name.english): this cannot be read (\(reason.prefix(400))).")
    }

    static let noDatasets = HarvestFault(
        "Darin steht kein Datensatz (gesucht: dcat:Dataset oder die Liste von CKAN, DKAN oder data.json).",
        "There is no data set in it (looked for: dcat:Dataset, or the list of CKAN, DKAN or data.json).")

    static func tooMany(_ most: Int) -> HarvestFault {
        HarvestFault(
            "Der Katalog hat mehr als \(most) Datensätze; so viele liest Allmende von einem nicht (Einstellung harvest-datasets).",
            "The catalogue has more than \(most) data sets, more than Allmende reads of one (setting harvest-datasets)."
        )
    }

    static func tooManyPages(_ most: Int) -> HarvestFault {
        HarvestFault(
            "Der Katalog hat nach \(most) Seiten kein Ende genommen.", "The catalogue had no end after \(most) pages.")
    }

    static func circle(_ address: String) -> HarvestFault {
        HarvestFault(
            "Die nächste Seite ist eine, die schon gelesen ist (\(address.prefix(200))): So nimmt der Katalog kein Ende.",
            "The next page is one that was read already (\(address.prefix(200))): the catalogue would have no end.")
    }

    static func elsewhere(_ address: String) -> HarvestFault {
        HarvestFault(
            "Die nächste Seite liegt auf einem anderen Server (\(address.prefix(200))); dorthin folgt Allmende nicht.",
            "The next page lies on another server (\(address.prefix(200))); Allmende does not follow there.")
    }

    static func tooLarge(_ megabytes: Int) -> HarvestFault {
        HarvestFault(
            "Eine Seite des Katalogs ist größer als \(megabytes) MB.",
            "A page of the catalogue is larger than \(megabytes) MB.")
    }

    static func late(_ minutes: Int) -> HarvestFault {
        HarvestFault(
            "Nach \(minutes) Minuten war der Katalog nicht zu Ende gelesen.",
            "After \(minutes) minutes the catalogue was not read to its end.")
    }

    static func status(_ status: Int) -> HarvestFault {
        HarvestFault("Die Adresse antwortet mit \(status).", "The address answers with \(status).")
    }

    static func unreachable(_ reason: String) -> HarvestFault {
        HarvestFault(
            "Die Adresse ist nicht erreichbar (\(Words(message: reason).german)). Im eigenen Netz liest Allmende nur, wenn die "
                + "Einstellung harvest-own-network es erlaubt.",
            "The address cannot be reached (\(reason)). Allmende reads in its own network only where the setting "
                + "harvest-own-network allows it.")
    }

    static let redirects = HarvestFault("Die Adresse leitet zu oft weiter.", "The address redirects too often.")

    static func hasVanished(_ count: Int) -> HarvestFault {
        HarvestFault(
            "Der Katalog nennt keinen seiner \(count) Datensätze mehr. Das sieht nach einem Fehler dort aus; hier bleibt alles, wie "
                + "es ist.",
            "The catalogue names none of its \(count) data sets any more. That looks like a fault over there; here all stays as "
                + "it is.")
    }

    static let noProgram = HarvestFault(
        "RDF/XML und Turtle liest hier das Programm rapper; es fehlt (Debian-Paket raptor2-utils).",
        "RDF/XML and Turtle are read by rapper, which is missing here (Debian package raptor2-utils).", exit: .usage)

    init(_ fault: Cage.Fault) {
        switch fault {
        case .none:
            self.init(
                "Fremdes RDF wird nur in einem abgeschlossenen Prozess gelesen, und diese Maschine erlaubt keinen: Es braucht "
                    + "Landlock (Linux ab 5.13) und seccomp, im Container und im Dienst erlaubt.",
                "Foreign RDF is read in a locked-in process only, and this machine allows none: it takes Landlock (Linux 5.13 or "
                    + "later) and seccomp, allowed in the container and in the service.", exit: .usage)
        case .disk:
            self.init(
                "Zum Lesen lässt sich nichts ablegen; vielleicht ist die Platte voll.",
                "Nothing can be put on disk for reading; perhaps it is full.", exit: .database)
        case .late(let seconds):
            self.init(
                "Nach \(seconds) Sekunden war eine Seite des Katalogs nicht gelesen.",
                "After \(seconds) seconds a page of the catalogue was not read.")
        case .tooLarge:
            self.init(
                "Der Katalog wächst beim Lesen über jedes Maß.", "The catalogue grows beyond all measure when read.")
        }
    }
}
