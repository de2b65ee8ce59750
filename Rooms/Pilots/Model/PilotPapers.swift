// SPDX-License-Identifier: EUPL-1.2
import Planning
import Trial
import Wire

/// What the second gate asks beside the result: what was counted, asked and signed.
struct PilotPapers: Sendable, Hashable {
    var users: Double?
    var survey: Acceptance?
    var availability: Double?
    var operatorSigned = false
    var hasBudgetLine = false
    var staffInPlan = false
    var privacyClosed = false
    var securityClosed = false
    var rollOutCostKnown = false

    /// As the plan's objects say now.
    init(_ object: PlanningObject, _ plan: Plan) {
        users = object.number("users")
        survey = PilotReading.survey(of: object, plan)
        availability = object.number("availability")
        operatorSigned = Self.isSigned(object, plan)
        // a budget is the council's; by its own rules a committee may decide within it
        hasBudgetLine = Self.isDecided("budgetDecision", by: ["council", "committee"], object, plan)
        staffInPlan = object.flag("staffPlanned") ?? false
        privacyClosed = object.flag("privacyClosed") ?? false
        securityClosed = object.flag("securityClosed") ?? false
        let measure = object.reference("measure").flatMap { plan[$0] }
        rollOutCostKnown = !(measure?.rows("costLines").isEmpty ?? true)
    }

    /// Whether the decision that a field names was made by one of these bodies, in favour, and on this pilot or its measure.
    static func isDecided(_ field: String, by bodies: Set<String>, _ object: PlanningObject, _ plan: Plan) -> Bool {
        guard let decision = object.reference(field).flatMap({ plan[$0] }) else { return false }
        let about = decision.references("about")
        let isAboutIt =
            about.contains(object.reference) || (object.reference("measure").map { about.contains($0) } ?? false)
        return isAboutIt && (decision.text("body").map { bodies.contains($0) } ?? false)
            && ["approved", "changed"].contains(decision.text("outcome"))
    }

    /// Whether the agreement is no draft, and is not on other measures only.
    private static func isSigned(_ object: PlanningObject, _ plan: Plan) -> Bool {
        guard let agreement = object.reference("agreement").flatMap({ plan[$0] }),
            [.active, .closed].contains(agreement.state)
        else { return false }
        let measures = agreement.references("measures")
        return measures.isEmpty || (object.reference("measure").map { measures.contains($0) } ?? false)
    }

    /// The facts of the second gate under a registered plan.
    func facts(_ trial: TrialPlan, _ result: TrialResult?) -> ResultGate.Facts {
        var facts = ResultGate.Facts()
        facts.direction = trial.direction
        facts.significance = trial.significance
        facts.minimumUsefulEffect = trial.usefulEffect
        if let result {
            facts.isRegisteredAnalysis = true
            (facts.low, facts.high) = (result.estimate.low, result.estimate.high)
            // the registered test over all looks is what rejects, whatever a single p-value says
            facts.p =
                result.rejects(trial)
                ? min(result.test.twoSided, trial.significance) : max(result.test.twoSided, trial.significance.nextUp)
            facts.guardrailsBroken = result.guardrails.count(where: \.isBroken)
        }
        facts.adoptionThreshold = trial.adoptionThreshold
        if let users, let population = trial.population, population > 0 { facts.adoption = users / population }
        facts.acceptanceThreshold = trial.acceptanceThreshold
        if let survey, survey.response >= Acceptance.lowestResponse {
            facts.acceptanceLow = survey.wilson().lowerBound
        }
        facts.availability = availability
        facts.requiredAvailability = trial.requiredAvailability
        facts.operatorSigned = operatorSigned
        facts.hasBudgetLine = hasBudgetLine
        facts.staffInPlan = staffInPlan
        facts.privacyClosed = privacyClosed
        facts.securityClosed = securityClosed
        facts.rollOutCostKnown = rollOutCostKnown
        return facts
    }

    // MARK: - As a document

    var document: JSONObject {
        var document: JSONObject = [
            "users": users.map { JSONValue($0) } ?? .null, "availability": availability.map { JSONValue($0) } ?? .null,
            "operatorSigned": .bool(operatorSigned), "budgetLine": .bool(hasBudgetLine),
            "staffInPlan": .bool(staffInPlan), "privacyClosed": .bool(privacyClosed),
            "securityClosed": .bool(securityClosed), "rollOutCostKnown": .bool(rollOutCostKnown),
        ]
        if let survey {
            document["survey"] = [
                "yes": JSONValue(survey.yes), "answers": JSONValue(survey.answers),
                "invited": JSONValue(survey.invited), "designEffect": JSONValue(survey.designEffect),
            ]
        }
        return document
    }

    /// Nil where a part is missing or no such thing.
    init?(_ document: JSONObject) {
        func flag(_ name: String) -> Bool? { document[name]?.bool }
        guard let signed = flag("operatorSigned"), let budget = flag("budgetLine"), let staff = flag("staffInPlan"),
            let privacy = flag("privacyClosed"), let security = flag("securityClosed"),
            let cost = flag("rollOutCostKnown")
        else { return nil }
        users = document["users"]?.double
        availability = document["availability"]?.double
        (operatorSigned, hasBudgetLine, staffInPlan) = (signed, budget, staff)
        (privacyClosed, securityClosed, rollOutCostKnown) = (privacy, security, cost)
        guard let survey = document["survey"] else { return }
        guard let yes = survey["yes"]?.integer, let answers = survey["answers"]?.integer,
            let invited = survey["invited"]?.integer, let effect = survey["designEffect"]?.double,
            let read = try? Acceptance(
                yes: Int(yes), answers: Int(answers), invited: Int(invited), designEffect: effect)
        else { return nil }
        self.survey = read
    }
}

extension PlanningObject {
    /// The same pilot with the measure that is registered, whatever its answers name by now; nil leaves it as it is.
    func trying(_ measure: String?) -> PlanningObject {
        guard let measure else { return self }
        var answers = document
        answers["measure"] = .string(measure)
        return PlanningObject(
            reference: reference, version: version, document: answers, visibility: visibility, state: state,
            created: created, createdBy: createdBy, modified: modified, modifiedBy: modifiedBy, checked: checked)
    }
}
