// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Energy
import Metering
import PowerBills
package import Settlement
import Sharing

/// How values stand in contracts, which are German; legal texts are proposals that the town's counsel checks.
package enum ContractText {
    /// The three warnings of §42c(6) EnWG in its order.
    package static let warnings = [
        "Die gemeinsam genutzten Anlagen können Ihren Strombedarf nicht vollständig und nicht jederzeit decken.",
        "Sie müssen deshalb zusätzlich Strom beziehen.",
        "Dieser zusätzliche Strom kann mehr kosten als im Durchschnitt ein Vertrag, der Ihren ganzen Bedarf deckt.",
    ]

    /// An instruction on the right to withdraw (§§ 312g, 355 BGB), to be checked.
    static func withdrawal(_ facts: ContractFacts) -> [String] {
        let to = [facts.terms.provider, address(facts.terms.street, facts.terms.place), contact(facts.terms)]
            .filter { !$0.isEmpty }.map { ContractPaper.escaped($0) }.joined(separator: ", ")
        return [
            "Sie können diesen Vertrag binnen \(WithdrawalTerm.days) Tagen ohne Angabe von Gründen widerrufen. Die Frist beginnt mit dem Tag nach dem Vertragsschluss.",
            "",
            "Dazu genügt eine eindeutige Erklärung in Textform (Brief oder E-Mail) für \(ContractPaper.escaped(facts.operating.name)) an: \(to). Wer den Vertrag auf der Seite „Mein Strom“ angenommen hat, kann ihn dort auch widerrufen. Zur Wahrung der Frist reicht es, die Erklärung vor ihrem Ablauf abzuschicken.",
            "",
            "Mit dem Widerruf endet Ihre Teilnahme. Für Strom, den Sie auf Ihren ausdrücklichen Wunsch schon vor Ablauf der Frist erhalten haben, ist der vereinbarte Preis anteilig zu zahlen.",
        ]
    }

    static func address(_ street: String, _ place: String) -> String {
        [street, place].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    static func contact(_ terms: Terms) -> String {
        [terms.contact.person, terms.contact.phone, terms.contact.mail].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    static func day(_ day: CivilDay) -> String { Words.day(day).german }

    static func watts(_ watts: Int) -> String {
        let rest = String(watts % 1000)
        return "\(watts / 1000),\(String(repeating: "0", count: 3 - rest.count))\(rest) kW"
    }

    static func model(_ terms: Terms) -> String {
        let steps = terms.tiers.map { $0 == .building ? "im selben Gebäude" : "in der Nachbarschaft" }
        guard !steps.isEmpty else { return model(terms.model) }
        return
            "von nah zu fern (zuerst \(steps.joined(separator: ", dann ")), danach in der ganzen Gemeinschaft; jede Stufe teilt, was die davor übrig ließ), in jeder Stufe: \(model(terms.model))"
    }

    private static func model(_ model: SharingModel) -> String {
        switch model {
        case .fixed: "fester Anteil an der Erzeugung jeder Viertelstunde, höchstens der eigene Verbrauch"
        case .dynamic: "nach dem Verbrauch der Viertelstunde"
        case .cascade:
            "fester Anteil an der Erzeugung jeder Viertelstunde, höchstens der eigene Verbrauch; was übrig bleibt, wird unter den anderen weiterverteilt"
        }
    }

    static func part(_ part: Int, _ meaning: Sharers.Meaning) -> String {
        guard meaning == .shares else {
            return "Gewicht \(part); der Anteil ist das Gewicht geteilt durch die Summe aller Gewichte"
        }
        let rest = String(part % 10_000)
        return "\(part / 10_000),\(String(repeating: "0", count: 4 - rest.count))\(rest) % der Erzeugung"
    }

    package static func line(_ line: LineKind?) -> String { SettlementError.name(line).german }

    package static func price(_ value: Int, _ line: LineKind?) -> String { words(value, line).german }

    /// A price with its unit.
    package static func words(_ value: Int, _ line: LineKind?) -> Words {
        guard let line else { return Words("\(value) %", "\(value) %") }
        let (unit, digits) = line.measure == .days ? (100, 2) : (1000, 3)
        let rest = String(Int(value.magnitude) % unit)
        let whole = (value < 0 ? "−" : "") + String(Int(value.magnitude) / unit)
        let decimals = String(repeating: "0", count: digits - rest.count) + rest
        return line.measure == .days
            ? Words("\(whole),\(decimals) € im Jahr", "€\(whole).\(decimals) a year")
            : Words("\(whole),\(decimals) ct/kWh", "\(whole).\(decimals) ct/kWh")
    }
}

extension EnergyFault {
    /// What a paper would lack that both sides have to know.
    package enum ContractGap: Sendable, Hashable {
        case register(String)
        case price(LineKind?)
        case meter(MeterKind)

        package var words: Words {
            switch self {
            case .register(let plant):
                Words("die MaStR-Nummer der Anlage „\(plant)“", "the register number (MaStR) of the plant “\(plant)”")
            case .price(let line):
                Words(
                    "der Preis für „\(SettlementError.name(line).german)“",
                    "the price of “\(SettlementError.name(line).english)”")
            case .meter(let kind):
                Words(
                    "ein Zähler mit Viertelstunden (eingetragen ist: \(kind.words.german))",
                    "a meter that gives quarter hours (entered is: \(kind.words.english))")
            }
        }
    }

    package static func contractLacks(_ gaps: [ContractGap]) -> EnergyFault {
        .refused(
            field: "relation",
            Words(
                "Der Vertrag lässt sich noch nicht anbieten. Es fehlt: \(gaps.map(\.words.german).joined(separator: "; ")). Bitte unter „Stammdaten“ oder „Verträge und Messstellen“ ergänzen.",
                "The contract cannot be offered yet. Missing is: \(gaps.map(\.words.english).joined(separator: "; ")). Please add it at “Master data” or “Contracts and metering points”."
            ))
    }
}
