// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Testing

@testable import Decision

@Suite struct KnockOutTests {
    static let sound: KnockOutFacts = {
        var facts = KnockOutFacts()
        facts.linkedNeeds = 2
        (facts.licence, facts.compatibility) = ("MIT", .yes)
        (facts.hasDocumentedInterface, facts.hasFullExport, facts.dataRightsStay) = (true, true, true)
        facts.processesPersonalData = false
        (facts.statesFollowOnCost, facts.statesStaff) = (true, true)
        facts.operatorName = "Stadtwerke"
        return facts
    }()

    @Test func nothingKnownHoldsAndNamesWhoAnswers() {
        let findings = KnockOutFacts().findings
        #expect(findings.map(\.knockOut) == KnockOut.allCases)
        #expect(findings.map(\.verdict) == [.fail, .hold, .hold, .hold, .hold, .hold, .hold])
        for finding in findings { #expect(finding.remedy != nil && finding.answeredBy != nil) }
    }

    @Test func nobodyIsSentToAskForALicenceBeforeThereIsSoftware() {
        let open = KnockOutFacts().findings
        #expect(open[1...3].allSatisfy { $0.reason.german.contains("noch nicht gesagt") })
        var facts = KnockOutFacts()
        facts.usesTechnology = true
        #expect(facts.findings[1].reason.german == "die Lizenz ist nicht bekannt")
        facts.usesTechnology = nil
        facts.licence = "MIT"
        #expect(
            !facts.findings[2].reason.german.contains("noch nicht gesagt"), "there is something, as it has a licence")
    }

    @Test func theAdministrationItselfIsAnOperator() {
        var facts = Self.sound
        facts.operatorName = nil
        #expect(facts.findings[6].verdict == .hold)
        facts.isRunByTown = true
        #expect(facts.findings[6].verdict == .pass)
    }

    @Test func soundPasses() {
        #expect(Self.sound.verdict == .pass)
        #expect(Self.sound.findings.allSatisfy { $0.remedy == nil && $0.answeredBy == nil })
    }

    static let verdicts: [(LicenceMatrix.Compatibility?, KnockOutFinding.Verdict)] = [
        (.same, .pass), (.yes, .pass), (.no, .fail), (.unknown, .hold), (.checkDependency, .hold), (nil, .hold),
    ]

    @Test(arguments: verdicts)
    func licence(compatibility: LicenceMatrix.Compatibility?, verdict: KnockOutFinding.Verdict) {
        var facts = Self.sound
        facts.compatibility = compatibility
        #expect(facts.findings[1].verdict == verdict && facts.verdict == verdict)
        facts.licenceFault = Words("unbekannt", "unknown")
        #expect(facts.findings[1].verdict == .hold)
    }

    @Test func aFailedCheckTurnsAPassToHold() {
        var facts = Self.sound
        facts.interfaceCheckSucceeded = false
        #expect(facts.findings[2].verdict == .hold)
        facts.hasFullExport = false
        #expect(facts.findings[2].verdict == .fail)
    }

    @Test func personalDataNeedABasisAndPerhapsAnAssessment() {
        var facts = Self.sound
        facts.processesPersonalData = true
        #expect(facts.findings[4].verdict == .hold)
        facts.hasLegalBasis = false
        #expect(facts.findings[4].verdict == .fail)
        facts.hasLegalBasis = true
        #expect(facts.findings[4].verdict == .hold)
        facts.needsImpactAssessment = true
        #expect(facts.findings[4].verdict == .hold)
        facts.hasImpactAssessment = false
        #expect(facts.findings[4].verdict == .fail)
        facts.hasImpactAssessment = true
        #expect(facts.findings[4].verdict == .pass)
        facts.needsImpactAssessment = false
        #expect(facts.findings[4].verdict == .pass)
    }

    @Test func costStaffAndOperator() {
        var facts = Self.sound
        facts.statesStaff = nil
        #expect(facts.findings[5].verdict == .hold && facts.findings[5].reason.german.contains("Personal"))
        facts.statesFollowOnCost = false
        #expect(facts.findings[5].verdict == .fail)
        facts.operatorName = ""
        #expect(facts.findings[6].verdict == .hold)
        facts.dataRightsStay = false
        #expect(facts.findings[3].verdict == .fail)
    }
}
