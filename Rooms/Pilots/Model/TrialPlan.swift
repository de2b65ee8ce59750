// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Planning
import Site
import Trial
import Wire

/// What a pilot registers: which areas, which indicator, which comparison. The results follow from it and the data alone.
struct TrialPlan: Sendable, Hashable {
    enum Role: String, Sendable, Hashable { case treated, control, ring }
    enum Period: String, Sendable, Hashable {
        case month, week
        /// ISO 8601.
        var duration: String { self == .month ? "P1M" : "P1W" }
        /// The fewest that one has.
        var days: Int { self == .month ? 28 : 7 }
    }

    struct Area: Sendable, Hashable {
        var name: String
        var datastream: Int64
        var role: Role
    }

    var pilot: String
    var title: String
    /// Reference of the indicator, "K-3".
    var indicator: String
    var unit: String
    var function: AggregateFunction
    var areas: [Area]
    /// The number and the count by which the treated areas were drawn; nil where they were chosen.
    var lot: Lot?
    var direction: ResultGate.Facts.Direction
    var scale: TrialScale
    /// On the scale of the comparison: a logarithm for ratios.
    var usefulEffect: Double
    var significance: Double
    var statistic: PermutationTest.Statistic
    var period: Period
    var before: CalendarDay
    var start: CalendarDay
    /// The first day that is not part of it.
    var end: CalendarDay
    var minimumCoverage: Double
    /// Days after which it is looked at, the end included, ascending.
    var looks: [CalendarDay]
    var spending: SpendingFunction
    var adoptionThreshold: Double?
    var population: Double?
    var acceptanceThreshold: Double?
    var requiredAvailability: Double?
    var guardrails: [Guardrail] = []
    /// Reference of the measure that is tried, "M-3"; nil in registrations of before it was part of them.
    var measure: String?

    struct Lot: Sendable, Hashable {
        var seed: Int64
        var treated: Int
    }

    /// What of a pilot's answers does not make a trial yet.
    enum Fault: Sendable, Hashable {
        case missing(field: String)
        case indicatorGone
        case handKept
        case tooFewAreas
        case twice(Int64)
        /// Areas are told apart by their names, here and in guardrails and stages.
        case sameName(String)
        case noSeries(Int64)
        case order
        /// More periods than are looked at.
        case tooLong(Int)
        case lookOutside(CalendarDay)
        case tooManyAreas
        case lotWithoutNumber
        case lotTooLarge
        /// No area of the trial has that name.
        case guardrailElsewhere(String)
        case guardrailComparesNothing(String)
    }

    /// From the baseline to the end: a good 23 years of weeks, of months a century.
    static let mostPeriods = 1200

    // MARK: - From the answers

