// SPDX-License-Identifier: EUPL-1.2

/// Carries announcements between processes that work on one database, inside the transactions of the writes.
public protocol AnnouncementRelay: Sendable {
    /// Whether another process wants to hear of what this one writes; asked as a transaction begins.
    func isHeard(on connection: any StorageConnection) throws -> Bool

    /// Stores what one write has announced, for who listens to take; this engine's own listeners are not told of it now.
    func send(_ announcements: [any StorageAnnouncement], on connection: any StorageConnection) throws

    /// Takes what others have sent, one element for each of their writes; asked as a transaction ends.
    ///
    /// The engine tells it to the listeners before what this transaction itself has announced.
    func receive(on connection: any StorageConnection) throws -> [[any StorageAnnouncement]]
}
