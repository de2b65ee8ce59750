// SPDX-License-Identifier: EUPL-1.2
import Foundation
import IngestModel
package import IngestProposal
import IngestReading
package import Wire

/// What was handed in, looked at: what it seems to be, its columns, and a mapping document that people correct.
package struct DeliveryProposal: Sendable {
    package typealias Column = Proposal.Column

    package let proposal: Proposal
    package let columns: [Column]
    package let document: JSONObject

    /// `series`, `layer`, or another word for what is no mapping's.
    package var kind: String { document["kind"]?.string ?? proposal["kind"]?.value.string ?? "unknown" }

    /// Looks at the first file of a delivery that is data.
    ///
    /// Throws `DeliveryFault`.
    package init(paths: [String], title: String? = nil) throws(DeliveryFault) {
        let candidates = try Self.candidates(paths)
        var best: (proposal: Proposal, sample: FileSample)?
        var reason: (german: String, english: String)?
        for sample in candidates {
            do throws(FileFault) {
                let proposal = try Proposer().proposal(sample)
                if best == nil || proposal["kind"]?.value.string == "series" { best = (proposal, sample) }
                if proposal["kind"]?.value.string == "series" { break }
            } catch {
                reason = reason ?? Self.reason(error, sample.name)
            }
        }
        guard let best else {
            throw DeliveryFault(
                "Daraus lässt sich nichts aufnehmen. \(reason?.german ?? "")",
                "Nothing of it can be taken in. \(reason?.english ?? "")")
        }
        proposal = best.proposal
        let proposed = ProposedDocument(best.proposal, file: best.sample.name, title: title)
        (columns, document) = (proposed.columns, proposed.document)
    }

    private static func reason(_ fault: FileFault, _ name: String) -> (german: String, english: String) {
        ("\(name): \(fault.german ?? fault.description)", "\(name): \(fault.description)")
    }

    private static func candidates(_ paths: [String]) throws(DeliveryFault) -> [FileSample] {
        var samples: [FileSample] = []
        var refused: [(german: String, english: String)] = []
        var others: [String] = []
        for path in paths {
            guard ArchiveReader.isArchive(path) else {
                do throws(FileFault) {
                    samples.append(try FileSample(path: path))
                } catch {
                    refused.append(reason(error, path.split(separator: "/").last.map(String.init) ?? path))
                }
                continue
            }
            let source = ImportSource(paths: [path], limits: ImportLimits(), sample: FileSample.most) { name in
                isData(name) && !OtherFile.isLitter(name) && !OtherFile.isAbout(name)
            }
            entries: while samples.count < 8, let item = source.next() {
                switch item {
                case .file(let file): samples.append(FileSample(name: file.path, whole: file.bytes))
                case .other(let name): others.append(name)
                case .refused(let name, let reason):
                    refused.append(("\(name): \(reason)", "\(name): \(reason)"))
                    if refused.count > 20 { break entries }
                }
            }
        }
        if !samples.isEmpty { return samples }
        if let first = refused.first {
            guard paths.contains(where: { ArchiveReader.isArchive($0) }) else {
                throw DeliveryFault(
                    "Daraus lässt sich nichts aufnehmen. \(first.german)",
                    "Nothing of it can be taken in. \(first.english)")
            }
            throw DeliveryFault(
                "Das Archiv lässt sich nicht lesen (\(first.german)). Bitte packen Sie es aus und geben Sie die Dateien ab.",
                "The archive cannot be read (\(first.english)). Please unpack it and hand in its files.")
        }
        let held = others.prefix(10).joined(separator: ", ")
        let isOld = others.contains { OtherFile.ending($0) == "xls" }
        throw DeliveryFault(
            "Im Archiv liegt keine Tabelle und kein GeoJSON; darin: \(held.isEmpty ? "nichts" : held)."
                + (isOld ? " Dateien mit der Endung .xls speichern Sie bitte als .xlsx oder .ods." : ""),
            "The archive holds no table and no GeoJSON; in it: \(held.isEmpty ? "nothing" : held)."
                + (isOld ? " Please save files that end with .xls as .xlsx or .ods." : ""))
    }

    static func isData(_ path: String) -> Bool { OtherFile.isData(path) }

    /// Whether a file of this name is one that is read, or an archive of them.
    package static func isKnown(_ name: String) -> Bool { isData(name) || ArchiveReader.isArchive(name) }
}
