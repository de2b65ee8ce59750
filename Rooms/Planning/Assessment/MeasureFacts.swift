// SPDX-License-Identifier: EUPL-1.2
import Bilingual
public import Decision
public import PlanningModel
import Wire

extension Plan {
    /// What the knock-outs K1 to K7 look at, gathered from a measure and all it refers to.
    public func knockOutFacts(of measure: PlanningObject, rules: LicenceRules) -> KnockOutFacts {
        var facts = KnockOutFacts()
        facts.linkedNeeds = objects(measure, "needs").count
        facts.usesTechnology = measure.flag("usesTechnology")
        let solution = measure.reference("solution").flatMap { self[$0] }
        if let solution, let licence = solution.unmasked.text("licence") {
            judge(licence, rules, &facts)
            if solution.isMasked {
                facts.licence = solution.title
                facts.licenceFault = facts.licenceFault.map { _ in
                    Words("der Ausdruck ist nicht lesbar", "the expression cannot be read")
                }
            }
        }
        facts.hasDocumentedInterface = solution?.flag("hasDocumentedInterface")
        facts.hasFullExport = solution?.flag("hasFullExport")
        facts.interfaceCheckSucceeded = solution.flatMap(checksSucceeded)
        facts.dataRightsStay = solution?.flag("dataRightsStay")
        let activities = objects(measure, "processingActivities")
        facts.processesPersonalData = activities.isEmpty ? measure.flag("personalData") : true
        let bases = activities.map { $0.text("legalBasis") }
        if bases.contains("none") {
            facts.hasLegalBasis = false
        } else if !bases.isEmpty, bases.allSatisfy({ $0 != nil }) {
            facts.hasLegalBasis = true
        }
        let risky = activities.filter { $0.needsImpactAssessment != false }
        if !activities.isEmpty {
            let answers = activities.map(\.needsImpactAssessment)
            facts.needsImpactAssessment = answers.contains(true) ? true : answers.contains(nil) ? nil : false
            facts.hasImpactAssessment =
                risky.contains { $0.flag("impactAssessment") == false }
                ? false : risky.allSatisfy { $0.flag("impactAssessment") == true } ? true : nil
        }
        // What is received or saved says nothing about what follows.
        let lines = measure.rows("costLines").filter { !["grant", "income", "saving"].contains($0["kind"]?.string) }
        let statesFollowOn = lines.contains { $0["phase"]?.string == "operation" || ($0["lastYear"]?.double ?? 0) >= 1 }
        facts.statesFollowOnCost = statesFollowOn ? true : nil
        facts.statesStaff = measure.rows("staff").isEmpty ? nil : true
        facts.operatorName = measure.text("operator")
        facts.isRunByTown = measure.text("operatorModel") == "own"
        return facts
    }

    private func judge(_ text: String, _ rules: LicenceRules, _ facts: inout KnockOutFacts) {
        facts.licence = text
        do throws(LicenceExpression.Fault) {
            let expression = try LicenceExpression(parsing: text, names: rules.names)
            let own = town?.unmasked.text("licence") ?? "EUPL-1.2"
            facts.compatibility = rules.matrix?.compatibility(of: expression, with: own)
        } catch {
            facts.licenceFault = error.message
        }
    }

    /// The latest executed checks of interface and export; nil when none ran.
    private func checksSucceeded(_ object: PlanningObject) -> Bool? {
        var latest: [String: (day: String, passed: Bool)] = [:]
        for row in object.rows("checks") {
            guard let check = row["check"]?.string, check != "licence", let passed = row["passed"]?.bool else {
                continue
            }
            let day = row["at"]?.string ?? ""
            if latest[check].map({ day >= $0.day }) ?? true { latest[check] = (day, passed) }
        }
        return latest.isEmpty ? nil : latest.values.allSatisfy(\.passed)
    }
}

extension PlanningObject {
    /// The nine criteria of WP 248 rev. 01; two of them make an impact assessment necessary (Art. 35 GDPR).
    public static let impactCriteria = [
        "scoring", "automatedDecision", "systematicMonitoring", "sensitiveData", "largeScale", "matching",
        "vulnerablePeople", "newTechnology", "hindersRights",
    ]

    /// Whether a processing activity needs an impact assessment; nil while open answers could decide it.
    public var needsImpactAssessment: Bool? {
        let answers = Self.impactCriteria.map { flag($0) }
        let met = answers.count { $0 == true }
        if met >= 2 { return true }
        return met + answers.count { $0 == nil } >= 2 ? nil : false
    }
}
