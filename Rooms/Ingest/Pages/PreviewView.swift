// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Ingest
import Site
import Wire

/// What would be stored: figures, first values, charts, places, and what would be refused.
struct PreviewView: Sendable {
    let preview: ImportPreview
    let waiting: Int64

    private static let mostCharts = 12

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let part: HTML = preview.isWhole ? "" : "<p class=\"muted\">\(language(.previewPart))</p>"
        let nothing: HTML =
            preview.values == 0 ? "<div class=\"notice\"><p>\(language(.previewNothing))</p></div>" : ""
        return """
            \(part)\(figures(frame))\(nothing)\(lines(frame))\(charts(frame))\(map(frame))\(refused(frame))\
            \(ignored(frame))\(notices(language))
            """
    }

    private func figures(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        var figures: HTML = ""
        func figure(_ label: Words, _ value: Int) {
            figures += "<div><dt>\(language(label))</dt><dd class=\"big\">\(format.integer(Int64(value)))</dd></div>"
        }
        let report = preview.report
        figure(.previewRowsTaken, report.rows)
        figure(.previewRowsRefused, report.rowsRefused)
        if preview.features > 0 {
            figure(.previewFeatures, preview.features)
        } else {
            figure(.previewValues, preview.values)
            figure(.previewEmpty, report.empty)
            figure(.previewCellsRefused, max(0, report.rejected - report.rowsRefused))
            figure(.previewSeries, preview.series.count)
            figure(.previewStations, preview.stations.count)
        }
        return "<dl class=\"facts\">\(figures)</dl>"
    }

    private func lines(_ frame: PageFrame) -> HTML {
        guard !preview.lines.isEmpty else { return "" }
        let (language, format) = (frame.language, frame.format)
        let rows = preview.lines.map { line -> HTML in
            let quality: HTML = line.quality.map { " <span class=\"tag\">\($0)</span>" } ?? ""
            return """
                <tr><th scope="row">\(time(line.start, line.end, format))</th>\
                <td data-label="\(language(.previewStation))">\(line.station)</td>\
                <td data-label="\(language(.previewSeriesName))">\(line.name)</td>\
                <td class="number" data-label="\(language(.previewValue))">\(format.measure(line.value, unit: line.unit))\
                \(quality)</td></tr>
                """
        }
        return """
            <h3>\(language(.previewFirst))</h3><div class="table"><table class="stack"><thead><tr>\
            <th scope="col">\(language(.previewTime))</th><th scope="col">\(language(.previewStation))</th>\
            <th scope="col">\(language(.previewSeriesName))</th>\
            <th scope="col" class="number">\(language(.previewValue))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private func time(_ start: Instant, _ end: Instant?, _ format: Format) -> String { Self.span(start, end, format) }

    /// `01.07.2025, 12:00–12:15`, `01.07.2025` for a whole day.
    static func span(_ start: Instant, _ end: Instant?, _ format: Format) -> String {
        guard let end else { return format.dateTime(start) }
        let (first, last) = (format.time.local(start), format.time.local(end))
        if first.seconds == 0, last.seconds == 0 {
            return last.day.number - first.day.number == 1
                ? format.date(first.day) : format.date(first.day) + " – " + format.date(last.day.adding(days: -1))
        }
        let clock = format.clock(seconds: last.seconds)
        return first.day == last.day
            ? format.dateTime(start) + "–" + clock : format.dateTime(start) + " – " + format.dateTime(end)
    }

    // MARK: Series

    private func charts(_ frame: PageFrame) -> HTML {
        let format = frame.format
        let figures = preview.series.prefix(Self.mostCharts).enumerated().map { number, series -> HTML in
            let points = series.points.map { point in
                SeriesPoint(
                    start: Instant(microseconds: point.start), end: Instant(microseconds: point.end),
                    value: point.value, minimum: point.minimum, maximum: point.maximum, count: point.count)
            }
            let window = InstantInterval(
                start: series.first,
                end: Instant(microseconds: max(series.last.microseconds, points.last?.end.microseconds ?? 0)))
            let model = ChartModel(window: window, points: points, unit: series.unit, isSum: false, label: series.name)
            return """
                <h3>\(series.stationName): \(series.name)</h3><p class="muted">\(facts(series, frame))</p>\
                \(ChartView.figure(model, format: format, identifier: "preview-\(number)"))
                """
        }
        let rest = preview.series.dropFirst(Self.mostCharts).map { series -> HTML in
            "<li>\(series.stationName): \(series.name) – \(facts(series, frame))</li>"
        }
        let more: HTML =
            rest.isEmpty
            ? ""
            : """
            <details><summary>\(frame.language(.previewMoreSeries)) (\(rest.count))</summary>\
            <ul class="plain">\(rest)</ul></details>
            """
        return figures.joined("") + more
    }

    private func facts(_ series: ImportPreview.Series, _ frame: PageFrame) -> String {
        let (language, format) = (frame.language, frame.format)
        var facts = [
            format.integer(Int64(series.count)) + " " + language(.previewValues),
            format.date(series.first) + " – " + format.date(Instant(microseconds: series.last.microseconds - 1)),
            format.number(series.minimum) + " – " + format.measure(series.maximum, unit: series.unit),
        ]
        if series.gaps > 0 {
            var text = language(.previewGaps) + ": " + format.integer(Int64(series.gaps))
            if let gap = series.longestGap {
                text +=
                    ", " + language(.previewLongest) + " " + format.dateTime(gap.start) + " – "
                    + format.dateTime(gap.end)
            }
            facts.append(text)
        }
        return facts.joined(separator: " · ")
    }

    // MARK: Places

    private func map(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let without = preview.report.stationsWithoutPlace
        let missing: HTML =
            without.isEmpty
            ? "" : "<p>\(language(.previewNoPlace)): \(without.prefix(50).joined(separator: ", "))</p>"
        guard !preview.places.isEmpty else { return missing }
        let list = preview.places.prefix(20).map { place -> HTML in
            let position =
                frame.format.number(place.longitude, decimals: 5) + " / "
                + frame.format.number(place.latitude, decimals: 5)
            return "<li>\(place.name): \(position)</li>"
        }
        return """
            <h3>\(language(.previewMap))</h3>\(MapView.canvas(.waitingPlaces(waiting), frame))\
            <ul class="plain">\(list)</ul>\(missing)
            """
    }

    // MARK: Refused

    private func refused(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let report = preview.report
        let failed = report.filesFailed.prefix(20).map { file -> HTML in
            "<li><strong>\(file.path)</strong>: \(file.reason)</li>"
        }
        let files: HTML =
            failed.isEmpty ? "" : "<h3>\(language(.importFailedFiles))</h3><ul class=\"plain\">\(failed)</ul>"
        guard !report.rejections.isEmpty else {
            return files + "<p class=\"calm\">\(language(.previewNothingRefused))</p>"
        }
        let entries = report.json["rejections"]?.array ?? []
        return files + "<h3>\(language(.previewRefused))</h3>" + RejectionTable.html(entries, language, format)
    }

    private func ignored(_ frame: PageFrame) -> HTML {
        let report = preview.report.json
        return IgnoredList.columns(report, frame) + IgnoredList.rows(report, frame)
    }

    private func notices(_ language: Language) -> HTML {
        let list = preview.report.notices.prefix(20).map { notice -> HTML in
            "<li>\(language == .german ? notice.german : notice.english)</li>"
        }
        return list.isEmpty ? "" : "<h3>\(language(.importNotices))</h3><ul class=\"plain\">\(list)</ul>"
    }
}
