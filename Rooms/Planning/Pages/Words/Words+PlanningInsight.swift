// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// Texts about goals and people of the plan.
package extension Words {
    static let calendarOfDue = Words(
        "Alles, was ansteht, als Kalender (iCalendar)", "All that is due as a calendar (iCalendar)")
    static let restsOnHidden = Words("Nicht öffentlich ist, worauf dies beruht", "What this rests on is not public")
    static let restsOnHiddenLead = Words(
        "Alle sehen die Ergebnisse, in die das Folgende eingeht, aber weder Namen noch Texte davon. Was Sie anhaken, wird mit allen Antworten öffentlich, nur Namen und Adressen von Personen nicht.",
        "Everybody sees the results that these are part of, but none of their names and texts. What you tick becomes public with all its answers, except names and addresses of persons."
    )
    static let publishTicked = Words("Angehakte veröffentlichen", "Publish the ticked ones")
    static func countedToo(_ count: Int) -> Words {
        Words(
            count == 1
                ? "Eines mehr ist mitgerechnet und nicht öffentlich."
                : "\(count) weitere sind mitgerechnet und nicht öffentlich.",
            count == 1 ? "One more is counted and not public." : "\(count) more are counted and not public.")
    }
    static func notShownToo(_ count: Int) -> Words {
        Words(
            count == 1 ? "Eine weitere ist nicht öffentlich." : "\(count) weitere sind nicht öffentlich.",
            count == 1 ? "One more is not public." : "\(count) more are not public.")
    }
    static let goalTreeTitle = Words("Ziele und wie weit wir sind", "Goals and how far we are")
    static let goalTreeLead = Words(
        "Jedes Ziel mit dem, wovon es ein Teil ist, woran es gemessen wird und wie weit es noch ist.",
        "Each goal with what it is part of, what it is measured by and how far it is.")
    static let noGoals = Words("Noch ist kein Ziel beschrieben.", "No goal is described yet.")
    static let goalNotMeasured = Words("wird noch nicht gemessen", "not measured yet")
    static func goalsWithoutIndicator(_ count: Int, _ all: Int) -> Words {
        if all == 1 {
            return Words(
                "Das Ziel hat keine Kennzahl: Ob es erreicht wird, kann niemand sagen.",
                "The goal has no indicator: nobody can say whether it is reached.")
        }
        return Words(
            count == 1
                ? "Eines von \(all) Zielen hat keine Kennzahl: Ob es erreicht wird, kann niemand sagen."
                : "\(count) von \(all) Zielen haben keine Kennzahl: Ob sie erreicht werden, kann niemand sagen.",
            count == 1
                ? "One of \(all) goals has no indicator: nobody can say whether it is reached."
                : "\(count) of \(all) goals have no indicator: nobody can say whether they are reached.")
    }
    static let charterTitle = Words(
        "Ziele und Maßnahmen vor der Smart City Charta", "Goals and measures and the Smart City Charta")
    static let charterLead = Words(
        "Welche Leitlinie ein Ziel selbst nennt oder über ein anderes Ziel erbt, und wo Lücken sind.",
        "Which guideline a goal names itself or takes from another goal, and where the gaps are.")
    static let charterGuidelines = Words(
        "Die vier Leitlinien in eigenen Worten", "The four guidelines in our own words")
    static let noGoalFollows = Words("kein Ziel nennt sie", "no goal names it")
    static let noMeasureFollows = Words("keine Maßnahme folgt ihr", "no measure follows it")
    static func withoutGuideline(_ count: Int, _ all: Int) -> Words {
        Words("\(count) von \(all) ohne jede Leitlinie", "\(count) of \(all) without any guideline")
    }
    static let throughGoal = Words("über ein Ziel", "through a goal")
    static let gapsTitle = Words("Lücken", "Gaps")
    static let noCharterGap = Words("keine Lücke", "no gap")
    static let needCoverageTitle = Words("Welche Bedarfe eine Antwort haben", "Which needs have an answer")
    static let needCoverageLead = Words(
        "Bedarfe mit ihren Maßnahmen, Zielen und Kennzahlen; die schlimmsten ohne Maßnahme zuerst.",
        "Needs with their measures, goals and indicators; the worst without a measure first.")
    static let withoutMeasure = Words("keine Maßnahme", "no measure")
    static func needsAnswered(_ share: String) -> Words {
        Words("\(share) der Bedarfe haben eine Maßnahme", "\(share) of the needs have a measure")
    }
    static let needsAnsweredHow = Words(
        "Jeder Bedarf zählt so viel, wie er schlimm ist (1–5; 3, solange es niemand gesagt hat).",
        "Each need counts as much as it is bad (1–5; 3 while nobody has said).")
    static let involvementTitle = Words("Wer beteiligt ist und wer fehlt", "Who is involved and who is missing")
    static let involvementLead = Words(
        "Alle Betroffenen früh und in jeder Phase: Akteure, wie sie mitwirken, und Gruppen, die niemand vertritt.",
        "All those affected, early and in each phase: stakeholders, how they take part, and groups nobody stands for.")
    static let leftOut = Words("Wer fehlt", "Who is missing")
    static let notRepresented = Words("Kein Akteur steht für diese Gruppe.", "No stakeholder stands for this group.")
    static let notRepresentedShort = Words("nicht vertreten", "not represented")
    static let involvedShort = Words("beteiligt", "involved")
    static let partlyInvolvedShort = Words("nicht in jeder Phase", "not in each phase")
    static func notInvolvedIn(_ phases: String) -> Words {
        Words("nicht beteiligt in: \(phases)", "not involved in: \(phases)")
    }
    static let addStakeholder = Words("Akteur anlegen", "Add a stakeholder")
    static let allInvolved = Words("Alle betroffenen Gruppen sind beteiligt.", "All affected groups are involved.")
    static let affectedGroups = Words("Betroffene Gruppen", "Affected groups")
    static let affectedGroup = Words("Gruppe", "Group")
    static let affectedGroupsLead = Words(
        "Erreicht ist eine Phase, sobald eine Maßnahme für diese Bedarfe dort angekommen ist.",
        "A phase is reached as soon as a measure for these needs is there.")
    static let noAffectedGroups = Words(
        "Kein Bedarf nennt eine betroffene Gruppe.", "No need names an affected group.")
    static let phasesReached = Words("Erreichte Phasen", "Phases reached")
    static let judgement = Words("Urteil", "Judgement")
    static let involvementByPhase = Words("Beteiligung je Phase", "Involvement by phase")
    static let journalTitle = Words("Journal", "Journal")
    static let journalLead = Words(
        "Schritte, Hürden und Lehren vom ersten Bedarf an, und was bis wann zu tun ist.",
        "Steps, hurdles and lessons from the first need on, and what is to be done by when.")
    static let journalWritten = Words("Festgehalten", "Written down")
    static let journalSilent = Words("Ohne Eintrag", "Without an entry")
    static let journalSilentLead = Words(
        "Über diese Bedarfe und Maßnahmen steht noch nichts im Journal.",
        "The journal says nothing about these needs and measures yet.")
    static let anyKind = Words("jede Art", "any kind")
    static let similarTitle = Words("Ähnliches in anderen Fachämtern", "Similar things in other departments")
    static let similarLead = Words(
        "Bedarfe und Maßnahmen verschiedener Ämter, die sich ähnlich lesen: ein Anlass, miteinander zu sprechen.",
        "Needs and measures of different departments that read alike: a reason to talk to each other.")
    static let similarPanel = Words("Liest sich ähnlich", "Reads alike")
    static let nothingSimilar = Words("Nichts liest sich ähnlich.", "Nothing reads alike.")
    static let thisOne = Words("Dies", "This")
    static let readsLike = Words("liest sich wie", "reads like")
    static let likeness = Words("Ähnlichkeit", "Likeness")
}
