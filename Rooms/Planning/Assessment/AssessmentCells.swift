// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
import Decision
import Knowledge
public import PlanningModel
public import Wire

/// What is asked in one place of an assessment: a value, its evidence or reason, or the points of a criterion.
public struct AssessmentCell: Sendable, Hashable {
    /// What stands there; the raw value begins the cell's name.
    public enum Part: String, Sendable, Hashable { case value = "v", evidence = "e", note = "n", points = "p" }

    public let part: Part
    /// Nil for points.
    public let candidate: Reference?
    public let criterion: String
    /// Empty: of all together, or of the one whose sheet it is.
    public let person: String

    public init(_ part: Part, _ candidate: Reference?, _ criterion: String, by person: String = "") {
        (self.part, self.candidate, self.criterion, self.person) = (part, candidate, criterion, person)
    }

    public init(points criterion: String, by person: String = "") { self.init(.points, nil, criterion, by: person) }

    /// Reads `v.M-1.A1.Ada` or `p.A1.Ada`; nil for anything else.
    public init?(name: String) {
        let head = name.split(separator: ".", maxSplits: 1)
        guard head.count == 2, let part = Part(rawValue: String(head[0])) else { return nil }
        let isPoints = part == .points
        let parts = head[1].split(separator: ".", maxSplits: isPoints ? 1 : 2, omittingEmptySubsequences: false)
        guard parts.count >= (isPoints ? 1 : 2) else { return nil }
        let candidate = isPoints ? nil : Reference(parts[0])
        guard isPoints || candidate != nil else { return nil }
        let rest = Array(parts.dropFirst(isPoints ? 0 : 1))
        self.init(part, candidate, String(rest[0]), by: rest.count > 1 ? String(rest[1]) : "")
    }

    public var name: String {
        let place = candidate.map { "\($0).\(criterion)" } ?? criterion
        return "\(part.rawValue).\(place)" + (person.isEmpty ? "" : "." + person)
    }

    /// What is wrong with an answer; nil: it may be stored.
    public func fault(in value: JSONValue) -> Words? {
        switch part {
        case .value: Self.fault(in: value, most: 100)
        case .points: Self.fault(in: value, most: 10_000)
        case .evidence:
            value.string.flatMap { EvidenceLevel(rawValue: $0) } == nil
                ? Words("Bitte eine der Belegstufen wählen.", "Please choose one of the evidence levels.") : nil
        case .note: Self.fault(inNote: value.string ?? "")
        }
    }

    private static func fault(in value: JSONValue, most: Double) -> Words? {
        guard let number = value.double, number.isFinite, (0...most).contains(number) else {
            let most = (Numerals.german.exact(most), Numerals.english.exact(most))
            return Words("Hier gehört eine Zahl von 0 bis \(most.0) hin.", "This must be a number from 0 to \(most.1).")
        }
        return nil
    }

    private static func fault(inNote text: String) -> Words? {
        if text.count > 500 { return Words("Höchstens 500 Zeichen.", "At most 500 characters.") }
        guard text.unicodeScalars.contains(where: { $0.value < 32 && ![9, 10, 13].contains($0.value) }) else {
            return nil
        }
        return Words(
            "Hier stehen Zeichen, die sich nicht darstellen lassen.", "This holds characters that cannot be shown.")
    }
}

/// The cells of an assessment by name, each changed for itself: two people in different cells never meet.
public struct AssessmentCells: Sendable, Hashable {
    public private(set) var members: [String: JSONValue]

    public init(_ members: [String: JSONValue] = [:]) { self.members = members }

    /// Those of a stored sheet; what is no cell is left out.
    public init(_ object: JSONObject) {
        members = Dictionary(
            object.members.filter { AssessmentCell(name: $0.name) != nil }.map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first })
    }

    public subscript(cell: AssessmentCell) -> JSONValue? {
        get { members[cell.name] }
        set { members[cell.name] = newValue }
    }

    public var json: JSONObject {
        JSONObject(members.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })
    }

    /// How many values or points there are.
    public func count(of part: AssessmentCell.Part) -> Int {
        members.keys.count { $0.hasPrefix(part.rawValue + ".") }
    }

    /// What came of a change beside which others may have changed the same.
    public struct Merged: Sendable, Hashable {
        /// What is to be stored: disputed cells as the others left them.
        public let cells: AssessmentCells
        /// The names of cells that both changed, to different answers.
        public let disputed: [String]
    }

    /// Puts `mine` over this, cell by cell; `base` is what its writer began with, and cells not named stay.
    public func merging(_ mine: [String: JSONValue?], over base: AssessmentCells) -> Merged {
        var (merged, disputed) = (self, [String]())
        for (name, value) in mine {
            let (before, theirs) = (base.members[name], members[name])
            guard value != before, value != theirs else { continue }
            if theirs == before { merged.members[name] = value } else { disputed.append(name) }
        }
        return Merged(cells: merged, disputed: disputed.sorted())
    }

    /// Criteria that somebody put before others and gave fewer points: “A1 before A2”.
    public func contradictions(to order: [String]) -> [(first: String, second: String)] {
        var pairs: [(first: String, second: String)] = []
        for (index, first) in order.enumerated() {
            for second in order.dropFirst(index + 1) {
                guard let more = self[AssessmentCell(points: first)]?.double,
                    let less = self[AssessmentCell(points: second)]?.double, more < less
                else { continue }
                pairs.append((first, second))
            }
        }
        return pairs
    }
}

