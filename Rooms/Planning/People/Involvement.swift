// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import PlanningModel
import Wire

/// Who is involved in which phase, and which affected groups are not.
public struct Involvement: Sendable {
    /// A phase of a project, in order.
    public static let phases = Choice.phases

    /// How a stakeholder takes part, by phase; the strongest form of each.
    public struct Row: Sendable, Hashable {
        public let stakeholder: PlanningObject
        /// `inform`, `consult`, `collaborate` or `decide`; empty when the form was not named.
        public let forms: [String: String]
    }

    /// A group that open needs affect.
    public struct Group: Sendable, Hashable {
        public let name: String
        public let label: Words
        public let needs: [PlanningObject]
        public let stakeholders: [PlanningObject]
        /// Phases that a measure for these needs has reached.
        public let reached: [String]
        /// Reached phases in which nobody who stands for the group was involved.
        public let missed: [String]

        public var isRepresented: Bool { !stakeholders.isEmpty }
    }

    public let rows: [Row]
    /// Groups without a stakeholder first, then those that were left out of a phase.
    public let groups: [Group]

    public var alarms: [Group] { groups.filter { !$0.isRepresented || !$0.missed.isEmpty } }

    static let strengths = ["", "inform", "consult", "collaborate", "decide"]

    static func forms(of stakeholder: PlanningObject) -> [String: String] {
        var forms: [String: String] = [:]
        for row in stakeholder.rows("involvement") {
            guard let phase = row["phase"]?.string else { continue }
            let form = row["form"]?.string ?? ""
            let (new, old) = (strengths.firstIndex(of: form) ?? 0, strengths.firstIndex(of: forms[phase] ?? "") ?? 0)
            if forms[phase] == nil || new > old { forms[phase] = form }
        }
        return forms
    }
}

extension Plan {
    /// The involvement of all stakeholders, and of the groups whom open needs affect.
    public var involvement: Involvement {
        let rows = objects(of: .stakeholder).filter { $0.state != .closed }.map {
            Involvement.Row(stakeholder: $0, forms: Involvement.forms(of: $0))
        }
        let groups = Choice.groups.compactMap { group -> Involvement.Group? in
            let needs = openNeeds.filter { $0.texts("groups").contains(group.name) }
            guard !needs.isEmpty else { return nil }
            let standing = rows.filter { $0.stakeholder.texts("groups").contains(group.name) }
            let reached = reachedPhases(needs)
            let missed = reached.filter { phase in !standing.contains { $0.forms[phase] != nil } }
            return Involvement.Group(
                name: group.name, label: group.label, needs: needs, stakeholders: standing.map(\.stakeholder),
                reached: reached, missed: missed)
        }
        let sorted = groups.filter { !$0.isRepresented } + groups.filter { $0.isRepresented && !$0.missed.isEmpty }
        return Involvement(
            rows: rows, groups: sorted + groups.filter { $0.isRepresented && $0.missed.isEmpty })
    }

    /// A need is in preparation; its furthest measure says what follows.
    private func reachedPhases(_ needs: [PlanningObject]) -> [String] {
        let ofStage = ["idea": 0, "candidate": 1, "decided": 2, "pilot": 3, "running": 4, "ended": 4]
        let measures = needs.flatMap { referring(to: $0.reference, kind: .measure) }
        let furthest = measures.compactMap { $0.text("stage").flatMap { ofStage[$0] } }.max() ?? 0
        return Involvement.phases.prefix(furthest + 1).map(\.name)
    }
}
