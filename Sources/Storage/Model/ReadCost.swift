// SPDX-License-Identifier: EUPL-1.2

/// What a read may cost, as far as that is known before it runs.
public enum ReadCost: Sendable, Hashable {
    /// A seek and a page of rows, or about as much.
    case cheap
    /// It may look at very many rows: it runs in a lane of its own, few at once, and for each client only so many.
    ///
    /// A continuation belongs to an answer that has begun: it waits for its turn and is not refused.
    case costly(client: String, isContinuation: Bool)
}
