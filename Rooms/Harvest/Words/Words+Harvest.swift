// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Site

/// Words of this room.
extension Words {
    static let harvested = Words("Datensätze anderer Kataloge", "Data sets of other catalogues")
    static let harvestedLead = Words(
        "Was andere Stellen veröffentlichen. Diese Datensätze liegen nicht hier; was darin steht, verantwortet, wer sie herausgibt.",
        "What others publish. These data sets do not lie here; who publishes them answers for what is in them.")
    static let noHarvested = Words("Noch ist kein anderer Katalog gelesen.", "No other catalogue has been read yet.")
    static let noHarvestedFound = Words("Kein Datensatz passt.", "No data set matches.")
    static let fromCatalogue = Words("Katalog", "Catalogue")
    static let publishedBy = Words("Herausgeber", "Publisher")
    static let contactOfIt = Words("Ansprechstelle", "Contact")
    static let licences = Words("Lizenz", "Licence")
    static let licenceSaid = Words("so angegeben", "as stated")
    static let noLicence = Words("nicht angegeben", "not stated")
    static let issuedOn = Words("Veröffentlicht", "Published")
    static let modifiedOn = Words("Geändert", "Changed")
    static let coveredTime = Words("Zeitraum der Daten", "Period of the data")
    static let themesOfIt = Words("Themen", "Themes")
    static let filesOfIt = Words("Dateien und Dienste", "Files and services")
    static let noFilesOfIt = Words("Der Eintrag nennt keine Datei.", "The entry names no file.")
    static let toOrigin = Words("Zum Datensatz beim Herausgeber", "To the data set at its publisher")
    static let readOn = Words("Hier seit", "Here since")
    static func withdrawn(_ day: String) -> Words {
        Words(
            "Seit \(day) führt der Katalog diesen Datensatz nicht mehr. Hier steht, was zuletzt darüber gesagt wurde.",
            "Since \(day) the catalogue no longer has this data set. Here is what was said of it last.")
    }
    static let alsoElsewhere = Words(
        "Diesen Datensatz führen mehrere Kataloge:", "Several catalogues have this data set:")

    // MARK: Administration

