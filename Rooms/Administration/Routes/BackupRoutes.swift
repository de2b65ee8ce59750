// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import NIOCore
import Rights
import Site
import Storage

/// Backups by page: what there is, one more, a restore for a try, a download.
struct BackupRoutes: PageSet {
    let site: Site
    /// Nil for a database server.
    let backups: (any BackupKeeping)?

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/admin/backups", Words("Die Sicherungen", "The backups")) { request, context in
            try context.requireAdministrator()
            return html(try await page(request).html(try await frame(request, context)), request)
        }
        routes.post("/admin/backups", Words("Jetzt sichern", "Make a backup now")) { request, context in
            try context.requireAdministrator()
            _ = try await form(request)
            return try await carryOut(.make, context)
        }
        routes.post(
            "/admin/backups/{name}/rehearse",
            Words("Eine Sicherung zur Probe zurückspielen", "Restore a backup for a try")
        ) { request, context in
            try context.requireAdministrator()
            _ = try await form(request)
            let (name, _) = try file(context)
            return try await carryOut(.rehearse(name), context)
        }
        routes.get(
            "/admin/backups/{name}", Words("Eine Sicherung herunterladen", "Download a backup"), for: .programs
        ) { request, context in
            try context.requireAdministrator()
            return try await download(request, context)
        }
        return routes
    }

    private func page(_ request: Request) async throws -> BackupsPage {
        var page = BackupsPage(now: clock(), records: try await engine.read { try BackupRecords(on: $0) })
        page.done = query(request)["done"]
        guard let backups else { return page }
        page.isHere = true
        page.folder = backups.folder
        page.isOnSameDisk = backups.isOnSameDisk
        page.keep = backups.keep
        page.next = backups.next(after: clock())
        page.time = backups.time
        page.running = backups.running
        do { page.files = try backups.files() } catch { page.folderFault = String(describing: error) }
        return page
    }

    private func file(_ context: HTTPContext) throws -> (name: String, path: String) {
        let name = context.parameters.get("name").map { FormBody.decoded($0) } ?? ""
        guard let path = backups?.path(of: name) else {
            throw Problem.notFound("There is no such backup.", german: "Diese Sicherung gibt es nicht.")
        }
        return (name, path)
    }

    /// Begins the work and waits a little for its end, so that the page mostly shows what came of it.
    private func carryOut(_ job: BackupJob, _ context: HTTPContext) async throws -> Response {
        guard let backups else {
            throw Problem(
                .conflict, "Not here", detail: "PostgreSQL is backed up by its own tools; the page names the command.",
                german: "PostgreSQL wird mit eigenen Werkzeugen gesichert; die Seite nennt den Befehl.")
        }
        guard backups.begin(job, by: context.reader.displayName) else { return redirect(.backupsDone("busy")) }
        let end = ContinuousClock.now + .seconds(10)
        while backups.running == job, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(100)) }
        return redirect(.backupsDone(backups.running == job ? "begun" : "ended"))
    }

    private static let piece = 262_144

    private func download(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (name, path) = try file(context)
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Problem.notFound("The backup cannot be read.", german: "Die Sicherung ist nicht lesbar.")
        }
        let size = Int(try handle.seekToEnd())
        try handle.seek(toOffset: 0)
        var headers: HTTPFields = [.contentType: "application/geopackage+sqlite3", .cacheControl: "no-store"]
        let plain = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        headers[.contentDisposition] = "attachment; filename=\"\(plain)\""
        // who only asks how long it is takes nothing
        guard request.method == .get else {
            try handle.close()
            headers[.contentLength] = String(size)
            return Response(status: .ok, headers: headers)
        }
        let (actor, now) = (context.reader.displayName, clock())
        try await engine.write { try BackupDeed.downloaded.note(name, by: actor, at: now, on: $0) }
        let body = ResponseBody(contentLength: size) { stream in
            defer { try? handle.close() }
            var left = size
            while left > 0, let bytes = try handle.read(upToCount: min(left, Self.piece)), !bytes.isEmpty {
                try await stream.write(ByteBuffer(bytes: bytes))
                left -= bytes.count
            }
            try await stream.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}
