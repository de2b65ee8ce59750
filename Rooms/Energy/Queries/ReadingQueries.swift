// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Ledger
package import MeterTables
package import Metering
import PowerBills
import Rights
package import Storage
package import Wire

/// What became of a delivery of values.
package struct TakenReport: Sendable, Hashable {
    package var days = 0
    package var new = 0
    package var changed = 0
    package var same = 0
    /// Values that are worse than what is known; the better ones stay.
    package var worse = 0
    /// Values that count no longer because their sender withdrew them.
    package var withdrawn = 0
    package var unread: [Unread] = []
    /// Periods that are settled and have changed with it.
    package var settled: [String] = []

    /// Most faults that are kept of one file; how many there are beyond stands with them.
    package static let most = 200

    package var document: JSONObject {
        [
            "days": JSONValue(days), "new": JSONValue(new), "changed": JSONValue(changed), "same": JSONValue(same),
            "worse": JSONValue(worse), "withdrawn": JSONValue(withdrawn), "refused": JSONValue(unread.count),
            "unread": .array(
                unread.prefix(Self.most).map {
                    ["line": JSONValue($0.line), "de": .string($0.words.german), "en": .string($0.words.english)]
                }), "settled": .array(settled.map { .string($0) }),
        ]
    }

    package init() {}

    package init(_ value: JSONObject) {
        (days, new, changed) = (value.whole("days") ?? 0, value.whole("new") ?? 0, value.whole("changed") ?? 0)
        (same, worse) = (value.whole("same") ?? 0, value.whole("worse") ?? 0)
        withdrawn = value.whole("withdrawn") ?? 0
        unread = (value["unread"]?.array ?? []).map {
            Unread(
                line: Int($0["line"]?.integer ?? 0), words: Words($0["de"]?.string ?? "", $0["en"]?.string ?? ""))
        }
        settled = (value["settled"]?.array ?? []).compactMap(\.string)
    }
}

