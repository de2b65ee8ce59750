// SPDX-License-Identifier: EUPL-1.2
import Knowledge
import Synchronization

/// Two needs or two measures of different departments that read alike.
public struct SimilarPair: Sendable, Hashable {
    public let first: Reference
    public let second: Reference
    /// 0–1.
    public let likeness: Double
}

/// The pairs of a plan, sought once when somebody asks first.
final class SimilarPairs: Sendable {
    /// From here on two texts are worth a look.
    static let least = 0.34

    private let kept = Mutex<[SimilarPair]?>(nil)

    /// The plan whose words are compared; nil: that of whoever asks.
    private let source: Plan?

    init(of source: Plan? = nil) { self.source = source }

    func pairs(_ plan: Plan) -> [SimilarPair] {
        if let pairs = kept.withLock({ $0 }) { return pairs }
        let pairs = Self.sought(source ?? plan)
        kept.withLock { $0 = pairs }
        return pairs
    }

    private static func sought(_ plan: Plan) -> [SimilarPair] {
        let pairs = [ObjectKind.need, .measure].flatMap { kind -> [SimilarPair] in
            let objects = plan.objects(of: kind).filter { $0.state != .submitted }
            // A short title that says the same counts as much as a long description that does.
            let titles = TextSimilarity(objects.map(\.title))
            let texts = TextSimilarity(objects.map { $0.title + " " + ($0.text("description") ?? "") })
            var likeness: [[Int]: Double] = [:]
            for pair in titles.pairs(atLeast: least) + texts.pairs(atLeast: least) {
                likeness[[pair.first, pair.second]] = max(likeness[[pair.first, pair.second]] ?? 0, pair.likeness)
            }
            return likeness.compactMap { places, likeness in
                let (first, second) = (objects[places[0]], objects[places[1]])
                if let department = first.text("department"), department == second.text("department") { return nil }
                return SimilarPair(first: first.reference, second: second.reference, likeness: likeness)
            }
        }
        return pairs.sorted { ($1.likeness, $0.first, $0.second) < ($0.likeness, $1.first, $1.second) }
    }
}

extension Plan {
    /// Needs and measures of different departments that read alike, the most alike first.
    public var similarPairs: [SimilarPair] { similarity.pairs(self) }

    /// What reads like an object and belongs to another department.
    public func similar(to reference: Reference) -> [PlanningObject] {
        similarPairs.compactMap { pair in
            if pair.first == reference { return self[pair.second] }
            return pair.second == reference ? self[pair.first] : nil
        }
    }
}
