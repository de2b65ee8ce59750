// SPDX-License-Identifier: EUPL-1.2
import Storage

/// No database: the house is only described.
struct ClosedEngine: StorageEngine {
    let dialect = SQLDialect.sqlite
    let location = "none"
    private static let fault = StorageError.unavailable(message: "the house is only described")

    func read<T: Sendable>(
        _ cost: ReadCost, _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        throw Self.fault
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any StorageConnection) throws -> T) async throws -> T {
        throw Self.fault
    }

    func sizeInBytes() async throws -> Int64 { 0 }
    func writeProbe() async -> StorageError? { Self.fault }
    func observe(_ listener: @escaping @Sendable ([any StorageAnnouncement]) -> Void) {}
    func relay(through relay: any AnnouncementRelay) {}
    func close() async -> StorageError? { nil }
}
