// SPDX-License-Identifier: EUPL-1.2
public import Answers
import HTTPTypes
public import Wire

/// Why a layer cannot be taken in; nothing of it is stored.
public enum LayerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What a suspicious document may mean; the person who knows the data must say.
    public enum Suspicion: String, Sendable, Hashable {
        /// Coordinates are metres of a projected system, yet no system is named.
        case projectedCoordinates
        /// Latitude stands before longitude.
        case swappedAxes
    }

    case malformed(JSONError)
    /// The document is JSON but no GeoJSON; `pointer` is a JSON pointer into it.
    case invalid(message: String, pointer: String)
    case duplicateIdentifier(id: String, first: Int, second: Int, pointer: String)
    case suspicious(Suspicion, example: String, pointer: String)
    case unknownReferenceSystem(String, pointer: String)
    case tooLarge(what: String, limit: Int)
    case invalidDescription(field: String, message: String)

    /// A JSON pointer into the document where the fault lies.
    public var pointer: String? {
        switch self {
        case .malformed(let error): error.pointer
        case .invalid(_, let pointer), .duplicateIdentifier(_, _, _, let pointer), .suspicious(_, _, let pointer),
            .unknownReferenceSystem(_, let pointer):
            pointer
        case .tooLarge, .invalidDescription: nil
        }
    }

    public var description: String {
        switch self {
        case .malformed(let error):
            "no JSON: \(error.description)"
        case .invalid(let message, let pointer):
            "\(pointer.isEmpty ? "the document" : pointer): \(message)"
        case .duplicateIdentifier(let id, let first, let second, let pointer):
            "\(pointer): the id \(id) of feature \(second) is already that of feature \(first); ids must differ"
        case .suspicious(.projectedCoordinates, let example, let pointer):
            "\(pointer): \(example) are no degrees; the coordinates look like metres, but the document names no "
                + "reference system. Declare it as sourceReferenceSystem (such as 25832 for ETRS89/UTM zone 32N)"
        case .suspicious(.swappedAxes, let example, let pointer):
            "\(pointer): \(example) looks like latitude before longitude. If so, declare axesSwapped: true; "
                + "if the place is right, declare axesSwapped: false"
        case .unknownReferenceSystem(let name, let pointer):
            "\(pointer): the reference system \"\(name)\" is not known here; declare sourceReferenceSystem as an EPSG number"
        case .tooLarge(let what, let limit):
            "more than \(limit) \(what); split the layer"
        case .invalidDescription(let field, let message):
            "\(field): \(message)"
        }
    }
}

extension LayerError: Refusal {
    public var answer: Problem {
        let location: JSONObject = pointer.map { ["pointer": .string($0)] } ?? JSONObject()
        return Problem(
            .badRequest, "Invalid layer", detail: description, german: "Die Ebene ist so nicht möglich: \(description)",
            location: location)
    }
}

/// A layer was delivered anew while its features were being sent: half an old one and half a new one would be wrong, so the answer
/// is broken off.
package struct LayerReplaced: Refusal, Hashable, CustomStringConvertible {
    /// The layer.
    package let name: String

    package init(name: String) { self.name = name }

    package var description: String { "the layer \(name) was replaced while it was being read" }

    package var answer: Problem {
        Problem(
            .conflict, "Layer replaced", detail: "The layer was delivered anew in the meantime; ask again.",
            german: "Die Ebene wurde in der Zwischenzeit neu geliefert; bitte noch einmal abrufen.")
    }
}
