// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Energy
import Metering
package import Settlement

/// All that the two contracts of a pair of operator and consumer say, as it holds on a day.
package struct ContractFacts: Sendable, Hashable {
    package let sharing: String
    /// The number of the relation.
    package let relation: Int64
    package let days: ValidDays
    /// Number of the operator.
    package let runner: Int64
    package let operating: Party
    /// Number of the consumer.
    package let party: Int64
    package let member: Party
    package let point: Point
    /// Those of the operator.
    package let plants: [Plant]
    /// Where each plant's meter is.
    package let places: [String]
    package let terms: Terms
    package let part: Int
    /// The lines of the bills with their prices, and the value added tax; nil where none is known for the day.
    package let prices: [Line]

    package struct Line: Sendable, Hashable {
        package let line: LineKind?
        package let price: Int?
    }

    /// What is missing for a paper that could be signed, each named.
    package var missing: [EnergyFault.ContractGap] {
        var missing: [EnergyFault.ContractGap] = []
        for plant in plants where plant.register.isEmpty { missing.append(.register(plant.name)) }
        for one in prices where one.price == nil { missing.append(.price(one.line)) }
        if let kind = point.meterKind, !kind.givesQuarterHours { missing.append(.meter(kind)) }
        return missing
    }

    private func price(of line: LineKind) -> String {
        guard let one = prices.first(where: { $0.line == line }), let price = one.price else { return "keine Angabe" }
        return ContractText.price(price, line)
    }

    /// What stands at a place within a line.
    private func value(_ place: ContractPlace) -> String {
        switch place {
        case .sharing: sharing
        case .operatorName: operating.name
        case .operatorAddress: ContractText.address(operating.street, operating.place)
        case .memberName: member.name
        case .memberAddress: ContractText.address(member.street, member.place)
        case .memberNumber: String(party)
        case .malo: point.malo.description
        case .pointAddress: ContractText.address(point.street, point.place)
        case .meter: point.meter
        case .meterKind: point.meterKind?.words.german ?? "nicht eingetragen"
        case .gridOperator: point.gridOperator
        case .provider: terms.provider
        case .providerAddress: ContractText.address(terms.street, terms.place)
        case .providerContact: ContractText.contact(terms)
        case .model: ContractText.model(terms)
        case .part: ContractText.part(part, terms.meaning)
        case .firstDay: ContractText.day(days.from)
        case .lastDay: days.through.map { ContractText.day($0) } ?? "unbestimmte Zeit"
        case .price: price(of: .community)
        case .fee: terms.lines.contains(.fee) ? price(of: .fee) : "keines"
        case .plants, .prices, .warnings, .withdrawal: ""
        }
    }

    /// The lines that take the place of a line.
    private func lines(_ place: ContractPlace) -> [String] {
        func row(_ cells: [String]) -> String {
            "| " + cells.map { ContractPaper.escaped($0) }.joined(separator: " | ") + " |"
        }
        switch place {
        case .plants:
            return [row(["Anlage", "Leistung", "MaStR-Nummer", "Betreiber ist", "Standort"])]
                + zip(plants, places).map { plant, place in
                    row([
                        plant.name, ContractText.watts(plant.size),
                        plant.register.isEmpty ? "nicht eingetragen" : plant.register,
                        plant.operatorKind?.words.german ?? "nicht eingetragen", place,
                    ])
                }
        case .prices:
            return [row(["Posten", "Preis ohne Umsatzsteuer"])]
                + prices.map { one in
                    row([
                        ContractText.line(one.line),
                        one.price.map { ContractText.price($0, one.line) } ?? "nicht festgelegt",
                    ])
                }
        case .warnings: return ContractText.warnings.map { "- \($0)" }
        case .withdrawal: return ContractText.withdrawal(self)
        default: return []
        }
    }

    /// The template filled in; the same facts give the same bytes.
    package func paper(_ template: ContractTemplate) throws(EnergyFault) -> ContractPaper {
        var lines: [String] = []
        for (index, line) in template.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let pieces = try ContractTemplate.pieces(line, number: index + 1)
            if pieces.count == 1, case .place(let place) = pieces[0], place.isBlock {
                lines += self.lines(place)
                continue
            }
            var text = ""
            for piece in pieces {
                switch piece {
                case .text(let plain): text += plain
                case .place(let place): text += ContractPaper.escaped(value(place))
                }
            }
            lines.append(text)
        }
        return ContractPaper(text: lines.joined(separator: "\n") + "\n")
    }
}
