// SPDX-License-Identifier: EUPL-1.2
import Trial
import Wire

/// The figures of a result as a document: exported, and compared with what is computed again.
extension TrialResult {
    var document: JSONObject {
        var document: JSONObject = [
            "treated": .array(treated.map { .string($0) }), "control": .array(control.map { .string($0) }),
            "missing": .array(
                missing.map {
                    ["name": .string($0.name), "used": JSONValue($0.used), "possible": JSONValue($0.possible)]
                }),
            "differences": .array(
                changes.map { ["name": .string($0.name), "difference": Self.number($0.difference)] }),
            "assignments": Self.number(assignments),
            "test": [
                "observed": Self.number(test.observed), "looked": JSONValue(test.assignments),
                "asExtreme": JSONValue(test.asExtreme), "exact": .bool(test.isExact), "p": Self.number(test.twoSided),
            ],
            "estimate": .object(
                Self.estimate(estimate, kind: isShift ? "hodges-lehmann" : "difference-of-means")),
        ]
        if !zeros.isEmpty {
            document["zeros"] = .array(zeros.map { ["name": .string($0.name), "periods": JSONValue($0.count)] })
        }
        if spentBefore > 0 { document["lookedAtBefore"] = Self.number(spentBefore) }
        if let looks {
            document["looks"] = .array(
                looks.looks.map { look in
                    [
                        "information": Self.number(look.information), "spent": Self.number(look.spent),
                        "mayReject": JSONValue(look.mayReject), "rejected": JSONValue(look.rejected),
                        "critical": Self.number(look.critical), "observed": Self.number(look.observed),
                        "stops": .bool(look.stops),
                    ]
                })
        }
        if let beside {
            document["tTest"] = [
                "estimate": Self.number(beside.estimate), "standardError": Self.number(beside.standardError),
                "degreesOfFreedom": JSONValue(beside.degreesOfFreedom), "p": Self.number(beside.p),
                "trustworthy": .bool(beside.isTrustworthy),
            ]
        }
        if let wild {
            document["wildBootstrap"] = ["vectors": JSONValue(wild.vectors), "p": Self.number(wild.p)]
        }
        if !guardrails.isEmpty {
            document["guardrails"] = .array(
                guardrails.map { guardrail in
                    [
                        "name": .string(guardrail.name), "effect": Self.number(guardrail.effect),
                        "p": Self.number(guardrail.p), "broken": .bool(guardrail.isBroken),
                    ]
                })
        }
        document["doubts"] = .object(doubts)
        if let oneArea { document["oneArea"] = .object(oneArea.document) }
        return document
    }

    private var doubts: JSONObject {
        var document: JSONObject = [:]
        if let trend = doubt.preTrend {
            document["preTrend"] = [
                "slopeDifference": Self.number(trend.slopeDifference), "p": Self.number(trend.p),
                "missedHalfTheTime": Self.number(trend.missedHalfTheTime),
            ]
        }
        document["placeboDates"] = .array(
            doubt.placeboDates.map { one in
                ["start": JSONValue(one.start), "estimate": Self.number(one.estimate), "p": Self.number(one.p)]
            })
        document["without"] = .array(
            doubt.withoutUnits.map { one in
                [
                    "name": .string(one.unit < changes.count ? changes[one.unit].name : ""),
                    "estimate": Self.number(one.estimate), "p": Self.number(one.p),
                ]
            })
        document["breakdown"] = Self.number(doubt.breakdown)
        return document
    }

    fileprivate static func estimate(_ estimate: TrialEstimate, kind: String) -> JSONObject {
        [
            "kind": .string(kind), "estimate": number(estimate.estimate), "low": number(estimate.low),
            "high": number(estimate.high), "confidence": number(estimate.confidence),
        ]
    }

    /// Null for what is not there and for what has no end.
    fileprivate static func number(_ value: Double?) -> JSONValue {
        value.flatMap { $0.isFinite ? JSONValue($0) : nil } ?? .null
    }
}

extension OneAreaResult {
    var document: JSONObject {
        var document: JSONObject = [:]
        switch synthetic {
        case .success(let found):
            document["syntheticControl"] = [
                "effect": TrialResult.number(found.fit.effect), "rank": JSONValue(found.rank),
                "p": TrialResult.number(found.p),
                "weights": .array(found.fit.weights.map { TrialResult.number($0) }),
            ]
        case .failure: document["syntheticControl"] = .null
        }
        if let level {
            document["localLevel"] = .object(TrialResult.estimate(level.interval(), kind: "local-level"))
        }
        document["placeboDates"] = .array(
            placebos.map { one in
                [
                    "start": JSONValue(one.start), "effect": TrialResult.number(one.effect),
                    "standardError": TrialResult.number(one.standardError),
                ]
            })
        return document
    }
}

extension ResultGate {
    var document: JSONObject {
        [
            "verdict": .string(verdict.rawValue), "missing": .array(missing.map { .string($0.rawValue) }),
            "usefulEffectIsExcluded": .bool(usefulEffectIsExcluded),
        ]
    }
}
