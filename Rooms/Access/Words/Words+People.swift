// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Rights

/// Texts of accounts, invitations and roles.
extension Words {
    static let people = Words("Menschen und Konten", "People and accounts")
    static let peopleLead = Words(
        "Wer sich anmelden kann und was die Rolle erlaubt. Jede Änderung steht im Prüfprotokoll und gilt sofort.",
        "Who can sign in and what the role allows. Each change is in the audit trail and holds at once.")
    static let accounts = Words("Konten", "Accounts")
    static let personName = Words("Name", "Name")
    static let role = Words("Rolle", "Role")
    static let department = Words("Amt oder Abteilung", "Department")
    static let departmentHelp = Words(
        "Wie es bei Datensätzen als zuständig steht. Darf leer bleiben.",
        "As it stands at data sets as responsible. May stay empty.")
    static let mailHelp = Words(
        "Dorthin gehen Einladungen. Darf leer bleiben.", "Invitations go there. May stay empty.")
    static let inviteLoginHelp = Words(
        "Leer: die E-Mail-Adresse.", "Empty: the mail address.")
    static let rolesMean = Words("Was die Rollen bedeuten", "What the roles mean")
    static let stateActive = Words("aktiv", "active")
    static let stateInvited = Words("eingeladen", "invited")
    static let stateDisabled = Words("gesperrt", "disabled")
    static let yes = Words("ja", "yes")
    static let no = Words("nein", "no")
    static let lastSeen = Words("Zuletzt benutzt", "Last used")
    static let invite = Words("Jemanden einladen", "Invite somebody")
    static let inviteByMail = Words(
        "Der Link geht per E-Mail hinaus. Er gilt eine Woche und einmal; damit setzt die Person ihr Passwort.",
        "The link goes out by mail. It works once within a week; the person sets a password with it.")
    static let inviteByLink = Words(
        "Sie bekommen einen Link zum Weitergeben. Er gilt eine Woche und einmal; damit setzt die Person ihr Passwort.",
        "You get a link to hand over. It works once within a week; the person sets a password with it.")
    static let changeAccount = Words("Angaben und Rolle", "Details and role")
    static let roleChangeEnds = Words(
        "Eine andere Rolle oder Abteilung beendet die offenen Anmeldungen der Person.",
        "Another role or department ends the person's open sessions.")
    static let save = Words("Speichern", "Save")
    static let accountActions = Words("Zugang", "Access")
    static let resetLink = Words("Link für neues Passwort", "Link for a new password")
    static let inviteAgain = Words("Neuer Einladungslink", "New invitation link")
    static let removeCode = Words("Zweiten Faktor löschen", "Remove the second factor")
    static let disableAccount = Words("Konto sperren", "Disable the account")
    static let enableAccount = Words("Konto wieder zulassen", "Enable the account")
    static func disabledSince(_ time: String) -> Words {
        Words("Dieses Konto ist seit \(time) gesperrt.", "This account has been disabled since \(time).")
    }
    static let whatTheyMay = Words("Was die Person darf", "What the person may do")
    static let backToPeople = Words("Zu den Konten", "To the accounts")
    static let linkTitle = Words("Link zum Anmelden", "Link to sign in")
    static func linkToHandOver(_ name: String) -> Words {
        Words("Geben Sie diesen Link an \(name) weiter.", "Hand this link over to \(name).")
    }
    static func linkSent(_ mail: String) -> Words {
        Words("Der Link ist per E-Mail unterwegs an \(mail).", "The link is on its way by mail to \(mail).")
    }
    static func linkWaits(_ mail: String) -> Words {
        Words(
            "Die E-Mail an \(mail) konnte noch nicht hinaus; der Server versucht es weiter. Wer nicht warten will, gibt den Link "
                + "selbst weiter.",
            "The mail to \(mail) could not go out yet; the server goes on trying. Hand the link over yourself if it is urgent."
        )
    }
    static func linkNotSent(_ mail: String) -> Words {
        Words(
            "Die E-Mail an \(mail) ging nicht hinaus. Geben Sie den Link selbst weiter.",
            "The mail to \(mail) did not go out. Hand the link over yourself.")
    }
    static let linkOnce = Words(
        "Er wird nur hier gezeigt, gilt einmal und eine Woche lang.",
        "It is shown here only and works once, within a week.")
    static let linkSubject = Words("Ihr Zugang zu Allmende", "Your access to Allmende")
    static func linkMail(name: String, login: String, town: String, link: String) -> Words {
        Words(
            """
            Guten Tag \(name),

            mit diesem Link setzen Sie Ihr Passwort für Allmende (\(town)). Er gilt einmal und eine Woche lang:
            \(link)

            Ihr Anmeldename: \(login)
            """,
            """
            Hello \(name),

            set your password for Allmende (\(town)) with this link. It works once, within a week:
            \(link)

            Your login: \(login)
            """)
    }

    static func name(_ role: Role) -> Words {
        switch role {
        case .member: Words("Mitglied", "Member")
        case .viewer: Words("Lesen", "Reader")
        case .planner: Words("Planung", "Planner")
        case .editor: Words("Redaktion", "Editor")
        case .manager: Words("Amtsleitung", "Department manager")
        case .administrator: Words("Verwaltung", "Administrator")
        }
    }

    /// Which doors a role opens.
    static func meaning(_ role: Role) -> Words {
        switch role {
        case .member:
            Words(
                "Sieht, was alle sehen, und die Datensätze, die für sie oder ihn freigegeben sind.",
                "Sees what everybody sees, and the data sets that were granted.")
        case .viewer:
            Words(
                "Liest dazu alle internen Datensätze und die ganze Planung.",
                "Also reads all internal data sets and the whole plan.")
        case .planner:
            Words(
                "Ändert dazu die Planung: Bedarfe, Maßnahmen, Bewertungen, Beschlüsse.",
                "Also writes the plan: needs, measures, assessments, decisions.")
        case .editor:
            Words(
                "Ändert dazu Sensordaten, Aufbewahrung und Bekanntmachungen; veröffentlicht interne Datensätze.",
                "Also writes sensor data, retention and notices; publishes internal data sets.")
        case .manager:
            Words(
                "Verwaltet dazu alle Datensätze der eigenen Abteilung, auch beschränkte, und gibt sie frei.",
                "Also manages all data sets of the own department, restricted ones too, and grants them.")
        case .administrator:
            Words(
                "Darf alles: Konten, Schlüssel, Rechte, Angaben zur Kommune, beschränkte Datensätze, Prüfprotokoll.",
                "May do everything: accounts, keys, rights, the town's details, restricted data sets, audit trail.")
        }
    }

    static func name(_ level: Rights.Level) -> Words {
        switch level {
        case .see: Words("sehen", "see")
        case .deliver: Words("sehen und Messwerte liefern", "see and deliver values")
        case .write: Words("sehen und ändern", "see and change")
        case .manage: Words("verwalten und freigeben", "manage and grant")
        }
    }

    static let noGrants = Words("Einzelne Freigaben: keine.", "Single grants: none.")
    static let byName = Words("namentlich", "by name")
    static func byDepartment(_ name: String) -> Words { Words("über \(name)", "through \(name)") }
    static func allOf(_ owner: String) -> Words {
        Words("alle Datensätze von \(owner)", "all data sets of \(owner)")
    }
    static let rightsMatrix = Words("Rechte im Überblick", "Rights at a glance")
}