    static let harvestSources = Words("Kataloge, die wir lesen", "Catalogues we read")
    static let harvestLead = Words(
        "Allmende liest die Kataloge anderer Stellen jede Nacht und führt ihre Datensätze neben den eigenen: CKAN, DKAN und "
            + "DCAT-AP.de.",
        "Allmende reads the catalogues of others each night and lists their data sets beside its own: CKAN, DKAN and DCAT-AP.de."
    )
    static let noSources = Words("Noch wird kein Katalog gelesen.", "No catalogue is read yet.")
    static let newSource = Words("Einen Katalog lesen", "Read a catalogue")
    static let sourceAddress = Words("Adresse des Katalogs", "Address of the catalogue")
    static let sourceAddressHelp = Words(
        "Die Adresse für Programme, etwa https://daten.example.de/catalog.ttl, …/catalog.rdf, …/data.json oder "
            + "…/api/3/action/package_search",
        "The address for programs, such as https://daten.example.de/catalog.ttl, …/catalog.rdf, …/data.json or "
            + "…/api/3/action/package_search")
    static let sourceName = Words("Name des Katalogs", "Name of the catalogue")
    static let sourceNameHelp = Words(
        "So steht er an jedem seiner Datensätze, etwa „Kreis Musterland“.",
        "It stands with each of its data sets, such as “District of Musterland”.")
    static let noSourceName = Words("Bitte einen Namen angeben.", "Please give a name.")
    static let look = Words("Ansehen, was darin steht", "See what is in it")
    static let sourceState = Words("Stand", "State")
    static let sourceHeld = Words("Datensätze", "Data sets")
    static let sourceGone = Words("zurückgezogen", "withdrawn")
    static let sourceChecked = Words("Zuletzt gelesen", "Read last")
    static let sourceNext = Words("Nächstes Mal", "Next time")
    static let sourceForm = Words("Form", "Form")
    static let neverRead = Words("noch nicht", "not yet")
    static let isBeingRead = Words(
        "Der Katalog wird gelesen; das dauert je nach Größe bis zu einigen Minuten.",
        "The catalogue is being read; that takes up to some minutes, by its size.")
    static let lookAgain = Words("Nachsehen", "Look again")
    static let couldNotRead = Words("Der Katalog ließ sich nicht lesen", "The catalogue could not be read")
    static let previewTitle = Words("Was darin steht", "What is in it")
    static func previewLead(_ count: String, _ pages: String) -> Words {
        Words("Datensätze: \(count), auf Seiten: \(pages).", "Data sets: \(count), on pages: \(pages).")
    }
    static let acceptSource = Words("Übernehmen und jede Nacht lesen", "Accept and read each night")
    static let acceptHelp = Words(
        "Danach sehen alle die Datensätze und finden sie in der Suche.",
        "Then everybody sees the data sets and finds them in the search.")
    static let readNow = Words("Jetzt lesen", "Read now")
    static let pauseSource = Words("Nicht mehr lesen", "Read no more")
    static let pauseHelp = Words("Die Datensätze bleiben, wie sie sind.", "The data sets stay as they are.")
    static let resumeSource = Words("Wieder lesen", "Read again")
    static let passOn = Words("Im eigenen Katalog weitergeben", "Pass on in our own catalogue")
    static let keepHere = Words("Nicht weitergeben", "Do not pass on")
    static let passHelp = Words(
        "Portale, die unseren Katalog lesen, bekommen dann auch diese Datensätze. Wer beide Kataloge liest, erhält sie doppelt.",
        "Portals that read our catalogue then get these data sets, too. Who reads both catalogues has them twice.")
    static let removeSource = Words("Katalog entfernen", "Remove the catalogue")
    static let removeHelp = Words(
        "Entfernt den Katalog und alles, was von ihm hier steht. Das lässt sich nicht zurücknehmen.",
        "Removes the catalogue and all that is here of it. This cannot be taken back.")
    static let licencesFound = Words("Lizenzen", "Licences")
    static let licenceBecomes = Words("in DCAT-AP.de", "in DCAT-AP.de")
    static let licenceCertainty = Words("wie sicher", "how sure")
    static let filesCount = Words("Dateien", "Files")
    static let nothingFits = Words("keine passt", "none fits")
    static let findingsFound = Words("Was auffällt", "What stands out")
    static let findingColumn = Words("Befund", "Finding")
    static let countColumn = Words("Anzahl", "Count")
    static let examplesColumn = Words("etwa bei", "such as")
    static let noFindings = Words("Nichts fällt auf.", "Nothing stands out.")
    static let lostFields = Words("Felder, die hier keinen Platz haben", "Fields that have no place here")
    static let lostHelp = Words(
        "Sie gehen beim Übernehmen verloren und stehen weiterhin im Katalog des Herausgebers.",
        "They are lost when taken over, and still stand in the catalogue of the publisher.")
    static let noLostFields = Words("Keine.", "None.")
    static let runsTitle = Words("Was sich geändert hat", "What has changed")
    static let noRuns = Words("Noch nichts.", "Nothing yet.")
    static let runAdded = Words("neu", "new")
    static let runChanged = Words("geändert", "changed")
    static let runReturned = Words("wieder da", "there again")

    static let harvestConflicts = Words("Gleiche Datensätze", "Same data sets")
    static let conflictsLead = Words(
        "Mehrere Kataloge führen denselben Datensatz. Entscheiden Sie, wessen Eintrag hier gilt; bis dahin stehen alle da, und "
            + "weitergegeben wird der des zuerst aufgenommenen Katalogs.",
        "Several catalogues have the same data set. Decide whose entry counts here; until then all are shown, and that of the "
            + "catalogue added first is passed on.")
    static let noConflicts = Words(
        "Kein Datensatz steht in mehreren Katalogen.", "No data set is in several catalogues.")
    static let chooseThis = Words("Diesen Eintrag nehmen", "Take this entry")
    static let isChosen = Words("gilt", "counts")
    static let showAll = Words("Alle zeigen", "Show all")
    static let isUndecided = Words("noch nicht entschieden", "not decided yet")

    static func state(_ source: HarvestSource) -> Words {
        switch source.state {
        case .accepted where source.isFile: Words("aus einer Datei übernommen", "taken over from a file")
        case .proposed: Words("vorgeschlagen", "proposed")
        case .accepted: Words("wird gelesen", "is read")
        case .paused: Words("angehalten", "paused")
        }
    }

    static func certainty(_ certainty: ForeignLicence.Certainty) -> Words {
        switch certainty {
        case .listed: Words("steht so in der Liste", "stands so in the list")
        case .named: Words("am Namen erkannt", "known by its name")
        case .guessed: Words("vermutet: Die Fassung fehlt", "guessed: the version is missing")
        case .unknown: Words("nicht erkannt", "not known")
        }
    }

