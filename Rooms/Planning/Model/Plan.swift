// SPDX-License-Identifier: EUPL-1.2

/// All objects that a reader may see, in memory: what analyses and pages work on.
public struct Plan: Sendable {
    /// By kind, in the order of their numbers.
    private let byKind: [ObjectKind: [PlanningObject]]
    private let byReference: [Reference: PlanningObject]
    private let referring: [Reference: [Reference]]
    let similarity: SimilarPairs
    private let whole: WholePlan?

    public init(_ objects: [PlanningObject]) { self.init(objects, similarity: SimilarPairs()) }

    init(_ objects: [PlanningObject], similarity: SimilarPairs, whole: WholePlan? = nil) {
        (self.similarity, self.whole) = (similarity, whole)
        byKind = Dictionary(grouping: objects.sorted { $0.number < $1.number }, by: \.kind)
        byReference = Dictionary(objects.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
        var referring: [Reference: [Reference]] = [:]
        for object in objects {
            for reference in object.referred { referring[reference, default: []].append(object.reference) }
        }
        self.referring = referring.mapValues { $0.sorted() }
    }

    /// The public part of all objects, without names of persons; `everything` knows the rest.
    package static func publicPart(of all: [PlanningObject]) -> Plan {
        let visible = all.filter(\.isPublic).map(\.withoutPersons)
        return Plan(visible, similarity: SimilarPairs(), whole: WholePlan(all: all, visible: visible))
    }

    public static let empty = Plan([])

    /// All objects there are, for computing: those that the reader may not see without their words.
    ///
    /// Results made of it are the same for everybody. For people with an account it is the plan itself.
    public func everything(german: Bool) -> Plan { whole?.plan(german: german) ?? self }

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

    /// All that an object rests on, directly or through others, and that the public does not see yet.
    ///
    /// What waits for somebody to accept it, and decisions, which are not changed, are not among them.
    public func unpublishedBasis(of object: PlanningObject) -> [PlanningObject] {
        var seen: Set<Reference> = [object.reference]
        var open = [object]
        var found: [PlanningObject] = []
        while let next = open.popLast() {
            for reference in next.referred where seen.insert(reference).inserted {
                guard let other = byReference[reference], other.state != .submitted, other.kind != .decision else {
                    continue
                }
                if !other.isPublic { found.append(other) }
                open.append(other)
            }
        }
        return found.sorted { $0.reference < $1.reference }
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
