// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Energy
import HTTPSupport
import Hummingbird
import Ledger
import MeterTables
import Metering
import PowerBills
import Site
import Storage

/// Files of readings and the calendar of completeness.
extension EnergyRoutes {
    static let mostBytes = 32 << 20

    var readingRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/energy/{number}/readings", Words("Messwerte und ihre Vollständigkeit", "Readings and their completeness")
        ) { request, context in
            let community = try await community(context)
            return html(
                try await readings(request, context, community).html(try await frame(request, context)), request)
        }
        routes.post("/energy/{number}/readings", Words("Messwerte einlesen", "Hand in readings")) {
            request, context in
            try await handIn(request, context)
        }
        return routes
    }

    private func readings(
        _ request: Request, _ context: HTTPContext, _ community: Community
    ) async throws -> ReadingsPage {
        let before = CivilDay(number: Self.month(today).lowerBound.number - 1)
        let asked = query(request)
        let (month, page) = (Self.month(asked["month"]) ?? Self.month(before), Int(asked["page"]) ?? 1)
        return try await context.read(engine, isCostly: true) { connection in
            let points = try EnergyQueries.versions(Point.self, of: community.id, on: connection)
            let blocks = try ReadingQueries.blocks(of: points.map(\.number), month, on: connection)
            let rows = points.filter { $0.days.overlaps(month) }.map { point in
                (
                    point: point.content,
                    days: month.all.map { day -> ReadingsPage.State in
                        point.days.contains(day) ? ReadingsPage.State(blocks[point.number]?[day]) : .outside
                    }
                )
            }
            // what is missing stands first: it is what somebody has to ask for
            func hasHoles(_ row: (point: Point, days: [ReadingsPage.State])) -> Bool { row.days.contains(.incomplete) }
            return ReadingsPage(
                community: community, month: month, points: rows.filter(hasHoles) + rows.filter { !hasHoles($0) },
                pager: Pager(page: page, items: rows.count, size: ReadingsPage.onAPage),
                deliveries: try ReadingQueries.deliveries(of: community.id, on: connection))
        }
    }

    private func handIn(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        try refuseForeignForm(request)
        let body = try await request.bytes(limit: Self.mostBytes + 65_536)
        guard let upload = FormUpload(body, contentType: request.headers[.contentType] ?? ""),
            let bytes = upload.files["file"]
        else {
            var page = try await readings(request, context, community)
            page.fault = .empty(field: "file")
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
        let (author, calendar) = (author(context), calendar)
        let hash = SHA256.digest(of: bytes).hexadecimal
        do {
            let file = try DeliveredFile(bytes, calendar: calendar)
            let name = file.format == .mscons ? "MSCONS" : "CSV"
            let report = try await engine.write { connection in
                try ReadingQueries.take(
                    file, named: "\(name) \(hash.prefix(8))", hash: hash, for: community, by: author, in: calendar,
                    on: connection)
            }
            var page = try await readings(request, context, community)
            (page.report, page.verdict) = (report, file.verdict)
            return html(page.html(try await frame(request, context)), request)
        } catch is NotText {
            var page = try await readings(request, context, community)
            page.fault = .notText
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }
}
