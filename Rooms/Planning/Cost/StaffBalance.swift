// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel
import Wire

/// The people that measures need, by skill and year, beside the posts of the staffing plan.
public struct StaffBalance: Sendable {
    /// One skill in one calendar year.
    public struct Year: Sendable, Hashable {
        public let year: Int
        /// What measures need that are decided on or running.
        public let decided: Double
        /// What all measures need, ideas and candidates too.
        public let all: Double
        /// Nil when the staffing plan does not name the skill.
        public let posts: Double?

        /// What is missing even for what was decided.
        public var decidedGap: Double { max(0, decided - (posts ?? 0)) }
        /// What would be missing if all were done.
        public var gap: Double { max(0, all - (posts ?? 0)) }
    }

    /// One skill over the years.
    public struct Skill: Sendable {
        public let name: String
        public let years: [Year]
        /// The measures that need it, in the order of their numbers.
        public let measures: [Reference]
        /// The objects of the staffing plan that name it.
        public let posts: [Reference]

        /// The first year in which people are missing if all is done.
        public var firstGap: Year? { years.first { $0.gap > 1e-9 } }
        /// The first year in which people are missing for what was decided.
        public var firstDecidedGap: Year? { years.first { $0.decidedGap > 1e-9 } }

        /// The years in which people are missing, those that follow each other as one.
        public func runs(_ gap: (Year) -> Double) -> [ClosedRange<Int>] {
            var runs: [ClosedRange<Int>] = []
            for year in years where gap(year) > 1e-9 {
                if let last = runs.last, last.upperBound + 1 == year.year {
                    runs[runs.count - 1] = last.lowerBound...year.year
                } else {
                    runs.append(year.year...year.year)
                }
            }
            return runs
        }
    }

    public let skills: [Skill]
    /// Measures without a first year, counted from the first year looked at.
    public let undated: [Reference]
    /// Measures with people in years that cannot be, who are left out.
    public let incomplete: [Reference]

    /// Stages in which a measure is certain to need its people.
    public static let decidedStages: Set<String> = ["decided", "pilot", "running"]

    public init(_ plan: Plan, firstYear: Int, years count: Int = 10) {
        struct Need { var decided = [Double](), all = [Double](), measures: [Reference] = [], name = "" }
        var needs: [String: Need] = [:]
        var undated: [Reference] = []
        var incomplete: [Reference] = []
        let width = max(1, count)
        func key(_ skill: String) -> String { skill.lowercased().split(separator: " ").joined(separator: " ") }
        func isOpen(_ object: PlanningObject) -> Bool { object.state == .draft || object.state == .active }
        for measure in plan.objects(of: .measure) where isOpen(measure) && measure.text("stage") != "ended" {
            let isDecided = measure.text("stage").map { Self.decidedStages.contains($0) } ?? false
            let rows = measure.rows("staff")
            if !rows.isEmpty, measure.integer("startYear") == nil { undated.append(measure.reference) }
            let start = measure.integer("startYear").map { Int($0) } ?? firstYear
            for row in rows {
                guard let skill = row["skill"]?.string, let posts = row["fullTimeEquivalents"]?.double, posts > 0,
                    posts < 10_000
                else {
                    continue
                }
                guard let span = PlanYears.span(row, usual: 1...10, firstYear: start) else {
                    if incomplete.last != measure.reference { incomplete.append(measure.reference) }
                    continue
                }
                let (first, last) = (start + span.lowerBound, start + span.upperBound)
                var need = needs[key(skill)] ?? Need()
                if need.all.isEmpty {
                    need.name = skill
                    need.decided = Array(repeating: 0, count: width)
                    need.all = need.decided
                }
                if need.measures.last != measure.reference { need.measures.append(measure.reference) }
                for offset in 0..<width where (first...last).contains(firstYear + offset) {
                    need.all[offset] += posts
                    if isDecided { need.decided[offset] += posts }
                }
                needs[key(skill)] = need
            }
        }
        var posts: [String: (name: String, years: [Double], objects: [Reference])] = [:]
        for object in plan.objects(of: .staffPlan) where isOpen(object) {
            let rows = object.rows("posts").compactMap { row -> (year: Int, posts: Double)? in
                guard let year = row["year"]?.integer, let posts = row["fullTimeEquivalents"]?.double else {
                    return nil
                }
                return (Int(year), posts)
            }.sorted { $0.year < $1.year }
            var entry = posts[key(object.title)] ?? (object.title, Array(repeating: 0, count: width), [])
            for offset in 0..<width { entry.years[offset] += rows.last { $0.year <= firstYear + offset }?.posts ?? 0 }
            entry.objects.append(object.reference)
            posts[key(object.title)] = entry
        }
        skills = Set(needs.keys).union(posts.keys).sorted().map { key in
            let (need, own) = (needs[key], posts[key])
            return Skill(
                name: own?.name ?? need?.name ?? key,
                years: (0..<width).map { offset in
                    Year(
                        year: firstYear + offset, decided: need?.decided[offset] ?? 0, all: need?.all[offset] ?? 0,
                        posts: own?.years[offset])
                },
                measures: need?.measures ?? [], posts: own?.objects ?? [])
        }
        self.undated = undated
        self.incomplete = incomplete
    }
}
