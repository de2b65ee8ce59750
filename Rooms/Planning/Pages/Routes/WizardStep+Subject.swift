// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import Hummingbird
import Planning
import PlanningFrame
import SensorThingsFrame
import Wire

extension WizardStep {
    /// The object that a step was about to change is gone.
    struct SubjectRemoved: Error {}

    static let removedFault = FieldFault(
        "/title",
        .init(
            "Das wurde inzwischen gelöscht. Speichern legt es neu an, mit neuer Nummer.",
            "This was removed meanwhile. Saving makes it anew, with a new number."))
}

extension ValidationFailure {
    /// Faults under the name that a question has on its page, where that differs from the document's.
    static func renaming<Value>(
        _ pointer: String, to other: String, _ body: () throws -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch let failure as ValidationFailure {
            throw ValidationFailure(
                failure.faults.map { $0.pointer == pointer ? FieldFault(other, $0.message) : $0 })
        }
    }
}

extension PlanningObject {
    /// The same object with other answers, not stored.
    func answering(_ document: JSONObject) -> PlanningObject {
        PlanningObject(
            reference: reference, version: version, document: document, visibility: visibility, state: state,
            created: created, createdBy: createdBy, modified: modified, modifiedBy: modifiedBy, checked: checked)
    }
}

extension PlanningContext {
    /// What series say that concern a group of people.
    private static let tellingWords = [
        "cyclists": ["rad", "velo", "bicycle"], "pedestrians": ["fuß", "passant", "pedestrian"],
        "drivers": ["kfz", "pkw", "park", "auto"], "publicTransport": ["fahrg", "bus", "halt"],
        "commuters": ["rad", "fahrg", "park"],
    ]

    /// The same with the town's series offered in another order: those that show the need, those that concern its people, the
    /// nearest.
    func nearestFirst(to object: PlanningObject) -> PlanningContext {
        let point = object["place"]?["coordinates"]?.array?.compactMap(\.double) ?? []
        // a degree of longitude is shorter than one of latitude
        let narrowing = point.count >= 2 ? cos(point[1] * .pi / 180) : 1
        let wanted = Set(object.integers("datastreams"))
        let words = object.texts("groups").flatMap { Self.tellingWords[$0] ?? [] }
        func rank(_ record: SeriesRecord) -> (group: Int, distance: Double) {
            var distance = Double.infinity
            if point.count >= 2, let longitude = record.longitude, let latitude = record.latitude {
                let (dx, dy) = ((longitude - point[0]) * narrowing, latitude - point[1])
                distance = dx * dx + dy * dy
            }
            if record.datastream.map({ wanted.contains($0) }) ?? false { return (0, distance) }
            let text = (record.thingName + " " + record.measured + " " + record.definition).lowercased()
            return (words.contains { text.contains($0) } ? 1 : 2, distance)
        }
        var ordered = self
        ordered.offered = town.series.map { (rank: rank($0), record: $0) }.sorted { $0.rank < $1.rank }.map(\.record)
        return ordered
    }
}
