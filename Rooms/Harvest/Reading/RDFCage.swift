// SPDX-License-Identifier: EUPL-1.2
import Cage
import Foundation
import RDF

/// Reads RDF/XML and Turtle of others by raptor's `rapper`, locked in; what comes out are statements one by one.
struct RDFCage: Sendable {
    private static let program = "/usr/bin/rapper"
    private static let seconds: UInt32 = 60
    /// Bytes of the statements of a page.
    private static let most = 128 << 20

    /// What is missing for it to work; nil when all is there.
    static var obstacle: HarvestFault? {
        guard FileManager.default.isExecutableFile(atPath: program) else { return .noProgram }
        return Cage.isThere ? nil : HarvestFault(Cage.Fault.none)
    }

    func read(_ bytes: [UInt8], _ form: FeedForm, base: String) throws(HarvestFault) -> RDFReading {
        if let obstacle = Self.obstacle { throw obstacle }
        let work = NSTemporaryDirectory() + "allmende-harvest-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: work) }
        do {
            try FileManager.default.createDirectory(
                atPath: work, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(bytes).write(to: URL(filePath: work + "/feed"))
        } catch {
            throw HarvestFault(.disk)
        }
        let cage = Cage(
            memory: 1 << 30, file: UInt64(Self.most), cpuSeconds: Self.seconds, wallSeconds: Self.seconds * 2,
            said: Self.most)
        let outcome: Cage.Outcome
        do {
            outcome = try cage.run(
                Self.program,
                [
                    "-q", "-f", "noNet", "-f", "noFile", "-f", "loadExternalEntities=0", "-i",
                    form == .xml ? "rdfxml" : "turtle", "-o", "ntriples", "-I", base, work + "/feed",
                ], in: work)
        } catch {
            throw HarvestFault(error)
        }
        let errors = outcome.complaints.filter { $0.contains("Error") }
        guard outcome.exit == 0, errors.isEmpty else {
            // the place is that of the document, whatever folder it lay in
            let said = (errors.first ?? outcome.complaints.first ?? "").replacing("rapper: Error - ", with: "")
            throw .unreadable(form, said.replacing(work, with: "").replacing("URI " + base, with: ""))
        }
        do {
            return try NTriplesReader.read([UInt8](outcome.said))
        } catch {
            throw .unreadable(form, error.description)
        }
    }
}
