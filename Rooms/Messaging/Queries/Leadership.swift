// SPDX-License-Identifier: EUPL-1.2
package import Storage
import Synchronization

/// Which of the servers on one database leads: it alone serves MQTT and does the work that is to be done once.
///
/// The leader holds a lease in the database, by the database's clock, and renews it; another takes over when it has
/// ended. Who has not noticed yet that it leads no longer is kept from writing what is the leader's: see `confirm`.
/// A SQLite file has one server anyway, which always leads.
public final class Leadership: Sendable {
    /// How long the lease outlives its last renewal (microseconds).
    static let lease: Int64 = 8_000_000
    /// Between two renewals.
    static let renewal: Duration = .seconds(2)

    /// This server among all there ever were.
    let holder: Int64
    /// Where this server is, for people: `https://daten.example.de`.
    let place: String
    private let engine: any StorageEngine
    private let leads: Mutex<Bool>

    package init(engine: any StorageEngine, holder: Int64, place: String) {
        self.engine = engine
        self.holder = holder
        self.place = place
        leads = Mutex(engine.dialect == .sqlite)
    }

    /// Whether other servers can lead in the place of this one.
    var isShared: Bool { engine.dialect == .postgresql }

    /// What the last question found.
    public var isHeld: Bool { leads.withLock { $0 } }

    /// Takes the lease when it is free, or renews it; returns whether this server leads.
    ///
    /// When the database cannot be asked nothing changes: nobody else can be the leader without it.
    @discardableResult
    public func ask() async throws -> Bool {
        guard isShared else { return true }
        let (holder, place) = (holder, place)
        // who waits for the lease does not lock it
        let isFree = try await engine.read { connection in
            try connection.integer(
                "SELECT count(*) FROM server_lease WHERE holder <> \(holder) AND ends_at > \(Self.now)") == 0
        }
        var isTaken = false
        if isFree {
            isTaken = try await engine.write { connection in
                try connection.integer(
                    """
                    INSERT INTO server_lease (name, holder, place, ends_at)
                    VALUES ('leader', \(holder), \(place), \(Self.now) + \(Self.lease))
                    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, place = excluded.place,
                        ends_at = excluded.ends_at
                        WHERE server_lease.holder = excluded.holder OR server_lease.ends_at <= \(Self.now)
                    RETURNING holder
                    """) == holder
            }
        }
        leads.withLock { $0 = isTaken }
        return isTaken
    }

    /// Where the leader is; nil when there is none.
    func leader() async throws -> String? {
        try await engine.read { try $0.text("SELECT place FROM server_lease WHERE ends_at > \(Self.now)") }
    }

    /// Asked in a transaction that writes what is the leader's.
    /// - Throws: `StorageError.unavailable` when another server leads by now.
    func confirm(on connection: any StorageConnection) throws {
        guard connection.dialect == .postgresql else { return }
        guard try connection.integer("SELECT holder FROM server_lease") == holder else {
            throw StorageError.unavailable(message: "another server of this database has taken over MQTT")
        }
    }

    /// Gives the lease back, so that another server takes over at once.
    func release() async {
        guard isShared, isHeld else { return }
        leads.withLock { $0 = false }
        let holder = holder
        // without it the lease ends by itself
        _ = try? await engine.write { try $0.execute("DELETE FROM server_lease WHERE holder = \(holder)") }
    }

    /// The database's own clock, in microseconds: the servers' clocks may differ.
    private static let now: SQL = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"
}
