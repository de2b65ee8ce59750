// SPDX-License-Identifier: EUPL-1.2

/// The four questions about an existing system, and what follows from the answers.
public struct InventoryAudit: Sendable, Hashable {
    public static let questions = ["futureProof", "openInterfaces", "flexibleDataModel", "developable"]

    /// Keep it, develop what is only partly good, renew what fails a question, or ask first.
    public enum Verdict: Sendable, Hashable { case keep, develop, renew, ask }

    public let asset: PlanningObject
    /// Departments that own it or whose measures use it, in alphabetical order.
    public let departments: [String]
    public let uses: [String]
    public let measures: [PlanningObject]

    public var answers: [String?] { Self.questions.map { asset.text($0) } }

    public var verdict: Verdict {
        if answers.contains("no") { return .renew }
        if answers.contains(nil) { return .ask }
        return answers.contains("partly") ? .develop : .keep
    }

    /// One resource for several departments or tasks.
    public var isShared: Bool { departments.count > 1 || uses.count > 1 || measures.count > 1 }
}

/// Two of ours that can do, speak or hold the same.
public struct InventoryOverlap: Sendable, Hashable {
    public let first: PlanningObject
    public let second: PlanningObject
    public let capabilities: [String]
    public let data: [String]
    public let interfaces: [String]

    /// The same task or the same data twice is a parallel structure; the same interface alone helps to connect them.
    public var isParallel: Bool { !capabilities.isEmpty || !data.isEmpty }
}

extension PlanningObject {
    /// Texts of a list by their small letters without the spaces around: two ways to write one thing.
    func named(_ field: String) -> [String: String] {
        Dictionary(texts(field).map { (Self.key($0), $0) }, uniquingKeysWith: { first, _ in first })
    }

    static func key(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension Plan {
    /// What exists and is not closed.
    public var inventory: [PlanningObject] { objects(of: .asset).filter { $0.state != .closed } }

    /// Systems with interfaces: what exists, and the solutions of the plan.
    public var systems: [PlanningObject] {
        inventory.filter { !["competence", "contract"].contains($0.text("kind") ?? "") }
            + objects(of: .solution).filter { $0.state != .closed }
    }

    public var inventoryAudits: [InventoryAudit] {
        inventory.map { asset in
            let measures = referring(to: asset.reference, kind: .measure).filter { $0.state != .closed }
            let departments = Set(([asset] + measures).compactMap { $0.text("department") })
            return InventoryAudit(
                asset: asset, departments: departments.sorted(), uses: asset.texts("uses"), measures: measures)
        }
    }

    /// Pairs that share a capability, data or an interface; parallel structures first.
    public var overlaps: [InventoryOverlap] {
        let systems = systems
        var shared: [[Int]: [String: [String]]] = [:]
        for field in ["capabilities", "data", "interfaces"] {
            var holders: [String: [Int]] = [:]
            for (index, system) in systems.enumerated() {
                for key in system.named(field).keys { holders[key, default: []].append(index) }
            }
            for (key, indices) in holders where indices.count > 1 {
                let name = systems[indices[0]].named(field)[key] ?? key
                for (place, first) in indices.enumerated() {
                    for second in indices[(place + 1)...] {
                        shared[[first, second], default: [:]][field, default: []].append(name)
                    }
                }
            }
        }
        let overlaps = shared.map { pair, fields in
            InventoryOverlap(
                first: systems[pair[0]], second: systems[pair[1]],
                capabilities: (fields["capabilities"] ?? []).sorted(),
                data: (fields["data"] ?? []).sorted(), interfaces: (fields["interfaces"] ?? []).sorted())
        }
        func weight(_ overlap: InventoryOverlap) -> Int {
            2 * overlap.capabilities.count + 2 * overlap.data.count + (overlap.isParallel ? 100 : 0)
        }
        return overlaps.sorted {
            (weight($1), $0.first.reference, $0.second.reference) < (
                weight($0), $1.first.reference, $1.second.reference
            )
        }
    }

    /// What overlaps with one of ours.
    public func overlaps(of reference: Reference) -> [InventoryOverlap] {
        overlaps.filter { $0.first.reference == reference || $0.second.reference == reference }
    }
}
