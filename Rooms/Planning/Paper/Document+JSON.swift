// SPDX-License-Identifier: EUPL-1.2
public import Documents
public import Wire

/// A paper as it is stored with a decision.
extension Document {
    public var json: JSONValue {
        [
            "title": .string(title), "language": .string(language),
            "facts": .array(facts.map { ["name": .string($0.name), "value": .string($0.value)] }),
            "blocks": .array(blocks.map(\.json)),
        ]
    }

    /// Reads what `json` wrote; nil for anything else, so that no part of a paper is lost unseen.
    public init?(_ json: JSONValue) {
        guard let title = json["title"]?.string, let language = json["language"]?.string,
            let facts = json["facts"]?.array, let blocks = json["blocks"]?.array
        else { return nil }
        let named = facts.compactMap { fact -> (name: String, value: String)? in
            guard let name = fact["name"]?.string, let value = fact["value"]?.string else { return nil }
            return (name, value)
        }
        let read = blocks.compactMap(Block.init)
        guard named.count == facts.count, read.count == blocks.count else { return nil }
        self.init(title: title, language: language, facts: named, blocks: read)
    }

    /// The same with other addresses behind its links.
    public func linking(_ address: (String) -> String?) -> Document {
        func spans(_ spans: [Span]) -> [Span] {
            spans.map { span in
                guard case .link(let text, let old) = span else { return span }
                return address(old).map { .link(text, to: $0) } ?? .text(text)
            }
        }
        var document = self
        document.blocks = blocks.map { block in
            switch block {
            case .paragraph(let old): .paragraph(spans(old))
            case .list(let items, let isNumbered): .list(items.map(spans), isNumbered: isNumbered)
            case .table(var table):
                { () -> Block in
                    table.links = table.links.map { $0.flatMap(address) }
                    return .table(table)
                }()
            default: block
            }
        }
        return document
    }
}

extension Document.Block {
    fileprivate var json: JSONValue {
        switch self {
        case .heading(let level, let text): ["heading": JSONValue(level), "text": .string(text)]
        case .paragraph(let spans): ["paragraph": .array(spans.map(\.json))]
        case .list(let items, let isNumbered):
            ["list": .array(items.map { .array($0.map(\.json)) }), "isNumbered": .bool(isNumbered)]
        case .table(let table): ["table": table.json]
        case .gap(let text): ["gap": .string(text)]
        }
    }

    fileprivate init?(_ json: JSONValue) {
        if let level = json["heading"]?.integer, let text = json["text"]?.string {
            self = .heading(Int(level), text)
        } else if let spans = json["paragraph"]?.array.flatMap(Self.spans) {
            self = .paragraph(spans)
        } else if let items = json["list"]?.array {
            let read = items.compactMap { $0.array.flatMap(Self.spans) }
            guard read.count == items.count else { return nil }
            self = .list(read, isNumbered: json["isNumbered"]?.bool ?? false)
        } else if let table = json["table"].flatMap({ Document.Table($0) }) {
            self = .table(table)
        } else if let text = json["gap"]?.string {
            self = .gap(text)
        } else {
            return nil
        }
    }

    private static func spans(_ items: [JSONValue]) -> [Document.Span]? {
        let spans = items.compactMap(Document.Span.init)
        return spans.count == items.count ? spans : nil
    }
}

extension Document.Span {
    fileprivate var json: JSONValue {
        switch self {
        case .text(let text): ["text": .string(text)]
        case .strong(let text): ["strong": .string(text)]
        case .link(let text, let address): ["link": .string(text), "to": .string(address)]
        }
    }

    fileprivate init?(_ json: JSONValue) {
        if let text = json["text"]?.string {
            self = .text(text)
        } else if let text = json["strong"]?.string {
            self = .strong(text)
        } else if let text = json["link"]?.string, let address = json["to"]?.string {
            self = .link(text, to: address)
        } else {
            return nil
        }
    }
}

extension Document.Table {
    fileprivate var json: JSONValue {
        var json: JSONObject = [
            "caption": .string(caption), "header": .array(header.map { .string($0) }),
            "alignments": .array(alignments.map { .string($0 == .end ? "end" : "start") }),
            "rows": .array(rows.map { .array($0.map { .string($0) }) }), "hasTotal": .bool(hasTotal),
        ]
        if !links.isEmpty {
            json["links"] = .array(links.map { $0.map { .string($0) } ?? .null })
        }
        return .object(json)
    }

    fileprivate init?(_ json: JSONValue) {
        func texts(_ value: JSONValue?) -> [String]? {
            guard let items = value?.array else { return nil }
            let texts = items.compactMap(\.string)
            return texts.count == items.count ? texts : nil
        }
        guard let caption = json["caption"]?.string, let header = texts(json["header"]),
            let alignments = texts(json["alignments"]), let lines = json["rows"]?.array
        else { return nil }
        let rows = lines.compactMap { texts($0) }
        guard rows.count == lines.count else { return nil }
        self.init(
            caption: caption, header: header, alignments: alignments.map { $0 == "end" ? .end : .start }, rows: rows,
            hasTotal: json["hasTotal"]?.bool ?? false, links: json["links"]?.array?.map(\.string) ?? [])
    }
}
