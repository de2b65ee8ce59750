// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Energy
import PowerBills
package import Wire

/// Which of the two contracts that each pair of operator and consumer has (§42c(1) nos. 2 and 3 EnWG).
package enum ContractKind: String, Sendable, Hashable, CaseIterable {
    /// The operator delivers, the consumer pays.
    case delivery
    /// To what extent the power is used together, by which key and at which price (§42c(3) EnWG).
    case sharing
}

/// A named place of a template, which a contract fills: `{{mitglied.name}}`. Templates are German, and so are the names.
package enum ContractPlace: String, Sendable, Hashable, CaseIterable {
    case sharing = "gemeinschaft"
    case operatorName = "betreiber.name"
    case operatorAddress = "betreiber.anschrift"
    case memberName = "mitglied.name"
    case memberAddress = "mitglied.anschrift"
    case memberNumber = "mitglied.nummer"
    case malo = "messstelle.malo"
    case pointAddress = "messstelle.anschrift"
    case meter = "messstelle.zaehler"
    case meterKind = "messstelle.art"
    case gridOperator = "messstelle.netzbetreiber"
    case provider = "dienstleister.name"
    case providerAddress = "dienstleister.anschrift"
    case providerContact = "dienstleister.kontakt"
    case model = "schluessel.art"
    case part = "schluessel.anteil"
    case firstDay = "beginn"
    case lastDay = "ende"
    case price = "preis"
    case fee = "entgelt"
    // what stands on a line of its own
    case plants = "anlagen"
    case prices = "preise"
    case warnings = "warnungen"
    case withdrawal = "widerruf"

    /// Whether it becomes a table or paragraphs and needs a line of its own.
    package var isBlock: Bool {
        self == .plants || self == .prices || self == .warnings || self == .withdrawal
    }

    /// What the law, or the purpose of the paper, wants in a contract of the kind.
    package static func needed(_ kind: ContractKind) -> [ContractPlace] {
        let both: [ContractPlace] = [
            .operatorName, .memberName, .malo, .firstDay, .plants, .prices, .warnings, .withdrawal,
        ]
        return kind == .delivery ? both : both + [.model, .part]
    }
}

/// The text of a contract that the town's lawyer keeps, from a day on: lines of a plain text with named places.
///
/// `# title`, `## heading`, `- item`, an empty line between paragraphs; `{{place}}` within a line or on one of its own.
package struct ContractTemplate: EnergyDocument {
    package static let kind = "contract"
    /// Characters of a template.
    package static let longest = 40_000

    package let contract: ContractKind
    package let text: String

    package init(_ contract: ContractKind, text: String) { (self.contract, self.text) = (contract, text) }

    package init?(_ value: JSONObject) {
        guard let contract = ContractKind(rawValue: value.text("contract")), let text = value["text"]?.string else {
            return nil
        }
        self.init(contract, text: text)
    }

    package var document: JSONObject { ["contract": .string(contract.rawValue), "text": .string(text)] }

    /// Refuses what could not be filled: with the line, and with the place that may be meant.
    package func check() throws(EnergyFault) {
        guard !text.isEmpty else { throw .empty(field: "text") }
        guard text.count <= Self.longest else { throw .templateTooLong }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first?.hasPrefix("# ") == true else { throw .templateUntitled }
        var found: Set<ContractPlace> = []
        for (index, line) in lines.enumerated() {
            for piece in try Self.pieces(line, number: index + 1) {
                guard case .place(let place) = piece else { continue }
                if place.isBlock, line.trimmed != "{{\(place.rawValue)}}" {
                    throw .blockInLine(place, line: index + 1)
                }
                found.insert(place)
            }
        }
        let missing = ContractPlace.needed(contract).filter { !found.contains($0) }
        guard missing.isEmpty else { throw .templateLacks(missing) }
    }

    enum Piece: Sendable, Hashable {
        case text(Substring)
        case place(ContractPlace)
    }

    /// A line's text and places in their order.
    static func pieces(_ line: Substring, number: Int) throws(EnergyFault) -> [Piece] {
        var pieces: [Piece] = []
        var rest = line
        while let opening = rest.firstRange(of: "{{") {
            if opening.lowerBound > rest.startIndex { pieces.append(.text(rest[..<opening.lowerBound])) }
            let after = rest[opening.upperBound...]
            guard let closing = after.firstRange(of: "}}") else { throw .openPlace(line: number) }
            let name = after[..<closing.lowerBound].trimmed
            guard let place = ContractPlace(rawValue: name) else { throw .unknownPlace(name, line: number) }
            pieces.append(.place(place))
            rest = after[closing.upperBound...]
        }
        guard rest.firstRange(of: "}}") == nil else { throw .openPlace(line: number) }
        if !rest.isEmpty { pieces.append(.text(rest)) }
        return pieces
    }
}

