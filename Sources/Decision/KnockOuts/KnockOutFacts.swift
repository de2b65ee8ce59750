// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

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
    public var licenceFault: Words?
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
    /// The administration runs it itself, whoever in it.
    public var isRunByTown = false

    public init() {}

    /// K1 to K7 in their order.
    public var findings: [KnockOutFinding] {
        usesTechnology == false
            ? [need] + [KnockOut.licence, .openInterface, .dataRights].map(notApplicable)
                + [legalBasis, followOn, operatorFinding]
            : isTechnologyOpen
                ? [need] + [KnockOut.licence, .openInterface, .dataRights].map(technologyOpen)
                    + [legalBasis, followOn, operatorFinding]
                : [need, licenceFinding, interface, dataRights, legalBasis, followOn, operatorFinding]
    }

    /// Whether nobody has said if there is any software or device, and nothing is known of one.
    private var isTechnologyOpen: Bool {
        usesTechnology == nil && licence?.isEmpty ?? true && hasDocumentedInterface == nil && hasFullExport == nil
            && interfaceCheckSucceeded == nil && dataRightsStay == nil
    }

    /// What is asked first where it is open whether there is anything to be licensed, connected or exported.
    private func technologyOpen(_ knockOut: KnockOut) -> KnockOutFinding {
        KnockOutFinding(
            knockOut: knockOut, verdict: .hold,
            reason: Words(
                "ob die Maßnahme Software oder Geräte braucht, ist noch nicht gesagt",
                "nobody has said yet whether the measure needs software or devices"),
            remedy: Words(
                "bei der Maßnahme sagen, ob sie Software oder Geräte braucht",
                "say at the measure whether it needs software or devices"),
            answeredBy: Responsible.department)
    }

    /// The worst verdict of all.
    public var verdict: KnockOutFinding.Verdict {
        let verdicts = findings.map(\.verdict)
        return verdicts.contains(.fail) ? .fail : verdicts.contains(.hold) ? .hold : .pass
    }

    private func notApplicable(_ knockOut: KnockOut) -> KnockOutFinding {
        .pass(
            knockOut,
            Words("trifft nicht zu: keine Software, keine Geräte", "does not apply: no software, no devices"))
    }

    private var need: KnockOutFinding {
        if linkedNeeds > 0 {
            return .pass(
                .linkedNeed,
                linkedNeeds == 1
                    ? Words("ein Bedarf ist verknüpft", "one need is linked")
                    : Words("\(linkedNeeds) Bedarfe sind verknüpft", "\(linkedNeeds) needs are linked"))
        }
        return KnockOutFinding(
            knockOut: .linkedNeed, verdict: .fail,
            reason: Words("kein Bedarf ist verknüpft", "no need is linked"),
            remedy: Words(
                "den Bedarf beschreiben, auf den sie antwortet, und verknüpfen",
                "describe the need it answers and link it"),
            answeredBy: Responsible.department)
    }

    private var licenceFinding: KnockOutFinding {
        func finding(_ verdict: KnockOutFinding.Verdict, _ reason: Words, _ remedy: Words) -> KnockOutFinding {
            KnockOutFinding(
                knockOut: .licence, verdict: verdict, reason: reason, remedy: remedy, answeredBy: Responsible.legal)
        }
        guard let licence, !licence.isEmpty else {
            return finding(
                .hold, Words("die Lizenz ist nicht bekannt", "the licence is not known"),
                Words("den Anbieter nach dem SPDX-Namen fragen", "ask the provider for the SPDX name"))
        }
        if let licenceFault {
            return finding(
                .hold,
                Words(
                    "„\(licence)“ ist nicht prüfbar: \(licenceFault.german)",
                    "“\(licence)” cannot be judged: \(licenceFault.english)"),
                Words("als SPDX-Ausdruck schreiben", "write it as an SPDX expression"))
        }
        switch compatibility {
        case .same, .yes:
            return .pass(
                .licence, Words("\(licence) ist mit unserer verträglich", "\(licence) is compatible with ours")
            )
        case .no:
            return finding(
                .fail,
                Words(
                    "\(licence) ist mit unserer nicht verträglich", "\(licence) is not compatible with ours"),
                Words(
                    "andere Lizenz vom Anbieter, oder Nutzung als getrennter Dienst",
                    "another licence from the provider, or use as a separate service"))
        case .checkDependency:
            return finding(
                .hold,
                Words(
                    "bei \(licence) kommt es auf die Art der Einbindung an",
                    "for \(licence) it depends on how it is linked"),
                Words(
                    "angeben, ob eingebunden, verändert oder nur aufgerufen wird",
                    "state whether it is linked, changed or only called"))
        case .unknown:
            return finding(
                .hold,
                Words(
                    "die Matrix hat für \(licence) keine Antwort", "the matrix has no answer for \(licence)"),
                Words("die Lizenz prüfen lassen", "have the licence examined"))
        case nil:
            return finding(
                .hold,
                Words(
                    "ob \(licence) mit der eigenen Lizenz zusammengeht, ist noch nicht geprüft",
                    "whether \(licence) goes with one's own licence is not examined yet"),
                Words(
                    "prüfen lassen, oder die Lizenzmatrix laden (OSADL)",
                    "have it examined, or load the licence matrix (OSADL)"))
        }
    }

    private var interface: KnockOutFinding {
        func finding(_ verdict: KnockOutFinding.Verdict, _ reason: Words, _ remedy: Words) -> KnockOutFinding {
            KnockOutFinding(
                knockOut: .openInterface, verdict: verdict, reason: reason, remedy: remedy, answeredBy: Responsible.it)
        }
        if hasDocumentedInterface == false {
            return finding(
                .fail, Words("keine dokumentierte offene Schnittstelle", "no documented open interface"),
                Words(
                    "Schnittstelle und ihre Unterlagen zum Vertragsteil machen",
                    "make the interface and its documents part of the contract"))
        }
        if hasFullExport == false {
            return finding(
                .fail, Words("kein voller Export", "no full export"),
                Words(
                    "den Export aller Daten zum Vertragsteil machen", "make the export of all data part of the contract"
                ))
        }
        guard hasDocumentedInterface == true, hasFullExport == true else {
            return finding(
                .hold,
                Words("Schnittstelle oder Export ist nicht bekannt", "interface or export is not known"),
                Words(
                    "Adresse der Schnittstelle und eine exportierte Datei nennen",
                    "name the interface's address and an exported file"))
        }
        if interfaceCheckSucceeded == false {
            return finding(
                .hold, Words("die Prüfung der Adresse misslang", "the check of the address failed"),
                Words("Adresse berichtigen und erneut prüfen", "mend the address and check again"))
        }
        return .pass(
            .openInterface,
            interfaceCheckSucceeded == true
                ? Words("dokumentiert, exportierbar und geprüft", "documented, exportable and checked")
                : Words("dokumentiert und exportierbar", "documented and exportable"))
    }

    private var dataRights: KnockOutFinding {
        guard dataRightsStay != true else {
            return .pass(
                .dataRights, Words("sie bleiben bei der Kommune", "they stay with the municipality"))
        }
        return KnockOutFinding(
            knockOut: .dataRights, verdict: dataRightsStay == false ? .fail : .hold,
            reason: dataRightsStay == false
                ? Words("die Rechte gehen an den Anbieter", "the rights go to the provider")
                : Words("der Vertrag ist darauf nicht gelesen", "the contract has not been read for it"),
            remedy: Words(
                "eine Klausel, nach der Nutzung, Kontrolle und Zugang bei der Kommune bleiben",
                "a clause that use, control and access stay with the municipality"),
            answeredBy: Responsible.legal)
    }

    private var legalBasis: KnockOutFinding {
        func finding(_ verdict: KnockOutFinding.Verdict, _ reason: Words, _ remedy: Words) -> KnockOutFinding {
            KnockOutFinding(
                knockOut: .legalBasis, verdict: verdict, reason: reason, remedy: remedy,
                answeredBy: Responsible.dataProtection)
        }
        guard let processesPersonalData else {
            return finding(
                .hold,
                Words(
                    "ob personenbezogene Daten verarbeitet werden, ist nicht bekannt",
                    "whether personal data are processed is not known"),
                Words("das Verarbeitungsverzeichnis ausfüllen", "fill in the record of processing"))
        }
        guard processesPersonalData else {
            return .pass(.legalBasis, Words("keine personenbezogenen Daten", "no personal data"))
        }
        guard hasLegalBasis == true else {
            return finding(
                hasLegalBasis == false ? .fail : .hold,
                hasLegalBasis == false
                    ? Words("es gibt keine Rechtsgrundlage", "there is no legal basis")
                    : Words("die Rechtsgrundlage ist nicht bekannt", "the legal basis is not known"),
                Words("Rechtsgrundlage nennen oder verzichten", "name the legal basis, or do without the data")
            )
        }
        switch (needsImpactAssessment, hasImpactAssessment) {
        case (false, _):
            return .pass(
                .legalBasis,
                Words("Rechtsgrundlage benannt, keine DSFA nötig", "legal basis named, no assessment needed"))
        case (true, true):
            return .pass(
                .legalBasis, Words("Rechtsgrundlage und DSFA liegen vor", "legal basis and assessment exist"))
        case (true, _):
            return finding(
                hasImpactAssessment == false ? .fail : .hold,
                Words("die Datenschutz-Folgenabschätzung fehlt", "the impact assessment is missing"),
                Words("sie vor dem Beginn durchführen", "carry it out before the start"))
        case (nil, _):
            return finding(
                .hold,
                Words(
                    "ob eine Folgenabschätzung nötig ist, ist nicht bekannt",
                    "whether an impact assessment is needed is not known"),
                Words("die Schwellwertprüfung beantworten", "answer the threshold test"))
        }
    }

    private var followOn: KnockOutFinding {
        if statesFollowOnCost == true, statesStaff == true {
            return .pass(.followOnCost, Words("Kosten und Personal sind benannt", "cost and staff are stated"))
        }
        let isRefused = statesFollowOnCost == false || statesStaff == false
        return KnockOutFinding(
            knockOut: .followOnCost, verdict: isRefused ? .fail : .hold,
            reason: statesFollowOnCost == true
                ? Words("das Personal ist nicht benannt", "the staff is not stated")
                : statesStaff == true
                    ? Words("die Folgekosten sind nicht benannt", "the follow-on cost is not stated")
                    : Words("Kosten und Personal sind nicht benannt", "cost and staff are not stated"),
            remedy: Words(
                "Kostenzeilen der Phase Betrieb und Personalbedarf eintragen; wo nichts anfällt, eine Zeile mit 0",
                "enter cost lines of the phase operation and staff needs; where there is none, a row with 0"),
            answeredBy: Responsible.treasurer)
    }

    private var operatorFinding: KnockOutFinding {
        if let operatorName, !operatorName.isEmpty {
            return .pass(
                .operatorNamed, Words("betrieben von \(operatorName)", "operated by \(operatorName)"))
        }
        if isRunByTown {
            return .pass(
                .operatorNamed, Words("betrieben von der Verwaltung selbst", "operated by the administration itself"))
        }
        return KnockOutFinding(
            knockOut: .operatorNamed, verdict: .hold,
            reason: Words("niemand ist als Betreiber benannt", "nobody is named to run it"),
            remedy: Words(
                "Betreibermodell und Betreiber wählen", "choose an operator model and name who runs it"),
            answeredBy: Responsible.department)
    }

    private enum Responsible {
        static let department = Words("das Fachamt", "the department")
        static let legal = Words("das Rechtsamt", "the legal office")
        static let it = Words("das IT-Amt", "the IT office")
        static let dataProtection = Words("die Datenschutzbeauftragte", "the data protection officer")
        static let treasurer = Words("die Kämmerei", "the treasurer's office")
    }
}
