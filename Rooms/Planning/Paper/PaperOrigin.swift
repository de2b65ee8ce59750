// SPDX-License-Identifier: EUPL-1.2
public import Documents
public import PlanningModel
import Wire

/// A part of a paper that says what other objects say, so that it can be taken out for those who may not see them.
public struct PaperOrigin: Sendable, Hashable {
    public let block: Int
    /// The line of a list or of a table; nil: the whole block.
    public let line: Int?
    public let about: Reference

    public init(block: Int, line: Int?, about: Reference) {
        (self.block, self.line, self.about) = (block, line, about)
    }
}

/// A paper with where its parts come from.
public struct WrittenPaper: Sendable, Hashable {
    public var document: Document
    public let origins: [PaperOrigin]
}

extension Document {
    /// The same without what comes from these objects; each part says which one it was.
    public func masking(_ hidden: Set<Reference>, _ origins: [PaperOrigin]) -> Document {
        var document = self
        for origin in origins where document.blocks.indices.contains(origin.block) && hidden.contains(origin.about) {
            let word = (language == "de" ? "nicht öffentlich" : "not public") + " (\(origin.about))"
            document.blocks[origin.block] = document.blocks[origin.block].masked(origin.line, word)
        }
        return document
    }
}

extension PlanningObject {
    /// Where words come from that may have to be taken out later; those of a masked object are out already.
    var origin: Reference? { isMasked ? nil : reference }
}

extension Document.Block {
    fileprivate func masked(_ line: Int?, _ word: String) -> Document.Block {
        switch (self, line) {
        case (.list(var items, let isNumbered), let line?) where items.indices.contains(line):
            items[line] = [.text(word)]
            return .list(items, isNumbered: isNumbered)
        case (.table(var table), let line?) where table.rows.indices.contains(line):
            if line < table.links.count { table.links[line] = nil }
            table.rows[line] = [word] + Array(repeating: "–", count: max(0, table.rows[line].count - 1))
            return .table(table)
        default: return .paragraph([.strong(word)])
        }
    }
}

// MARK: As JSON

extension PaperOrigin {
    var json: JSONValue {
        var json: JSONObject = ["block": JSONValue(block), "about": .string(about.description)]
        json["line"] = line.map { JSONValue($0) }
        return .object(json)
    }

    init?(_ json: JSONValue) {
        guard let block = json["block"]?.integer, let about = json["about"]?.string.flatMap({ Reference($0) })
        else { return nil }
        self.init(block: Int(block), line: json["line"]?.integer.map { Int($0) }, about: about)
    }
}
