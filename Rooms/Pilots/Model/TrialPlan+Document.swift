// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Foundation
import Site
import Trial
import Wire

/// The registered form of a plan: what is hashed, kept and read again.
extension TrialPlan {
    /// The method whose results the registration asks for; a later one gets another name.
    static let method = "allmende-trial-1"

    static func log1p(_ value: Double) -> Double { Foundation.log1p(value) }

    /// The document of the registration (RFC 8785 makes its bytes).
    var document: JSONObject {
        func list(_ role: Role) -> JSONValue {
            .array(
                areas.filter { $0.role == role }.map {
                    ["name": .string($0.name), "datastream": JSONValue($0.datastream)]
                })
        }
        func number(_ value: Double?) -> JSONValue { value.map { .number(JSONNumber($0)) } ?? .null }
        var document: JSONObject = [
            "method": .string(Self.method), "pilot": .string(pilot), "title": .string(title),
            "indicator": .string(indicator), "unit": .string(unit), "aggregate": .string(function.rawValue),
            "treated": list(.treated), "control": list(.control), "ring": list(.ring),
            "direction": .string(direction.rawValue), "scale": .string(scale.rawValue),
            "minimumUsefulEffect": number(usefulEffect), "alpha": number(significance), "sides": 2,
            "estimator": "did-unit-differences", "inference": "exact-permutation",
            "statistic": .string(statistic.rawValue), "period": .string(period.duration),
            "before": [.string(before.iso), .string(start.iso)], "after": [.string(start.iso), .string(end.iso)],
            "minimumCoverage": number(minimumCoverage),
            "looks": .array(looks.map { ["after": .string($0.iso), "spending": .string(spending.rawValue)] }),
            "drawn": .bool(lot != nil),
        ]
        if let lot { document["lot"] = ["seed": JSONValue(lot.seed), "treated": JSONValue(Int64(lot.treated))] }
        if let adoptionThreshold {
            document["adoption"] = ["threshold": number(adoptionThreshold), "population": number(population)]
        }
        if let acceptanceThreshold { document["acceptance"] = ["threshold": number(acceptanceThreshold)] }
        if let requiredAvailability { document["availability"] = ["threshold": number(requiredAvailability)] }
        document["measure"] = measure.map { .string($0) }
        if !guardrails.isEmpty { document["guardrails"] = .array(guardrails.map { .object($0.document) }) }
        return document
    }

    /// Reads a registered document again; nil where it is not one of this method.
    init?(registered document: JSONObject) {
        func text(_ name: String) -> String? { document[name]?.string }
        func days(_ name: String) -> [CalendarDay] {
            (document[name]?.array ?? []).compactMap { $0.string.flatMap { CalendarDay(parsing: $0) } }
        }
        guard text("method") == Self.method, let pilot = text("pilot"), let title = text("title"),
            let indicator = text("indicator"), let unit = text("unit"),
            let function = text("aggregate").flatMap(AggregateFunction.init),
            let direction = text("direction").flatMap(ResultGate.Facts.Direction.init),
            let scale = text("scale").flatMap(TrialScale.init), let useful = document["minimumUsefulEffect"]?.double,
            let significance = document["alpha"]?.double,
            let statistic = text("statistic").flatMap(PermutationTest.Statistic.init),
            let period = text("period").flatMap({ $0 == "P1M" ? Period.month : $0 == "P1W" ? .week : nil }),
            let coverage = document["minimumCoverage"]?.double, days("before").count == 2, days("after").count == 2,
            significance > 0, significance < 1, useful > 0, days("before")[0] < days("after")[0],
            days("after")[0] < days("after")[1]
        else { return nil }
        let looks = (document["looks"]?.array ?? []).compactMap(\.object)
        guard let spending = looks.first?["spending"]?.string.flatMap(SpendingFunction.init) else { return nil }
        var areas: [Area] = []
        for role in [Role.treated, .control, .ring] {
            for area in document[role.rawValue]?.array ?? [] {
                guard let name = area["name"]?.string, let series = area["datastream"]?.integer else { return nil }
                areas.append(Area(name: name, datastream: series, role: role))
            }
        }
        self.init(
            pilot: pilot, title: title, indicator: indicator, unit: unit, function: function, areas: areas,
            lot: document["lot"].flatMap { lot in
                lot["seed"]?.integer.flatMap { seed in
                    lot["treated"]?.integer.map { Lot(seed: seed, treated: Int($0)) }
                }
            }, direction: direction, scale: scale, usefulEffect: useful, significance: significance,
            statistic: statistic, period: period, before: days("before")[0], start: days("after")[0],
            end: days("after")[1], minimumCoverage: coverage,
            looks: looks.compactMap { $0["after"]?.string.flatMap { CalendarDay(parsing: $0) } }, spending: spending,
            adoptionThreshold: document["adoption"]?["threshold"]?.double,
            population: document["adoption"]?["population"]?.double,
            acceptanceThreshold: document["acceptance"]?["threshold"]?.double,
            requiredAvailability: document["availability"]?["threshold"]?.double,
            guardrails: (document["guardrails"]?.array ?? []).compactMap { $0.object.flatMap { Guardrail($0) } },
            measure: text("measure"))
        guard guardrails.count == (document["guardrails"]?.array ?? []).count else { return nil }
    }
}
