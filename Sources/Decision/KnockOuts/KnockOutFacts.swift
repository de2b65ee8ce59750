// SPDX-License-Identifier: EUPL-1.2

/// What the knock-outs look at; nil means not known yet.
public struct KnockOutFacts: Sendable, Hashable {
    public var linkedNeeds = 0
    /// Whether software, devices or data services are needed; without them licence, interface and data rights do not apply.
    public var usesTechnology: Bool?
    /// The SPDX expression of the solution, as written.
    public var licence: String?
    /// What the matrix says of it under our own licence; nil without a matrix.
    public var compatibility: LicenceMatrix.Compatibility?
    /// The fault of an expression that cannot be read or names unknown licences.
    public var licenceFault: Phrase?
    public var hasDocumentedInterface: Bool?
    public var hasFullExport: Bool?
    /// Whether a check of the interface or export, run by the platform, succeeded; nil when none ran.
    public var interfaceCheckSucceeded: Bool?
    public var dataRightsStay: Bool?
    public var processesPersonalData: Bool?
    public var hasLegalBasis: Bool?
    public var needsImpactAssessment: Bool?
    public var hasImpactAssessment: Bool?
    public var statesFollowOnCost: Bool?
    public var statesStaff: Bool?
    /// Who runs it.
    public var operatorName: String?

    public init() {}

    /// K1 to K7 in their order.
    public var findings: [KnockOutFinding] {
        usesTechnology == false
            ? [need] + [KnockOut.licence, .openInterface, .dataRights].map(notApplicable)
                + [legalBasis, followOn, operatorFinding]
            : [need, licenceFinding, interface, dataRights, legalBasis, followOn, operatorFinding]
    }

    /// The worst verdict of all.
    public var verdict: KnockOutFinding.Verdict {
        let verdicts = findings.map(\.verdict)
        return verdicts.contains(.fail) ? .fail : verdicts.contains(.hold) ? .hold : .pass
    }

    private func notApplicable(_ knockOut: KnockOut) -> KnockOutFinding {
        .pass(
            knockOut,
            Phrase("does not apply: no software, no devices", german: "trifft nicht zu: keine Software, keine Geräte"))
    }

    private var need: KnockOutFinding {
        if linkedNeeds > 0 {
            return .pass(
                .linkedNeed,
                linkedNeeds == 1
                    ? Phrase("one need is linked", german: "ein Bedarf ist verknüpft")
                    : Phrase("\(linkedNeeds) needs are linked", german: "\(linkedNeeds) Bedarfe sind verknüpft"))
        }
        return KnockOutFinding(
            knockOut: .linkedNeed, verdict: .fail,
            reason: Phrase("no need is linked", german: "kein Bedarf ist verknüpft"),
            remedy: Phrase(
                "describe the need it answers and link it",
                german: "den Bedarf beschreiben, auf den sie antwortet, und verknüpfen"),
            answeredBy: Responsible.department)
    }

