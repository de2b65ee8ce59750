// SPDX-License-Identifier: EUPL-1.2
import Foundation
package import HTTPSupport
import Rights

/// Answers to forms that make a secret: sent again, by reloading the page or by a second click, such a form is answered with the page
/// that it was answered with before instead of making another one.
///
/// A form is told by the mark it carries (``HTML/once``) and by who sent it. Answers are kept in memory, ten minutes and 100 of them at
/// most; a form without a mark, as programs send it, is always carried out.
package actor AnswersOnce {
    private static let lifetime = Duration.seconds(600)
    private static let most = 100
    private var kept: [String: (page: Task<HTML, any Error>, made: ContinuousClock.Instant)] = [:]

    package init() {}

    /// The page that `make` gives, or gave when this form came before; a form that failed is carried out anew.
    package func page(
        _ form: FormBody, of sender: String, make: @escaping @Sendable () async throws -> HTML
    ) async throws -> HTML {
        let mark = form["once"]
        guard !mark.isEmpty else { return try await make() }
        let (key, now) = (sender + "\n" + mark, ContinuousClock.now)
        kept = kept.filter { $0.value.made + Self.lifetime > now }
        if let earlier = kept[key] { return try await earlier.page.value }
        if kept.count >= Self.most, let oldest = kept.min(by: { $0.value.made < $1.value.made }) {
            kept[oldest.key] = nil
        }
        let page = Task { try await make() }
        kept[key] = (page, now)
        do {
            return try await page.value
        } catch {
            kept[key] = nil
            throw error
        }
    }
}

extension HTML {
    /// The mark of a form that is carried out once (``AnswersOnce``), another one on each page.
    package static var once: HTML { "<input type=\"hidden\" name=\"once\" value=\"\(UUID().uuidString)\">" }
}

extension PageSet {
    /// The page that answers a form which makes a secret; the same page when the same form comes again.
    package func once(
        _ form: FormBody, _ context: HTTPContext, make: @escaping @Sendable () async throws -> HTML
    ) async throws -> HTML {
        try await site.answersOnce.page(form, of: "\(context.reader.identity)", make: make)
    }
}