/// Values by quarter hour: a row for each point and local day; what was known before stays as it was.
package enum ReadingQueries {
    /// The days of points as they were known; nil stands for now.
    package static func blocks(
        of points: [Int64], _ days: ClosedRange<CivilDay>, at revision: Int64? = nil,
        on connection: any StorageConnection
    ) throws -> [Int64: [CivilDay: DayBlock]] {
        var blocks: [Int64: [CivilDay: DayBlock]] = [:]
        for point in Set(points).sorted() {
            try connection.forEachRow(
                """
                SELECT day, block FROM energy_day
                WHERE point = \(point) AND day BETWEEN \(days.lowerBound.number) AND \(days.upperBound.number)
                    AND \(EnergyQueries.isKnown(revision)) ORDER BY day
                """
            ) { row in
                let bytes = row.blob(1)
                blocks[point, default: [:]][CivilDay(number: Int(row.integer(0)))] = try DayBlock(reading: bytes.span)
                return true
            }
        }
        return blocks
    }

    /// Takes a file's values for the points of a sharing, better ones in the place of worse ones.
    package static func take(
        _ file: DeliveredFile, named name: String, hash: String, for community: Community, by author: Author,
        in calendar: ZonedCalendar, on connection: any StorageConnection
    ) throws -> TakenReport {
        var report = TakenReport()
        report.unread = file.unread
        report.same = file.repeated
        let points = try EnergyQueries.versions(Point.self, of: community.id, on: connection)
        let first = try EnergyQueries.revise(author, on: connection)
        var touched: [Int64: Set<CivilDay>] = [:]
        for (index, message) in file.messages.enumerated() {
            // each message is known from a moment of its own, so that it can be withdrawn
            let revision = index == 0 ? first : try EnergyQueries.revise(author, on: connection)
            switch message.content {
            case .series(let series):
                if let words = try MessageQueries.refusal(message, of: community.id, on: connection) {
                    report.unread.append(Unread(line: 0, words: words))
                    continue
                }
                let taken = try take(series, points, revision, in: calendar, &report, on: connection)
                for one in taken where one.isChanged { touched[one.point, default: []].insert(one.day) }
                try MessageQueries.keep(message, taken, of: community.id, revision: revision, on: connection)
            case .withdrawal(let document):
                let days = try MessageQueries.withdraw(
                    document, by: message, of: community.id, revision: revision, in: calendar, &report, on: connection)
                for one in days { touched[one.point, default: []].insert(one.day) }
            }
        }
        report.settled = try RunQueries.settled(touched, of: community.id, on: connection)
        try connection.execute(
            """
            INSERT INTO energy_delivery (community_id, revision, name, hash, format, report)
            VALUES (\(community.id), \(first), \(String(name.prefix(200))), \(hash), \(file.format.rawValue),
                \(JSONValue.object(report.document).text))
            """)
        try AuditTrail.append(
            "import", object: "energy/\(community.id)/readings", by: author.name, at: author.at,
            detail: [
                "file": .string(hash), "values": JSONValue(report.new + report.changed),
                "withdrawn": JSONValue(report.withdrawn),
            ], on: connection)
        return report
    }

    /// What a delivery brought to a day of a point.
    package struct Taken: Sendable, Hashable {
        package let point: Int64
        package let day: CivilDay
        /// The slots that have what came.
        package var slots: [Bool]
        /// Whether something is known now that was not known before.
        package var isChanged = true
    }

    private static func take(
        _ series: [Delivered], _ points: [Version<Point>], _ revision: Int64, in calendar: ZonedCalendar,
        _ report: inout TakenReport, on connection: any StorageConnection
    ) throws -> [Taken] {
        var all: [Taken] = []
        for one in series {
            guard let point = find(one, among: points, &report) else { continue }
            let days = cut(one, point, calendar, &report)
            let ordered = days.keys.sorted()
            guard let first = ordered.first, let last = ordered.last else { continue }
            let number = point[0].number
            let known = try blocks(of: [number], first...last, on: connection)[number] ?? [:]
            for day in ordered {
                guard let metering = MeteringDay(day, in: calendar) else { continue }
                var merge = DayMerge(known[day], slots: metering.slotCount)
                for value in days[day] ?? [] {
                    guard let slot = metering.slot(of: value.start) else { continue }
                    merge.take(UInt32(value.wattHours), value.state, at: slot)
                }
                report.new += merge.new
                report.changed += merge.changed
                report.same += merge.same
                report.worse += merge.worse
                if merge.taken.contains(true) {
                    all.append(
                        Taken(point: number, day: day, slots: merge.taken, isChanged: merge.isChanged))
                }
                guard merge.isChanged else { continue }
                try store(
                    try merge.block(), point: number, day, revision, isFirst: known[day] == nil, on: connection)
                report.days += 1
            }
        }
        return all
    }

    static func store(
        _ block: DayBlock, point: Int64, _ day: CivilDay, _ revision: Int64, isFirst: Bool,
        on connection: any StorageConnection
    ) throws {
        if !isFirst {
            // the same point may come twice in one file: what is written under one revision is one row
            let within = try connection.execute(
                """
                UPDATE energy_day SET block = \(SQLValue.blob(block.bytes))
                WHERE point = \(point) AND day = \(day.number) AND known_from = \(revision)
                """)
            guard within == 0 else { return }
            try connection.execute(
                """
                UPDATE energy_day SET known_until = \(revision)
                WHERE point = \(point) AND day = \(day.number) AND known_until IS NULL
                """)
        }
        try connection.execute(
            """
            INSERT INTO energy_day (point, day, known_from, block)
            VALUES (\(point), \(day.number), \(revision), \(SQLValue.blob(block.bytes)))
            """)
    }

    private static func find(
        _ series: Delivered, among points: [Version<Point>], _ report: inout TakenReport
    ) -> [Version<Point>]? {
        let line = series.values.first?.line ?? 0
        let here = versions(of: series.location, among: points)
        if !here.isEmpty {
            guard let feedsIn = series.feedsIn else { return here }
            let fitting = here.filter { $0.content.feedsIn == feedsIn }
            if fitting.isEmpty {
                report.unread.append(
                    Unread(
                        line: line,
                        words: Words(
                            "\(series.location): Die Reihe zählt \(feedsIn ? "Einspeisung" : "Bezug"), die Messstelle das Gegenteil. Sind die Zählwerke vertauscht?",
                            "\(series.location): the series counts \(feedsIn ? "feeding in" : "consumption"), the point the opposite. Are the registers swapped?"
                        )))
                return nil
            }
            return fitting
        }
        let count = series.values.count
        let left =
            count == 1
            ? ("ein Wert bleibt draußen", "one value stays outside")
            : ("\(count) Werte bleiben draußen", "\(count) values stay outside")
        var words = Words(
            "\(series.location): Diese Messstelle gehört nicht zu dieser Gemeinschaft; \(left.0). Zuerst anmelden, oder die Datei gehört woandershin.",
            "\(series.location): this point does not belong to this sharing; \(left.1). Enrol it first, or the file belongs elsewhere."
        )
        do throws(IdentifierError) {
            if series.location.utf8.count == MeteringLocation.length {
                _ = try MeteringLocation(series.location)
            } else {
                _ = try MarketLocation(series.location)
            }
        } catch {
            words = Words(
                "„\(series.location.prefix(40))“: \(error.words.german)",
                "“\(series.location.prefix(40))”: \(error.words.english)")
        }
        report.unread.append(Unread(line: line, words: words))
        return nil
    }

    /// The versions that a file means by a location; on the day on which a point gets another metering location, the old one
    /// still brings what its meter counted until then.
    private static func versions(of location: String, among points: [Version<Point>]) -> [Version<Point>] {
        func isMeant(_ point: Point) -> Bool { point.malo.description == location || point.melo == location }
        return points.filter { isMeant($0.content) }.map { version in
            guard let next = version.days.through?.next,
                points.contains(where: {
                    $0.number == version.number && $0.days.from == next && !isMeant($0.content)
                })
            else { return version }
            return Version(
                row: version.row, number: version.number, days: version.days.ending(next), content: version.content)
        }
    }

    /// The values by local day, without those that cannot be.
    private static func cut(
        _ series: Delivered, _ point: [Version<Point>], _ calendar: ZonedCalendar, _ report: inout TakenReport
    ) -> [CivilDay: [Delivered.Value]] {
        var days: [CivilDay: [Delivered.Value]] = [:]
        var metering: MeteringDay?
        var outside: (count: Int, line: Int) = (0, 0)
        for value in series.values where value.state != .missing {
            if metering?.slot(of: value.start) == nil { metering = MeteringDay(holding: value.start, in: calendar) }
            guard let day = metering?.day else { continue }
            guard let version = point.first(where: { $0.days.contains(day) }) else {
                outside = (outside.count + 1, outside.count == 0 ? value.line : outside.line)
                continue
            }
            guard value.wattHours <= version.content.most else {
                let error = ReadingError.aboveFuse(wattHours: value.wattHours, limit: version.content.most)
                report.unread.append(Unread(line: value.line, words: error.words))
                continue
            }
            days[day, default: []].append(value)
        }
        if outside.count > 0 {
            report.unread.append(
                Unread(
                    line: outside.line,
                    words: Words(
                        "\(series.location): von Tagen, an denen die Messstelle nicht angemeldet ist, wird nichts gespeichert (Werte: \(outside.count)).",
                        "\(series.location): nothing is kept of days on which the point is not enrolled (values: \(outside.count))."
                    )))
        }
        return days
    }

    /// What came, the newest first.
    package static func deliveries(
        of community: Int64, on connection: any StorageConnection
    ) throws -> [(name: String, at: Instant, report: TakenReport)] {
        try connection.rows(
            """
            SELECT d.name, r.at, d.report FROM energy_delivery d JOIN energy_revision r ON r.id = d.revision
            WHERE d.community_id = \(community) ORDER BY d.id DESC LIMIT 50
            """
        ) { row in
            let report = (try? JSONValue(parsing: row.text(2)))?.object
            return (row.text(0), Instant(microseconds: row.integer(1)), TakenReport(report ?? [:]))
        }
    }
}
