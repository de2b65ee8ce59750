// SPDX-License-Identifier: EUPL-1.2
public import Answers
import HTTPTypes
import Wire

extension LayerError: Refusal {
    public var answer: Problem {
        let location: JSONObject = pointer.map { ["pointer": .string($0)] } ?? JSONObject()
        return Problem(.badRequest, "Invalid layer", detail: description, location: location)
    }
}
