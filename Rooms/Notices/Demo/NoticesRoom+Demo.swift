// SPDX-License-Identifier: EUPL-1.2
package import RoomKit
import Storage

extension NoticesRoom {
    /// Two announcements for a demonstration that has none.
    package static func furnish(_ town: DemonstrationTown) async throws {
        try await town.engine.write { connection in
            guard try connection.integer("SELECT count(*) FROM notice") == 0 else { return }
            for notice in notices {
                try NoticeQueries.add(notice, by: "system", at: town.now, noted: SystemClock.now(), on: connection)
            }
        }
    }

    private static let notices = [
        NewNotice(
            title: "Brückenstraße gesperrt", titleEnglish: "Brückenstraße closed",
            text:
                "Wegen Arbeiten an der Brücke ist die Brückenstraße bis auf Weiteres für Autos gesperrt.",
            textEnglish:
                "Brückenstraße is closed to cars until further notice while the bridge is repaired."),
        NewNotice(
            title: "Sprechstunde zum Radverkehr", titleEnglish: "Open hour on cycling",
            text: "Am ersten Mittwoch des Monats ab 17 Uhr im Rathaus.",
            textEnglish: "On the first Wednesday of the month from 5 p.m. in the town hall."),
    ]
}