    static func finding(_ finding: HarvestReport.Finding) -> Words {
        switch finding {
        case .noTitle: Words("Ohne Titel, ausgelassen", "Without a title, left out")
        case .notPublic: Words("Nicht öffentlich, ausgelassen", "Not public, left out")
        case .twice: Words("Kennung kommt zweimal vor, ausgelassen", "Identifier is there twice, left out")
        case .own: Words("Unser eigener Datensatz, ausgelassen", "Our own data set, left out")
        case .noDescription: Words("Ohne Beschreibung", "Without a description")
        case .noPublisher: Words("Ohne Herausgeber", "Without a publisher")
        case .noContact: Words("Ohne Ansprechstelle", "Without a contact")
        case .noContributor: Words("Ohne Kennung des Datenbereitstellers", "Without the identifier of a contributor")
        case .noTheme: Words("Ohne Thema", "Without a theme")
        case .foreignTheme: Words("Thema nicht aus der Liste der EU", "Theme is not of the list of the EU")
        case .noKeyword: Words("Ohne Schlagwort", "Without a keyword")
        case .noDistribution: Words("Ohne Datei", "Without a file")
        case .noAccess: Words("Datei ohne brauchbare Adresse, ausgelassen", "File without a usable address, left out")
        case .noLicence: Words("Datei ohne Lizenz", "File without a licence")
        case .unknownLicence:
            Words("Lizenz nicht in der Liste von DCAT-AP.de", "Licence is not of the list of DCAT-AP.de")
        case .unreadableDate: Words("Datum nicht lesbar", "Date cannot be read")
        case .unreadablePlace: Words("Ort nicht lesbar", "Place cannot be read")
        case .foreignFrequency: Words("Turnus nicht aus der Liste der EU", "Frequency is not of the list of the EU")
        case .oldVocabulary: Words("Alte Fassung von DCAT-AP.de", "Old version of DCAT-AP.de")
        case .tooLong: Words("Text oder Liste zu lang, gekürzt", "Text or list too long, cut")
        default: form(finding)
        }
    }

    /// How something is said that was understood all the same.
    private static func form(_ finding: HarvestReport.Finding) -> Words {
        switch finding {
        case .otherLicence:
            Words(
                "Lizenz nicht mit der Adresse aus der Liste benannt", "Licence is not named by its address in the list")
        case .noIdentifier:
            Words("Ohne eigene Kennung (dct:identifier)", "Without an identifier of its own (dct:identifier)")
        case .noModified: Words("Ohne Änderungsdatum", "Without a date of change")
        case .noPage:
            Words("Ohne Seite zum Datensatz (dcat:landingPage)", "Without a page of the data set (dcat:landingPage)")
        case .untitledFile: Words("Datei ohne Titel", "File without a title")
        case .addressAsText:
            Words("Adresse einer Datei als Text statt als Verweis", "Address of a file as a text, not a link")
        case .untypedDate: Words("Datum ohne Datentyp", "Date without a type")
        case .untypedAgent:
            Words("Herausgeber oder Urheber nicht als foaf:Agent", "Publisher or creator is no foaf:Agent")
        case .untypedContact: Words("Ansprechstelle nicht als vcard:Kind", "Contact is no vcard:Kind")
        case .oldPeriod:
            Words("Zeitraum in alter Schreibweise (schema:startDate)", "Period in an old spelling (schema:startDate)")
        case .placeWithoutShape: Words("Ort ohne Koordinaten", "Place without coordinates")
        case .foreignLanguage: Words("Sprache nicht aus der Liste der EU", "Language is not of the list of the EU")
        default: Words(finding.rawValue, finding.rawValue)
        }
    }

    static func states(of sources: [HarvestSource], openConflicts: Int) -> [AdministrationPanel.State] {
        guard !sources.isEmpty else { return [AdministrationPanel.State(.noSources)] }
        let accepted = sources.count { $0.state == .accepted }
        let held = sources.filter { $0.state != .proposed }.reduce(0) { $0 + $1.held }
        var states = [
            AdministrationPanel.State(
                Words("Gelesen werden \(accepted), Datensätze: \(held)", "\(accepted) are read, data sets: \(held)"))
        ]
        let waiting = sources.count { $0.state == .proposed }
        if waiting > 0 {
            states.append(
                AdministrationPanel.State(
                    Words("Warten auf eine Entscheidung: \(waiting)", "Waiting for a decision: \(waiting)"),
                    isUrgent: true))
        }
        let failing = sources.count { $0.failures >= 3 }
        if failing > 0 {
            states.append(
                AdministrationPanel.State(
                    Words("Lassen sich nicht lesen: \(failing)", "Cannot be read: \(failing)"), isUrgent: true))
        }
        if openConflicts > 0 {
            states.append(
                AdministrationPanel.State(
                    Words(
                        "In mehreren Katalogen, noch nicht entschieden: \(openConflicts)",
                        "In several catalogues, not decided yet: \(openConflicts)"), isUrgent: true))
        }
        return states
    }
}
