// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing
import Trial
import Wire

/// The worked numbers of trials: a made-up panel and fourteen real counters, computed by other people's libraries.
@Suite("Worked trials", .enabled(if: Oracle.isThere))
struct OracleTests {
    @Test("exact tests, intervals, regression and doubts of a made-up panel")
    func madeUpPanel() throws {
        let worked = try Oracle.part("A_synthetic")
        let rows = worked["panel"]?.array?.map(\.numbers) ?? []
        let panel = try TrialPanel(rows, start: worked.count("start_index"))
        let design = try TrialDesign(units: rows.count, treated: worked["treated"]?.whole ?? [])
        try compare(worked, panel: panel, design: design)
    }

    @Test("the same on fourteen counters, without and with an effect put in", arguments: ["null", "injected"])
    func counters(_ name: String) throws {
        let all = try Oracle.part("B_muenster")
        let worked = try #require(all[name])
        let stations = all["stations"]?.texts ?? []
        let treated = (all["treated"]?.texts ?? []).compactMap(stations.firstIndex)
        let months = all["months"]?.texts ?? []
        let start = try #require(all["start"]?.string.flatMap(months.firstIndex))
        var rows = try means(of: stations, months)
        if name == "injected" {
            for unit in treated {
                for month in start..<months.count {
                    rows[unit][month] = rows[unit][month].map { $0 * all.number("injected_factor") }
                }
            }
        }
        let likeness = months.compactMap { Int($0.suffix(2)) }
        let panel = try TrialPanel(rows, start: start, likeness: likeness, scale: .log)
        let design = try TrialDesign(units: rows.count, treated: treated)
        try compare(worked, panel: panel, design: design)
    }

