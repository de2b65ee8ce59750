// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import Metering
import PowerBills
import Site

/// What keeps a period from being settled, or the button that settles it.
struct NewRunPage: Sendable {
    let community: Community
    let days: ClosedRange<CivilDay>
    let points: [Int64: Point]
    let gaps: [SharedPeriod.Gap]
    /// What could stand in place of missing values, in a provisional run.
    var estimates: [Estimate] = []
    /// What even then is missing.
    var stillMissing: [SharedPeriod.Gap] = []
    /// Members without a mandate whose bills could not say where to pay: the provider has entered no account.
    var withoutAccount = 0
    var fault: EnergyFault?

    /// A table lists so many days; how many more there are stands below it.
    static let most = 200

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var table: HTML = ""
        if fault == nil || fault == .incomplete {
            if gaps.isEmpty {
                table = "<p class=\"finding\">\(language(.powerNothingMissing))</p>"
            } else {
                let rows = gaps.prefix(Self.most).map { gap -> [HTML] in
                    let point = points[gap.point]
                    return [
                        "\(point?.malo.description ?? "–")", "\(point?.street ?? "")", "\(frame.date(gap.day))",
                        "\(language(gap.reason == .missing ? .powerNoValue : .powerOnlyProvisional))", "\(gap.slots)",
                    ]
                }
                let more: HTML =
                    gaps.count > Self.most
                    ? "<p class=\"source\">\(language(.powerMoreGaps)) \(gaps.count - Self.most)</p>" : ""
                table = """
                    <h2>\(language(.powerMissing))</h2><p>\(language(.powerMissingLead))</p>\
                    \(PowerTable(caption: .powerMissing, header: [.powerPoint, .powerStreet, .powerDay, .powerWhy, .powerSlots], numbers: 1, rows: rows).html(language))\(more)
                    """
            }
        }
        let provisional = gaps.allSatisfy { $0.reason == .provisional } && !gaps.isEmpty
        let estimated = !estimates.isEmpty && stillMissing.isEmpty
        var form: HTML = ""
        if fault == nil, gaps.isEmpty || provisional || estimated {
            var tick: HTML = ""
            if estimated {
                tick = """
                    <input type="hidden" name="provisional" value="yes">\
                    <p><label><input type="checkbox" name="estimates" value="yes" required> \(language(.powerUseEstimates))</label></p>
                    """
            } else if provisional {
                tick = """
                    <p><label><input type="checkbox" name="provisional" value="yes" required> \(language(.powerProvisional))</label></p>
                    """
            }
            form = """
                <form class="form" method="post" action="\(SiteURL.sharing(community.id, "runs"))">
                <input type="hidden" name="from" value="\("\(days.lowerBound)")">\
                <input type="hidden" name="through" value="\("\(days.upperBound)")">\(tick)
                <div><button type="submit">\(language(.powerDoSettle))</button></div></form>
                """
        }
        let parts = table + proposal(frame) + form
        let details: HTML = parts.isEmpty ? "" : "<section class=\"card\">\(parts)</section>"
        let error: HTML = fault.map { "<div class=\"summary\" role=\"alert\"><p>\(language($0.words))</p></div>" } ?? ""
        let content: HTML = """
            <div class="inner page"><h1>\(language(.powerSettle)): \(frame.period(days))</h1>\(error)\(account(language))\
            <p>\(language(.powerBillsBy)): \(frame.date(days.lastBillDay))</p>\(verdict(language))\(details)</div>
            """
        return frame.document(
            title: language(.powerSettle), section: .energy, breadcrumbs: SharingPage.crumbs(community, language),
            content: content)
    }

    /// Whether the period can be settled, before the tables that say why.
    private func verdict(_ language: Language) -> HTML {
        guard fault == nil, gaps.contains(where: { $0.reason == .missing }) else { return "" }
        guard estimates.isEmpty || !stillMissing.isEmpty else {
            return "<p class=\"gaps\" role=\"status\">\(language(.powerOnlyEstimated))</p>"
        }
        let count = estimates.isEmpty ? gaps.count : stillMissing.count
        return """
            <p class="gaps" role="status">\(language(.powerNotYet(count))) \
            <a href="\(SiteURL.sharing(community.id, "readings"))">\(language(.powerReadings))</a></p>
            """
    }

    /// Told before bills go out on which nobody finds where to pay.
    private func account(_ language: Language) -> HTML {
        guard withoutAccount > 0 else { return "" }
        return """
            <p class="gaps">\(language(.powerWithoutAccount(withoutAccount))) \
            <a href="\(SiteURL.sharing(community.id, "setup"))">\(language(.powerSetup))</a></p>
            """
    }

    /// The estimates that could fill the gaps, each with its rule and what it is made of.
    private func proposal(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard fault == nil, gaps.contains(where: { $0.reason == .missing }) else { return "" }
        guard !estimates.isEmpty else { return "<p>\(language(.powerCannotEstimate))</p>" }
        let rows = estimates.prefix(Self.most).map { one -> [HTML] in
            [
                "\(points[one.point]?.malo.description ?? "–")", "\(frame.date(one.day))",
                "\(frame.estimate(one.grounds))", "\(frame.format.integer(Int64(one.slots)))",
                "\(frame.energy(one.wattHours))",
            ]
        }
        let table = PowerTable(
            caption: .powerEstimatesTitle,
            header: [.powerPoint, .powerDay, .powerEstimateHow, .powerSlots, .powerEstimated], numbers: 2, rows: rows)
        let rest: HTML =
            stillMissing.isEmpty ? "" : "<p class=\"gaps\">\(language(.powerCannotEstimate)) \(stillMissing.count)</p>"
        return
            "<h2>\(language(.powerEstimatesTitle))</h2><p>\(language(.powerEstimatesLead))</p>\(table.html(language))\(rest)"
    }
}
