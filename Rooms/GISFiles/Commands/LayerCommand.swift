// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
package import Bilingual
import Catalogue
import Features
import GISFetching
import Geometry
import Rights
import RoomKit
import Storage
import Wire

/// `allmende layer`: GIS files in, from the command line.
package struct LayerCommand: RoomCommand {
    package static let purpose = Words(
        "GIS-Dateien ansehen und als Ebene einlesen: Shapefile, GeoPackage, GML, KML, FlatGeobuf, DXF, CSV …",
        "Look at GIS files and import them as a layer: Shapefile, GeoPackage, GML, KML, FlatGeobuf, DXF, CSV …")
    package static let configuration = CommandConfiguration(
        commandName: "layer", abstract: purpose.english, subcommands: [Look.self, Import.self, History.self])

    package init() {}

    struct Look: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Say what is in GIS files: layers, reference systems, features, what is doubtful. Nothing is stored.")

        @OptionGroup var source: SourceOptions
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                let delivery = try await source.delivery()
                defer { delivery.remove() }
                if let choice = delivery.choice {
                    json.print(.array(choice.map(\.json)), or: choice.map(\.text).joined(separator: "\n"))
                    return
                }
                let reader = delivery.reader
                let verdicts = try reader.layers().filter(source.isMeant).map { layer -> Verdict in
                    do {
                        return Verdict(reading: try reader.read(layer, source.declaration))
                    } catch let fault as GISFault {
                        return Verdict(layer: layer, fault: fault)
                    }
                }
                json.print(.array(verdicts.map(\.json)), or: verdicts.map(\.text).joined(separator: "\n\n"))
                if verdicts.contains(where: { $0.fault != nil }) { throw ExitCode.faults }
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Import a layer of GIS files; a layer of the same name is replaced, whole or not at all.",
            discussion:
                "--compare says what a new delivery would add, change and remove, and stores nothing. The data set is one that "
                + "is there: allmende dataset set NAME --new makes one.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var source: SourceOptions
        @OptionGroup var json: JSONOption
        @Option(help: "Short name of the data set that the layer belongs to.") var dataset: String
        @Option(help: "Name in the layer's address: lower-case letters, digits, hyphens.") var name: String
        @Option(help: "German title; that of the file's layer if left out.") var title: String?
        @Option(help: "English title.") var titleEnglish: String?
        @Option(help: "Property that names a feature for people.") var titleField: String?
        @Option(help: "Property (date or date-time) that datetime asks for.") var timeField: String?
        @Flag(help: "Only say what would change.") var compare = false

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let delivery = try await source.delivery()
                defer { delivery.remove() }
                if let choice = delivery.choice {
                    let names = choice.prefix(50).map { "\"\($0.name)\"" }.joined(separator: ", ")
                    throw UsageError("the service has \(choice.count) layers: \(names); choose one with --layer")
                }
                let layers = try delivery.reader.layers()
                let meant = layers.filter(source.isMeant)
                guard let layer = meant.first, meant.count == 1 else {
                    let names = layers.map { "\"\($0.name)\"" }.joined(separator: ", ")
                    throw UsageError("the files hold \(layers.count) layers: \(names); choose one with --layer")
                }
                let reading = try delivery.reader.read(layer, source.declaration)
                let answer = try await database.withEngine { try await store(reading, in: $0) }
                json.print(answer.json, or: answer.text)
            }
        }

        private func store(
            _ reading: GISReading, in engine: any StorageEngine
        ) async throws -> (json: JSONValue, text: String) {
            let slug = dataset
            guard let set = try await engine.read({ try DatasetQueries.find(slug: slug, for: .system, on: $0) }) else {
                throw UsageError("there is no data set \"\(slug)\"; allmende dataset set \(slug) --new makes one")
            }
            let description = LayerDescription(
                name: name, title: title ?? reading.layer.shownTitle, titleEnglish: titleEnglish, datasetID: set.id,
                titleField: titleField, timeField: timeField)
            let features = reading.features
            if compare {
                let difference = try await engine.read { try LayerDifference(of: features, as: description, on: $0) }
                guard let difference else { return (["layer": "new"], "there is no layer \(name) yet") }
                let properties = difference.properties.map { property -> JSONValue in
                    [
                        "name": .string(property.name), "changed": JSONValue(property.count),
                        "example": [
                            "id": .string(property.identifier), "before": .string(property.old),
                            "after": .string(property.new),
                        ],
                    ]
                }
                let lines = difference.properties.map {
                    "\n  \($0.name): \($0.count), first \($0.identifier): \"\($0.old)\" to \"\($0.new)\""
                }
                let figures: JSONValue = [
                    "added": JSONValue(difference.added), "changed": JSONValue(difference.changed),
                    "removed": JSONValue(difference.removed), "unchanged": JSONValue(difference.unchanged),
                    "moved": JSONValue(difference.moved), "properties": .array(properties),
                    "gained": .array(difference.gained.map { .string($0) }),
                    "lost": .array(difference.lost.map { .string($0) }),
                ]
                return (
                    figures,
                    "added \(difference.added), changed \(difference.changed), removed \(difference.removed), "
                        + "unchanged \(difference.unchanged), moved \(difference.moved)" + lines.joined()
                        + (difference.gained.isEmpty
                            ? "" : "\n  new properties: \(difference.gained.joined(separator: ", "))")
                        + (difference.lost.isEmpty
                            ? "" : "\n  properties that go: \(difference.lost.joined(separator: ", "))")
                )
            }
            let report = try await GISImport.store(
                features, as: description, for: .system, by: "command line", at: SystemClock.now(), in: engine)
            let verdict = Verdict(reading: reading)
            return (
                [
                    "outcome": .string(report.outcome.rawValue), "features": JSONValue(report.features),
                    "verdict": verdict.json,
                ],
                "\(verdict.text)\n\(report.outcome.rawValue): \(name), \(report.features) features"
            )
        }
    }
}