    /// The monthly means with all their digits.
    private func means(of stations: [String], _ months: [String]) throws -> [[Double?]] {
        let (columns, table) = try Oracle.table("monthly.csv")
        return try stations.map { station in
            let row = try #require(table.first { $0.name == station })
            return try months.map { month in row.values[try #require(columns.firstIndex(of: month))] }
        }
    }

    private func compare(_ worked: JSONValue, panel: TrialPanel, design: TrialDesign) throws {
        let differences = panel.changes().compactMap(\.difference)
        #expect(isClose(differences, worked.numbers("unit_differences")))
        let test = try PermutationTest(design: design, differences: differences)
        let means = test.result(.mean)
        #expect(isClose(means.observed, worked.number("tau")))
        #expect(means.assignments == worked.count("assignments"))
        #expect(means.asExtreme == worked.count("count_abs_ge") && means.asGreat == worked.count("count_ge"))
        #expect(isClose(means.twoSided, worked.number("p_two_sided")))
        #expect(isClose(means.greater, worked.number("p_one_sided_greater")))

        let rank = try #require(worked["rank"])
        let ranks = test.result(.rank)
        #expect(ranks.observed == rank.number("rank_sum") && ranks.asExtreme == rank.count("count_abs_ge"))
        let shift = try #require(test.rankInterval())
        #expect(isClose(shift.estimate, rank.number("hodges_lehmann"), 1e-9))
        #expect(isClose([shift.low, shift.high], rank.numbers("ci95"), 1e-9))
        #expect(isClose(shift.confidence, rank.number("attained")))

        let interval = test.meanInterval()
        #expect(isClose([interval.low, interval.high], worked.numbers("ci95_inversion"), 1e-9))
        let narrower = test.meanInterval(significance: 0.1)
        #expect(isClose([narrower.low, narrower.high], worked.numbers("ci90_inversion"), 1e-9))

        let (inside, outside) = (design.treated.map { differences[$0] }, design.control.map { differences[$0] })
        let beside = try #require(UnitRegression(treated: inside, control: outside))
        let regression = try #require(worked["unit_regression"])
        #expect(isClose(beside.estimate, regression.number("tau")))
        #expect(isClose(beside.standardError, regression.number("se_hc1")))
        #expect(isClose(beside.p, regression.number("p_t_Gminus1"), 1e-8))
        #expect(isClose([beside.low, beside.high], regression.numbers("ci95"), 1e-8))
        #expect(!beside.isTrustworthy, "three treated units are too few for it")
        let wild = try #require(UnitRegression.wildBootstrap(treated: inside, control: outside))
        let wildWorked = try #require(worked["wild_cluster_restricted"])
        #expect(wild.vectors == wildWorked.count("sign_vectors") && wild.asExtreme == wildWorked.count("count_abs_ge"))

        let doubt = TrialDoubt(
            panel: panel, design: design, differences: differences, statistic: .mean, interval: interval)
        let trend = try #require(doubt.preTrend)
        let trendWorked = try #require(worked["pretrend"])
        #expect(isClose(trend.slopeDifference, trendWorked.number("slope_difference")))
        #expect(isClose(trend.p, trendWorked.number("p_two_sided")))
        #expect(isClose(trend.gaps.compactMap(\.self), trendWorked.numbers("gap_by_period")))
        #expect(isClose(trend.largestStep, trendWorked.number("largest_step")))
        #expect(isClose(try #require(doubt.breakdown), worked.number("breakdown"), 1e-9))
        let dates = worked["placebo_dates"]?.array ?? []
        #expect(doubt.placeboDates.map(\.start) == dates.map { $0.count("start_index") })
        #expect(isClose(doubt.placeboDates.map(\.estimate), dates.map { $0.number("tau") }))
        #expect(isClose(doubt.placeboDates.map(\.p), dates.map { $0.number("p_two_sided") }))
        #expect(doubt.withoutUnits.count == design.units)
    }

    @Test("units with missing months: three quarters of the like months, others are listed")
    func gaps() throws {
        let worked = try Oracle.part("B_unbalanced")
        let (columns, rows) = try Oracle.table("monthly.csv")
        let window = columns.indices.filter { columns[$0] >= "2024-07" && columns[$0] <= "2026-06" }
        let panel = try TrialPanel(
            rows.map { row in window.map { row.values[$0] } }, start: 12,
            likeness: window.compactMap { Int(columns[$0].suffix(2)) }, scale: .log)
        let changes = panel.changes()
        let used = worked["months_used"]?.object?.members ?? []
        for (index, row) in rows.enumerated() {
            let expected = used.first { $0.name == row.name }?.value.double
            #expect(changes[index].counts == (expected != nil), "\(row.name)")
            if let expected { #expect(changes[index].used == Int(expected), "\(row.name)") }
        }
        let kept = rows.indices.filter { changes[$0].counts }
        let treated = (worked["treated"]?.texts ?? []).compactMap { name in kept.firstIndex { rows[$0].name == name } }
        let design = try TrialDesign(units: kept.count, treated: treated)
        let test = try PermutationTest(design: design, differences: kept.compactMap { changes[$0].difference })
        #expect(test.result(.mean).assignments == worked.count("assignments"))
        #expect(isClose(test.result(.mean).observed, worked.number("tau")))
        #expect(isClose(test.result(.mean).twoSided, worked.number("p_mean")))
        #expect(test.result(.rank).observed == worked.number("rank_sum"))
        #expect(isClose(test.result(.rank).twoSided, worked.number("p_rank")))
    }

    @Test("pairs: only swaps within a pair could have been drawn")
    func pairs() throws {
        let worked = try Oracle.part("A_pairs")
        let rows = try Oracle.part("A_synthetic")["panel"]?.array?.map(\.numbers) ?? []
        let pairs = worked["pairs"]?.array?.map(\.whole) ?? []
        let units = pairs.flatMap(\.self)
        let panel = try TrialPanel(units.map { rows[$0] }, start: 10)
        let design = try TrialDesign(units: 6, treated: [0, 2, 4], blocks: [[0, 1], [2, 3], [4, 5]])
        let test = try PermutationTest(design: design, differences: panel.changes().compactMap(\.difference))
        #expect(isClose(test.meanDifference, worked.number("estimate")))
        #expect(test.result(.mean).twoSided == worked.number("p_two_sided"))
        #expect(design.smallestP() == worked.number("smallest_possible"))
    }

    @Test("the smallest p-value of a design")
    func smallestP() throws {
        for row in try Oracle.part("C_smallest_p").array ?? [] {
            let (treated, control) = (row.count("treated"), row.count("control"))
            let design = try TrialDesign(units: treated + control, treated: Array(0..<treated))
            #expect(design.assignments == row.number("assignments"))
            #expect(isClose(design.smallestP(), row.number("two_sided")), "\(treated) + \(control)")
            #expect(isClose(design.smallestP(twoSided: false), row.number("one_sided")), "\(treated) + \(control)")
        }
    }

    @Test("power on the counters' own history, with the dead channel and without it")
    func power() throws {
        let all = try Oracle.part("B_muenster")
        let differences = all["null"]?.numbers("unit_differences") ?? []
        let with = try Oracle.part("C_power_muenster_3_of_14").array ?? []
        try compare(
            differences, with.map { ($0.number("effect"), $0.count("detected"), $0.count("rank_sum_detected")) })
        let without = try Oracle.part("C_power_without_dead_station")
        let sound = Array(differences.dropFirst())
        try compare(
            sound,
            (without["power"]?.array ?? []).map { ($0.number("effect"), $0.count("mean"), $0.count("rank")) })
        let effect = TrialPower.minimalDetectableEffect(
            standardDeviation: without.number("sd_unit_difference"), treated: 3, control: 10)
        #expect(isClose(effect, without.number("mde_3_against_10"), 1e-6))
        let worked = try Oracle.part("C_mde")
        for row in worked["cases"]?.array ?? [] {
            let effect = TrialPower.minimalDetectableEffect(
                standardDeviation: worked.number("sd_unit_difference"), treated: row.count("treated"),
                control: row.count("control"))
            #expect(isClose(effect, row.number("mde"), 1e-6))
        }
    }

    private func compare(_ differences: [Double], _ worked: [(effect: Double, mean: Int, rank: Int)]) throws {
        #expect(!worked.isEmpty)
        let design = try TrialDesign(units: differences.count, treated: [0, 1, 2])
        for row in worked {
            for (statistic, expected) in [(PermutationTest.Statistic.mean, row.mean), (.rank, row.rank)] {
                let power = try TrialPower(design: design, differences: differences, statistic: statistic)
                let found = power.detection(of: log(1 + row.effect))
                #expect(found.detected == expected, "\(statistic) \(row.effect) of \(found.of)")
            }
        }
    }

    @Test("spending functions and limits of looks on the normal scale")
    func spending() throws {
        for row in try Oracle.part("D_lan_demets").array ?? [] {
            let function: SpendingFunction = row["spending"]?.string == "pocock" ? .pocock : .obrienFleming
            let times = row.numbers("times")
            #expect(isClose(times.map { function.spent($0) }, row.numbers("spent"), 1e-12))
            #expect(isClose(function.normalBoundaries(at: times), row.numbers("z"), 1e-4))
        }
    }

    @Test(
        "exact looks at a running trial",
        arguments: ["A_obrien_fleming", "A_pocock", "B_injected_obrien_fleming", "B_null_obrien_fleming"])
    func looks(_ name: String) throws {
        let parts = try Oracle.part("D_exact_sequential")
        let worked = try #require(parts[name])
        let rows = worked["looks"]?.array ?? []
        let (panel, design) = try sequentialPanel(name)
        let test = try SequentialTest(
            design: design,
            differences: rows.map { panel.changes(until: $0.count("look_after_period")).compactMap(\.difference) },
            information: rows.map { $0.number("information") },
            spending: name.hasSuffix("pocock") ? .pocock : .obrienFleming)
        #expect(test.assignments == worked.count("assignments"))
        #expect(isClose(test.size, worked.number("size")))
        for (look, row) in zip(test.looks, rows) {
            #expect(isClose(look.spent, row.number("spend"), 1e-12))
            #expect(look.mayReject == row.count("may_reject") && look.rejected == row.count("rejected"))
            #expect(
                look.critical == nil ? row["critical"] == .null : isClose(look.critical ?? 0, row.number("critical")))
            #expect(isClose(look.observed, row.number("observed")))
            #expect(look.stops == row.flag("stop"))
        }
    }

    private func sequentialPanel(_ name: String) throws -> (TrialPanel, TrialDesign) {
        if name.hasPrefix("A") {
            let worked = try Oracle.part("A_synthetic")
            let rows = worked["panel"]?.array?.map(\.numbers) ?? []
            return (
                try TrialPanel(rows, start: 10),
                try TrialDesign(units: rows.count, treated: worked["treated"]?.whole ?? [])
            )
        }
        let all = try Oracle.part("B_muenster")
        let stations = all["stations"]?.texts ?? []
        let treated = (all["treated"]?.texts ?? []).compactMap(stations.firstIndex)
        var rows = try means(of: stations, all["months"]?.texts ?? [])
        if name.contains("injected") {
            for unit in treated { for month in 12..<24 { rows[unit][month] = rows[unit][month].map { $0 * 1.12 } } }
        }
        // worked with plain means of all months seen so far
        return (
            try TrialPanel(rows, start: 12, scale: .log),
            try TrialDesign(units: rows.count, treated: treated)
        )
    }

    @Test("one area against a mixture of others", arguments: ["null", "injected"])
    func syntheticControl(_ name: String) throws {
        let all = try Oracle.part("E_synthetic_control")
        let worked = try #require(all[name])
        let months = all["months"]?.texts ?? []
        let stations = all["stations"]?.texts ?? []
        let start = all.count("start_index")
        let treated = try #require(worked["treated"]?.string.flatMap(stations.firstIndex))
        var rows = try means(of: stations, months)
        if name == "injected" {
            for month in start..<months.count { rows[treated][month] = rows[treated][month].map { $0 * 1.12 } }
        }
        let panel = try TrialPanel(rows, start: start, scale: .log)
        let control = try SyntheticControl(panel: panel, treated: treated, checked: false)
        #expect(control.fit.squaresBefore <= worked.number("sse_pre") + 1e-7)
        #expect(isClose(control.ratios, worked.numbers("ratios"), 1e-5))
        #expect(isClose(control.fit.effect, worked.number("effect_mean"), 1e-5))
        #expect(control.rank == worked.count("rank") && isClose(control.p, worked.number("p")))
        #expect(isClose(control.fit.weights.reduce(0, +), 1) && control.fit.weights.allSatisfy { $0 >= 0 })
        #expect(throws: SyntheticControl.Refusal.tooFewDonors(12, needed: 19)) {
            try SyntheticControl(panel: panel, treated: treated)
        }
    }

    @Test("one place with a random walk as level", arguments: ["null", "injected"])
    func localLevel(_ name: String) throws {
        let all = try Oracle.part("F_structural")
        let worked = try #require(all[name])
        let factor = name == "injected" ? 1.12 : 1
        let series = all.numbers("treated").enumerated().map { log($1 * ($0 >= 52 ? factor : 1)) }
        let found = try #require(LocalLevel(series: series, control: all.numbers("control").map { log($0) }, start: 52))
        #expect(found.logLikelihood >= worked.number("loglike") - 1e-3)
        #expect(isClose(found.coefficient, worked.number("beta"), 0.02))
        #expect(abs(found.meanEffect / worked.number("effect_mean") - 1) < 0.02)
        #expect(abs(found.standardError / worked.number("sd_mean") - 1) < 0.02)
        #expect(abs(found.effects[0] - worked.number("effect_first")) < 0.02 * worked.number("sd_first"))
        #expect(abs(found.firstStandardError / worked.number("sd_first") - 1) < 0.02)
    }

    @Test("surveys: intervals, and what the silent could change")
    func acceptance() throws {
        for row in try Oracle.part("G_acceptance").array ?? [] {
            let survey = try Acceptance(
                yes: row.count("yes"), answers: row.count("answers"), invited: row.count("invited"),
                designEffect: row.number("deff"))
            let (wilson, exact) = (survey.wilson(), survey.clopperPearson())
            #expect(isClose([wilson.lowerBound, wilson.upperBound], row.numbers("wilson")))
            #expect(isClose([exact.lowerBound, exact.upperBound], row.numbers("clopper_pearson")))
            #expect(
                isClose([survey.bounds.lowerBound, survey.bounds.upperBound], row.numbers("bounds_if_silence_counts")))
            #expect(
                isClose(survey.response, row.number("response")) && isClose(survey.share ?? -1, row.number("share")))
        }
        let worked = try Oracle.part("G_newcombe")
        let (first, second) = (worked["a"]?.whole ?? [], worked["b"]?.whole ?? [])
        let difference = try #require(
            Acceptance.difference(
                Acceptance(yes: first[0], answers: first[1], invited: first[1]),
                Acceptance(yes: second[0], answers: second[1], invited: second[1])))
        #expect(isClose(difference.estimate, worked.number("difference")))
        #expect(isClose([difference.low, difference.high], worked.numbers("ci")))
    }

    @Test("critical mass, and how an offer spreads")
    func users() throws {
        for row in try Oracle.part("H_break_even").array ?? [] {
            let point = BreakEven(
                fixedCost: row.number("fixed"), variableCost: row.number("variable"), benefit: row.number("benefit"),
                networkBenefit: row.number("network"), population: row.number("population"))
            #expect(isClose(try #require(point.users), row.number("participants"), 1e-6))
            #expect(point.isReachable == (row.number("share") <= 1))
        }
        let worked = try Oracle.part("H_bass")
        let curve = try #require(BassCurve(newUsers: worked.numbers("new_per_period")))
        #expect(
            isClose([curve.potential, curve.innovation, curve.imitation], ["m", "p", "q"].map(worked.number), 1e-5))
    }
}
