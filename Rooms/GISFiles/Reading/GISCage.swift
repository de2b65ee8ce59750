// SPDX-License-Identifier: EUPL-1.2
import Answers
import Cage
import Foundation
import Synchronization

/// Runs GDAL's programs on foreign files, locked in: of files it sees the work folder and the programs' own, of network and
/// other processes nothing; time, memory and sizes are bounded, and only the drivers of the format at hand are there.
package final class GISCage: Sendable {
    package enum Tool: String, Sendable { case ogrinfo, ogr2ogr }

    /// What a program said.
    package struct Outcome: Sendable {
        package let text: String
        /// Lines of the error stream that tell of something lost or doubtful.
        package let warnings: [String]
    }

    private let cage: Cage
    /// Names of all drivers, asked once.
    private let known = Mutex<[String]?>(nil)

    /// Bounds of one run.
    package init(memory: UInt64 = 2 << 30, file: UInt64 = 2 << 30, cpuSeconds: UInt32 = 120, wallSeconds: UInt32 = 180)
    {
        cage = Cage(memory: memory, file: file, cpuSeconds: cpuSeconds, wallSeconds: wallSeconds)
    }

    /// What is missing for it to work; nil when all is there.
    package static var obstacle: GISFault? {
        let programs = [Tool.ogrinfo, .ogr2ogr].map(path)
        guard programs.allSatisfy({ FileManager.default.isExecutableFile(atPath: $0) }) else { return .noPrograms }
        return Cage.isThere ? nil : .noCage
    }

    private static func path(_ tool: Tool) -> String { "/usr/bin/" + tool.rawValue }

    /// What the programs look up beside their libraries.
    private static let readable = ["/usr/share/gdal", "/usr/share/proj"]

    /// Runs a program with `drivers` alone; it reads and writes below `work`, which is absolute.
    /// - Throws: `GISFault` when it did not do its work or said an error: the exit code alone hides what was lost.
    package func run(
        _ tool: Tool, _ arguments: [String], in work: String, drivers: [String], settings: [String: String] = [:]
    ) throws(GISFault) -> Outcome {
        if let obstacle = Self.obstacle { throw obstacle }
        let others = try all(in: work).filter { !drivers.contains($0) }
        var settings = settings
        settings["GDAL_SKIP"] = others.joined(separator: ",")
        return try start(tool, arguments, in: work, settings: settings)
    }

    private func all(in work: String) throws(GISFault) -> [String] {
        if let known = known.withLock({ $0 }) { return known }
        let text = try start(.ogrinfo, ["--formats"], in: work, settings: [:]).text
        let names = text.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("  "), let end = line.firstRange(of: /\ -(raster|vector|multidimensional)/) else {
                return nil
            }
            return String(line[..<end.lowerBound].dropFirst(2))
        }
        guard names.contains("GeoJSONSeq") else { throw .noPrograms }
        known.withLock { $0 = names }
        return names
    }

    private func start(
        _ tool: Tool, _ arguments: [String], in work: String, settings: [String: String]
    ) throws(GISFault) -> Outcome {
        var environment = [
            "PROJ_NETWORK": "OFF", "GDAL_PAM_ENABLED": "NO", "GDAL_NUM_THREADS": "1", "GDAL_CACHEMAX": "64",
            "CPL_TMPDIR": work, "GML_DOWNLOAD_SCHEMA": "NO",
            // what a WFS answered names its schema by an address, which the cage could not reach
            "GML_DOWNLOAD_WFS_SCHEMA": "NO", "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
            "GDAL_HTTP_MAX_RETRY": "0",
        ]
        environment.merge(settings) { $1 }
        do {
            return try Self.judge(
                cage.run(Self.path(tool), arguments, in: work, settings: environment, reading: Self.readable))
        } catch let fault as GISFault {
            throw fault
        } catch let fault as Cage.Fault {
            switch fault {
            case .none: throw .noCage
            case .disk: throw Self.disk
            case .late(let seconds): throw .late(seconds)
            case .tooLarge: throw .tooLarge
            }
        } catch {
            throw .noCage
        }
    }

    private static let disk = GISFault(
        "Im Wartebereich lässt sich nichts ablegen; vielleicht ist die Platte voll.",
        "Nothing can be put into the waiting area; perhaps the disk is full.", exit: .database)

    private static func judge(_ outcome: Cage.Outcome) throws(GISFault) -> Outcome {
        let complaints = outcome.complaints
        let errors = complaints.filter { $0.hasPrefix("ERROR ") || $0.hasPrefix("FAILURE") }
        if errors.contains(where: { $0.contains("File too large") }) { throw .tooLarge }
        if outcome.exit != 0 || !errors.isEmpty {
            let telling = errors.filter { !$0.hasPrefix("FAILURE") }
            let lines = telling.isEmpty ? complaints.filter { !$0.hasPrefix("  ->") } : telling
            throw .program(lines.prefix(3).joined(separator: "; ").replacing("FAILURE:", with: ""))
        }
        let harmless = ["natively support", "to unload from", "reprojection to WGS84", "Self-intersection"]
        return Outcome(
            text: String(decoding: outcome.said, as: UTF8.self),
            warnings: complaints.filter { line in
                line.hasPrefix("Warning") && !harmless.contains { line.contains($0) }
            })
    }
}
