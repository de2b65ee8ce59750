// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel
import Wire

/// Rights to use, to control and to give access, by system and actor.
public struct RightsMatrix: Sendable {
    public static let rights = ["use", "control", "access"]

    public struct Row: Sendable, Hashable {
        public let system: PlanningObject
        /// For each actor the rights that were granted.
        public let granted: [String: Set<String>]
        /// Rights that nobody was named for.
        public let open: [String]
    }

    public let actors: [String]
    public let rows: [Row]
    /// Systems without any named right.
    public let undescribed: [PlanningObject]
}

extension Plan {
    public var rightsMatrix: RightsMatrix {
        var actors: Set<String> = []
        var undescribed: [PlanningObject] = []
        let rows = systems.compactMap { system -> RightsMatrix.Row? in
            var granted: [String: Set<String>] = [:]
            for row in system.rows("rights") {
                guard let actor = row["actor"]?.string else { continue }
                granted[actor, default: []].formUnion(RightsMatrix.rights.filter { row[$0]?.bool == true })
            }
            guard !granted.isEmpty else {
                undescribed.append(system)
                return nil
            }
            actors.formUnion(granted.keys)
            let open = RightsMatrix.rights.filter { right in !granted.values.contains { $0.contains(right) } }
            return RightsMatrix.Row(system: system, granted: granted, open: open)
        }
        return RightsMatrix(actors: actors.sorted(), rows: rows, undescribed: undescribed)
    }
}