/// What is said of a layer on the command line.
struct Verdict {
    var layer: GISLayer
    var reading: GISReading?
    var fault: GISFault?

    init(reading: GISReading) {
        layer = reading.layer
        self.reading = reading
    }

    init(layer: GISLayer, fault: GISFault) {
        self.layer = layer
        self.fault = fault
    }

    var text: String {
        var lines = ["\(layer.file): layer \"\(layer.name)\" (\(layer.format.title))"]
        lines.append("  reference system: \(layer.system.isKnown ? layer.system.text : "not named")")
        if let fault { return (lines + ["  " + fault.description]).joined(separator: "\n") }
        guard let reading else { return lines.joined(separator: "\n") }
        lines.append("  features: \(reading.features.count), without a place: \(reading.withoutPlace)")
        if let box = reading.extent { lines.append("  extent: \(box.west), \(box.south), \(box.east), \(box.north)") }
        lines.append(
            "  properties: " + reading.fields.map { "\($0.name) (\($0.type.rawValue))" }.joined(separator: ", "))
        if !reading.keys.isEmpty { lines.append("  possible keys: " + reading.keys.joined(separator: ", ")) }
        lines += reading.notes.map { "  note: " + $0.english }
        return lines.joined(separator: "\n")
    }

    var json: JSONValue {
        var object: JSONObject = [
            "file": .string(layer.file), "layer": .string(layer.name), "format": .string(layer.format.rawValue),
            "referenceSystem": layer.system.isKnown ? .string(layer.system.text) : .null,
        ]
        object["epsg"] = layer.system.epsg.map { JSONValue($0) }
        if let fault { object["fault"] = .string(fault.description) }
        if let reading {
            object["features"] = JSONValue(reading.features.count)
            object["withoutPlace"] = JSONValue(reading.withoutPlace)
            object["extent"] = reading.extent.map { box in
                .array([box.west, box.south, box.east, box.north].map { JSONValue($0) })
            }
            object["properties"] = .array(
                reading.fields.map { ["name": .string($0.name), "type": .string($0.type.rawValue)] })
            object["keys"] = .array(reading.keys.map { .string($0) })
            object["notes"] = .array(reading.notes.map { .string($0.english) })
        }
        return .object(object)
    }
}
