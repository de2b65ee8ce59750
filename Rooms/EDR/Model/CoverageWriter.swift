// SPDX-License-Identifier: EUPL-1.2
import Answers
import SensorThings
import Wire

/// Writes series as CoverageJSON (OGC 21-069r2): a PointSeries for each, with a time axis of its own.
struct CoverageWriter {
    /// Values in one answer at most.
    static let mostValues = 100_000

    private var writer = JSONWriter(reserving: 64 * 1024)
    private let base: String
    /// Coverages written so far.
    private(set) var count = 0

    init(base: String) {
        self.base = base
        writer.beginObject()
        writer.name("type")
        writer.write("CoverageCollection")
        writer.name("domainType")
        writer.write("PointSeries")
        writer.name("referencing")
        writer.write(Self.referencing)
        writer.name("coverages")
        writer.beginArray()
    }

    /// The finished document.
    mutating func finish() -> [UInt8] {
        writer.endArray()
        writer.endObject()
        return writer.takeBytes()
    }

    /// A series and its values, of which there is one at least.
    mutating func write(_ series: StationSeries, _ values: [SeriesQueries.Value]) {
        count += 1
        let parameter = EDRParameter(series)
        writer.beginObject()
        writer.name("type")
        writer.write("Coverage")
        writer.name("id")
        writer.write("\(base)/v1.1/Datastreams(\(series.datastream))")
        writeDomain(series, values)
        writer.name("parameters")
        writer.write(.object([parameter.key: parameter.json(base: base, series: series.name)]))
        writer.name("ranges")
        writer.beginObject()
        writer.name(parameter.key)
        writeRange(values)
        writer.endObject()
        writer.endObject()
    }

    private mutating func writeDomain(_ series: StationSeries, _ values: [SeriesQueries.Value]) {
        writer.name("domain")
        writer.beginObject()
        writer.name("type")
        writer.write("Domain")
        writer.name("domainType")
        writer.write("PointSeries")
        writer.name("axes")
        writer.beginObject()
        for (axis, place) in [("x", series.longitude), ("y", series.latitude)] {
            writer.name(axis)
            writer.write(["values": [JSONValue(place)]])
        }
        writer.name("t")
        writer.beginObject()
        writer.name("values")
        writer.beginArray()
        for value in values { writer.write(value.time.iso8601) }
        writer.endArray()
        if values.contains(where: { $0.duration != nil }) {
            writer.name("bounds")
            writer.beginArray()
            for value in values {
                writer.write(value.time.iso8601)
                writer.write(Instant(microseconds: value.time.microseconds + (value.duration ?? 0)).iso8601)
            }
            writer.endArray()
        }
        writer.endObject()
        writer.endObject()
        writer.name("referencing")
        writer.write(Self.referencing)
        writer.endObject()
    }

    /// Numbers; texts where one of them is none.
    private mutating func writeRange(_ values: [SeriesQueries.Value]) {
        let isText = values.contains { $0.text != nil }
        writer.beginObject()
        writer.name("type")
        writer.write("NdArray")
        writer.name("dataType")
        writer.write(isText ? "string" : "float")
        writer.name("axisNames")
        writer.write(["t"])
        writer.name("shape")
        writer.write([JSONValue(values.count)])
        writer.name("values")
        writer.beginArray()
        for value in values {
            if let text = value.text {
                writer.write((try? JSONValue(parsing: text))?.string ?? text)
            } else if let result = value.result {
                if isText { writer.write(JSONNumber(result).literal) } else { writer.write(result) }
            } else {
                writer.null()
            }
        }
        writer.endArray()
        writer.endObject()
    }

    private static let referencing: JSONValue = [
        ["coordinates": ["x", "y"], "system": ["type": "GeographicCRS", "id": .string(EDRCollection.system)]],
        ["coordinates": ["t"], "system": ["type": "TemporalRS", "calendar": "Gregorian"]],
    ]
}
