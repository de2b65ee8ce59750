// SPDX-License-Identifier: EUPL-1.2
package import Answers
package import Bilingual
import HTTPTypes
import Wire

/// Why features were not changed; nothing of the request was stored.
package enum EditFault: Error, Sendable, Hashable {
    case noLayer(String)
    case noFeature(String, layer: String)
    /// The reader sees the layer and may not change it.
    case forbidden(layer: String)
    case unknownProperty(String, known: [String], pointer: String)
    case wrongValue(property: String, FieldType, pointer: String)
    /// What was sent is no feature of the layer.
    case invalid(Words, pointer: String)
    /// The id is, or was, that of another feature.
    case taken(id: String, pointer: String)
    /// Somebody else changed it since it was read.
    case changed(id: String)

    package var words: Words {
        switch self {
        case .noLayer(let name):
            Words(
                "Eine Ebene \"\(name.excerpt(60))\" gibt es nicht; /ogc/collections nennt alle.",
                "There is no collection \"\(name.excerpt(60))\"; /ogc/collections lists them.")
        case .noFeature(let id, let layer):
            Words(
                "Ein Objekt \"\(id.excerpt(60))\" gibt es in \(layer) nicht.",
                "There is no feature \"\(id.excerpt(60))\" in \(layer).")
        case .forbidden(let layer):
            Words(
                "\(layer) gehört zu einem Datensatz, den Sie lesen und nicht ändern dürfen; wer ihn verwaltet, kann das "
                    + "freigeben.",
                "\(layer) belongs to a data set that you may read and not write; who manages it can grant that.")
        case .unknownProperty(let name, let known, _):
            Words(
                "Eine Eigenschaft \"\(name.excerpt(60))\" hat die Ebene nicht; es gibt: \(Self.list(known)).",
                "The layer has no property \"\(name.excerpt(60))\"; there are: \(Self.list(known)).")
        case .wrongValue(let property, let type, _):
            Words(
                "\"\(property.excerpt(60))\" nimmt \(type.expected.german).",
                "\"\(property.excerpt(60))\" takes \(type.expected.english).")
        case .invalid(let words, _): words
        case .taken(let id, _):
            Words(
                "Die Kennung \"\(id.excerpt(60))\" ist oder war schon die eines Objekts; ohne Kennung gibt es eine neue.",
                "The id \"\(id.excerpt(60))\" is or was that of a feature already; without an id there is a new one.")
        case .changed(let id):
            Words(
                "\"\(id.excerpt(60))\" wurde inzwischen geändert; neu lesen und die Änderung darauf anwenden.",
                "\"\(id.excerpt(60))\" was changed meanwhile; read it again and apply the change to that.")
        }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "–" : names.prefix(30).joined(separator: ", ")
    }
}

extension EditFault: Refusal, CustomStringConvertible {
    package var description: String { words.english }
    package var exit: ExitKind { .usage }

    package var answer: Problem {
        let (status, title): (HTTPResponse.Status, String) =
            switch self {
            case .noLayer, .noFeature: (.notFound, "Not found")
            case .forbidden: (.forbidden, "Not allowed")
            case .taken: (.conflict, "Id already used")
            case .changed: (.preconditionFailed, "Changed meanwhile")
            case .unknownProperty, .wrongValue, .invalid: (.badRequest, "Invalid feature")
            }
        var location = JSONObject()
        switch self {
        case .unknownProperty(_, _, let pointer), .wrongValue(_, _, let pointer), .invalid(_, let pointer),
            .taken(_, let pointer):
            location["pointer"] = .string(pointer)
        case .noLayer, .noFeature, .forbidden, .changed: break
        }
        return Problem(status, title, detail: words.english, german: words.german, location: location)
    }
}

extension FieldType {
    /// What a property of the type is given as, for people.
    var expected: Words {
        switch self {
        case .text: Words("einen Text", "a text")
        case .integer: Words("eine ganze Zahl mit höchstens 64 Bit", "a whole number of at most 64 bits")
        case .real: Words("eine Zahl", "a number")
        case .boolean: Words("true oder false", "true or false")
        case .date: Words("einen Tag wie 2026-07-31", "a day such as 2026-07-31")
        case .dateTime, .instant:
            Words("einen Zeitpunkt wie 2026-07-31T12:00:00Z", "an instant such as 2026-07-31T12:00:00Z")
        case .json: Words("einen JSON-Wert", "a JSON value")
        }
    }
}
