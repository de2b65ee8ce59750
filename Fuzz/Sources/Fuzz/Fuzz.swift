// SPDX-License-Identifier: EUPL-1.2
@testable import CBOR
import CQL2
import Forms
import Foundation
import Geometry
import Ledger
import MeterMessages
import MQTTWire
import Wire

/// What a run tries; the first argument names it.
enum Target: String, CaseIterable {
    case json, csv, encoding, time, wkt, wkb, geojson, mqtt, cbor, form, multipart, note, cql2, mscons

    func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        switch self {
        case .json: json(bytes)
        case .csv: csv(bytes)
        case .encoding: encoding(bytes)
        case .time: time(text)
        case .wkt: _ = try? GeometryValue(wkt: text)
        case .wkb: _ = try? GeometryValue(wkb: bytes)
        case .geojson: if let value = try? JSONValue(parsing: bytes) { _ = try? GeometryValue(geoJSON: value) }
        case .mqtt: mqtt(bytes)
        case .cbor: _ = CBORReader.whole(bytes)
        case .form: _ = FormBody(text)["a"]
        case .note: if let note = try? SignedNote(parsing: bytes) { _ = try? Checkpoint(parsing: note.text) }
        case .cql2: cql2(text)
        case .mscons: _ = MSCONSReader.read(bytes.span)
        case .multipart: _ = FormUpload(bytes, contentType: "multipart/form-data; boundary=b")
        }
    }

    /// What is read and written is read again as the same.
    private func json(_ bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes) else { return }
        guard let again = try? JSONValue(parsing: value.text), again == value else {
            fatalError("written JSON is read as something else: \(value.text)")
        }
    }

    /// What is recognised as an encoding decodes by it.
    private func encoding(_ bytes: [UInt8]) {
        _ = TextEncoding.recognised(in: bytes)
        _ = Base64.decoded(String(decoding: bytes, as: UTF8.self))
    }

    /// An instant that is read is written so that it is read as the same.
    private func time(_ text: String) {
        if let duration = try? CalendarDuration(iso8601: text) { _ = duration.months }
        guard let instant = try? Instant(iso8601: text) else { return }
        guard (try? Instant(iso8601: instant.iso8601)) == instant else {
            fatalError("a written instant is read as another one: \(instant.iso8601)")
        }
    }

    /// A filter that is read and can be written as text is read again as the same.
    private func cql2(_ text: String) {
        for filter in [try? FilterExpression(text: text), try? FilterExpression(jsonText: text)] {
            guard let filter, let written = filter.text else { continue }
            guard (try? FilterExpression(text: written)) == filter else {
                fatalError("a written filter is read as another one: \(written)")
            }
        }
    }

    private func csv(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = TableReader(buffer, separator: UInt8(ascii: ";"))
            while true {
                switch reader.next() {
                case .end: return
                case .record: for index in reader.fields.indices { _ = reader.slice(index).count }
                case .broken: continue
                }
            }
        }
    }

    private func mqtt(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        for version in MQTTVersion.allCases {
            _ = try? PacketDecoder.decode(first, Array(bytes.dropFirst()), version: version)
        }
    }
}

nonisolated(unsafe) private var chosen = Target.json

@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What SwiftPM calls the program's beginning.
@_cdecl("Fuzz_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    let name = ProcessInfo.processInfo.environment["ALLMENDE_FUZZ"] ?? ""
    guard let target = Target(rawValue: name) else {
        print("ALLMENDE_FUZZ is one of \(Target.allCases.map(\.rawValue).joined(separator: ", "))")
        return 64
    }
    chosen = target
    var count = count
    var arguments = arguments
    return runDriver(&count, &arguments) { bytes, size in
        chosen.run(Array(UnsafeBufferPointer(start: bytes, count: size)))
        return 0
    }
}