    /// The plan that the answers of a pilot make, or all that is missing.
    static func read(
        _ object: PlanningObject, _ plan: Plan, series: (Int64) -> (name: String, unit: String)?
    ) -> Result<TrialPlan, TrialPlanFaults> {
        var faults: [Fault] = []
        func required<Value>(_ field: String, _ value: Value?) -> Value? {
            if value == nil { faults.append(.missing(field: field)) }
            return value
        }
        func day(_ field: String) -> CalendarDay? { object.text(field).flatMap { CalendarDay(parsing: $0) } }
        var areas = object.rows("areas").compactMap { row -> Area? in
            guard let name = row["name"]?.string, let series = row["datastream"]?.integer,
                let role = row["role"]?.string.flatMap({ $0 == "lot" ? .control : Role(rawValue: $0) })
            else { return nil }
            return Area(name: name, datastream: series, role: role)
        }
        var lot: Lot?
        if let drawn = object.integer("lotTreated") {
            if let seed = object.integer("lotSeed") {
                let candidates = areas.indices.filter { areas[$0].role != .ring }
                if drawn < candidates.count, drawn > 0 {
                    lot = Lot(seed: seed, treated: Int(drawn))
                    let chosen = TrialDesign.drawn(
                        from: [Array(candidates.indices)], treated: [Int(drawn)], seed: UInt64(bitPattern: seed))
                    // the order of the lot is that of the names, so that anybody finds it again
                    let named = candidates.sorted { areas[$0].name < areas[$1].name }
                    for (place, area) in named.enumerated() {
                        areas[area].role = chosen.contains(place) ? .treated : .control
                    }
                } else {
                    faults.append(.lotTooLarge)
                }
            } else {
                faults.append(.lotWithoutNumber)
            }
        }
        if object.integer("lotTreated") == nil, object.rows("areas").contains(where: { $0["role"]?.string == "lot" }) {
            faults.append(.missing(field: "lotTreated"))
        }
        let compared = areas.filter { $0.role != .ring }
        var seen: Set<Int64> = []
        var names: Set<String> = []
        for area in areas {
            if !names.insert(area.name).inserted { faults.append(.sameName(area.name)) }
            if !seen.insert(area.datastream).inserted { faults.append(.twice(area.datastream)) }
            if series(area.datastream) == nil { faults.append(.noSeries(area.datastream)) }
        }
        if !compared.contains(where: { $0.role == .treated }) || !compared.contains(where: { $0.role == .control })
            || compared.count < 3
        {
            faults.append(.tooFewAreas)
        }
        if compared.count > TrialDesign.maximumUnits { faults.append(.tooManyAreas) }
        let guardrails = Guardrail.read(object, areas: areas, isLogarithm: object.text("scale") == "log", &faults)
        for watched in guardrails.flatMap(\.areas) where series(watched.datastream) == nil {
            faults.append(.noSeries(watched.datastream))
        }
        var indicator: PlanningObject?
        if let reference = required("indicator", object.reference("indicator")) {
            indicator = plan[reference]
            if indicator == nil { faults.append(.indicatorGone) }
            if indicator?.text("source") == "manual" || indicator?.text("source") == "layer" {
                faults.append(.handKept)
            }
        }
        let direction = required("direction", object.text("direction").flatMap(ResultGate.Facts.Direction.init))
        let scale = required("scale", object.text("scale").flatMap(TrialScale.init))
        let useful = required("usefulEffect", object.number("usefulEffect").flatMap { $0 > 0 ? $0 : nil })
        let (before, start, end) = (
            required("before", day("before")), required("start", day("start")), required("end", day("end"))
        )
        let period = object.text("period").flatMap(Period.init) ?? .month
        if let before, let start, let end {
            if !(before < start && start < end) { faults.append(.order) }
            if end.number - before.number > Self.mostPeriods * period.days { faults.append(.tooLong(Self.mostPeriods)) }
        }
        var looks: [CalendarDay] = []
        for row in object.rows("looks") {
            guard let text = row["date"]?.string, let look = CalendarDay(parsing: text) else { continue }
            if let start, let end, !(start < look && look < end) { faults.append(.lookOutside(look)) }
            looks.append(look)
        }
        guard faults.isEmpty, let indicator, let direction, let scale, let useful, let before, let start, let end else {
            return .failure(TrialPlanFaults(faults))
        }
        let unit = indicator.text("unit") ?? compared.first.flatMap { series($0.datastream)?.unit } ?? ""
        return .success(
            TrialPlan(
                pilot: object.reference.description, title: object.title, indicator: indicator.reference.description,
                unit: unit, function: indicator.text("aggregate").flatMap(AggregateFunction.init) ?? .mean,
                areas: areas,
                lot: lot, direction: direction, scale: scale,
                usefulEffect: scale == .log ? Self.logarithm(useful, direction) : useful,
                significance: object.number("significance") ?? 0.05,
                statistic: object.text("statistic").flatMap(PermutationTest.Statistic.init) ?? .rank,
                period: period, before: before, start: start, end: end,
                minimumCoverage: object.number("coverage") ?? 0.8, looks: Set(looks + [end]).sorted(),
                spending: object.text("spending").flatMap(SpendingFunction.init) ?? .obrienFleming,
                adoptionThreshold: object.number("adoptionThreshold"),
                population: object.number("adoptionThreshold") == nil
                    ? nil : object.reference("field").flatMap { plan[$0]?.number("population") },
                acceptanceThreshold: object.number("acceptanceThreshold"),
                requiredAvailability: object.number("availabilityRequired"), guardrails: guardrails,
                measure: object.reference("measure")?.description))
    }

    /// +5 % and −5 % as the size of their logarithms.
    static func logarithm(_ share: Double, _ direction: ResultGate.Facts.Direction) -> Double {
        direction == .up ? TrialPlan.log1p(share) : -TrialPlan.log1p(-min(share, 0.999))
    }

    var compared: [Area] { areas.filter { $0.role != .ring } }

    /// Whether it compares the same areas by the same series, with the measure in the same ones.
    func hasAreas(of other: TrialPlan) -> Bool { Set(areas) == Set(other.areas) }

    /// The share of its periods after the start that had ended by a day.
    func information(at day: CalendarDay) -> Double {
        func count(_ last: CalendarDay) -> Int {
            FrozenPanel.windows(self, until: last, TownTime()).count { $0.0 >= start }
        }
        let whole = count(end)
        return whole > 0 ? Double(count(min(day, end))) / Double(whole) : 0
    }

    /// All that is read for it.
    var series: [Int64] { areas.map(\.datastream) + guardrails.flatMap { $0.areas.map(\.datastream) } }

    /// The design over the areas at these places of `compared`; nil where a side is empty.
    ///
    /// Places, not names: plans of before names had to differ may hold an area twice.
    func design(of places: [Int]) -> TrialDesign? {
        let all = compared
        guard places.allSatisfy({ all.indices.contains($0) }) else { return nil }
        return try? TrialDesign(
            units: places.count, treated: places.indices.filter { all[places[$0]].role == .treated })
    }

    /// The design over all areas that are compared.
    var design: TrialDesign? { design(of: Array(compared.indices)) }
}

/// All that is missing for a trial; never empty.
struct TrialPlanFaults: Error, Sendable, Hashable {
    let faults: [TrialPlan.Fault]
    init(_ faults: [TrialPlan.Fault]) { self.faults = faults }
}
