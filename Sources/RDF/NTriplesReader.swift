// SPDX-License-Identifier: EUPL-1.2
import CSerd

/// Reads RDF 1.1 N-Triples (https://www.w3.org/TR/n-triples/) by serd.
public enum NTriplesReader {
    /// - Throws: `RDFReadingFault` with the line, or beyond `most` statements; then nothing is taken.
    public static func read(_ bytes: [UInt8], most: Int = 5_000_000) throws(RDFReadingFault) -> RDFReading {
        let sink = Sink(most: most)
        let reader = serd_reader_new(
            SERD_NTRIPLES, Unmanaged.passUnretained(sink).toOpaque(), nil, nil, nil,
            { handle, _, _, subject, property, object, type, language in
                guard let handle else { return SERD_FAILURE }
                let sink = Unmanaged<Sink>.fromOpaque(handle).takeUnretainedValue()
                return sink.take(
                    subject.pointee, property.pointee, object.pointee, type?.pointee, language?.pointee)
            }, nil)
        guard let reader else { throw RDFReadingFault(.tooMuch, "there is no memory to read it") }
        defer { serd_reader_free(reader) }
        serd_reader_set_strict(reader, true)
        serd_reader_set_error_sink(
            reader,
            { handle, error in
                guard let handle else { return SERD_FAILURE }
                let sink = Unmanaged<Sink>.fromOpaque(handle).takeUnretainedValue()
                if sink.line == nil { sink.line = error.pointee.line }
                return SERD_SUCCESS
            }, Unmanaged.passUnretained(sink).toOpaque())
        let status = (bytes + [0]).withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { serd_reader_read_string(reader, $0) } ?? SERD_SUCCESS
        }
        if sink.isFull { throw RDFReadingFault(.tooMuch, "it says more than \(most) statements") }
        if status.rawValue > SERD_FAILURE.rawValue || sink.line != nil {
            throw RDFReadingFault(.malformed, "line \(sink.line ?? 1) is no statement")
        }
        return sink.reading
    }

    private final class Sink {
        var reading = RDFReading()
        var line: UInt32?
        var isFull = false
        private var left: Int

        init(most: Int) { left = most }

        func take(
            _ subject: SerdNode, _ property: SerdNode, _ object: SerdNode, _ type: SerdNode?, _ language: SerdNode?
        ) -> SerdStatus {
            guard left > 0 else {
                isFull = true
                return SERD_ERR_UNKNOWN
            }
            left -= 1
            let value: RDFReading.Value =
                object.type == SERD_LITERAL
                ? .literal(object.text, language: language?.textIfAny, type: type?.textIfAny)
                : .thing(object.name)
            reading.add(subject.name, property.text, value)
            return SERD_SUCCESS
        }
    }
}

extension SerdNode {
    fileprivate var text: String {
        guard let buf else { return "" }
        return String(decoding: UnsafeBufferPointer(start: buf, count: n_bytes), as: UTF8.self)
    }

    fileprivate var textIfAny: String? { type == SERD_NOTHING ? nil : text }

    fileprivate var name: String { type == SERD_BLANK ? "_:" + text : text }
}
