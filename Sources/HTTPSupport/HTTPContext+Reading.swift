// SPDX-License-Identifier: EUPL-1.2
public import Storage

extension HTTPContext {
    /// Reads for this request; a costly read runs in the costly lane and ends when the client goes.
    ///
    /// `isContinuation`: the answer has begun already. Throws `StorageError.busy` when too much is asked at once.
    public func read<T: Sendable>(
        _ engine: any StorageEngine, isCostly: Bool, isContinuation: Bool = false,
        _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        guard isCostly else { return try await engine.read(body) }
        let cost = ReadCost.costly(client: ClientNetwork(clientAddress).text, isContinuation: isContinuation)
        return try await ClientPresence.whilePresent { try await engine.read(cost, body) }
    }
}
