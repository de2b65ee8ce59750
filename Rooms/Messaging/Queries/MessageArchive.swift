// SPDX-License-Identifier: EUPL-1.2
import MQTT
import Storage

/// MQTT sessions and retained messages in the database.
struct MessageArchive: MQTTArchive {
    let engine: any StorageEngine
    let leadership: Leadership

    // MARK: Loading

    /// A record that cannot be read is left out.
    func load() async throws -> MQTTRecords {
        try await engine.read { connection in
            var records = MQTTRecords()
            records.sessions = try connection.rows(
                "SELECT number, owner, rights, client_identifier, expiry, ends_at, body FROM mqtt_session", Self.session
            )
            records.messages = try connection.rows(
                "SELECT session_number, number, stage, expires_at, body FROM mqtt_message", Self.message
            ).compactMap(\.self)
            let received = try connection.rows("SELECT session_number, packet_identifier FROM mqtt_received") { row in
                (session: row.integer(0), identifier: UInt16(truncatingIfNeeded: row.integer(1)))
            }
            let identifiers = Dictionary(grouping: received, by: \.session)
            for index in records.sessions.indices {
                let own = identifiers[records.sessions[index].number] ?? []
                records.sessions[index].received += own.map(\.identifier)
            }
            records.retained = try connection.rows("SELECT expires_at, body FROM mqtt_retained") { row in
                Self.publish(row.blob(1)).map { StoredRetained(publish: $0, expires: row.realIfPresent(0)) }
            }.compactMap(\.self)
            return records
        }
    }

    private static func session(_ row: any StorageRow) -> StoredSession {
        var session = StoredSession(
            number: row.integer(0), owner: row.text(1), rights: row.text(2), clientIdentifier: row.text(3),
            expiry: Int(row.integer(4)), ends: row.realIfPresent(5), subscriptions: [], received: [])
        for packet in (try? PacketDecoder.decodeAll(row.blob(6))) ?? [] {
            switch packet {
            case .subscribe(let subscribe): session.subscriptions.append(subscribe)
            // as earlier versions stored it
            case .pubrec(let acknowledgement): session.received.append(acknowledgement.identifier)
            default: break
            }
        }
        return session
    }

    private static func message(_ row: any StorageRow) -> StoredMessage? {
        guard let publish = publish(row.blob(4)) else { return nil }
        let stage: StoredMessage.Stage =
            switch row.integer(2) {
            case 0: .waiting
            case 1: .sent(publish.identifier)
            default: .released(publish.identifier)
            }
        return StoredMessage(
            session: row.integer(0), number: Int(row.integer(1)), stage: stage, publish: publish,
            expires: row.realIfPresent(3))
    }

    private static func publish(_ bytes: [UInt8]) -> ControlPacket.Publish? {
        guard case .publish(let publish)? = (try? PacketDecoder.decodeAll(bytes))?.first else { return nil }
        return publish
    }

    // MARK: Saving

    func save(_ changes: MQTTRecordChanges) async throws {
        let leadership = leadership
        try await engine.write { connection in
            try leadership.confirm(on: connection)
            for number in changes.goneSessions {
                try connection.execute("DELETE FROM mqtt_session WHERE number = \(number)")
            }
            for session in changes.sessions {
                try Self.store(session, on: connection)
                for identifier in session.received {
                    _ = try Self.remember(identifier, of: session.number, on: connection)
                }
            }
            for message in changes.messages { try Self.store(message, on: connection) }
            for (session, numbers) in changes.goneMessages {
                for number in numbers {
                    try connection.execute(
                        "DELETE FROM mqtt_message WHERE session_number = \(session) AND number = \(number)")
                }
            }
            for retained in changes.retained {
                var publish = retained.publish
                publish.identifier = 1
                try connection.execute(
                    """
                    INSERT INTO mqtt_retained (topic, expires_at, body)
                    VALUES (\(publish.topic), \(retained.expires), \(Self.bytes(.publish(publish))))
                    ON CONFLICT (topic) DO UPDATE SET expires_at = excluded.expires_at, body = excluded.body
                    """)
            }
            for topic in changes.goneTopics {
                try connection.execute("DELETE FROM mqtt_retained WHERE topic = \(topic)")
            }
        }
    }

    /// `isNew` leaves a session that is there as it is.
    private static func store(
        _ session: StoredSession, on connection: any StorageConnection, isNew: Bool = false
    ) throws {
        var body: [UInt8] = []
        for subscribe in session.subscriptions { body += PacketEncoder.encode(.subscribe(subscribe), version: .v5) }
        let update: SQL =
            isNew
            ? "NOTHING"
            : """
            UPDATE SET rights = excluded.rights, expiry = excluded.expiry, ends_at = excluded.ends_at,
                body = excluded.body
            """
        try connection.execute(
            """
            INSERT INTO mqtt_session (number, owner, rights, client_identifier, expiry, ends_at, body)
            VALUES (\(session.number), \(session.owner), \(session.rights), \(session.clientIdentifier),
                \(Int64(session.expiry)), \(session.ends), \(SQLValue.blob(body)))
            ON CONFLICT (number) DO \(update)
            """)
    }

    // MARK: QoS 2

    /// Stores a mark, in the transaction of what its message says; false when it is there, and with it what was said.
    func store(_ mark: MQTTMark, on connection: any StorageConnection) throws -> Bool {
        try leadership.confirm(on: connection)
        try Self.store(mark.session, on: connection, isNew: true)
        return try Self.remember(mark.identifier, of: mark.session.number, on: connection)
    }

    /// False when the identifier is there already.
    private static func remember(
        _ identifier: UInt16, of session: Int64, on connection: any StorageConnection
    ) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO mqtt_received (session_number, packet_identifier) VALUES (\(session), \(Int64(identifier)))
            ON CONFLICT DO NOTHING
            """) == 1
    }

    func release(_ identifier: UInt16, of session: Int64) async throws {
        let leadership = leadership
        try await engine.write { connection in
            try leadership.confirm(on: connection)
            try connection.execute(
                """
                DELETE FROM mqtt_received WHERE session_number = \(session) AND packet_identifier = \(Int64(identifier))
                """)
        }
    }

    func forget(_ session: Int64) async throws {
        let leadership = leadership
        try await engine.write { connection in
            try leadership.confirm(on: connection)
            try connection.execute("DELETE FROM mqtt_session WHERE number = \(session)")
        }
    }

    private static func store(_ message: StoredMessage, on connection: any StorageConnection) throws {
        var publish = message.publish
        let stage: Int64
        switch message.stage {
        case .waiting:
            // a packet with QoS 1 or 2 has an identifier; this one is given its own when it is sent
            publish.identifier = 1
            stage = 0
        case .sent(let identifier):
            publish.identifier = identifier
            stage = 1
        case .released(let identifier):
            publish.identifier = identifier
            stage = 2
        }
        try connection.execute(
            """
            INSERT INTO mqtt_message (session_number, number, stage, expires_at, body)
            VALUES (\(message.session), \(Int64(message.number)), \(stage), \(message.expires),
                \(bytes(.publish(publish))))
            ON CONFLICT (session_number, number) DO UPDATE SET stage = excluded.stage, body = excluded.body
            """)
    }

    private static func bytes(_ packet: ControlPacket) -> SQLValue {
        .blob(PacketEncoder.encode(packet, version: .v5))
    }
}