    private var licenceFinding: KnockOutFinding {
        func finding(_ verdict: KnockOutFinding.Verdict, _ reason: Phrase, _ remedy: Phrase) -> KnockOutFinding {
            KnockOutFinding(
                knockOut: .licence, verdict: verdict, reason: reason, remedy: remedy, answeredBy: Responsible.legal)
        }
        guard let licence, !licence.isEmpty else {
            return finding(
                .hold, Phrase("the licence is not known", german: "die Lizenz ist nicht bekannt"),
                Phrase("ask the provider for the SPDX name", german: "den Anbieter nach dem SPDX-Namen fragen"))
        }
        if let licenceFault {
            return finding(
                .hold,
                Phrase(
                    "“\(licence)” cannot be judged: \(licenceFault.english)",
                    german: "„\(licence)“ ist nicht prüfbar: \(licenceFault.german)"),
                Phrase("write it as an SPDX expression", german: "als SPDX-Ausdruck schreiben"))
        }
        switch compatibility {
        case .same, .yes:
            return .pass(
                .licence, Phrase("\(licence) is compatible with ours", german: "\(licence) ist mit unserer verträglich")
            )
        case .no:
            return finding(
                .fail,
                Phrase(
                    "\(licence) is not compatible with ours", german: "\(licence) ist mit unserer nicht verträglich"),
                Phrase(
                    "another licence from the provider, or use as a separate service",
                    german: "andere Lizenz vom Anbieter, oder Nutzung als getrennter Dienst"))
        case .checkDependency:
            return finding(
                .hold,
                Phrase(
                    "for \(licence) it depends on how it is linked",
                    german: "bei \(licence) kommt es auf die Art der Einbindung an"),
                Phrase(
                    "state whether it is linked, changed or only called",
                    german: "angeben, ob eingebunden, verändert oder nur aufgerufen wird"))
        case .unknown:
            return finding(
                .hold,
                Phrase(
                    "the matrix has no answer for \(licence)", german: "die Matrix hat für \(licence) keine Antwort"),
                Phrase("have the licence examined", german: "die Lizenz prüfen lassen"))
        case nil:
            return finding(
                .hold, Phrase("no licence matrix is loaded", german: "keine Lizenzmatrix ist geladen"),
                Phrase("load the matrix", german: "die Matrix laden"))
        }
    }

    private var interface: KnockOutFinding {
        func finding(_ verdict: KnockOutFinding.Verdict, _ reason: Phrase, _ remedy: Phrase) -> KnockOutFinding {
            KnockOutFinding(
                knockOut: .openInterface, verdict: verdict, reason: reason, remedy: remedy, answeredBy: Responsible.it)
        }
        if hasDocumentedInterface == false {
            return finding(
                .fail, Phrase("no documented open interface", german: "keine dokumentierte offene Schnittstelle"),
                Phrase(
                    "make the interface and its documents part of the contract",
                    german: "Schnittstelle und ihre Unterlagen zum Vertragsteil machen"))
        }
        if hasFullExport == false {
            return finding(
                .fail, Phrase("no full export", german: "kein voller Export"),
                Phrase(
                    "make the export of all data part of the contract",
                    german: "den Export aller Daten zum Vertragsteil machen"))
        }
        guard hasDocumentedInterface == true, hasFullExport == true else {
            return finding(
                .hold,
                Phrase("interface or export is not known", german: "Schnittstelle oder Export ist nicht bekannt"),
                Phrase(
                    "name the interface's address and an exported file",
                    german: "Adresse der Schnittstelle und eine exportierte Datei nennen"))
        }
        if interfaceCheckSucceeded == false {
            return finding(
                .hold, Phrase("the check of the address failed", german: "die Prüfung der Adresse misslang"),
                Phrase("mend the address and check again", german: "Adresse berichtigen und erneut prüfen"))
        }
        return .pass(
            .openInterface,
            interfaceCheckSucceeded == true
                ? Phrase("documented, exportable and checked", german: "dokumentiert, exportierbar und geprüft")
                : Phrase("documented and exportable", german: "dokumentiert und exportierbar"))
    }

    private var dataRights: KnockOutFinding {
        guard dataRightsStay != true else {
            return .pass(
                .dataRights, Phrase("they stay with the municipality", german: "sie bleiben bei der Kommune"))
        }
        return KnockOutFinding(
            knockOut: .dataRights, verdict: dataRightsStay == false ? .fail : .hold,
            reason: dataRightsStay == false
                ? Phrase("the rights go to the provider", german: "die Rechte gehen an den Anbieter")
                : Phrase("the contract has not been read for it", german: "der Vertrag ist darauf nicht gelesen"),
            remedy: Phrase(
                "a clause that use, control and access stay with the municipality",
                german: "eine Klausel, nach der Nutzung, Kontrolle und Zugang bei der Kommune bleiben"),
            answeredBy: Responsible.legal)
    }