extension Substring {
    /// Without white space around it.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}

extension EnergyFault {
    package static let templateTooLong = EnergyFault.refused(
        field: "text",
        Words(
            "Die Vorlage hat mehr als \(ContractTemplate.longest) Zeichen: Bitte kürzen oder Anlagen gesondert beilegen.",
            "The template has more than \(ContractTemplate.longest) characters: please shorten it, or enclose annexes.")
    )

    package static let templateUntitled = EnergyFault.refused(
        field: "text",
        Words(
            "Zeile 1: Die Vorlage beginnt mit ihrem Titel, zum Beispiel „# Stromliefervertrag“.",
            "Line 1: the template begins with its title, such as “# Stromliefervertrag”."))

    package static func openPlace(line: Int) -> EnergyFault {
        .refused(
            field: "text",
            Words(
                "Zeile \(line): Eine Klammer ist nicht geschlossen oder nicht geöffnet; ein Platzhalter steht zwischen {{ und }}.",
                "Line \(line): a bracket is not closed or not opened; a place stands between {{ and }}."))
    }

    package static func unknownPlace(_ name: String, line: Int) -> EnergyFault {
        let shown = String(name.prefix(60))
        let near = ContractPlace.allCases.map(\.rawValue).min {
            (distance($0, shown), $0) < (distance($1, shown), $1)
        }
        let known = near.flatMap { distance($0, shown) <= max(2, $0.count / 3) ? $0 : nil }
        return .refused(
            field: "text",
            Words(
                "Zeile \(line): Den Platzhalter {{\(shown)}} gibt es nicht."
                    + (known.map { " Gemeint ist vielleicht {{\($0)}}." } ?? " Die Liste unter dem Formular nennt alle."),
                "Line \(line): there is no place {{\(shown)}}."
                    + (known.map { " Perhaps {{\($0)}} is meant." } ?? " The list below the form has all of them.")))
    }

    package static func blockInLine(_ place: ContractPlace, line: Int) -> EnergyFault {
        .refused(
            field: "text",
            Words(
                "Zeile \(line): {{\(place.rawValue)}} wird zu einer Tabelle oder zu Absätzen und braucht eine Zeile für sich.",
                "Line \(line): {{\(place.rawValue)}} becomes a table or paragraphs and needs a line of its own."))
    }

    package static func templateLacks(_ places: [ContractPlace]) -> EnergyFault {
        let names = places.map { "{{\($0.rawValue)}}" }.joined(separator: ", ")
        return .refused(
            field: "text",
            Words(
                "In der Vorlage fehlt, was in diesen Vertrag gehört: \(names). Bitte an der passenden Stelle einfügen.",
                "The template lacks what belongs in this contract: \(names). Please put it where it fits."))
    }

    /// How many letters differ (Levenshtein).
    private static func distance(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one.lowercased()), Array(other.lowercased()))
        var row = Array(0...other.count)
        for (index, letter) in one.enumerated() {
            var next = [index + 1]
            for column in other.indices {
                next.append(
                    min(row[column + 1] + 1, next[column] + 1, row[column] + (letter == other[column] ? 0 : 1)))
            }
            row = next
        }
        return row[other.count]
    }
}
