// SPDX-License-Identifier: EUPL-1.2
import Ledger
import LedgerStorage
import Wire

/// The mail with a checkpoint: words for the data-protection officer, and the checkpoint as a file, byte for byte.
struct CheckpointMail {
    let stored: StoredCheckpoint
    let sender: String
    let recipient: String

    /// `audit-2026-11-28T150000Z-120.checkpoint`
    static func fileName(_ stored: StoredCheckpoint) -> String {
        let stamp = stored.at.iso8601.prefix(19).filter { $0 != ":" }
        return "audit-\(stamp)Z-\(stored.checkpoint.size).checkpoint"
    }

    private var words: String {
        """
        Prüfprotokoll: Stand vom \(stored.at.iso8601), \(stored.checkpoint.size) Einträge.

        Bewahren Sie die angehängte Datei auf. Mit ihr lässt sich später ohne diesen Server prüfen, dass kein Eintrag,
        den es heute gibt, geändert oder entfernt wurde:
            allmende verify audit EXPORT --since DATEI
        Für die Zeit vor diesem Stand belegt sie nichts.

        Audit trail: \(stored.checkpoint.size) entries at \(stored.at.iso8601).

        Keep the attached file. It shows later, without this server, that no entry of today was changed or removed.
        It shows nothing for the time before.

        """
    }

    var message: [UInt8] {
        let date = Letter.date(stored.at)
        let host = sender.split(separator: "@").last ?? "localhost"
        let root = stored.checkpoint.root.hexadecimal
        let boundary = "=_\(root.prefix(24))"
        let lines = [
            "From: <\(sender)>", "To: <\(recipient)>", "Date: \(date)",
            "Message-ID: <\(stored.at.microseconds).\(root.prefix(16))@\(host)>",
            "Subject: Audit trail: checkpoint of \(stored.at.iso8601)", "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=\"\(boundary)\"", "", "--\(boundary)",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "", Letter.base64(words),
            "--\(boundary)", "Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64",
            "Content-Disposition: attachment; filename=\"\(Self.fileName(stored))\"", "",
            Letter.base64(stored.note.description), "--\(boundary)--", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}
