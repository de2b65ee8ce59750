// SPDX-License-Identifier: EUPL-1.2
public import Documents
public import PlanningModel
import Wire

/// The objects of one kind as a table: a column for each question, for CSV and spreadsheets.
public struct PlanTable: Sendable {
    public let header: [String]
    public let rows: [[String]]

    /// With `nameable`, cells that would name other data of the town say that it is not public.
    public init(_ kind: ObjectKind, _ plan: Plan, naming nameable: NameableData? = nil) {
        let fields = kind.fields
        header = ["reference", "version", "visibility", "state", "created", "modified"] + fields.map(\.name)
        rows = plan.objects(of: kind).map { object in
            let part = nameable?.restricted(object.document, fields)
            let document = part?.document ?? object.document
            let withheld = Set(part?.withheld ?? [])
            func cell(_ field: Field) -> String {
                let said = Self.cell(document[field.name])
                guard withheld.contains("/\(field.name)") else { return said }
                return said.isEmpty ? "not public" : "\(said); not public"
            }
            return [
                object.reference.description, String(object.version), object.visibility.rawValue,
                object.state.rawValue, object.created.iso8601, object.modified.iso8601,
            ] + fields.map(cell)
        }
    }

    /// Texts as they are, lists with semicolons, lines and places as JSON; unknown is empty.
    static func cell(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null?: ""
        case .string(let text)?: text
        case .array(let items)? where items.allSatisfy({ $0.string != nil }):
            items.compactMap(\.string).joined(separator: "; ")
        case let value?: value.text
        }
    }

    /// RFC 4180; a cell that a spreadsheet would run as a formula gets an apostrophe before it.
    public var csv: String {
        ([header] + rows).map { $0.map(\.csvField).joined(separator: ",") + "\r\n" }.joined()
    }

    /// The same as a sheet of a spreadsheet.
    public func sheet(named name: String) -> Spreadsheet.Sheet {
        Spreadsheet.Sheet(name: name, header: header, rows: rows.map { $0.map { .text($0) } })
    }
}
