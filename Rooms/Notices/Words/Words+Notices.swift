// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Words of this room.
extension Words {
    static let notices = Words("Bekanntmachungen", "Notices")
    static let noticesLead = Words("Was die Kommune bekannt gibt.", "What the town announces.")
    static let allNotices = Words("Alle Bekanntmachungen", "All notices")
    static let noNotices = Words(
        "Zurzeit ist nichts bekannt gegeben.", "Nothing is announced at present.")
    static let newNotice = Words("Etwas bekannt geben", "Announce something")
    static let publishNotice = Words("Bekannt geben", "Announce")
    static let withdrawNotice = Words("Zurückziehen", "Withdraw")
    static let noticeTitle = Words("Überschrift", "Heading (German)")
    static let noticeTitleEnglish = Words("Überschrift auf Englisch", "Heading in English")
    static let noticeText = Words("Text", "Text (German)")
    static let noticeTextEnglish = Words("Text auf Englisch", "Text in English")
    static let noticeLastDay = Words(
        "Letzter Tag (leer: bis auf Weiteres)", "Last day (empty: until further notice)")

    static func moreNotices(_ count: String) -> Words {
        Words(
            "Ältere, die noch gelten: \(count). Die Suche findet auch sie.",
            "Older ones that still hold: \(count). The search finds them, too.")
    }
    static func noticeSince(_ day: String) -> Words { Words("seit \(day)", "since \(day)") }
    static func noticeUntil(_ day: String) -> Words { Words(", bis \(day)", ", until \(day)") }
}
