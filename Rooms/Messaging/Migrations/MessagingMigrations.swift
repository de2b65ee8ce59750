// SPDX-License-Identifier: EUPL-1.2
import Storage

/// Tables of MQTT sessions and retained messages while the server is down; bodies are packets of MQTT 5.
enum MessagingMigrations {
    static let all: [Migration] = [
        Migration(
            "messaging.sessions", formerly: 16,
            statements: [
                """
                CREATE TABLE mqtt_session (
                    number \(SQL.bigint) PRIMARY KEY, owner TEXT NOT NULL, rights TEXT NOT NULL,
                    client_identifier TEXT NOT NULL, expiry \(SQL.bigint) NOT NULL, ends_at \(SQL.double),
                    body \(SQL.bytes) NOT NULL)
                """,
                """
                CREATE TABLE mqtt_message (
                    session_number \(SQL.bigint) NOT NULL REFERENCES mqtt_session (number) ON DELETE CASCADE,
                    number \(SQL.bigint) NOT NULL, stage \(SQL.bigint) NOT NULL, expires_at \(SQL.double),
                    body \(SQL.bytes) NOT NULL, PRIMARY KEY (session_number, number))
                """,
                "CREATE TABLE mqtt_retained (topic TEXT PRIMARY KEY, expires_at \(SQL.double), body \(SQL.bytes) NOT NULL)",
            ]),
        Migration(
            "messaging.received", formerly: 30,
            statements: [
                """
                CREATE TABLE mqtt_received (
                    session_number \(SQL.bigint) NOT NULL REFERENCES mqtt_session (number) ON DELETE CASCADE,
                    packet_identifier \(SQL.bigint) NOT NULL,
                    PRIMARY KEY (session_number, packet_identifier))\(SQL.clustered)
                """
            ]),
        Migration(
            "messaging.server_lease", formerly: 32,
            statements: [
                """
                CREATE TABLE server_lease (
                    name TEXT PRIMARY KEY, holder \(SQL.bigint) NOT NULL, place TEXT NOT NULL,
                    ends_at \(SQL.bigint) NOT NULL)
                """
            ]),
    ]
}
