// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Ingest
import IngestWaiting
import Site

/// What the page of administration says of imports.
extension Words {
    static let importsAndSchedules = Words("Importe und nächtliche Abholungen", "Imports and nightly fetches")
    static let importSomething = Words("Daten einlesen", "Bring in data")
    static let stepData = Words("Erste Daten einlesen", "Bring in first data")
    static let stepDataHelp = Words(
        "Eine Tabelle, ein Archiv oder eine Adresse; Sie sehen alles, bevor es gespeichert wird. Danach veröffentlichen Sie den "
            + "Datensatz.",
        "A table, an archive or an address; you see all of it before it is stored. Then publish the data set.")

    static func states(
        of figures: ImportQueries.Figures, _ schedules: [DeliverySchedule]
    ) -> [AdministrationPanel.State] {
        var states: [AdministrationPanel.State] = [
            .init(
                Words(
                    "Läufe im letzten Tag: \(figures.all), davon unvollständig \(figures.partial)",
                    "Runs in the last day: \(figures.all), of which \(figures.partial) incomplete"))
        ]
        if figures.failed > 0 {
            states.append(.init(Words("misslungen: \(figures.failed)", "failed: \(figures.failed)"), isUrgent: true))
        }
        if !schedules.isEmpty {
            states.append(
                .init(Words("nächtlich geholt: \(schedules.count)", "fetched each night: \(schedules.count)")))
        }
        let ill = schedules.filter(\.needsAttention).count
        if ill > 0 {
            states.append(
                .init(
                    Words("Abholungen, die jemanden brauchen: \(ill)", "fetches that need somebody: \(ill)"),
                    isUrgent: true))
        }
        return states
    }
}
