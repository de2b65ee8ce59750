// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import Rights

/// Texts of grants, the matrix and the question why.
extension Words {
    static func whoMayUse(_ title: String) -> Words {
        Words("Rechte an \u{201E}\(title)\u{201C}", "Rights to \u{201C}\(title)\u{201D}")
    }
    static func accessNow(_ access: Dataset.Access) -> Words {
        switch access {
        case .public: Words("Der Datensatz ist öffentlich: Alle sehen ihn.", "It is public: everybody sees it.")
        case .internal:
            Words(
                "Der Datensatz ist intern: Ihn sehen alle ab der Rolle Lesen.",
                "It is internal: readers and above see it.")
        case .restricted:
            Words(
                "Der Datensatz ist beschränkt: Ihn sieht nur die Verwaltung und wer hier steht.",
                "It is restricted: only administrators and those listed here see it.")
        }
    }
    static let whoAndWhy = Words("Wer, und warum", "Who, and why")
    static let why = Words("Warum", "Why")
    static let nobodyElse = Words("Niemand außer allen.", "Nobody but everybody.")
    static let grants = Words("Einzelne Freigaben", "Single grants")
    static let withdraw = Words("Zurücknehmen", "Withdraw")
    static let choose = Words("auswählen …", "choose …")
    static let grantTo = Words("Freigeben für", "Grant to")
    static let person = Words("Person", "Person")
    static let orDepartment = Words("oder alle aus Amt oder Abteilung", "or all of a department")
    static let grantIt = Words("Freigeben", "Grant")
    static let chooseSubject = Words(
        "Wählen Sie eine Person, oder nennen Sie eine Abteilung.", "Choose a person, or name a department.")
    static func subject(_ grant: AccessGrant) -> Words {
        switch grant.subject {
        case .account: Words(grant.subjectName, grant.subjectName)
        case .key: Words("Schlüssel \(grant.subjectName)", "key \(grant.subjectName)")
        case .department: Words("alle aus \(grant.subjectName)", "all of \(grant.subjectName)")
        }
    }
    static let personalTitle = Words("Daten über Menschen", "Data about people")
    static let personalLabel = Words("Personenbezug", "Personal data")
    static let personalHelp = Words(
        "Was Menschen betrifft, kann niemand veröffentlichen, auch nicht aus Versehen.",
        "Nobody can publish what is about people, not even by mistake.")
    static let personalIsNotPublic = Words(
        "Der Datensatz ist öffentlich. Nehmen Sie zuerst die Veröffentlichung zurück.",
        "The data set is public. Withdraw it first.")
    static func name(_ kind: PersonalData) -> Words {
        switch kind {
        case .none: Words("keiner", "none")
        case .pseudonymous: Words("pseudonym", "pseudonymous")
        case .personal: Words("personenbezogen", "personal")
        }
    }

    static let rightsLead = Words(
        "Nutzen heißt sehen und laden, Steuern heißt ändern, Zugang heißt bestimmen, wer darf.",
        "Use means seeing and downloading, control means changing, access means deciding who may.")
    static let whyTitle = Words("Warum darf jemand einen Datensatz sehen?", "Why may somebody see a data set?")
    static let askWhy = Words("Warum?", "Why?")
    static let matrix = Words("Alle Datensätze", "All data sets")
    static let everybody = Words("Alle", "Everybody")
    static let use = Words("Nutzen", "Use")
    static let control = Words("Steuern", "Control")
    static let access = Words("Zugang", "Access")
    static let ownOnly = Words("eigene", "own")
    static let nothing = Words("–", "–")
    static let matrixLegend = Words(
        "Jede Stufe schließt die davor ein. \u{201E}eigene\u{201C}: die Datensätze der eigenen Abteilung, mit Zugang.",
        "Each level includes those before it. \u{201C}own\u{201D}: data sets of the own department, with access.")

    static func mayNot(_ name: String, _ title: String) -> Words {
        Words("\(name) darf \(title) nicht sehen.", "\(name) may not see \(title).")
    }
    static func may(_ name: String, _ title: String, _ level: Rights.Level) -> Words {
        let word = Words.name(level)
        return Words("\(name) und \(title): \(word.german).", "\(name) and \(title): \(word.english).")
    }
    static func reason(_ reason: AccessReason) -> Words {
        let level = Words.name(reason.level)
        let way: Words
        switch reason.way {
        case .everybody: way = Words("Der Datensatz ist öffentlich", "The data set is public")
        case .role(let role):
            let name = Words.name(role)
            way = Words("Rolle \(name.german)", "role \(name.english)")
        case .ownDepartment(let name):
            way = Words(
                "Amtsleitung von \(name), dem der Datensatz gehört", "manager of \(name), which owns the data set")
        case .grant(let grant):
            let (object, german) =
                switch grant.object {
                case .dataset: ("this data set", "diesen Datensatz")
                case .owner(let owner): ("all of \(owner)", "alle von \(owner)")
                }
            let subject = Words.subject(grant)
            way = Words(
                "Freigabe für \(subject.german) an \(german), erteilt von \(grant.creator)",
                "grant of \(object) to \(subject.english), given by \(grant.creator)")
        }
        return Words("\(way.german): \(level.german)", "\(way.english): \(level.english)")
    }
}
