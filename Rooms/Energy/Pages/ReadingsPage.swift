// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import MeterTables
import Metering
import PowerBills
import Site
import Wire

/// Files handed in, and the calendar that shows which days are complete.
struct ReadingsPage: Sendable {
    /// How a day of a point stands.
    enum State: Sendable, Hashable {
        case complete, provisional, incomplete, outside

        var sign: String {
            switch self {
            case .complete: "●"
            case .provisional: "◐"
            case .incomplete: "○"
            case .outside: "–"
            }
        }

        init(_ block: DayBlock?) {
            guard let block, block.isComplete else {
                self = .incomplete
                return
            }
            self = block.isFinal ? .complete : .provisional
        }
    }

    let community: Community
    let month: ClosedRange<CivilDay>
    /// Those with holes first.
    let points: [(point: Point, days: [State])]
    let pager: Pager
    static let onAPage = 40
    let deliveries: [(name: String, at: Instant, report: TakenReport)]
    /// What the last file brought.
    var report: TakenReport?
    var verdict: Words?
    var fault: EnergyFault?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let error: HTML = fault.map { "<p class=\"error\" id=\"file-error\">\(language($0.words))</p>" } ?? ""
        let mark: HTML = fault == nil ? "" : " file-error\" aria-invalid=\"true"
        let content: HTML = """
            <div class="inner page"><h1>\(language(.powerReadings))</h1>\(outcome(frame))
            <form class="form wide card" method="post" action="\(SiteURL.sharing(community.id, "readings"))" enctype="multipart/form-data">
            <div class="field"><label for="file">\(language(.powerFile))</label>\
            <p class="help" id="file-help">\(language(.powerFileHelp))</p>\(error)\
            <input class="drop" id="file" name="file" type="file" required aria-describedby="file-help\(mark)"></div>
            <div><button type="submit">\(language(.powerHandIn))</button></div></form>
            <section class="card" aria-labelledby="calendar"><h2 id="calendar">\(language(.powerCalendar))</h2>\(calendar(frame))</section>
            <section class="card" aria-labelledby="deliveries"><h2 id="deliveries">\(language(.powerDeliveries))</h2>\(list(frame))</section></div>
            """
        return frame.document(
            title: language(.powerReadings), section: .energy, breadcrumbs: SharingPage.crumbs(community, language),
            content: content)
    }

    private func outcome(_ frame: PageFrame) -> HTML {
        guard let report else { return "" }
        let language = frame.language
        let settled: HTML =
            report.settled.isEmpty
            ? "" : "<p class=\"gaps\">\(language(.powerSettledChanged)) \(report.settled.joined(separator: ", "))</p>"
        let said: HTML =
            verdict.map { "<pre tabindex=\"0\" role=\"group\" aria-label=\"MSCONS\">\(language($0))</pre>" } ?? ""
        return """
            <section class="card" role="status"><p class="finding">\(Self.sentence(report, frame))</p>\(settled)\
            \(faults(report, frame))\(said)</section>
            """
    }

    static func sentence(_ report: TakenReport, _ frame: PageFrame) -> String {
        var parts: [(Int, Words)] = [
            (report.new, .powerNewValues), (report.changed, .powerChangedValues), (report.same, .powerSameValues),
            (report.worse, .powerWorseValues), (report.unread.count, .powerRefused),
        ]
        if report.withdrawn > 0 { parts.insert((report.withdrawn, .powerWithdrawnValues), at: 4) }
        return parts.map { "\(frame.format.integer(Int64($0.0))) \(frame.language($0.1))" }.joined(separator: ", ")
    }

    private func faults(_ report: TakenReport, _ frame: PageFrame) -> HTML {
        guard !report.unread.isEmpty else { return "" }
        let rows = report.unread.prefix(TakenReport.most).map { fault -> [HTML] in
            ["\(fault.line == 0 ? "–" : String(fault.line))", "\(frame.language(fault.words))"]
        }
        return PowerTable(caption: .powerFaults, header: [.powerFileLine, .powerFaults], rows: rows).html(
            frame.language)
    }

    private func calendar(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let first = CalendarDay(number: month.lowerBound.number)
        let choose: HTML = """
            <form class="ranges" method="get"><div class="field"><label for="month">\(language(.powerMonth))</label>\
            <input id="month" name="month" value="\(String(first.iso.prefix(7)))" pattern="[0-9]{4}-[0-9]{2}" required></div>\
            <div><button type="submit" class="quiet">\(language(.powerShow))</button></div></form>
            """
        let head = month.all.map { "<th scope=\"col\">\($0.date.day)</th>" as HTML }
        let rows = pager.part(of: points, size: Self.onAPage).map { row -> HTML in
            let cells = row.days.map { state -> HTML in
                let word: Words? =
                    switch state {
                    case .complete: .powerComplete
                    case .provisional: .powerHalf
                    case .incomplete: .powerHole
                    case .outside: nil
                    }
                let hidden: HTML = word.map { "<span class=\"hidden\">\(language($0))</span>" } ?? ""
                return "<td><span aria-hidden=\"true\">\(state.sign)</span>\(hidden)</td>"
            }
            return "<tr><th scope=\"row\">\(row.point.malo.description)<br>\(row.point.street)</th>\(cells)</tr>"
        }
        let others = pager.html(language, at: "calendar") { page in
            .readings(community.id, month: String(first.iso.prefix(7)), page: page)
        }
        return """
            \(choose)<p>\(frame.format.month(first)): \(language(.powerCalendarHelp))</p>
            <div class="table" tabindex="0" role="group" aria-label="\(language(.powerCalendar))"><table><thead><tr>\
            <th scope="col">\(language(.powerPoint))</th>\(head)</tr></thead><tbody>\(rows)</tbody></table></div>\(others)
            """
    }

    private func list(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !deliveries.isEmpty else { return "<p class=\"empty\">\(language(.powerNoDeliveries))</p>" }
        let rows = deliveries.map { one -> [HTML] in
            ["\(one.name)", "\(frame.format.dateTime(one.at))", "\(Self.sentence(one.report, frame))"]
        }
        return PowerTable(
            caption: .powerDeliveries, header: [.powerFile, .powerIssued, .powerDeliveries], rows: rows
        ).html(language)
    }
}
