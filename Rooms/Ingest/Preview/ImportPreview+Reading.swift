// SPDX-License-Identifier: EUPL-1.2
import Features
import Geometry
package import IngestModel
import IngestReading
package import Wire

extension ImportPreview {
    /// Reads a delivery by a mapping; `most` bytes of a file at most.
    ///
    /// Throws `MappingError`; a file that does not fit stands in the report.
    package init(
        paths: [String], mapping: Mapping, most: Int = 8 << 20, now: Instant
    ) throws(MappingError) {
        report = ImportReport(mapping: mapping.name, dataset: mapping.dataset.slug, started: now)
        report.note(mapping)
        let pattern = mapping.files
        var tables: [PlaceRule.File] = []
        if case .series(let series) = mapping.kind { tables = series.places.files }
        let sample = DeliverySample(paths: paths, most: most, all: 2 * most) { path in
            pattern.matches(path) && !OtherFile.isLitter(path) && !tables.contains { $0.isFound(at: path) }
        }
        isWhole = sample.isWhole
        for other in sample.others { report.other(other) }
        for (path, reason) in sample.refused {
            report.filesFailed.append(ImportReport.FailedFile(path: path, reason: reason))
        }
        switch mapping.kind {
        case .series(let series): try read(series, mapping, sample, paths: paths)
        case .layer(let layer): read(layer, mapping, sample)
        }
    }

    private mutating func read(
        _ series: SeriesMapping, _ mapping: Mapping, _ sample: DeliverySample, paths: [String]
    ) throws(MappingError) {
        let limits = ImportLimits.handedIn
        let parser = try SeriesParser(series, mapping: mapping, limits: limits)
        var collection = SeriesCollector(series)
        var places = PlaceTable(series.places, mapping: mapping, paths: paths, folders: [], limits: limits)
        for notice in places.notices { report.notice(german: notice.german, english: notice.english) }
        var misfits: [Misfit] = []
        var endings: Set<String> = []
        let blank = ImportReport(mapping: mapping.name, dataset: mapping.dataset.slug, started: report.started)
        for part in sample.parts {
            do throws(FileFault) {
                let parsed = try parser.parse(part.file, checksum: "", report: blank)
                report.add(parsed.report)
                report.filesDone += 1
                isWhole = isWhole && !parsed.isCut
                endings.insert(OtherFile.ending(part.file.path))
                if !parsed.places.isEmpty { places.add(parsed.places) }
                for one in parsed.series { collection.add(one) }
            } catch {
                note(error, part.file, mapping, &misfits)
            }
        }
        report.close(misfits, endings: endings, paths: [], mapping: mapping)
        collection.fill(&self)
        for station in collection.stations.prefix(Self.mostPlaces) {
            stations.insert(station.id)
            guard let place = places.place(of: station.id, name: station.name) else {
                report.stationsWithoutPlace.append(station.name)
                continue
            }
            self.places.append(
                Place(
                    name: station.name, longitude: place.longitude, latitude: place.latitude,
                    isApproximate: place.isApproximate))
        }
    }

    private mutating func read(_ layer: LayerMapping, _ mapping: Mapping, _ sample: DeliverySample) {
        var misfits: [Misfit] = []
        var endings: Set<String> = []
        for part in sample.parts {
            var own = ImportReport(mapping: mapping.name, dataset: mapping.dataset.slug, started: report.started)
            do {
                let features = try Importer.features(of: part.file, layer, report: &own)
                report.add(own)
                report.filesDone += 1
                endings.insert(OtherFile.ending(part.file.path))
                self.features += features.count
                for feature in features.prefix(Self.mostPlaces - places.count) {
                    guard let point = feature.middle else { continue }
                    let title = layer.titleField.flatMap { feature.text(of: $0) } ?? layer.title
                    places.append(Place(name: title, longitude: point.x, latitude: point.y, isApproximate: false))
                }
            } catch let fault as FileFault {
                note(fault, part.file, mapping, &misfits)
            } catch {
                report.filesFailed.append(
                    ImportReport.FailedFile(path: part.file.path, reason: Importer.reason(of: error, layer)))
            }
        }
        report.close(misfits, endings: endings, paths: [], mapping: mapping)
        values = features
    }

    private mutating func note(_ fault: FileFault, _ file: ImportFile, _ mapping: Mapping, _ misfits: inout [Misfit]) {
        switch FileReader.step(for: fault, file, mapping) {
        case .misfit(let misfit): misfits.append(misfit)
        default: report.filesFailed.append(ImportReport.FailedFile(path: file.path, reason: fault.description))
        }
    }
}

/// The series of several files, put together by their Datastream.
private struct SeriesCollector {
    private let mapping: SeriesMapping
    private var all: [ParsedSeries] = []
    private var known: [String: Int] = [:]
    private(set) var stations: [Station] = []

    init(_ mapping: SeriesMapping) { self.mapping = mapping }

    mutating func add(_ series: ParsedSeries) {
        let key = series.station.id + "/" + series.key
        if let index = known[key] {
            // lines are of no use once a file is settled
            for place in series.values.indices {
                all[index].append(
                    time: series.times[place], duration: series.durations[place], value: series.values[place], line: 0,
                    quality: series.qualities[place])
            }
            return
        }
        if !stations.contains(where: { $0.id == series.station.id }) { stations.append(series.station) }
        known[key] = all.count
        all.append(series)
    }

    /// Whether the clock goes back an hour within the next one.
    private static func isRepeated(_ time: Int64, _ calendar: ZonedCalendar) -> Bool {
        let hour: Int64 = 3_600_000_000
        return calendar.offset(at: Instant(microseconds: time + hour))
            < calendar.offset(at: Instant(microseconds: time))
    }

