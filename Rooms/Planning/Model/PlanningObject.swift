// SPDX-License-Identifier: EUPL-1.2
public import Decision
public import Wire

/// The name of an object that people write and links carry: "B-12".
public struct Reference: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let kind: ObjectKind
    public let number: Int64

    public init(_ kind: ObjectKind, _ number: Int64) { (self.kind, self.number) = (kind, number) }

    /// Reads "B-12"; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard let dash = text.firstIndex(of: "-"), let kind = ObjectKind(code: text[..<dash]),
            let number = Int64(text[text.index(after: dash)...]), number > 0
        else { return nil }
        self.init(kind, number)
    }

    public var description: String { "\(kind.code)-\(number)" }

    public static func < (left: Reference, right: Reference) -> Bool {
        left.kind == right.kind ? left.number < right.number : left.kind.code < right.kind.code
    }
}

/// One thing of a plan with its answers.
///
/// In the document an absent field has not been asked yet; `null` says that somebody does not know.
public struct PlanningObject: Sendable, Hashable {
    /// Who may see it: everybody, or people with an account.
    public enum Visibility: String, Sendable, Hashable, CaseIterable { case `public`, `internal` }
    /// Where it stands; what citizens send in waits as `submitted` for somebody to look at it.
    public enum State: String, Sendable, Hashable, CaseIterable { case submitted, draft, active, closed }

    public let reference: Reference
    public let version: Int64
    public let document: JSONObject
    public let visibility: Visibility
    public let state: State
    public let created: Instant
    public let createdBy: String
    public let modified: Instant
    public let modifiedBy: String
    /// The versions of what it refers to when somebody last saved or confirmed it; of a decision, what it was based on.
    public let checked: [Reference: Int64]
    /// What a masked object really says, for computing; nil for one that is shown as it is.
    private let truth: JSONObject?

    public init(
        reference: Reference, version: Int64, document: JSONObject, visibility: Visibility, state: State,
        created: Instant, createdBy: String, modified: Instant, modifiedBy: String, checked: [Reference: Int64]
    ) {
        self.reference = reference
        self.version = version
        self.document = document
        self.visibility = visibility
        self.state = state
        self.created = created
        self.createdBy = createdBy
        self.modified = modified
        self.modifiedBy = modifiedBy
        self.checked = checked
        truth = nil
    }

    /// An object that its reader may not see: `document` is what is shown in its place.
    private init(_ object: PlanningObject, showing document: JSONObject) {
        (reference, version, self.document) = (object.reference, object.version, document)
        (visibility, state, created, modified) = (object.visibility, object.state, object.created, object.modified)
        (createdBy, modifiedBy, checked, truth) = ("", "", [:], object.document)
    }

    func hidden(showing document: JSONObject) -> PlanningObject { PlanningObject(self, showing: document) }

    /// Its words are taken out, because its reader may not see it.
    public var isMasked: Bool { truth != nil }

    /// The object with the words that results are made of; never to be shown.
    package var unmasked: PlanningObject {
        guard let truth else { return self }
        return PlanningObject(
            reference: reference, version: version, document: truth, visibility: visibility, state: state,
            created: created, createdBy: createdBy, modified: modified, modifiedBy: modifiedBy, checked: checked)
    }

    public var kind: ObjectKind { reference.kind }
    public var number: Int64 { reference.number }
    public var title: String { text("title") ?? reference.description }

    // MARK: Answers

    public subscript(name: String) -> JSONValue? { document[name] }

    /// Somebody has said that it is not known.
    public func isUnknown(_ name: String) -> Bool { document[name]?.isNull ?? false }

    public func text(_ name: String) -> String? {
        guard let text = document[name]?.string, !text.isEmpty else { return nil }
        return text
    }

    public func number(_ name: String) -> Double? { document[name]?.double }
    public func integer(_ name: String) -> Int64? { document[name]?.integer }
    public func money(_ name: String) -> Money? { document[name]?.integer.map { Money(cents: $0) } }
    public func flag(_ name: String) -> Bool? { document[name]?.bool }
    public func texts(_ name: String) -> [String] { document[name]?.array?.compactMap(\.string) ?? [] }
    public func integers(_ name: String) -> [Int64] { document[name]?.array?.compactMap(\.integer) ?? [] }
    public func reference(_ name: String) -> Reference? { document[name]?.string.flatMap { Reference($0) } }
    public func references(_ name: String) -> [Reference] { texts(name).compactMap { Reference($0) } }
    public func rows(_ name: String) -> [JSONObject] { document[name]?.array?.compactMap(\.object) ?? [] }

    /// All that the document refers to, rows included, each once.
    public var referred: Set<Reference> { Self.referred(by: document, kind.fields) }

    /// References in the fields of a document, rows included.
    package static func referred(by document: JSONObject, _ fields: [Field]) -> Set<Reference> {
        var found: Set<Reference> = []
        for field in fields {
            switch field.kind {
            case .reference:
                if let reference = document[field.name]?.string.flatMap({ Reference($0) }) { found.insert(reference) }
            case .references:
                for item in document[field.name]?.array ?? [] {
                    if let reference = item.string.flatMap({ Reference($0) }) { found.insert(reference) }
                }
            case .rows(let columns):
                for row in document[field.name]?.array ?? [] {
                    if let row = row.object { found.formUnion(referred(by: row, columns)) }
                }
            default: break
            }
        }
        return found
    }
}

extension PlanningObject {
    /// Whether people without an account see it: public, and accepted.
    public var isPublic: Bool { visibility == .public && (state == .active || state == .closed) }

    /// What people without an account see: no names of persons.
    package var withoutPersons: PlanningObject {
        var document = document
        for field in kind.fields where field.isPersonal { document[field.name] = nil }
        return PlanningObject(
            reference: reference, version: version, document: document, visibility: visibility, state: state,
            created: created, createdBy: "", modified: modified, modifiedBy: "", checked: checked)
    }

    /// How two texts are compared that should say the same.
    package static func key(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