/// An assessment as its cells, and back.
extension PlanningObject {
    /// The rows of the document as cells: the ratings of one person (empty: of all together), the points of everybody.
    public func assessmentCells(of person: String, _ own: [PlanningObject]) -> AssessmentCells {
        var cells = AssessmentCells()
        for row in rows("ratings") {
            guard row["assessor"]?.string ?? "" == person,
                let candidate = row["candidate"]?.string.flatMap({ Reference($0) }),
                let criterion = row["criterion"]?.string
            else { continue }
            let id = AssessmentReading.canonical(criterion, own)
            for (part, name) in Self.ratingParts {
                let cell = AssessmentCell(part, candidate, id, by: person)
                if cells[cell] == nil, let value = row[name], !value.isNull, value != "" { cells[cell] = value }
            }
        }
        for row in rows("weights") {
            guard let name = row["assessor"]?.string, let criterion = row["criterion"]?.string,
                let points = row["points"], !points.isNull
            else { continue }
            let cell = AssessmentCell(points: AssessmentReading.canonical(criterion, own), by: name)
            if cells[cell] == nil { cells[cell] = points }
        }
        return cells
    }

    private static let ratingParts: [(AssessmentCell.Part, String)] = [
        (.value, "value"), (.evidence, "evidence"), (.note, "note"),
    ]

    /// The document with changed cells in its rows; a place without value, evidence and reason has no row.
    public func document(
        changing cells: [(cell: AssessmentCell, value: JSONValue?)], _ own: [PlanningObject]
    ) -> JSONObject {
        var (ratings, weights) = (rows("ratings"), rows("weights"))
        for (cell, value) in cells {
            func isMeant(_ row: JSONObject) -> Bool {
                let criterion = row["criterion"]?.string.map { AssessmentReading.canonical($0, own) }
                return criterion == cell.criterion && row["assessor"]?.string ?? "" == cell.person
                    && row["candidate"]?.string == cell.candidate?.description
            }
            if cell.part == .points {
                let index = weights.firstIndex(where: isMeant)
                guard let value else {
                    weights.removeAll(where: isMeant)
                    continue
                }
                guard let index else {
                    weights.append(
                        ["assessor": .string(cell.person), "criterion": .string(cell.criterion), "points": value])
                    continue
                }
                weights[index]["points"] = value
                continue
            }
            guard let name = Self.ratingParts.first(where: { $0.0 == cell.part })?.1, let candidate = cell.candidate
            else { continue }
            if let index = ratings.firstIndex(where: isMeant) {
                ratings[index][name] = value
            } else if let value {
                var row: JSONObject = [
                    "candidate": .string(candidate.description), "criterion": .string(cell.criterion), name: value,
                ]
                if !cell.person.isEmpty { row["assessor"] = .string(cell.person) }
                ratings.append(row)
            }
        }
        ratings.removeAll { row in Self.ratingParts.allSatisfy { row[$0.1].map { $0.isNull || $0 == "" } ?? true } }
        var document = document
        document["ratings"] = ratings.isEmpty ? nil : .array(ratings.map { .object($0) })
        document["weights"] = weights.isEmpty ? nil : .array(weights.map { .object($0) })
        return document
    }

    /// Everybody who gave something that the document holds.
    public var assessors: [String] {
        let names = (rows("weights") + rows("ratings")).compactMap { $0["assessor"]?.string }.filter { !$0.isEmpty }
        return Set(names).sorted()
    }

    /// The criteria by the place that somebody gave them; those without one are left out.
    public func criteriaOrder(_ own: [PlanningObject]) -> [String] {
        rows("criteria").compactMap { row -> (String, Double)? in
            guard let id = row["criterion"]?.string, let place = row["order"]?.double else { return nil }
            return (AssessmentReading.canonical(id, own), place)
        }.sorted { $0.1 < $1.1 }.map(\.0)
    }
}

/// A criterion as somebody who rates needs it: its question and its fixed scale.
public struct AskedCriterion: Sendable {
    public let id: String
    public let name: Words
    public let question: Words?
    /// From worst to best.
    public let levels: [(value: Double, words: Words)]

    /// The criteria of an assessment in their order.
    public static func all(of assessment: PlanningObject, _ plan: Plan) -> [AskedCriterion] {
        AssessmentReading.criteria(plan, assessment).map { criterion in
            if let object = plan[criterion.id] {
                let levels = object.rows("levels").compactMap { row -> (value: Double, words: Words)? in
                    guard let value = row["value"]?.double, let words = row["words"]?.string else { return nil }
                    return (value, Words(words, words))
                }
                let question = object.text("question").map { Words($0, $0) }
                return AskedCriterion(
                    id: criterion.id, name: criterion.name, question: question,
                    levels: levels.sorted { $0.value < $1.value })
            }
            let shipped = ShippedKnowledge.criteria.first { $0.id == criterion.id }
            return AskedCriterion(
                id: criterion.id, name: criterion.name, question: shipped?.question,
                levels: shipped?.levels.map { (Double($0.value), $0.words) } ?? [])
        }
    }
}
