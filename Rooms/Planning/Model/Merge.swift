// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// Two people changed the same object: what it was, what the other made of it, and what this one wants.
public struct PlanningConflict: Error, Sendable, Hashable {
    /// The version this person began with; empty when it is no longer known.
    public let base: JSONObject
    public let theirs: PlanningObject
    public let mine: JSONObject

    public init(base: JSONObject, theirs: PlanningObject, mine: JSONObject) {
        self.base = base
        self.theirs = theirs
        self.mine = mine
    }

    /// The names of fields that both changed, to different answers.
    public var disputed: [String] {
        names.filter { name in
            let (base, theirs, mine) = (base[name], theirs.document[name], mine[name])
            return mine != base && theirs != base && mine != theirs
        }
    }

    /// What both want; of a disputed field the answer of the other, which is stored already.
    public var merged: JSONObject {
        var merged = JSONObject()
        for name in names {
            let (base, theirs, mine) = (base[name], theirs.document[name], mine[name])
            merged[name] = mine != base && theirs == base ? mine : theirs
        }
        return merged
    }

    private var names: [String] {
        var names = theirs.document.names
        for name in mine.names + base.names where !names.contains(name) { names.append(name) }
        return names
    }
}
