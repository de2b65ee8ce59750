// SPDX-License-Identifier: EUPL-1.2
public import Answers
public import StorageSQLite

extension ConfigurationError: Refusal {
    public var exit: ExitKind { .usage }
}

extension UnsoundCopy: Refusal {
    public var exit: ExitKind { .faults }
}
