// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Site
import Trial

/// Words of this room.
extension Words {
    static let pilots = Words("Erprobungen", "Pilots")
    static let pilotsLead = Words(
        "Erst denken, dann an einem begrenzten Ort erproben, dann ausrollen, was sich bewährt hat.",
        "First think, then try in a bounded place, then roll out what has proved itself.")
    static let noPilots = Words("Noch wird nichts erprobt.", "Nothing is being tried yet.")
    static let newPilot = Words("Eine Erprobung planen", "Plan a pilot")
    static let tryIt = Words("Ausprobieren", "Try it")
    static let editPilot = Words("Angaben ändern", "Change the answers")
    static let pilotState = Words("Stand", "State")
    static let pilotAlarms = Words("Erprobungen, die stecken bleiben", "Pilots that may get stuck")
    static let nextSteps = Words("Wie es weitergeht", "What comes next")
    static let openForThis = Words("Dafür fehlt noch:", "Still missing for this:")
    static let canItAnswer = Words("Kann die Erprobung eine Antwort geben?", "Can the trial give an answer?")
    static let planIncomplete = Words("Für einen Plan fehlt noch:", "Still missing for a plan:")
    static let registration = Words("Was festgelegt ist", "What is registered")
    static let registerNow = Words("Plan festlegen", "Register the plan")
    static let undecidable = Words(
        "Achtung: Nach dem, was die Gebiete bisher zeigen, findet dieser Plan die nützliche Wirkung wahrscheinlich nicht. Was festgelegt ist, bleibt sichtbar.",
        "Caution: after what the areas have shown so far, this plan will probably not find the useful effect. What is registered stays visible."
    )
    static let knowingly = Words(
        "Trotzdem festlegen: Wir wissen, dass die Erprobung wahrscheinlich keine Antwort gibt.",
        "Register it all the same: we know that the trial will probably give no answer.")
    static let amendNow = Words("Änderung festlegen", "Register the amendment")
    static let amendReason = Words("Grund der Änderung", "Reason of the amendment")
    static let notRegistered = Words(
        "Noch nichts. Was festgelegt ist, lässt sich nur mit Grund ändern; beide Fassungen bleiben sichtbar.",
        "Nothing yet. What is registered can only be amended with a reason; both versions stay visible.")
    static let answersChanged = Words(
        "Die Angaben weichen von dem ab, was festgelegt ist. Es gilt, was festgelegt ist.",
        "The answers differ from what is registered. What is registered holds.")
    static let registeredLate = Words(
        "Erst nach dem Beginn festgelegt: Wer die ersten Daten schon kannte, konnte den Plan danach richten.",
        "Registered only after the start: who knew the first data could shape the plan by them.")
    static let fingerprint = Words("Fingerabdruck (SHA-256)", "Fingerprint (SHA-256)")
    static let dataCheck = Words("Sind die Daten in Ordnung?", "Are the data sound?")
    static let dataCheckLead = Words(
        "Bevor ein Ergebnis gezeigt wird, entscheiden Sie je Gebiet, ob seine Messung zählt. Welche Gebiete die Maßnahme haben, steht auf dieser Seite mit Absicht nicht, bis Sie entschieden haben.",
        "Before a result is shown, decide for each area whether its measurement counts. Which areas have the measure is left out on this page on purpose until you have decided."
    )
    static let leaveOut = Words("auslassen", "leave out")
    static let whyLeftOut = Words("Grund", "Reason")
    static let dataSettled = Words("So auswerten", "Analyse it so")
    static let measuredShare = Words("Abschnitte gemessen", "Periods measured")
    static let nothingFound = Words("nichts gefunden", "nothing found")
    static let findings = Words("Auffälligkeiten", "Findings")
    static let looks = Words("Blicke", "Looks")
    static let takeLook = Words("Jetzt hinsehen und festhalten", "Look now and keep it")
    static let unregisteredLook = Words(
        "nicht festgelegter Blick: ohne p-Wert, entscheidet nichts",
        "not a registered look: no p-value, decides nothing")
    static let result = Words("Was herauskommt", "What comes out")
    static let noResult = Words("Noch kein Ergebnis.", "No result yet.")
    static let seriesHidden = Words(
        "Das Ergebnis ruht auf Messreihen, die nicht öffentlich sind.",
        "The result rests on series that are not public.")
    static let verdict = Words("Urteil nach der festgelegten Regel", "Verdict by the registered rule")
    static let journal = Words("Verlauf", "Course")
    static let tampered = Words(
        "Achtung: Was gespeichert ist, passt nicht mehr zum Fingerabdruck. Die Auswertung ist gesperrt.",
        "Caution: what is stored no longer fits its fingerprint. The analysis is locked.")
    static let area = Words("Gebiet", "Area")
    static let change = Words("Veränderung", "Change")
    static let roleColumn = Words("Rolle", "Part")
    static let effect = Words("Wirkung", "Effect")
    static let seen = Words("würde gesehen", "would be seen")
    static let treatedMean = Words("mit Maßnahme", "with the measure")
    static let controlMean = Words("zum Vergleich", "to compare")
    static let doubts = Words("Was dagegen spricht", "What speaks against it")
    static let overrideMark = Words(
        "Entgegen dem Urteil ausgerollt, durch Beschluss des Rates.",
        "Rolled out against the verdict, by decision of the council.")
    static let downloadEvidence = Words("Alles zum Nachrechnen (ZIP)", "All to compute it again (ZIP)")
    static let recompute = Words(
        "Nachrechnen: „allmende verify pilot DATEI“ oder docs/examples/verify_pilot.py, ohne Netz und ohne Datenbank.",
        "Compute it again: “allmende verify pilot FILE” or docs/examples/verify_pilot.py, without network or database.")
    static let rankTest = Words("Rangtest", "Rank test")
    static let meanTest = Words("Test der Mittelwerte", "Test of means")
    static let allAssignments = Words("exakt über alle Zuteilungen", "exact over all assignments")
    static let drawnAssignments = Words(
        "an 100.000 gezogenen Zuteilungen, weil es zu viele gibt",
        "on 100,000 drawn assignments, because there are too many")
    static let writersStep = Words(
        "Das entscheidet die Redaktion, die Amtsleitung oder die Verwaltung.",
        "That is for editors, heads of department and administrators.")
    static let amendmentAwaitsLook = Words(
        "Der Plan wurde danach geändert; nach der Änderung wurde noch nicht hingesehen. Bis dahin gilt dieses Ergebnis.",
        "The plan was amended afterwards, and nobody has looked since. Until then this result holds.")
    static let measureLink = Words("Maßnahme", "Measure")

