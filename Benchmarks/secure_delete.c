// SPDX-License-Identifier: EUPL-1.2
// What secure_delete costs one connection that writes as the server does: bytes of the log and instructions, by kind of work.
//   cc -O1 -o secure_delete Benchmarks/secure_delete.c -lsqlite3
//   valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file=out.ON ./secure_delete file.db ON; grep -h -E '^desc: Trig|^totals' out.ON.*
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <valgrind/callgrind.h>

static sqlite3 *database;
static char log_path[500];

static void run(const char *sql) {
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK) return;
    fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(database));
    exit(1);
}

static sqlite3_stmt *prepared(const char *sql) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK) return statement;
    fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(database));
    exit(1);
}

static void step(sqlite3_stmt *statement) {
    sqlite3_step(statement);
    sqlite3_reset(statement);
}

static void begin(void) {
    run("PRAGMA wal_checkpoint(TRUNCATE)");
    CALLGRIND_ZERO_STATS;
    CALLGRIND_START_INSTRUMENTATION;
}

static void end(const char *work) {
    CALLGRIND_STOP_INSTRUMENTATION;
    CALLGRIND_DUMP_STATS_AT(work);
    struct stat status;
    printf("%s\t%ld\n", work, stat(log_path, &status) ? 0 : (long)status.st_size);
    fflush(stdout);
}

int main(int count, char **arguments) {
    if (count != 3) return 64;
    char text[200];
    remove(arguments[1]);
    snprintf(log_path, sizeof log_path, "%s-wal", arguments[1]);
    if (sqlite3_open(arguments[1], &database) != SQLITE_OK) return 1;
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16000");
    snprintf(text, sizeof text, "PRAGMA secure_delete = %s", arguments[2]);
    run(text);
    run("CREATE TABLE observation (datastream_id INTEGER, phenomenon_time INTEGER, id INTEGER, result REAL, text TEXT,"
        " PRIMARY KEY (datastream_id, phenomenon_time, id)) WITHOUT ROWID;"
        "CREATE TABLE state (datastream_id INTEGER PRIMARY KEY, count INTEGER, latest INTEGER, value REAL, words TEXT);"
        "CREATE TABLE feature (id INTEGER PRIMARY KEY, name TEXT, geometry BLOB);"
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 299)"
        " INSERT INTO state SELECT i, 0, 0, 0, 'live since the beginning' FROM n");
    const sqlite3_int64 start = 1700000000000000, hour = 3600000000;

    begin();
    sqlite3_stmt *insert = prepared("INSERT INTO observation VALUES (?, ?, ?, ?, NULL)");
    for (int time = 0; time < 1000; time++) {
        run("BEGIN");
        for (int series = 0; series < 300; series++) {
            sqlite3_bind_int64(insert, 1, series);
            sqlite3_bind_int64(insert, 2, start + time * hour);
            sqlite3_bind_int64(insert, 3, time * 300 + series);
            sqlite3_bind_double(insert, 4, time * 0.5);
            step(insert);
        }
        run("COMMIT");
    }
    end("insert 300,000 values, 300 a transaction");

    begin();
    sqlite3_stmt *update = prepared("UPDATE state SET count = count + 1, latest = ?, value = ? WHERE datastream_id = ?");
    for (int time = 0; time < 1000; time++) {
        run("BEGIN");
        for (int series = 0; series < 300; series += 10) {
            sqlite3_bind_int64(update, 1, start + time);
            sqlite3_bind_double(update, 2, time * 0.25);
            sqlite3_bind_int64(update, 3, series);
            step(update);
        }
        run("COMMIT");
    }
    end("update 30 states in each of 1,000 transactions");

    begin();
    for (int series = 0; series < 300; series++) {
        snprintf(text, sizeof text, "DELETE FROM observation WHERE datastream_id = %d AND phenomenon_time < %lld", series,
            start + 500 * hour);
        run(text);
    }
    end("delete the older half, a series a transaction");

    begin();
    sqlite3_stmt *replace = prepared("INSERT OR REPLACE INTO feature VALUES (?, 'a place of the town', randomblob(2000))");
    for (int round = 0; round < 2; round++) {
        run("BEGIN");
        for (int id = 0; id < 10000; id++) {
            sqlite3_bind_int(replace, 1, id);
            step(replace);
        }
        run("COMMIT");
    }
    end("write 10,000 features of 2 kB, twice");

    begin();
    run("DELETE FROM feature");
    end("delete 10,000 features");

    begin();
    run("DROP TABLE observation");
    end("drop 150,000 values");
    return 0;
}
