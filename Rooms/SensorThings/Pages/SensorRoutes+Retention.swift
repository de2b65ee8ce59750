// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import SensorThings
import SensorThingsFrame
import Site
import Storage
import Wire

extension SensorRoutes {
    /// The rule of a data set, what it does and what it did; with a form for who may write.
    func retention(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let found = try await visible(context)
        var page = try await retentionPage(found, nil, request)
        if try await mayWrite(found.dataset.id, context) {
            let policy = page.policy
            page.form = [policy?.raw, policy?.hourly, policy?.daily].map { RetentionPage.Entry($0) }
        }
        return html(page.html(frame(request, context, found.town)), request)
    }

    /// Shows what a rule would delete; sets it when that was answered with yes, or when it deletes nothing.
    func changeRetention(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireDelivery()
        let body = try await form(request)
        let found = try await visible(context)
        let (dataset, reader) = (found.dataset.id, context.reader)
        try await engine.read { try DatasetQueries.require(.write, dataset, reader, on: $0) }
        let entries = RetentionPage.parts.map { part in
            RetentionPage.Entry(number: body[part.name], unit: body[part.name + "-unit"])
        }
        let policy: RetentionPolicy
        do throws(RefusedRule) {
            policy = try Self.policy(entries)
        } catch {
            var page = try await retentionPage(found, nil, request)
            page.form = entries
            page.fault = (error.part, error.text)
            return html(page.html(frame(request, context, found.town)), request, status: .badRequest)
        }
        let proposal = try await retentionPage(found, policy, request)
        guard proposal.forecast.deletesNothing || body["step"] == "save" else {
            var page = proposal
            page.form = entries
            page.isProposal = true
            return html(page.html(frame(request, context, found.town)), request)
        }
        let (slug, id, instant, actor) = (found.dataset.slug, found.dataset.id, clock(), context.reader.displayName)
        try await engine.write { connection in
            try RetentionQueries.set(policy, ofDataset: id, on: connection)
            try AuditTrail.append(
                "retention", object: "dataset/\(slug)", by: actor, at: instant,
                detail: .object(["rule": .string(policy.description)]), on: connection)
        }
        return redirect(.datasetRetention(slug))
    }

    private func mayWrite(_ dataset: Int64, _ context: HTTPContext) async throws -> Bool {
        let reader = context.reader
        return try await engine.read { try DatasetQueries.may(.write, dataset, reader, on: $0) }
    }

    private struct RefusedRule: Error {
        let part: String
        let text: Words
    }

    private static func policy(_ entries: [RetentionPage.Entry]) throws(RefusedRule) -> RetentionPolicy {
        var parts: [(name: String, text: String)] = []
        for (part, entry) in zip(RetentionPage.parts, entries) where !entry.number.isEmpty {
            guard let text = entry.iso8601, Int(entry.number).map({ $0 > 0 }) ?? entry.isDuration else {
                throw RefusedRule(part: part.name, text: .retentionNotNumber)
            }
            guard (try? RetentionPolicy([("raw", text)])) != nil else {
                throw RefusedRule(part: part.name, text: .retentionTooLong)
            }
            parts.append((part.name, text))
        }
        do throws(RetentionFault) {
            return try RetentionPolicy(parts)
        } catch {
            throw RefusedRule(
                part: error.part, text: error.part == "raw" ? .retentionNeedsRaw : .retentionTooShort)
        }
    }

    /// The page with the rule that stands; its forecast is that of `proposed`, if there is one.
    private func retentionPage(
        _ found: (town: TownReading, dataset: Dataset), _ proposed: RetentionPolicy?, _ request: Request
    ) async throws -> RetentionPage {
        let (id, instant, slug) = (found.dataset.id, clock(), found.dataset.slug)
        let title = language(request)(found.dataset.title, found.dataset.titleEnglish)
        return try await engine.read { connection in
            let policy = try RetentionQueries.policy(ofDataset: id, on: connection)
            return RetentionPage(
                slug: slug, title: title, policy: policy,
                forecast: try RetentionForecast(proposed ?? policy, ofDataset: id, now: instant, on: connection),
                journal: try RetentionQueries.journal(ofDataset: id, limit: 50, on: connection))
        }
    }
}