    /// After the state of a pilot that has not begun.
    static let planStands = Words(", der Plan ist festgelegt", ", the plan is registered")

    static func state(_ state: PilotState) -> Words {
        switch state {
        case .idea: Words("Idee", "idea")
        case .denklabor: Words("Denklabor", "thinking lab")
        case .ready: Words("bereit", "ready")
        case .reallabor: Words("Reallabor", "living lab")
        case .evaluation: Words("Auswertung", "evaluation")
        case .rollout: Words("Ausrollen", "roll-out")
        case .rolloutAgainstGate: Words("Ausrollen gegen das Urteil", "roll-out against the verdict")
        case .anchored: Words("verankert", "anchored")
        case .stopped: Words("beendet", "stopped")
        }
    }

    static func event(_ event: PilotEvent) -> Words {
        switch event {
        case .prepare: Words("Ins Denklabor", "Take it into the thinking lab")
        case .passStartGate: Words("Für bereit erklären", "Declare it ready")
        case .start: Words("Beginnen", "Start")
        case .look: Words("Hinsehen", "Look")
        case .stopEarly: Words("Vorzeitig auswerten", "Evaluate early")
        case .end: Words("Auswerten", "Evaluate")
        case .go: Words("Ausrollen", "Roll out")
        case .extend: Words("Verlängern", "Extend")
        case .change: Words("Anders neu planen", "Plan it anew, differently")
        case .stop: Words("Beenden, mit dem Gelernten", "Stop, with what was learned")
        case .wait: Words("Warten, bis alles vorliegt", "Wait until the papers are there")
        case .anchor: Words("In den Regelbetrieb", "Into regular operation")
        case .withdraw: Words("Zurückziehen", "Withdraw")
        case .drop: Words("Aufgeben", "Drop it")
        case .councilOverride: Words("Trotzdem ausrollen (Rat)", "Roll out all the same (council)")
        }
    }

    static func verdict(_ verdict: Verdict) -> Words {
        switch verdict {
        case .go: Words("ausrollen", "roll out")
        case .extend: Words("verlängern: noch nicht entschieden", "extend: not decided yet")
        case .change: Words("anders versuchen: Es wirkt, aber so nicht", "change: it works, but not like this")
        case .stop: Words("beenden", "stop")
        case .wait: Words("warten: Nur Unterlagen fehlen", "wait: only papers are missing")
        }
    }

