// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel

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

/// Two of ours that can do or hold the same: a parallel structure, unless there is a reason for it.
public struct InventoryOverlap: Sendable, Hashable {
    public let first: PlanningObject
    public let second: PlanningObject
    public let capabilities: [String]
    public let data: [String]
    /// Interfaces that both have: the way to do without one of them.
    public let interfaces: [String]
}

extension PlanningObject {
    /// Texts of a list by their small letters without the spaces around: two ways to write one thing.
    func named(_ field: String) -> [String: String] {
        Dictionary(texts(field).map { (Self.key($0), $0) }, uniquingKeysWith: { first, _ in first })
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

    public var inventoryAudits: [InventoryAudit] { inventory.compactMap(inventoryAudit) }

    /// The audit of one existing resource; nil for anything else.
    public func inventoryAudit(of asset: PlanningObject) -> InventoryAudit? {
        guard asset.kind == .asset else { return nil }
        let measures = referring(to: asset.reference, kind: .measure).filter { $0.state != .closed }
        let departments = Set(([asset] + measures).compactMap { $0.text("department") })
        return InventoryAudit(
            asset: asset, departments: departments.sorted(), uses: asset.texts("uses"), measures: measures)
    }

    /// Pairs that share a capability or data, those that share most first.
    public var overlaps: [InventoryOverlap] {
        let systems = systems
        let names = systems.map(OverlapNames.init)
        // Only pairs that meet under some name are looked at.
        var holders: [String: [Int]] = [:]
        for (index, names) in names.enumerated() {
            for key in names.keys { holders[key, default: []].append(index) }
        }
        var pairs: Set<Int> = []
        for indices in holders.values where indices.count > 1 {
            for (place, first) in indices.enumerated() {
                for second in indices[(place + 1)...] { pairs.insert(first * systems.count + second) }
            }
        }
        let overlaps = pairs.compactMap { pair in
            let (first, second) = pair.quotientAndRemainder(dividingBy: systems.count)
            return names[first].overlap(with: names[second])
        }
        return Self.sorted(overlaps)
    }

    /// What overlaps with one of ours; it stands first.
    public func overlaps(of object: PlanningObject) -> [InventoryOverlap] {
        guard systems.contains(where: { $0.reference == object.reference }) else { return [] }
        let own = OverlapNames(object)
        return Self.sorted(
            systems.compactMap { $0.reference == object.reference ? nil : own.overlap(with: OverlapNames($0)) })
    }

    private static func sorted(_ overlaps: [InventoryOverlap]) -> [InventoryOverlap] {
        func weight(_ overlap: InventoryOverlap) -> Int {
            overlap.capabilities.count + overlap.data.count
        }
        return overlaps.sorted {
            (weight($1), $0.first.reference, $0.second.reference) < (
                weight($0), $1.first.reference, $1.second.reference
            )
        }
    }
}

/// What a system can do, holds and speaks, by names that compare equal when they are written alike.
private struct OverlapNames {
    let system: PlanningObject
    private let capabilities: [String: String]
    private let data: [String: String]
    private let interfaces: [String: String]

    init(_ system: PlanningObject) {
        self.system = system
        capabilities = system.named("capabilities")
        data = system.named("data")
        interfaces = system.named("interfaces")
    }

    /// Capabilities and data, each with the field it stands in.
    var keys: [String] {
        capabilities.keys.map { "c" + $0 } + data.keys.map { "d" + $0 }
    }

    func overlap(with other: OverlapNames) -> InventoryOverlap? {
        func common(_ names: KeyPath<OverlapNames, [String: String]>) -> [String] {
            self[keyPath: names].filter { other[keyPath: names][$0.key] != nil }.values.sorted()
        }
        let overlap = InventoryOverlap(
            first: system, second: other.system, capabilities: common(\.capabilities), data: common(\.data),
            interfaces: common(\.interfaces))
        return overlap.capabilities.isEmpty && overlap.data.isEmpty ? nil : overlap
    }
}
