// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Documents
import HTTPSupport
import HTTPTypes
import Hummingbird
import Logging
import Planning
import Rights
import Site
import Storage
import Trial
import Wire

/// What leaves the house of a pilot.
extension PilotsRoutes {
    /// Nothing before the plan is registered, and nothing made from series that the reader does not see.
    func export(_ context: HTTPContext) async throws -> Response {
        let reading = try await reading(context)
        guard !reading.record.registrations.isEmpty else { throw PilotFault.notRegistered.problem(.notFound) }
        guard reading.seesAll else { throw PilotFault.seriesHidden.problem(.forbidden) }
        guard reading.seesPapers else { throw PilotFault.surveyHidden.problem(.forbidden) }
        guard !reading.record.isTampered else { throw PilotFault.tampered.problem(.conflict) }
        var evidence = PilotEvidence(
            pilot: reading.object.reference.description, title: reading.object.title,
            software: "allmende " + site.version, made: clock(), record: reading.record, papers: reading.papers)
        // who registered stands in the ledger's entry: for those who may see names
        if context.reader.rights.seeInternal {
            let (object, registrations) = ("pilot/\(reading.object.reference)", reading.record.registrations)
            evidence.proofs = try await engine.read { connection in
                var proofs: [Int64: AuditProof] = [:]
                for (index, one) in registrations.enumerated() {
                    proofs[Int64(index + 1)] = try AuditProof.find(
                        "register", object: object, at: one.at, on: connection)
                }
                return proofs
            }
        }
        evidence.profile = reading.profile
        // what was computed for the page is not computed again
        for (index, one) in reading.record.registrations.enumerated() {
            let outcome = reading.outcomes.first { $0.registration == one }
            if let result = outcome?.result { evidence.known[Int64(index + 1)] = result }
        }
        var archive = ZipArchive()
        for file in try evidence.files() { archive.add(file.name, file.bytes) }
        let name = "pilot-\(reading.object.reference).zip"
        return file(archive.finished(), type: "application/zip", name: name)
    }

    enum ReportFormat: String, Sendable { case pdf, odt, html }

    func report(_ request: Request, _ context: HTTPContext, _ format: ReportFormat) async throws -> Response {
        let reading = try await reading(context)
        guard !reading.record.registrations.isEmpty else { throw PilotFault.notRegistered.problem(.notFound) }
        guard !reading.record.isTampered else { throw PilotFault.tampered.problem(.conflict) }
        let document = PilotReport(reading: reading, frame: try await frame(request, context)).document(
            base: context.baseURL.text)
        let name = "erprobung-\(reading.object.reference).\(format.rawValue)"
        switch format {
        case .html: return file(Array(document.html.utf8), type: MediaType.html, name: name)
        case .odt:
            return file(document.openDocument, type: "application/vnd.oasis.opendocument.text", name: name)
        case .pdf:
            do {
                return file(try await PDFPrinter().print(document), type: "application/pdf", name: name)
            } catch let error as PDFPrinter.Failure {
                context.logger.error("printing failed", metadata: ["reason": "\(error)"])
                throw Problem(
                    .serviceUnavailable, "No PDF", detail: Words.printFailed.english, german: Words.printFailed.german)
            }
        }
    }

    func file(_ bytes: [UInt8], type: String, name: String) -> Response {
        Response(
            contentType: type, bytes: bytes,
            headers: [
                .contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "private, no-cache",
                .vary: "Cookie",
            ])
    }
}

extension PilotFault {
    /// The same where no page can show it.
    func problem(_ status: HTTPResponse.Status) -> Problem {
        Problem(status, "Not available", detail: words.english, german: words.german)
    }
}

extension PilotPageReading {
    /// What others should know of a pilot that was stopped; nil while it is not.
    var profile: JSONObject? {
        guard record.state == .stopped else { return nil }
        let field = object.reference("field").flatMap { plan[$0] }
        let measure = object.reference("measure").flatMap { plan[$0] }
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        func number(_ value: Double?) -> JSONValue { value.map { JSONValue($0) } ?? .null }
        let judged = seesAll ? judged : nil
        let found = try? judged?.result?.get()
        return [
            "format": "allmende-profile-1", "outcome": "does-not-work-here",
            "pilot": .string(object.reference.description), "title": .string(object.title),
            "measure": text(measure?.title), "why": text(object.text("lesson")),
            "indicator": text(trial?.indicator), "unit": text(trial?.unit), "scale": text(trial?.scale.rawValue),
            "minimumUsefulEffect": number(trial?.usefulEffect), "estimate": number(found?.estimate.estimate),
            "verdict": text(found == nil ? nil : judged?.gate.verdict.rawValue),
            "field": ["kind": text(field?.text("kind")), "population": number(field?.number("population"))],
            "registration": text(record.current?.hash),
        ]
    }
}
