// SPDX-License-Identifier: EUPL-1.2

/// All objects that a reader may see, in memory: what analyses and pages work on.
public struct Plan: Sendable {
    /// By kind, in the order of their numbers.
    private let byKind: [ObjectKind: [PlanningObject]]
    private let byReference: [Reference: PlanningObject]
    private let referring: [Reference: [Reference]]
    let similarity = SimilarPairs()

    public init(_ objects: [PlanningObject]) {
        byKind = Dictionary(grouping: objects.sorted { $0.number < $1.number }, by: \.kind)
        byReference = Dictionary(objects.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
        var referring: [Reference: [Reference]] = [:]
        for object in objects {
            for reference in object.referred { referring[reference, default: []].append(object.reference) }
        }
        self.referring = referring.mapValues { $0.sorted() }
    }

    public static let empty = Plan([])

    public var count: Int { byReference.count }
    public var isEmpty: Bool { byReference.isEmpty }

    public func objects(of kind: ObjectKind) -> [PlanningObject] { byKind[kind] ?? [] }

    public subscript(reference: Reference) -> PlanningObject? { byReference[reference] }
    public subscript(text: some StringProtocol) -> PlanningObject? { Reference(text).flatMap { byReference[$0] } }

    /// The municipality's own facts: the first object of that kind.
    public var town: PlanningObject? { byKind[.town]?.first }

    /// The objects a field refers to, those that are not visible or gone left out.
    public func objects(_ object: PlanningObject, _ field: String) -> [PlanningObject] {
        object.references(field).compactMap { byReference[$0] }
    }

    /// The objects that refer to one, perhaps of one kind only.
    public func referring(to reference: Reference, kind: ObjectKind? = nil) -> [PlanningObject] {
        (referring[reference] ?? []).compactMap { byReference[$0] }.filter { kind == nil || $0.kind == kind }
    }

    /// What an object was based on and has changed since: it is to be checked again.
    public func outdated(_ object: PlanningObject) -> [PlanningObject] {
        object.checked.compactMap { reference, version in
            byReference[reference].flatMap { $0.version > version ? $0 : nil }
        }.sorted { $0.reference < $1.reference }
    }

    /// All objects that are to be checked again.
    public var outdated: [PlanningObject] {
        ObjectKind.allCases.flatMap { objects(of: $0) }.filter { !outdated($0).isEmpty }
    }
}