    private var legalBasis: KnockOutFinding {
        func finding(_ verdict: KnockOutFinding.Verdict, _ reason: Phrase, _ remedy: Phrase) -> KnockOutFinding {
            KnockOutFinding(
                knockOut: .legalBasis, verdict: verdict, reason: reason, remedy: remedy,
                answeredBy: Responsible.dataProtection)
        }
        guard let processesPersonalData else {
            return finding(
                .hold,
                Phrase(
                    "whether personal data are processed is not known",
                    german: "ob personenbezogene Daten verarbeitet werden, ist nicht bekannt"),
                Phrase("fill in the record of processing", german: "das Verarbeitungsverzeichnis ausfüllen"))
        }
        guard processesPersonalData else {
            return .pass(.legalBasis, Phrase("no personal data", german: "keine personenbezogenen Daten"))
        }
        guard hasLegalBasis == true else {
            return finding(
                hasLegalBasis == false ? .fail : .hold,
                hasLegalBasis == false
                    ? Phrase("there is no legal basis", german: "es gibt keine Rechtsgrundlage")
                    : Phrase("the legal basis is not known", german: "die Rechtsgrundlage ist nicht bekannt"),
                Phrase("name the legal basis, or do without the data", german: "Rechtsgrundlage nennen oder verzichten")
            )
        }
        switch (needsImpactAssessment, hasImpactAssessment) {
        case (false, _):
            return .pass(
                .legalBasis,
                Phrase("legal basis named, no assessment needed", german: "Rechtsgrundlage benannt, keine DSFA nötig"))
        case (true, true):
            return .pass(
                .legalBasis, Phrase("legal basis and assessment exist", german: "Rechtsgrundlage und DSFA liegen vor"))
        case (true, _):
            return finding(
                hasImpactAssessment == false ? .fail : .hold,
                Phrase("the impact assessment is missing", german: "die Datenschutz-Folgenabschätzung fehlt"),
                Phrase("carry it out before the start", german: "sie vor dem Beginn durchführen"))
        case (nil, _):
            return finding(
                .hold,
                Phrase(
                    "whether an impact assessment is needed is not known",
                    german: "ob eine Folgenabschätzung nötig ist, ist nicht bekannt"),
                Phrase("answer the threshold test", german: "die Schwellwertprüfung beantworten"))
        }
    }

    private var followOn: KnockOutFinding {
        if statesFollowOnCost == true, statesStaff == true {
            return .pass(.followOnCost, Phrase("cost and staff are stated", german: "Kosten und Personal sind benannt"))
        }
        let isRefused = statesFollowOnCost == false || statesStaff == false
        return KnockOutFinding(
            knockOut: .followOnCost, verdict: isRefused ? .fail : .hold,
            reason: statesFollowOnCost == true
                ? Phrase("the staff is not stated", german: "das Personal ist nicht benannt")
                : statesStaff == true
                    ? Phrase("the follow-on cost is not stated", german: "die Folgekosten sind nicht benannt")
                    : Phrase("cost and staff are not stated", german: "Kosten und Personal sind nicht benannt"),
            remedy: Phrase("enter cost lines and staff needs", german: "Kostenzeilen und Personalbedarf eintragen"),
            answeredBy: Responsible.treasurer)
    }

    private var operatorFinding: KnockOutFinding {
        if let operatorName, !operatorName.isEmpty {
            return .pass(
                .operatorNamed, Phrase("operated by \(operatorName)", german: "betrieben von \(operatorName)"))
        }
        return KnockOutFinding(
            knockOut: .operatorNamed, verdict: .hold,
            reason: Phrase("nobody is named to run it", german: "niemand ist als Betreiber benannt"),
            remedy: Phrase(
                "choose an operator model and name who runs it", german: "Betreibermodell und Betreiber wählen"),
            answeredBy: Responsible.department)
    }

    private enum Responsible {
        static let department = Phrase("the department", german: "das Fachamt")
        static let legal = Phrase("the legal office", german: "das Rechtsamt")
        static let it = Phrase("the IT office", german: "das IT-Amt")
        static let dataProtection = Phrase("the data protection officer", german: "die Datenschutzbeauftragte")
        static let treasurer = Phrase("the treasurer's office", german: "die Kämmerei")
    }
}