    static func refusal(_ refusal: PilotMachine.Refusal) -> [Words] {
        switch refusal {
        case .noSuchStep: [Words("Diesen Schritt gibt es hier nicht.", "There is no such step from here.")]
        case .startGate(let missing): missing.map(Words.missing)
        case .verdictIs(let verdict):
            [
                verdict.map {
                    Words(
                        "Das Urteil lautet: \(Words.verdict($0).german).",
                        "The verdict is: \(Words.verdict($0).english).")
                } ?? Words("Es gibt noch kein Urteil.", "There is no verdict yet.")
            ]
        case .noReasonToStopEarly:
            [
                Words(
                    "Kein festgelegter Blick rechtfertigt ein vorzeitiges Ende.",
                    "No registered look justifies an early end.")
            ]
        case .beforeStart: [Words("Der festgelegte Beginn liegt noch vor uns.", "The registered start is still ahead.")]
        case .lookDue:
            [
                Words(
                    "Erst wird hingesehen und festgehalten: Nach dem Auswerten ginge es nicht mehr.",
                    "First look and keep it: after the evaluation that would be too late.")
            ]
        case .notPublic:
            [
                Words(
                    "Die Erprobung muss öffentlich sein: Was gegen das Urteil geschieht, sehen alle.",
                    "The pilot has to be public: what goes ahead against the verdict is for everybody to see.")
            ]
        case .beforeEnd: [Words("Das festgelegte Ende liegt noch vor uns.", "The registered end is still ahead.")]
        case .alreadyExtended: [Words("Verlängert wird nur einmal.", "It is extended only once.")]
        case .noNewRegistration:
            [
                Words(
                    "Eine Verlängerung braucht einen neu festgelegten Plan.",
                    "An extension needs a newly registered plan.")
            ]
        case .noLesson: [Words("Was gelernt wurde, fehlt.", "What was learned is missing.")]
        case .noCouncilDecision:
            [
                Words(
                    "Es fehlt ein Beschluss des Rates, der diese Maßnahme annimmt.",
                    "A decision of the council in favour of this measure is missing.")
            ]
        case .nothingToOverride: [Words("Das Urteil erlaubt es schon.", "The verdict allows it already.")]
        case .notInRegularOperation: [Words("Noch nicht im Regelbetrieb.", "Not in regular operation yet.")]
        }
    }

    static func missing(_ missing: StartGate.Missing) -> Words {
        switch missing {
        case .knockOut(let code):
            KnockOut(rawValue: code).map {
                Words(
                    "\(code) ist bei der Maßnahme nicht bestanden oder noch offen: \($0.name.german).",
                    "\(code) of the measure is not passed, or still open: \($0.name.english).")
            } ?? Words(code, code)
        case .cannotDecide:
            Words(
                "So wenige Gebiete können nichts entscheiden: Nehmen Sie mehr hinzu.",
                "So few areas cannot decide anything: add more.")
        case .tooSmall:
            Words(
                "Die kleinste nützliche Wirkung ist kleiner als das, was zu sehen wäre: mehr Gebiete, länger, oder eine ruhigere Kennzahl.",
                "The smallest useful effect is smaller than what could be seen: more areas, longer, or a steadier indicator."
            )
        case .criticalMass:
            Words(
                "Im Testfeld leben zu wenige, oder die Angaben dazu fehlen.",
                "Too few live in the test field, or figures are missing.")
        case .baseline:
            Words(
                "Vor dem Beginn sind weniger als zwölf Abschnitte zu 80 % gemessen.",
                "Before the start fewer than twelve periods are measured to 80 %.")
        case .operatorDraft: Words("Der Betreiber fehlt.", "The operator is missing.")
        case .exitPlan: Words("Der Ausstiegsplan fehlt.", "The exit plan is missing.")
        case .endDate: Words("Das Ende fehlt.", "The end is missing.")
        case .decisionDate: Words("Der Tag der Entscheidung fehlt.", "The day of the decision is missing.")
        case .ownerDepartment: Words("Das zuständige Fachamt fehlt.", "The department in charge is missing.")
        case .registration: Words("Der Plan ist nicht festgelegt.", "The plan is not registered.")
        }
    }

