// SPDX-License-Identifier: EUPL-1.2
import LedgerStorage
package import Storage

/// The tables of this room. What is known is never changed, only ended by what is known later.
package enum EnergyMigrations {
    package static let all = [
        Migration(
            "energy.sharing", after: ["access.people", "access.ledger", "catalogue.datasets"],
            statements: [
                // each change is a revision: what was known at one is what was known when it was made
                "CREATE TABLE energy_revision (id \(SQL.identityPrimaryKey), at \(SQL.bigint) NOT NULL, actor TEXT NOT NULL)",
                """
                CREATE TABLE energy_community (
                    id \(SQL.identityPrimaryKey), dataset_id \(SQL.bigint) NOT NULL UNIQUE REFERENCES dataset (id),
                    name TEXT NOT NULL)
                """,
                """
                CREATE TABLE energy_version (
                    id \(SQL.identityPrimaryKey), community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    kind TEXT NOT NULL, number \(SQL.bigint) NOT NULL, valid_from \(SQL.bigint) NOT NULL,
                    valid_through \(SQL.bigint), known_from \(SQL.bigint) NOT NULL REFERENCES energy_revision (id),
                    known_until \(SQL.bigint) REFERENCES energy_revision (id), document TEXT NOT NULL,
                    CHECK (valid_through IS NULL OR valid_through >= valid_from),
                    CHECK (known_until IS NULL OR known_until > known_from))
                """,
                "CREATE INDEX energy_version_community ON energy_version (community_id, kind, number, valid_from)",
                // one version of a thing for the day it begins on
                """
                CREATE UNIQUE INDEX energy_version_current ON energy_version (kind, number, valid_from)
                WHERE known_until IS NULL
                """,
                // who sees a party's own power; no rights follow from an account that is gone
                """
                CREATE TABLE energy_member (
                    account_id \(SQL.bigint) NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                    community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    party \(SQL.bigint) NOT NULL, PRIMARY KEY (account_id, community_id, party))
                """,
                """
                CREATE TABLE energy_day (
                    point \(SQL.bigint) NOT NULL, day \(SQL.bigint) NOT NULL, known_from \(SQL.bigint) NOT NULL,
                    known_until \(SQL.bigint), block \(SQL.bytes) NOT NULL, PRIMARY KEY (point, day, known_from))\(SQL.clustered)
                """,
                """
                CREATE TABLE energy_delivery (
                    id \(SQL.identityPrimaryKey), community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    revision \(SQL.bigint) NOT NULL REFERENCES energy_revision (id), name TEXT NOT NULL,
                    hash TEXT NOT NULL, format TEXT NOT NULL, report TEXT NOT NULL)
                """,
                "CREATE INDEX energy_delivery_community ON energy_delivery (community_id, id)",
                """
                CREATE TABLE energy_run (
                    id \(SQL.identityPrimaryKey), community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    first_day \(SQL.bigint) NOT NULL, last_day \(SQL.bigint) NOT NULL, number \(SQL.bigint) NOT NULL,
                    revision \(SQL.bigint) NOT NULL, provisional \(SQL.bigint) NOT NULL, corrects \(SQL.bigint) REFERENCES energy_run (id),
                    reason TEXT, at \(SQL.bigint) NOT NULL, actor TEXT NOT NULL, issued \(SQL.bigint) NOT NULL,
                    position \(SQL.bigint) NOT NULL UNIQUE, summary TEXT NOT NULL,
                    UNIQUE (community_id, first_day, last_day, number))
                """,
                // record and salt go when the legal term is over; the leaf stays, so that all proofs hold
                """
                CREATE TABLE energy_document (
                    id \(SQL.identityPrimaryKey), run_id \(SQL.bigint) NOT NULL REFERENCES energy_run (id),
                    place \(SQL.bigint) NOT NULL, kind TEXT NOT NULL, number TEXT NOT NULL UNIQUE,
                    subject \(SQL.bigint) NOT NULL, party \(SQL.bigint) NOT NULL, record TEXT, salt \(SQL.bytes),
                    leaf \(SQL.bytes) NOT NULL, reverses \(SQL.bigint) REFERENCES energy_document (id),
                    UNIQUE (run_id, place))
                """,
                "CREATE INDEX energy_document_party ON energy_document (party, id)",
                "CREATE TABLE energy_entry (position \(SQL.bigint) PRIMARY KEY, entry TEXT NOT NULL)",
                EnergyLedger.log.creation,
            ]),
        Migration(
            "energy.accounts", after: ["energy.sharing"],
            statements: [
                // the file as the bank got it
                """
                CREATE TABLE energy_order (
                    id \(SQL.identityPrimaryKey), community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    kind TEXT NOT NULL, message TEXT NOT NULL UNIQUE, day \(SQL.bigint) NOT NULL,
                    count \(SQL.bigint) NOT NULL, cents \(SQL.bigint) NOT NULL, document TEXT NOT NULL,
                    at \(SQL.bigint) NOT NULL, actor TEXT NOT NULL)
                """,
                "CREATE INDEX energy_order_community ON energy_order (community_id, id)",
                // what a party owes more (or less) since money moved; nothing is changed, what came back is a row
                """
                CREATE TABLE energy_payment (
                    id \(SQL.identityPrimaryKey), community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    party \(SQL.bigint) NOT NULL, day \(SQL.bigint) NOT NULL, kind TEXT NOT NULL,
                    reference TEXT NOT NULL, cents \(SQL.bigint) NOT NULL,
                    order_id \(SQL.bigint) REFERENCES energy_order (id),
                    reverses \(SQL.bigint) UNIQUE REFERENCES energy_payment (id), at \(SQL.bigint) NOT NULL,
                    actor TEXT NOT NULL, CHECK (cents <> 0))
                """,
                "CREATE INDEX energy_payment_community ON energy_payment (community_id, day, id)",
            ]),
        Migration(
            "energy.messages", after: ["energy.accounts"],
            statements: [
                // what a sender may withdraw; a withdrawal of what has not come yet is kept, too
                """
                CREATE TABLE energy_message (
                    id \(SQL.identityPrimaryKey), community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    sender TEXT NOT NULL, document TEXT NOT NULL,
                    revision \(SQL.bigint) NOT NULL REFERENCES energy_revision (id),
                    withdrawn \(SQL.bigint) REFERENCES energy_revision (id))
                """,
                "CREATE INDEX energy_message_document ON energy_message (community_id, document, sender)",
                // the quarter hours that came with a message, a bit for each; all of the day where there are none
                """
                CREATE TABLE energy_part (
                    point \(SQL.bigint) NOT NULL, day \(SQL.bigint) NOT NULL,
                    message_id \(SQL.bigint) NOT NULL REFERENCES energy_message (id), slots \(SQL.bytes),
                    PRIMARY KEY (point, day, message_id))\(SQL.clustered)
                """,
                "CREATE INDEX energy_part_message ON energy_part (message_id)",
            ]),
        Migration(
            "energy.statements", after: ["energy.messages"],
            statements: [
                """
                CREATE TABLE energy_statement (
                    id \(SQL.identityPrimaryKey), community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    name TEXT NOT NULL, at \(SQL.bigint) NOT NULL, actor TEXT NOT NULL)
                """,
                // each movement once, however often the bank tells of it
                """
                CREATE TABLE energy_bank_line (
                    id \(SQL.identityPrimaryKey), community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    statement_id \(SQL.bigint) NOT NULL REFERENCES energy_statement (id), line_key TEXT NOT NULL,
                    day \(SQL.bigint) NOT NULL, cents \(SQL.bigint) NOT NULL, returned \(SQL.bigint) NOT NULL,
                    reason TEXT NOT NULL, reference TEXT NOT NULL, name TEXT NOT NULL, iban TEXT NOT NULL,
                    purpose TEXT NOT NULL, state TEXT NOT NULL, party \(SQL.bigint), note TEXT NOT NULL,
                    payment_id \(SQL.bigint) REFERENCES energy_payment (id), UNIQUE (community_id, line_key))
                """,
                "CREATE INDEX energy_bank_line_day ON energy_bank_line (community_id, state, day)",
            ]),
        Migration(
            "energy.letters", after: ["energy.statements"],
            statements: [
                // that somebody was told something, by which way, and what proves it
                """
                CREATE TABLE energy_notice (
                    id \(SQL.identityPrimaryKey), community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    kind TEXT NOT NULL, party \(SQL.bigint) NOT NULL, plant \(SQL.bigint), day \(SQL.bigint) NOT NULL,
                    body TEXT NOT NULL, way TEXT NOT NULL, recipient TEXT NOT NULL, state TEXT NOT NULL,
                    proof TEXT NOT NULL, sent \(SQL.bigint), letter \(SQL.bigint), at \(SQL.bigint) NOT NULL,
                    actor TEXT NOT NULL)
                """,
                "CREATE INDEX energy_notice_community ON energy_notice (community_id, id)",
            ]),
        Migration(
            "energy.witnesses", after: ["energy.letters"],
            statements: [
                // what each witness said last: that it signed, or why not
                """
                CREATE TABLE energy_witness (
                    verifier TEXT PRIMARY KEY, at \(SQL.bigint) NOT NULL, size \(SQL.bigint) NOT NULL, refusal TEXT)
                """
            ]),
        Migration(
            "energy.series", after: ["energy.witnesses", "sensorthings.entities"],
            statements: [
                // the data set that a party's own power is written to, while the party wants it
                """
                CREATE TABLE energy_series (
                    party \(SQL.bigint) PRIMARY KEY, community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    dataset_id \(SQL.bigint) NOT NULL REFERENCES dataset (id), slug TEXT NOT NULL,
                    is_open \(SQL.bigint) NOT NULL)
                """
            ]),
        Migration(
            "energy.contracts", after: ["energy.series"],
            statements: [
                // the paper as it was offered, to the byte; it goes when the legal term is over, its hash stays
                """
                CREATE TABLE energy_contract (
                    id \(SQL.identityPrimaryKey), community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    relation \(SQL.bigint) NOT NULL, runner \(SQL.bigint) NOT NULL, party \(SQL.bigint) NOT NULL,
                    kind TEXT NOT NULL, paper TEXT, hash TEXT NOT NULL)
                """,
                "CREATE INDEX energy_contract_relation ON energy_contract (community_id, relation, id)",
                "CREATE INDEX energy_contract_party ON energy_contract (community_id, party, id)",
                // what was done with it, when, by whom and by which way; nothing is changed
                """
                CREATE TABLE energy_contract_deed (
                    id \(SQL.identityPrimaryKey), contract_id \(SQL.bigint) NOT NULL REFERENCES energy_contract (id),
                    deed TEXT NOT NULL, day \(SQL.bigint) NOT NULL, way TEXT, proof TEXT NOT NULL,
                    at \(SQL.bigint) NOT NULL, actor TEXT NOT NULL)
                """,
                "CREATE INDEX energy_contract_deed_contract ON energy_contract_deed (contract_id, id)",
            ]),
        Migration(
            "energy.sums", after: ["energy.contracts"],
            statements: [
                // which sums of a run may be told, judged when it was made; what may not has no values here
                """
                CREATE TABLE energy_sum (
                    run_id \(SQL.bigint) NOT NULL REFERENCES energy_run (id), place \(SQL.bigint) NOT NULL,
                    kind TEXT NOT NULL, number \(SQL.bigint) NOT NULL, first_day \(SQL.bigint) NOT NULL,
                    last_day \(SQL.bigint) NOT NULL, parties TEXT NOT NULL, state TEXT NOT NULL,
                    used \(SQL.bytes) NOT NULL, shared \(SQL.bytes) NOT NULL, PRIMARY KEY (run_id, place))
                """
            ]),
        Migration(
            "energy.portions", after: ["energy.sums"],
            statements: [
                // that a point of one sharing takes part in another one, too; on which days its relations say
                """
                CREATE TABLE energy_point_sharing (
                    point \(SQL.bigint) NOT NULL, community_id \(SQL.bigint) NOT NULL REFERENCES energy_community (id),
                    known_from \(SQL.bigint) NOT NULL REFERENCES energy_revision (id), PRIMARY KEY (point, community_id))
                """
            ]),
        Migration(
            "energy.bookkeeping", after: ["energy.portions"],
            statements: [
                // the accounts that bookings go to, as the bookkeeper said last
                """
                CREATE TABLE energy_bookkeeping (
                    community_id \(SQL.bigint) PRIMARY KEY REFERENCES energy_community (id), document TEXT NOT NULL)
                """
            ]),
    ]

    private static let remedy =
        "Somebody has changed the ledger behind the program's back: keep the database as evidence and compare it with a backup."

    /// What `check` tries. A copy is made all the same: it is evidence.
    package static let rules = [
        ConsistencyRule(
            name: "the ledger of shared power has all entries of its log", remedy: remedy, concernsCopies: false,
            violations: """
                SELECT 'entries ' || count(*) || ', in the log ' || \(EnergyLedger.log.sizeQuery) FROM energy_entry
                HAVING count(*) <> \(EnergyLedger.log.sizeQuery)
                """),
        ConsistencyRule(
            name: "the ledger of shared power is what was signed", remedy: remedy, concernsCopies: false
        ) { connection, found in
            for place in try EnergyLedger.contradictions(on: connection) { found("entry \(place)") }
        },
    ]
}
