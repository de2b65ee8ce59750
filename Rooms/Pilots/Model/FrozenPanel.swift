// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Rights
import SensorThings
import Site
import Storage
import Trial
import Wire

/// The table of a look: areas × periods, as it was when somebody looked. Later corrections do not change it.
struct FrozenPanel: Sendable, Hashable {
    /// The data of this moment.
    let asOf: Instant
    /// First days of the periods, ascending.
    let periods: [CalendarDay]
    /// Of the areas that are compared, in the registered order.
    let names: [String]
    /// Areas × periods; nil where too little was measured.
    let values: [[Double?]]
    /// The same for what must not get worse.
    let guardrails: [Watched]

    /// The cells of one guardrail.
    struct Watched: Sendable, Hashable {
        let name: String
        let areas: [String]
        let values: [[Double?]]
    }

    /// The periods of a plan that have ended by then, with their windows.
    static func windows(_ plan: TrialPlan, until last: CalendarDay, _ time: TownTime) -> [(
        CalendarDay, InstantInterval
    )] {
        var windows: [(CalendarDay, InstantInterval)] = []
        var day = first(plan)
        while true {
            let next = plan.period == .month ? day.adding(months: 1) : day.adding(days: 7)
            guard next <= last, next <= plan.end else { return windows }
            // a period that holds the start belongs to neither side
            if !(day < plan.start && plan.start < next) {
                windows.append((day, InstantInterval(start: time.start(of: day), end: time.start(of: next))))
            }
            day = next
        }
    }

    /// The first whole period from the beginning of the baseline on.
    private static func first(_ plan: TrialPlan) -> CalendarDay {
        switch plan.period {
        case .month:
            plan.before.day == 1
                ? plan.before
                : CalendarDay(year: plan.before.year, month: plan.before.month, day: 1).adding(months: 1)
        case .week: plan.before.adding(days: (7 - plan.before.weekday) % 7)
        }
    }

    /// Asks the town's own series, once each.
    ///
    /// A period of which less than the registered share was measured is missing, never zero.
    static func read(
        _ plan: TrialPlan, until last: CalendarDay, at now: Instant, for reader: Reader, on engine: any StorageEngine
    ) async throws -> FrozenPanel {
        let windows = windows(plan, until: last, TownTime())
        func cells(_ series: Int64, _ function: AggregateFunction) async throws -> [Double?] {
            guard let source = try await DatastreamIndicator.find(series, for: reader, on: engine) else {
                return windows.map { _ in nil }
            }
            let found = try await source.aggregates(function, over: windows.map(\.1), for: reader)
            return found.map { cell in (cell.coverage ?? 1) >= plan.minimumCoverage ? cell.value : nil }
        }
        var values: [[Double?]] = []
        for area in plan.compared { values.append(try await cells(area.datastream, plan.function)) }
        var guardrails: [Watched] = []
        for guardrail in plan.guardrails {
            var rows: [[Double?]] = []
            for area in guardrail.areas { rows.append(try await cells(area.datastream, .mean)) }
            guardrails.append(Watched(name: guardrail.name, areas: guardrail.areas.map(\.name), values: rows))
        }
        return FrozenPanel(
            asOf: now, periods: windows.map(\.0), names: plan.compared.map(\.name), values: values,
            guardrails: guardrails)
    }

    /// The trial's table, with what makes periods alike; nil where a side of the start is empty.
    func panel(_ plan: TrialPlan, without leftOut: Set<String>) -> Result<TrialPanel, TrialPanel.Refusal> {
        panel(plan, kept(leftOut).map { values[$0] })
    }

    /// The places of the areas that the check of the data did not leave out.
    func kept(_ leftOut: Set<String>) -> [Int] { names.indices.filter { !leftOut.contains(names[$0]) } }

    /// Whether its rows are the areas of a plan, in their order.
    func isOf(_ plan: TrialPlan) -> Bool { names == plan.compared.map(\.name) && values.count == names.count }

    /// Rows over these periods as a trial's table.
    func panel(_ plan: TrialPlan, _ rows: [[Double?]]) -> Result<TrialPanel, TrialPanel.Refusal> {
        let likeness = periods.map { plan.period == .month ? $0.month : Self.isoWeek($0) }
        do {
            return .success(
                try TrialPanel(
                    Self.comparable(rows, plan.scale), start: periods.count { $0 < plan.start }, likeness: likeness,
                    scale: plan.scale))
        } catch {
            return .failure(error)
        }
    }