    func fill(_ preview: inout ImportPreview) {
        // looked for only where it was asked about
        let calendar = mapping.time.repeatedHour == nil ? nil : ZonedCalendar(identifier: mapping.time.zone)
        preview.values = all.reduce(0) { $0 + $1.values.count }
        let shown = all.filter { !$0.values.isEmpty }.prefix(ImportPreview.mostSeries)
        let each = max(1, ImportPreview.mostLines / max(1, shown.count))
        for series in shown {
            let order = series.times.indices.sorted { series.times[$0] < series.times[$1] }
            let unit = mapping.series[series.rule].unit.symbol
            func line(_ index: Int) -> ImportPreview.Line {
                let (time, duration) = (series.times[index], series.durations[index])
                return ImportPreview.Line(
                    station: series.station.name, name: series.name, start: Instant(microseconds: time),
                    end: duration == 0 ? nil : Instant(microseconds: time + duration), value: series.values[index],
                    unit: unit == "1" ? "" : unit, quality: series.qualities[index])
            }
            for index in order.prefix(each) where preview.lines.count < ImportPreview.mostLines {
                preview.lines.append(line(index))
            }
            if preview.repeated == nil, let calendar {
                preview.repeated = order.first { Self.isRepeated(series.times[$0], calendar) }.map(line)
            }
            if let summary = summary(series, order, unit == "1" ? "" : unit) { preview.series.append(summary) }
        }
        preview.lines.sort { $0.start < $1.start }
    }

    private func summary(_ series: ParsedSeries, _ order: [Int], _ unit: String) -> ImportPreview.Series? {
        guard let first = order.first, let last = order.last, let least = series.values.min(),
            let most = series.values.max()
        else { return nil }
        let steps = zip(order, order.dropFirst()).map { series.times[$1] - series.times[$0] }
        // a month has 28 to 31 days: a gap is more than half again as long as the usual step
        let usual = steps.isEmpty ? 0 : steps.sorted()[steps.count / 2]
        var gaps = 0
        var longest: InstantInterval?
        for (left, right) in zip(order, order.dropFirst()) {
            let step = series.times[right] - series.times[left]
            guard usual > 0, step > usual + usual / 2 else { continue }
            gaps += 1
            let start = Instant(microseconds: series.times[left] + max(series.durations[left], 0))
            let end = Instant(microseconds: series.times[right])
            let length = longest.map { $0.end.microseconds - $0.start.microseconds } ?? 0
            if end.microseconds - start.microseconds > length { longest = InstantInterval(start: start, end: end) }
        }
        let end = series.times[last] + series.durations[last]
        return ImportPreview.Series(
            station: series.station.id, stationName: series.station.name, name: series.name, unit: unit,
            isCount: mapping.series[series.rule].isCount, count: series.values.count,
            first: Instant(microseconds: series.times[first]), last: Instant(microseconds: end), minimum: least,
            maximum: most, gaps: gaps, longestGap: longest,
            points: points(series, order, usual: max(usual, 60_000_000), until: end))
    }

    /// Each value for itself, as long as it holds: months are not equally long. Between them what is missing.
    private func each(
        _ series: ParsedSeries, _ order: [Int], usual: Int64, until end: Int64
    ) -> [ImportPreview.Series.Point] {
        var points: [ImportPreview.Series.Point] = []
        for (place, index) in order.enumerated() {
            let (from, value) = (series.times[index], series.values[index])
            let next = place + 1 < order.count ? series.times[order[place + 1]] : max(end, from + usual)
            let isGap = next - from > usual + usual / 2
            let to = isGap ? from + max(series.durations[index], usual) : next
            points.append(.init(start: from, end: to, value: value, minimum: value, maximum: value, count: 1))
            if isGap, to < next {
                points.append(.init(start: to, end: next, value: nil, minimum: nil, maximum: nil, count: 0))
            }
        }
        return points
    }

    /// Means of equal stretches; a stretch without a value is a gap.
    private func points(
        _ series: ParsedSeries, _ order: [Int], usual: Int64, until end: Int64
    ) -> [ImportPreview.Series.Point] {
        guard let first = order.first else { return [] }
        if order.count <= ImportPreview.mostPoints / 2 { return each(series, order, usual: usual, until: end) }
        let start = series.times[first]
        let span = max(end - start, usual)
        let width = max(usual, span / Int64(ImportPreview.mostPoints) + 1)
        var buckets: [(sum: Double, low: Double, high: Double, count: Int64)?] = Array(
            repeating: nil, count: Int(span / width) + 1)
        for index in order {
            let place = Int((series.times[index] - start) / width)
            let value = series.values[index]
            let old = buckets[place] ?? (0, value, value, 0)
            buckets[place] = (old.sum + value, min(old.low, value), max(old.high, value), old.count + 1)
        }
        while buckets.last.map({ $0 == nil }) ?? false { buckets.removeLast() }
        return buckets.enumerated().map { number, bucket in
            let from = start + Int64(number) * width
            return ImportPreview.Series.Point(
                start: from, end: from + width, value: bucket.map { $0.sum / Double($0.count) }, minimum: bucket?.low,
                maximum: bucket?.high, count: bucket?.count ?? 0)
        }
    }
}

extension Feature {
    /// A point that stands for the feature on a map.
    fileprivate var middle: Position? {
        guard let wkb else { return nil }
        return (try? GeometryValue(wkb: wkb))?.centroid
    }

    fileprivate func text(of name: String) -> String? {
        properties[name].map { $0.string ?? $0.text }
    }
}
