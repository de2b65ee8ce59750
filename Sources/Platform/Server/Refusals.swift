// SPDX-License-Identifier: EUPL-1.2
public import Answers
public import LedgerStorage
public import Rights
public import StorageSQLite

extension ConfigurationError: Refusal {
    public var exit: ExitKind { .usage }
}

extension UnsoundCopy: Refusal {
    public var exit: ExitKind { .faults }
}

extension StoredLogError: Refusal {
    public var exit: ExitKind { .faults }
    public var isForLog: Bool { true }
}

extension AuditContradiction: Refusal {
    public var exit: ExitKind { .faults }
    public var isForLog: Bool { true }
}

extension AuditFileError: Refusal {
    public var exit: ExitKind { .faults }
}