    /// The cells that can be compared: no ratio can be made of zero, so such a cell counts as not measured.
    ///
    /// Nothing is added to make a logarithm of it; pages and reports say how many there are.
    static func comparable(_ rows: [[Double?]], _ scale: TrialScale) -> [[Double?]] {
        guard scale == .log else { return rows }
        return rows.map { row in row.map { cell in cell.flatMap { $0 > 0 ? $0 : nil } } }
    }

    /// The week of its Thursday's year (ISO 8601).
    static func isoWeek(_ monday: CalendarDay) -> Int {
        let thursday = monday.adding(days: 3)
        return (thursday.number - CalendarDay(year: thursday.year, month: 1, day: 1).number) / 7 + 1
    }

    // MARK: - As a document

    var document: JSONObject {
        var document: JSONObject = [
            "asOf": .string(asOf.iso8601), "periods": .array(periods.map { .string($0.iso) }),
            "areas": Self.rows(names, values),
        ]
        if !guardrails.isEmpty {
            document["guardrails"] = .array(
                guardrails.map { ["name": .string($0.name), "areas": Self.rows($0.areas, $0.values)] })
        }
        return document
    }

    private static func rows(_ names: [String], _ values: [[Double?]]) -> JSONValue {
        .array(
            zip(names, values).map { name, row in
                ["name": .string(name), "values": .array(row.map { $0.map { .number(JSONNumber($0)) } ?? .null })]
            })
    }

    /// Names and values; nil where a row is not as long as there are periods.
    private static func rows(_ value: JSONValue?, _ periods: Int) -> (names: [String], values: [[Double?]])? {
        guard let rows = value?.array else { return nil }
        let names = rows.compactMap { $0["name"]?.string }
        let values = rows.map { ($0["values"]?.array ?? []).map(\.double) }
        guard names.count == rows.count, values.allSatisfy({ $0.count == periods }) else { return nil }
        return (names, values)
    }

    /// The same for a spreadsheet: a line for each area, a column for each period.
    var table: String {
        func line(_ cells: [String]) -> String {
            cells.map { cell in
                cell.contains { ",\"\n\r".contains($0) }
                    ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
            }.joined(separator: ",") + "\n"
        }
        var text = line(["what", "area"] + periods.map(\.iso))
        func add(_ kind: String, _ names: [String], _ values: [[Double?]]) {
            for (name, row) in zip(names, values) {
                text += line([kind, name] + row.map { $0.map { CanonicalJSON.text(of: $0) } ?? "" })
            }
        }
        add("indicator", names, values)
        for guardrail in guardrails { add("guardrail " + guardrail.name, guardrail.areas, guardrail.values) }
        return text
    }

    init?(_ document: JSONObject) {
        guard let asOf = document["asOf"]?.string.flatMap({ try? Instant(iso8601: $0) }),
            let periods = document["periods"]?.array, let areas = Self.rows(document["areas"], periods.count)
        else { return nil }
        self.asOf = asOf
        self.periods = periods.compactMap { $0.string.flatMap { CalendarDay(parsing: $0) } }
        (names, values) = areas
        let watched = document["guardrails"]?.array ?? []
        guardrails = watched.compactMap { one in
            guard let name = one["name"]?.string, let rows = Self.rows(one["areas"], periods.count) else { return nil }
            return Watched(name: name, areas: rows.names, values: rows.values)
        }
        guard self.periods.count == periods.count, guardrails.count == watched.count else { return nil }
    }

    /// The periods before a day only.
    func until(_ day: CalendarDay) -> FrozenPanel {
        let count = periods.prefix { $0 < day }.count
        return FrozenPanel(
            asOf: asOf, periods: Array(periods.prefix(count)), names: names,
            values: values.map { Array($0.prefix(count)) }, guardrails: [])
    }

    /// The same cells whenever they were read.
    var undated: FrozenPanel {
        FrozenPanel(
            asOf: Instant(microseconds: 0), periods: periods, names: names, values: values, guardrails: guardrails)
    }

    private init(
        asOf: Instant, periods: [CalendarDay], names: [String], values: [[Double?]], guardrails: [Watched]
    ) {
        (self.asOf, self.periods, self.names, self.values) = (asOf, periods, names, values)
        self.guardrails = guardrails
    }
}
