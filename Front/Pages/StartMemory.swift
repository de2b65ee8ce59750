// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Rights
import Threads

/// Start pages of the last half minute, by rights and language: their monthly sums change slowly.
final class StartMemory: Sendable {
    private struct Key: Hashable {
        let rights: Rights
        let language: Language
    }

    private let pages = CoalescingMemory<Key, StartPage>(limit: 64, lifetime: .seconds(30))

    /// `number` is the rights counter of what the page is made from. A town without data is asked again each time.
    func page(
        _ rights: Rights, _ language: Language, at number: Int64,
        make: @escaping @Sendable () async throws -> StartPage
    ) async throws -> StartPage {
        let key = Key(rights: rights, language: language)
        let page = try await pages.value(for: key, generation: number, make: make)
        if page.isEmpty { pages.forget(key) }
        return page
    }
}
