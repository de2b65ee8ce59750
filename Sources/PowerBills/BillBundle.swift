// SPDX-License-Identifier: EUPL-1.2
import Ledger
import Wire

/// What a member takes home of a bill to have it checked: `bill.zip`.
package struct BillBundle: Sendable {
    package static let manifest = "MANIFEST"
    package static let record = "bill.json"
    package static let salt = "bill.salt"
    package static let runProof = "bill.proof"
    package static let entry = "run.json"
    package static let ledgerProof = "run.tlog-proof"
    package static let key = "log.key"
    package static let quarters = "quarters.csv"

    package var recordBytes: [UInt8]
    package var saltBytes: [UInt8]
    package var proof: RunProof
    package var entryBytes: [UInt8]
    package var ledger: LedgerProof
    /// As signed notes name keys: `name+hash+Base64`.
    package var verifier: String
    /// Empty for credits, and after the readings were erased.
    package var table: [UInt8] = []

    package init(
        recordBytes: [UInt8], saltBytes: [UInt8], proof: RunProof, entryBytes: [UInt8], ledger: LedgerProof,
        verifier: String, table: [UInt8] = []
    ) {
        (self.recordBytes, self.saltBytes, self.proof, self.entryBytes) = (recordBytes, saltBytes, proof, entryBytes)
        (self.ledger, self.verifier, self.table) = (ledger, verifier, table)
    }

    /// The members in their order; the manifest comes last.
    package var files: [(name: String, bytes: [UInt8])] {
        var files: [(name: String, bytes: [UInt8])] = [
            ("README.txt", Array(Self.explanation.utf8)), (Self.record, recordBytes),
            (Self.salt, Array((Hexadecimal.text(saltBytes) + "\n").utf8)), (Self.runProof, Array(proof.text.utf8)),
            (Self.entry, entryBytes), (Self.ledgerProof, Array(ledger.text.utf8)),
            (Self.key, Array((verifier + "\n").utf8)),
        ]
        if !table.isEmpty { files.append((Self.quarters, table)) }
        let manifest = files.map { SHA256.digest(of: $0.bytes).hexadecimal + "  " + $0.name + "\n" }.joined()
        files.append((Self.manifest, Array(manifest.utf8)))
        return files
    }

    package static let explanation = """
        Allmende: eine Abrechnung und ihr Nachweis / a bill and its proof

        MANIFEST         sha256sum -c MANIFEST
        bill.json        die Abrechnung, kanonisches JSON (RFC 8785) / the bill, canonical JSON
        bill.salt        32 zufällige Bytes; ohne sie lässt sich aus dem Hauptbuch nichts erraten / 32 random bytes
        bill.proof       dass die Abrechnung im Baum des Abrechnungslaufs steht (RFC 6962; Blatt = Salz + bill.json)
                         that the bill stands in the tree of its run (leaf = salt + bill.json)
        run.json         der Eintrag des Laufs im Hauptbuch, mit der Wurzel dieses Baums / the run's entry, with its root
        run.tlog-proof   dass der Eintrag im signierten Hauptbuch steht (c2sp.org/tlog-proof) / that it is in the ledger
        log.key          der öffentliche Schlüssel des Hauptbuchs; mit dem anderswo veröffentlichten vergleichen
                         the ledger's public key; compare it with the one published elsewhere
        quarters.csv     Ihre Viertelstunden: Anlagen, Verbrauch, Anteil / your quarter hours: plants, use, share

        Prüfen / check:  allmende verify bill FILE

        """
}
