// SPDX-License-Identifier: EUPL-1.2
public import Answers
public import IngestModel
public import IngestProposal

extension TransferError: Refusal {
    public var exit: ExitKind {
        if case .usage = self { return .usage }
        return .faults
    }
}

extension MappingError: Refusal {
    public var exit: ExitKind { .usage }
}

extension ProposalFault: Refusal {
    public var exit: ExitKind { .usage }
}
