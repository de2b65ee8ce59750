// SPDX-License-Identifier: EUPL-1.2
import CQL2
import Storage
import Wire

extension FeatureFilter {
    /// An operand of an array function: a property with lists, or a list that was written down.
    func list(_ node: FilterExpression) throws(FilterFault) -> SQL {
        switch node.kind {
        case .list(let members):
            var values: [JSONValue] = []
            for member in members { values.append(try value(member)) }
            let text = JSONValue.array(values).text
            return "\(sqlite: "\(text)", postgresql: "CAST(\(text) AS JSONB)")"
        case .function(let name, _): throw Self.unknown(function: name, node)
        default:
            guard case .property = node.kind, case .list(let sql) = try operand(node) else {
                throw FilterFault(
                    at: node.place, german: "hier steht eine Liste oder eine Eigenschaft mit Listen",
                    english: "a list or a property with lists belongs here")
            }
            return sql
        }
    }

    private func value(_ node: FilterExpression) throws(FilterFault) -> JSONValue {
        switch node.kind {
        case .text(let text) where !text.utf8.contains(0): return .string(text)
        case .number(let number): return .number(number)
        case .truth(let truth): return .bool(truth)
        case .date(let day): return .string(day)
        case .timestamp: return node.json["timestamp"] ?? .null
        case .list(let members):
            var values: [JSONValue] = []
            for member in members { values.append(try value(member)) }
            return .array(values)
        default:
            throw FilterFault(
                at: node.place, german: "eine Liste besteht hier aus Texten, Zahlen, Zeiten, TRUE und FALSE",
                english: "a list is made of texts, numbers, times, TRUE and FALSE here")
        }
    }

    /// Lists as sets, but for equality, which asks for the same order; what is no list is unknown.
    func array(_ operation: FilterOperator, _ left: SQL, _ right: SQL) throws(FilterFault) -> SQL {
        let (embedded, server): (SQL, SQL) =
            switch operation {
            case .containsList: (Self.contains(left, right), "\(left) @> \(right)")
            case .containedBy: (Self.contains(right, left), "\(left) <@ \(right)")
            case .overlapsList:
                (
                    "EXISTS (SELECT 1 FROM json_each(\(left)) AS x, json_each(\(right)) AS y WHERE \(Self.isSame))",
                    """
                    EXISTS (SELECT 1 FROM jsonb_array_elements(\(left)) AS x (v), jsonb_array_elements(\(right)) AS y (v) \
                    WHERE x.v = y.v)
                    """
                )
            default:
                (
                    """
                    json_array_length(\(left)) = json_array_length(\(right)) AND NOT EXISTS (SELECT 1 \
                    FROM json_each(\(left)) AS x JOIN json_each(\(right)) AS y ON x.key = y.key WHERE NOT \(Self.isSame))
                    """, "\(left) = \(right)"
                )
            }
        return """
            \(sqlite: "(CASE WHEN json_type(\(left)) = 'array' AND json_type(\(right)) = 'array' THEN \(embedded) END)",
              postgresql: """
              (CASE WHEN jsonb_typeof(\(left)) = 'array' AND jsonb_typeof(\(right)) = 'array' THEN \(server) END)
              """)
            """
    }

    private static func contains(_ whole: SQL, _ part: SQL) -> SQL {
        """
        NOT EXISTS (SELECT 1 FROM json_each(\(part)) AS y WHERE NOT EXISTS \
        (SELECT 1 FROM json_each(\(whole)) AS x WHERE \(isSame)))
        """
    }

    /// TRUE and 1 differ, 1 and 1.0 do not.
    private static let isSame: SQL = """
        (x.value IS y.value AND (x.type = y.type \
        OR (x.type IN ('integer', 'real') AND y.type IN ('integer', 'real'))))
        """
}
