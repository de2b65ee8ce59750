// SPDX-License-Identifier: EUPL-1.2
public import Decision
import Foundation

/// Whether to keep an existing resource or to renew it, over ten years.
public struct AssetRenewal: Sendable {
    public let comparison: KeepOrRenew
    public let costRise: Double
    public let priceRise: Double
    public let assumptions: [Phrase]

    /// The answers that must be there, by name.
    public static let needed = ["yearlyCost", "renewalCost", "renewedYearlyCost"]

    public static func missing(in asset: PlanningObject) -> [String] { needed.filter { asset.money($0) == nil } }

    /// Nil while an amount is missing.
    public init?(_ asset: PlanningObject, town: PlanningObject?, usual: CostAssumptions = CostAssumptions()) {
        guard let keep = asset.money("yearlyCost"), let renewal = asset.money("renewalCost"),
            let renewed = asset.money("renewedYearlyCost")
        else { return nil }
        var assumptions: [Phrase] = []
        priceRise = town?.number("priceRise") ?? usual.priceRise
        if town?.number("priceRise") == nil {
            assumptions.append(
                Phrase(
                    "prices rise by \(Numerals.english.share(priceRise)) a year",
                    german: "Preise steigen um \(Numerals.german.share(priceRise)) im Jahr"))
        }
        costRise = asset.number("costRise") ?? priceRise
        if asset.number("costRise") == nil {
            assumptions.append(
                Phrase(
                    "the old one gets dearer only with prices",
                    german: "der Unterhalt des Alten steigt nur mit den Preisen"))
        }
        let dated = MeasureCost.rate(town)
        if dated == nil {
            assumptions.append(
                Phrase(
                    "discounted at \(Numerals.english.share(usual.rate))",
                    german: "abgezinst mit \(Numerals.german.share(usual.rate))"))
        }
        func path(_ first: Money, _ yearly: Money, _ rise: Double) -> CashFlow {
            CashFlow([-first.euros] + (0..<usual.years).map { -yearly.euros * pow(1 + rise, Double($0)) })
        }
        comparison = KeepOrRenew(
            keep: path(.zero, keep, costRise), renew: path(renewal, renewed, priceRise), rate: dated?.rate ?? usual.rate
        )
        self.assumptions = assumptions
    }
}
