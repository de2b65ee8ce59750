// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import PlanningModel
import Wire

extension PortfolioReading {
    /// Turns the rows of a portfolio and the relations of its measures into a programme.
    struct Builder {
        let members: [Member]
        private let plan: Plan
        var problem: PortfolioProblem
        var rows: [LimitRow] = []
        var notes: [Words] = []
        /// Limits that the saving of a pair lowers, with their year.
        private var investments: [(limit: Int, year: Int?)] = []
        private let yearly: [[MeasureCost.Year]]
        private let index: [Reference: Int]
        private let firstYear: Int?

        init(_ plan: Plan, members: [Member], firstYear: Int?) {
            (self.plan, self.members) = (plan, members)
            self.firstYear = firstYear
            problem = PortfolioProblem(values: members.map(\.value), limits: [])
            yearly = members.map { $0.cost.years() }
            index = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.measure.reference, $0) })
        }

        // MARK: Limits

        /// The year of a limit, counted from the first; nil: all years. What cannot be placed is refused.
        private func year(_ limit: JSONObject, row: Int) throws(Fault) -> Int? {
            guard let stated = limit["year"], !stated.isNull else { return nil }
            let last = PortfolioReading.years + members.reduce(0) { max($0, $1.start) }
            guard let year = PlanYear(stated)?.index(from: firstYear), (0...last).contains(year) else {
                let years = firstYear.map { $0...($0 + last) }
                throw .limitYear(row: row + 1, stated: stated.string ?? stated.text, years: years)
            }
            return year
        }

        mutating func add(limits: [JSONObject]) throws(Fault) {
            for (row, limit) in limits.enumerated() {
                let kind = limit["kind"]?.string ?? ""
                let isMoney = kind != "staff"
                let stated =
                    isMoney
                    ? limit["money"]?.integer.map { Double($0) / 100 }
                    : limit["posts"]?.double
                guard let amount = stated, amount >= 0, isMoney || amount <= 1_000_000 else {
                    notes.append(
                        stated == nil
                            ? Words("Grenze \(row + 1) hat keinen Betrag", "limit \(row + 1) has no amount")
                            : Words(
                                "Grenze \(row + 1) hat einen unmöglichen Betrag und zählt nicht",
                                "limit \(row + 1) has an amount that cannot be and does not count"))
                    continue
                }
                let year = try year(limit, row: row)
                let skill = limit["skill"]?.string.flatMap { $0.isEmpty ? nil : $0 }
                var places: [Int] = []
                for (year, uses) in uses(kind, year, skill)
                where !places.contains(where: { problem.limits[$0].uses == uses }) {
                    if ["investment", "total", "ownShare"].contains(kind) {
                        investments.append((problem.limits.count, year))
                    }
                    places.append(problem.limits.count)
                    problem.limits.append(.init(name: kind, year: year, amount: amount, uses: uses))
                }
                let short = isMoney ? nil : skill.flatMap { planned(fewerThan: amount, $0, year, row: row) }
                if let short { notes.append(short.caution) }
                rows.append(
                    LimitRow(
                        row: row, name: Self.name(kind, skill), year: year,
                        calendarYear: year.flatMap { year in firstYear.map { $0 + year } }, isMoney: isMoney,
                        amount: amount, source: limit["source"]?.string.flatMap { $0.isEmpty ? nil : $0 },
                        caution: short?.caution, planned: short?.by ?? [], limits: places))
            }
            if rows.isEmpty { notes.append(Words("es gibt noch keine Grenze", "there is no limit yet")) }
        }

        /// What each measure takes: in the year asked for, else in sum, else in each year in which a yearly limit holds.
        private func uses(_ kind: String, _ year: Int?, _ skill: String?) -> [(year: Int?, uses: [Double])] {
            let each = year.map { [$0] } ?? Array(0...PortfolioReading.years)
            switch kind {
            case "investment":
                return year.map { year in [(year, money(year) { $0.once })] } ?? [(nil, sums { $0.once })]
            case "total": return year.map { year in [(year, money(year) { $0.net })] } ?? [(nil, sums { $0.net })]
            case "ownShare": return year.map { year in [(year, money(year) { $0.own })] } ?? [(nil, sums { $0.own })]
            case "ownYear": return each.map { year in (year, money(year) { $0.own }) }
            case "staff": return each.map { ($0, posts($0, skill)) }
            default: return each.map { year in (year, money(year) { $0.yearly + $0.staff }) }
            }
        }

        private func money(_ year: Int, _ amount: (MeasureCost.Year) -> Money) -> [Double] {
            members.indices.map { member in
                let own = year - members[member].start
                return yearly[member].indices.contains(own) ? amount(yearly[member][own]).euros : 0
            }
        }

        private func sums(_ amount: (MeasureCost.Year) -> Money) -> [Double] {
            yearly.map { years in years.reduce(Money.zero) { $0 + amount($1) }.euros }
        }

        private func posts(_ year: Int, _ skill: String?) -> [Double] {
            members.map { member in
                member.measure.rows("staff").reduce(0) { sum, row in
                    let isWanted = skill.map { $0.lowercased() == row["skill"]?.string?.lowercased() } ?? true
                    guard isWanted, let posts = row["fullTimeEquivalents"]?.double, posts > 0, posts < 10_000 else {
                        return sum
                    }
                    let span = PlanYears.span(row, usual: 1...10, firstYear: member.cost.firstYear)
                    return span?.contains(year - member.start) ?? false ? sum + posts : sum
                }
            }
        }

        /// That the staffing plan has fewer posts of a skill than a limit allows, in the first year in which it is so.
        private func planned(
            fewerThan amount: Double, _ skill: String, _ year: Int?, row: Int
        ) -> (caution: Words, by: [Reference])? {
            guard let firstYear else { return nil }
            let first = firstYear + (year ?? 0)
            let balance = StaffBalance(plan, firstYear: first, years: year == nil ? PortfolioReading.years + 1 : 1)
            let found = balance.skills.first { $0.name.lowercased() == skill.lowercased() }
            guard let found, let short = found.years.first(where: { $0.posts.map { $0 < amount - 1e-9 } ?? false })
            else { return nil }
            let plans = found.posts.map(\.description).joined(separator: ", ")
            func words(_ numerals: Numerals) -> String {
                let (most, planned) = (numerals.number(amount), numerals.number(short.posts ?? 0))
                return numerals.isGerman
                    ? "Grenze \(row + 1) erlaubt \(most) Stellen „\(skill)“, der Stellenplan (\(plans)) hat \(short.year) nur \(planned)"
                    : "limit \(row + 1) allows \(most) posts “\(skill)”, the staffing plan (\(plans)) has only \(planned) in \(short.year)"
            }
            return (Words(words(.german), words(.english)), found.posts)
        }

        private static func name(_ kind: String, _ skill: String?) -> Words {
            switch kind {
            case "investment": Words("einmalige Kosten", "one-time cost")
            case "total": Words("alle Zahlungen", "all payments")
            case "ownShare": Words("Eigenanteil aller Jahre", "own share of all years")
            case "ownYear": Words("Eigenanteil eines Jahres", "own share of a year")
            case "staff":
                skill.map { Words("Stellen: \($0)", "posts: \($0)") } ?? Words("Stellen", "posts")
            default: Words("jährliche Kosten mit Personal", "yearly cost with people")
            }
        }

        // MARK: Relations of measures

        mutating func addRelations() {
            struct Synergy { var benefit = 0.0, saving = 0.0, year = 0 }
            var synergies: [[Int]: Synergy] = [:]
            for (place, member) in members.enumerated() {
                for needed in member.measure.references("requires") {
                    if let other = index[needed] { problem.requires.append(.init(place, other)) }
                }
                for shut in member.measure.references("excludes") {
                    if let other = index[shut], other != place { problem.excludes.append(.init(place, other)) }
                }
                for row in member.measure.rows("synergies") {
                    guard let other = row["measure"]?.string.flatMap({ Reference($0) }).flatMap({ index[$0] }),
                        other != place
                    else { continue }
                    // Both may name the same synergy; the larger statement counts.
                    var synergy = synergies[[place, other].sorted()] ?? Synergy()
                    if let benefit = row["benefit"]?.double, benefit > synergy.benefit, benefit <= 1_000_000 {
                        synergy.benefit = benefit
                    }
                    let saving = Double(row["saving"]?.integer ?? 0) / 100
                    if saving > synergy.saving {
                        synergy.saving = saving
                        synergy.year = (yearly[place].first { $0.once > .zero }?.year ?? 0) + member.start
                    }
                    synergies[[place, other].sorted()] = synergy
                }
            }
            for (pair, synergy) in synergies.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                if synergy.benefit > 0 { problem.bonuses.append(.init(members: pair, value: synergy.benefit)) }
                guard synergy.saving > 0 else { continue }
                for (limit, year) in investments where year == nil || year == synergy.year {
                    problem.savings.append(.init(members: pair, limit: limit, amount: synergy.saving))
                }
            }
        }

        /// A goal is served by measures that name it or one of its parts.
        mutating func addCoverage(_ rows: [JSONObject], _ plan: Plan) {
            for row in rows {
                guard let goal = row["goal"]?.string.flatMap({ Reference($0) }) else { continue }
                var wanted: Set<Reference> = [goal]
                var open = [goal]
                while let next = open.popLast() {
                    for part in plan.objects(of: .goal)
                    where part.reference("parent") == next && wanted.insert(part.reference).inserted {
                        open.append(part.reference)
                    }
                }
                let serving = members.indices.filter {
                    !wanted.isDisjoint(with: members[$0].measure.references("goals"))
                }
                let minimum = row["minimum"].map { $0.isNull ? 1 : $0.integer ?? 0 } ?? 1
                guard (1...1000).contains(minimum) else {
                    notes.append(
                        Words(
                            "von wie vielen Maßnahmen \(goal) bedient sein soll, ist keine Zahl von 1 bis 1000 und zählt nicht",
                            "how many measures shall serve \(goal) is no number from 1 to 1000 and does not count"))
                    continue
                }
                problem.coverage.append(.init(name: goal.description, members: serving, minimum: Int(minimum)))
            }
        }
    }
}
