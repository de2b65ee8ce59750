// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel

extension Plan {
    /// Journal entries: what is still to be done by its due day, then what was written down, the latest first.
    public func journal(kind: String = "") -> (open: [PlanningObject], written: [PlanningObject]) {
        let entries = objects(of: .journalEntry).filter { kind.isEmpty || $0.text("kind") == kind }
        let isOpen: (PlanningObject) -> Bool = { $0.flag("done") != true && $0.text("due") != nil }
        let open = entries.filter(isOpen).sorted {
            ($0.text("due") ?? "", $0.number) < ($1.text("due") ?? "", $1.number)
        }
        let written = entries.filter { !isOpen($0) }.sorted {
            ($1.text("date") ?? "", $1.number) < ($0.text("date") ?? "", $0.number)
        }
        return (open, written)
    }

    /// Needs and measures in work about which the journal says nothing.
    public var withoutJournal: [PlanningObject] {
        (openNeeds + objects(of: .measure).filter { $0.state != .closed }).filter {
            referring(to: $0.reference, kind: .journalEntry).isEmpty
        }
    }
}
