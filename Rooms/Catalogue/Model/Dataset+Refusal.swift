// SPDX-License-Identifier: EUPL-1.2
public import Answers
import HTTPTypes
import Wire

extension Dataset.ValidationError: Refusal {
    public var answer: Problem {
        let faults = faults.map { fault -> JSONValue in
            ["field": .string(fault.field), "message": .string(fault.message)]
        }
        return Problem(
            .badRequest, "Invalid data set", detail: description, german: german, location: ["faults": .array(faults)])
    }
}
