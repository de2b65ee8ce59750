// SPDX-License-Identifier: EUPL-1.2
public import Answers

extension DemonstrationError: Refusal {
    public var exit: ExitKind { .database }
}
