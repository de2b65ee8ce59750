// SPDX-License-Identifier: EUPL-1.2
public import Answers

extension TransferError: Refusal {
    public var exit: ExitKind {
        if case .usage = self { return .usage }
        return .faults
    }
}

extension MappingError: Refusal {
    public var exit: ExitKind { .usage }
}
