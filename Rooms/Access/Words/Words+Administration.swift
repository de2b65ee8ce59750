// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Site

/// What the page of administration says of people and keys.
extension Words {
    static let peopleAndKeys = Words("Menschen, Schlüssel, Rechte", "People, keys, rights")
    static let ownAccountAndSessions = Words(
        "Ihr eigenes Konto und wo Sie angemeldet sind", "Your own account, and where you are signed in")
    static let stepAdministrator = Words("Verwaltung einrichten", "Set up administration")
    static let stepAdministratorHelp = Words(
        "Das erste Konto, mit dem Code, den der Server beim Start zeigt. Kollegen laden Sie danach per Link ein.",
        "The first account, with the code that the server shows when it starts. Colleagues are invited by link afterwards."
    )

    static func states(of figures: AccessFigures) -> [AdministrationPanel.State] {
        var states: [AdministrationPanel.State] = [
            .init(
                Words(
                    "Konten: \(figures.accounts), davon verwalten \(figures.administrators)",
                    "Accounts: \(figures.accounts), of which \(figures.administrators) administer")),
            .init(
                Words(
                    "offene Anmeldungen: \(figures.sessions), Schlüssel: \(figures.keys)",
                    "open sessions: \(figures.sessions), keys: \(figures.keys)")),
        ]
        if figures.invited > 0 {
            states.append(
                .init(
                    Words(
                        "eingeladen und noch nicht gekommen: \(figures.invited)",
                        "invited and not yet come: \(figures.invited)")))
        }
        if figures.administratorsWithoutCode > 0 {
            states.append(
                .init(
                    Words(
                        "ohne zweiten Faktor, obwohl sie verwalten: \(figures.administratorsWithoutCode)",
                        "without a second factor although they administer: \(figures.administratorsWithoutCode)"),
                    isUrgent: true))
        }
        return states
    }
}
