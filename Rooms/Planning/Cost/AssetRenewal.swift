// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Decision
import Foundation
public import PlanningModel

/// Whether to keep an existing resource or to renew it, over ten years.
public struct AssetRenewal: Sendable {
    public let comparison: KeepOrRenew
    public let costRise: Double
    public let priceRise: Double
    public let assumptions: [Words]
    /// Of the rate at which it is discounted, when the town states one.
    public let rateSource: String?

    /// The answers that must be there, by name.
    public static let needed = ["yearlyCost", "renewalCost", "renewedYearlyCost"]

    public static func missing(in asset: PlanningObject) -> [String] { needed.filter { asset.money($0) == nil } }

    /// Nil while an amount is missing.
    public init?(_ asset: PlanningObject, town: PlanningObject?, usual: CostAssumptions = CostAssumptions()) {
        guard let keep = asset.money("yearlyCost"), let renewal = asset.money("renewalCost"),
            let renewed = asset.money("renewedYearlyCost")
        else { return nil }
        var assumptions: [Words] = []
        priceRise = town?.number("priceRise") ?? usual.priceRise
        if town?.number("priceRise") == nil {
            assumptions.append(
                Words(
                    "Preise steigen um \(Numerals.german.share(priceRise)) im Jahr",
                    "prices rise by \(Numerals.english.share(priceRise)) a year"))
        }
        costRise = asset.number("costRise") ?? priceRise
        if asset.number("costRise") == nil {
            assumptions.append(
                Words(
                    "der Unterhalt des Alten steigt nur mit den Preisen", "the old one gets dearer only with prices"))
        }
        let dated = MeasureCost.rate(town)
        if dated == nil {
            assumptions.append(
                Words(
                    "abgezinst mit \(Numerals.german.share(usual.rate))",
                    "discounted at \(Numerals.english.share(usual.rate))"))
        }
        func path(_ first: Money, _ yearly: Money, _ rise: Double) -> CashFlow {
            CashFlow([-first.euros] + (0..<usual.years).map { -yearly.euros * pow(1 + rise, Double($0)) })
        }
        comparison = KeepOrRenew(
            keep: path(.zero, keep, costRise), renew: path(renewal, renewed, priceRise), rate: dated?.rate ?? usual.rate
        )
        rateSource = dated?.source
        self.assumptions = assumptions
    }
}