    static func missing(_ missing: ResultGate.Missing) -> Words {
        switch missing {
        case .guardrail: Words("Eine Leitplanke ist verletzt.", "A guardrail is broken.")
        case .analysis: Words("Die festgelegte Auswertung liegt nicht vor.", "The registered analysis is not there.")
        case .effect:
            Words(
                "Die Wirkung ist nicht sicher so groß, wie sie nützlich wäre.",
                "The effect is not surely as large as would be useful.")
        case .chance: Words("Zufall ist nicht ausgeschlossen.", "Chance is not excluded.")
        case .adoption: Words("Zu wenige nutzen es.", "Too few use it.")
        case .availability: Words("Die Geräte liefen zu selten.", "The devices worked too rarely.")
        case .acceptance: Words("Zustimmung ist nicht sicher.", "Acceptance is not sure.")
        case .operatorSigned:
            Words(
                "Die Vereinbarung mit dem Betreiber fehlt oder ist noch ein Entwurf.",
                "The operator's agreement is missing or still a draft.")
        case .budgetLine:
            Words(
                "Rat oder Ausschuss haben die Folgekosten dieser Maßnahme nicht beschlossen.",
                "No council or committee has decided in favour of this measure's follow-on cost.")
        case .staffInPlan: Words("Das Personal steht nicht im Stellenplan.", "Staff is not in the plan.")
        case .privacyClosed: Words("Der Datenschutz ist nicht geklärt.", "Data protection is not settled.")
        case .securityClosed: Words("Die IT-Sicherheit ist nicht geklärt.", "Security is not settled.")
        case .rollOutCost: Words("Die Kosten des Ausrollens fehlen.", "The cost of the roll-out is missing.")
        }
    }

    static func fault(_ fault: TrialPlan.Fault) -> Words {
        switch fault {
        case .missing(let field):
            Words("Angabe „\(fieldName(field).german)“", "the answer “\(fieldName(field).english)”")
        case .indicatorGone: Words("Die Kennzahl gibt es nicht mehr.", "The indicator is gone.")
        case .handKept:
            Words("Die Kennzahl wird nicht gemessen.", "The indicator is not measured.")
        case .tooFewAreas:
            Words(
                "Mindestens drei Gebiete, davon eines mit Maßnahme und eines zum Vergleich; entscheiden kann eine Erprobung bei 5 % Irrtumsrisiko ab vier und vier oder drei und fünf",
                "at least three areas, one with the measure and one to compare; at 5 % risk of error a trial can decide from four and four or three and five on"
            )
        case .tooManyAreas: Words("Höchstens 64 Gebiete", "at most 64 areas")
        case .twice(let series):
            Words("Die Messreihe \(series) steht zweimal.", "The series \(series) is there twice.")
        case .sameName(let name):
            Words(
                "Zwei Gebiete heißen „\(name)“: Geben Sie jedem einen eigenen Namen.",
                "Two areas are called “\(name)”: give each a name of its own.")
        case .noSeries(let series):
            Words(
                "Die Messreihe \(series) ist nicht da oder nicht sichtbar.",
                "The series \(series) is not there or not visible.")
        case .tooLong(let most):
            Words(
                "Vergleichszeit bis Ende: höchstens \(most) Abschnitte", "baseline to end: at most \(most) periods")
        case .order: Words("Vergleichszeit, Beginn und Ende in dieser Folge", "baseline, start and end in this order")
        case .lookOutside(let day):
            Words(
                "Der Blick am \(Format(.german).date(day)) liegt nicht zwischen Beginn und Ende.",
                "The look on \(Format(.english).date(day)) is not between start and end.")
        case .lotWithoutNumber: Words("Die öffentliche Zahl des Loses", "the public number of the lot")
        case .guardrailElsewhere(let area):
            Words(
                "„\(area)“ in den Leitplanken ist kein Gebiet der Erprobung.",
                "“\(area)” of the guardrails is no area of the trial.")
        case .guardrailComparesNothing(let name):
            Words(
                "Die Leitplanke „\(name)“ braucht ein Gebiet mit Maßnahme und eines zum Vergleich.",
                "The guardrail “\(name)” needs an area with the measure and one to compare.")
        case .lotTooLarge: Words("Weniger ausgeloste Gebiete, als es gibt", "fewer areas drawn than there are")
        }
    }

    private static func fieldName(_ name: String) -> Words {
        switch name {
        case "indicator": Words("Wichtigste Kennzahl", "Primary indicator")
        case "direction": Words("Erfolg ist", "Success is")
        case "scale": Words("Verglichen als", "Compared by")
        case "usefulEffect": Words("Kleinste nützliche Wirkung", "Smallest useful effect")
        case "lotTreated":
            Words("Durch Los bestimmte Gebiete mit Maßnahme", "Areas drawn by lot for the measure")
        case "before": Words("Vergleichszeit ab", "Baseline from")
        case "start": Words("Beginn", "Start")
        case "end": Words("Ende", "End")
        default: Words(name, name)
        }
    }
}
