// SPDX-License-Identifier: EUPL-1.2
import Synchronization
import Wire

/// Takes the words out of objects that a reader may not see, so that what is computed of them can be shown.
///
/// Numbers, amounts, choices and references stay, because results are made of them; each text becomes “not public (n)”,
/// the same one the same n, unless a visible object says it too. Places, series and names of persons go.
struct PlanMask {
    private let isGerman: Bool
    /// Short texts of visible objects, as they compare.
    private let known: Set<String>
    private var numbers: [String: Int] = [:]

    init(german: Bool, visible: [PlanningObject]) {
        isGerman = german
        var known: Set<String> = []
        for object in visible {
            Self.gather(object.document, object.kind.fields, &known)
            // The staffing plan names skills in its titles.
            if object.kind == .staffPlan { known.insert(PlanningObject.key(object.title)) }
        }
        self.known = known
    }

    private static func gather(_ document: JSONObject, _ fields: [Field], _ known: inout Set<String>) {
        for field in fields {
            switch field.kind {
            case .list: for text in document[field.name]?.array ?? [] { insert(text.string, &known) }
            case .text where field.name != "title": insert(document[field.name]?.string, &known)
            case .rows(let columns):
                for row in document[field.name]?.array ?? [] { gather(row.object ?? [:], columns, &known) }
            default: break
            }
        }
    }

    private static func insert(_ text: String?, _ known: inout Set<String>) {
        if let text { known.insert(PlanningObject.key(text)) }
    }

    private var word: String { isGerman ? "nicht öffentlich" : "not public" }

    mutating func masked(_ object: PlanningObject) -> PlanningObject {
        var document = masked(object.document, object.kind.fields)
        document["title"] = .string(
            object.kind == .staffPlan ? masked(object.title) : "\(word) (\(object.reference))")
        return object.hidden(showing: document)
    }

    private mutating func masked(_ document: JSONObject, _ fields: [Field]) -> JSONObject {
        var masked: JSONObject = [:]
        for field in fields where !field.isPersonal {
            guard let value = document[field.name] else { continue }
            masked[field.name] = value.isNull ? value : self.masked(value, field)
        }
        return masked
    }

    private mutating func masked(_ value: JSONValue, _ field: Field) -> JSONValue? {
        switch field.kind {
        case .number, .money, .share, .date, .year, .planYear, .flag, .choice, .choices, .reference, .references,
            .criterion:
            return value
        case .place, .datastream, .datastreams: return nil
        case .text, .longText, .licence, .link, .email, .collection:
            return value.string.map { .string($0.isEmpty ? "" : masked($0)) }
        case .list, .datasets, .examples, .blocks:
            var items: [JSONValue] = []
            for item in value.array ?? [] { items.append(.string(masked(item.string ?? ""))) }
            return .array(items)
        case .rows(let columns):
            var rows: [JSONValue] = []
            for row in value.array ?? [] { rows.append(.object(masked(row.object ?? [:], columns))) }
            return .array(rows)
        }
    }

    private mutating func masked(_ text: String) -> String {
        let key = PlanningObject.key(text)
        if known.contains(key) { return text }
        let number = numbers[key] ?? numbers.count + 1
        numbers[key] = number
        return "\(word) (\(number))"
    }
}

/// All of a plan for people who see only the public part of it: what is not public without its words.
final class WholePlan: Sendable {
    private let visible: [PlanningObject]
    private let hidden: [PlanningObject]
    private let similarity: SimilarPairs
    private let made = Mutex<[Bool: Plan]>([:])

    init(all: [PlanningObject], visible: [PlanningObject]) {
        let seen = Set(visible.map(\.reference))
        self.visible = visible
        hidden = all.filter { !seen.contains($0.reference) }.sorted { $0.reference < $1.reference }
        // Likeness is a matter of the true words.
        similarity = SimilarPairs(of: Plan(all))
    }

    func plan(german: Bool) -> Plan {
        if let plan = made.withLock({ $0[german] }) { return plan }
        var mask = PlanMask(german: german, visible: visible)
        var objects = visible
        for object in hidden { objects.append(mask.masked(object)) }
        let plan = Plan(objects, similarity: similarity)
        made.withLock { $0[german] = plan }
        return plan
    }
}
