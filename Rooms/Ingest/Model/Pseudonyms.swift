// SPDX-License-Identifier: EUPL-1.2
package import Catalogue
import Ledger
import Wire

/// Columns whose texts are never kept, only marks made of them by a key that is destroyed when a period is over.
package struct Pseudonyms: Sendable, Hashable {
    package struct Column: Sendable, Hashable {
        package let name: String
        package let period: PseudonymPeriod
        /// Of the town; until it is given, one that nobody else has: what is looked at shows no text either.
        fileprivate(set) var key = RandomBytes.make()

        /// The mark of a text, the same for the same text; nothing stays nothing.
        package func mark(_ text: String) -> String {
            let text = text.trimmed
            if text.isEmpty { return text }
            // 80 bits, and a letter before them: no mark is read as a number
            return "p" + SHA256.authenticated(text.utf8, key: key).hexadecimal.prefix(20)
        }
    }

    package private(set) var columns: [Column] = []
    package var isEmpty: Bool { columns.isEmpty }

    package init() {}

    init(_ node: MappingNode) throws(MappingError) {
        for element in try node.elements() {
            _ = try element.object(known: ["column", "every"])
            let name = try element.string("column")
            guard !columns.contains(where: { $0.name == name }) else {
                throw element.fault("the column \"\(name.excerpt())\" stands here twice", remedy: "Name it once.")
            }
            columns.append(Column(name: name, period: try element.required("every").choice(PseudonymPeriod.self)))
        }
    }

    package subscript(name: String) -> Column? { columns.first { $0.name == name } }

    /// What is read as something else than a text cannot become a mark.
    func refuse(_ names: [String], _ root: MappingNode, _ what: String) throws(MappingError) {
        guard let name = names.first(where: { self[$0] != nil }) else { return }
        throw try root.required("format").fault(
            "the column \"\(name.excerpt())\" is to be pseudonymised, and it holds \(what)",
            remedy: "Take it out of \"pseudonymise\", or leave it out of the import altogether.", at: "pseudonymise")
    }

    fileprivate mutating func take(_ keys: [PseudonymPeriod: [UInt8]]) {
        for index in columns.indices {
            if let key = keys[columns[index].period] { columns[index].key = key }
        }
    }
}

extension SeriesRule {
    /// Columns whose cells are read: values, status, remark, and the text that selects rows.
    var namedColumns: [String] {
        var names = [status?.column.text, remark?.column].compactMap { $0 } + (selection?.columns ?? [])
        if case .named(let name) = columns { names.append(name) }
        return names
    }
}

extension Mapping {
    /// The columns of which marks are kept, in the files and in the tables of places beside them.
    package var pseudonyms: [Pseudonyms.Column] {
        switch kind {
        case .layer(let layer): layer.format.pseudonyms.columns
        case .series(let series):
            series.format.pseudonyms.columns + series.places.files.flatMap { $0.format?.pseudonyms.columns ?? [] }
        }
    }

    /// The same mapping with the town's keys.
    package func keyed(_ keys: [PseudonymPeriod: [UInt8]]) -> Mapping {
        var mapping = self
        switch kind {
        case .layer(var layer):
            layer.format.pseudonyms.take(keys)
            mapping.kind = .layer(layer)
        case .series(var series):
            series.format.pseudonyms.take(keys)
            for index in series.places.files.indices { series.places.files[index].format?.pseudonyms.take(keys) }
            mapping.kind = .series(series)
        }
        return mapping
    }
}
