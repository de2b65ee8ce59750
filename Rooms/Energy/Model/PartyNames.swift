// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// What parties are called where somebody has to choose or pay the right one.
package struct PartyNames: Sendable {
    private let newest: [Int64: Party]
    /// Names that more than one party has.
    private let shared: Set<String>

    package init(_ versions: [Version<Party>]) {
        let newest = Dictionary(versions.map { ($0.number, $0.content) }) { $1 }
        self.newest = newest
        var seen: Set<String> = []
        shared = Set(newest.values.map(\.name).filter { !seen.insert($0).inserted })
    }

    /// The name where it is one party's only; else with address and number, as the export for bookkeeping numbers it.
    package func label(_ number: Int64, _ language: Language) -> String {
        guard let party = newest[number] else { return "–" }
        guard shared.contains(party.name) else { return party.name }
        return Self.distinct(party.name, party.street, party.place, number, language)
    }

    /// All of them by number.
    package func labels(_ language: Language) -> [Int64: String] {
        Dictionary(uniqueKeysWithValues: newest.keys.map { ($0, label($0, language)) })
    }

    /// A name with what tells it from the same name of somebody else.
    package static func distinct(
        _ name: String, _ street: String, _ place: String, _ number: Int64, _ language: Language
    ) -> String {
        let address = [name, street, place].filter { !$0.isEmpty }.joined(separator: ", ")
        return "\(address) (\(language(Words("Nr.", "no."))) \(number))"
    }
}
