// SPDX-License-Identifier: EUPL-1.2
import IngestReading
import Wire

extension Proposer {
    /// An XML document: which elements are its records, and what they hold.
    func elements(_ text: [UInt8], _ sample: FileSample, _ proposal: inout Proposal) {
        let outline = XMLOutline()
        _ = text.withUnsafeBufferPointer { XMLRecords.parse($0, outline, isWhole: sample.isWhole) }
        guard let path = outline.record else {
            proposal.decide(
                "kind", "unknown", .likely, "Die Datei ist XML, und kein Element darin kommt wieder.",
                "The file is XML, and no element in it comes again.")
            return
        }
        // As many names as it takes to tell the element from others.
        let steps = path.split(separator: "/").map(String.init)
        var length = 1
        while length < steps.count,
            outline.paths.contains(where: { other in
                other != path && other.split(separator: "/").map(String.init).suffix(length) == steps.suffix(length)
            })
        { length += 1 }
        let own = Array(steps.suffix(length))
        let found = XMLRecords(own).sample(text, isWhole: sample.isWhole)
        proposal.decide(
            "format", "XML", .sure, "\(found.rows.count) × „\(own.joined(separator: "/"))“.",
            "\(found.rows.count) × \"\(own.joined(separator: "/"))\".")
        proposal.decide(
            "record", .string("//" + own.joined(separator: "/")), .likely, "Das Element, das wiederkommt.",
            "The element that comes again.")
        let rows = found.rows.prefix(TableGuess.mostRows).map { record in found.names.map { record[$0] ?? "" } }
        TableProposal(found.names, rows, lead: [], separator: nil, file: sample.name)
            .decide(&proposal, ["xml": ["records": .string(own.joined(separator: "/"))]])
    }
}

/// Which elements a document has, by their paths, and how often.
private final class XMLOutline: XMLListener {
    private var open: [String] = []
    /// By path: how often it came, and whether it holds attributes or a text.
    private var seen: [String: (count: Int, fields: Set<String>)] = [:]
    private var order: [String] = []
    private var text = false
    private static let most = 10_000

    var paths: [String] { order }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) {
        open.append(name.text)
        let path = open.joined(separator: "/")
        if seen[path] == nil, order.count < Self.most {
            seen[path] = (0, [])
            order.append(path)
        }
        seen[path]?.count += 1
        attributes.forEach { own, _ in field("@" + own.text) }
        text = false
    }

    func end(_ name: XMLName) {
        if text { field(".") }
        text = false
        open.removeLast()
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if bytes.contains(where: { $0 > 0x20 }) { text = true }
    }

    /// Something that an element holds belongs to all around it.
    private func field(_ name: String) {
        for depth in 1...max(1, open.count) where depth <= open.count {
            let path = open[..<depth].joined(separator: "/")
            let own = (open[depth...] + [name]).joined(separator: "/")
            if seen[path]?.fields.count ?? Self.most < 200 { seen[path]?.fields.insert(own) }
        }
    }

    /// The outermost element that comes again and holds at least two things; an inner one that comes far more often instead.
    var record: String? {
        let again = order.filter { (seen[$0]?.count ?? 0) > 1 && (seen[$0]?.fields.count ?? 0) > 1 }
        func depth(_ path: String) -> Int { path.utf8.count { $0 == UInt8(ascii: "/") } }
        guard var best = again.min(by: { (depth($0), -count($0)) < (depth($1), -count($1)) }) else { return nil }
        while let inner = again.filter({ $0.hasPrefix(best + "/") && count($0) >= 3 * count(best) }).min(by: {
            (depth($0), -count($0)) < (depth($1), -count($1))
        }) { best = inner }
        if let inner = again.filter({ isRicher($0, than: best) }).min(by: {
            (depth($0), -count($0)) < (depth($1), -count($1))
        }) {
            best = inner
        }
        return best
    }

    /// An inner element that comes more often and says more than what stands beside it: series of a station.
    private func isRicher(_ inner: String, than outer: String) -> Bool {
        guard inner.hasPrefix(outer + "/"), count(inner) > count(outer) else { return false }
        let name = inner.dropFirst(outer.count + 1) + "/"
        let beside = seen[outer]?.fields.count { !$0.hasPrefix(name) } ?? 0
        return seen[inner]?.fields.count ?? 0 > max(3, beside)
    }

    private func count(_ path: String) -> Int { seen[path]?.count ?? 0 }
}
