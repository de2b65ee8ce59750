// SPDX-License-Identifier: EUPL-1.2
import CLibpq
import Storage

/// Where to connect: the URL as given, and the same without secrets for people to read.
struct PostgresTarget: Sendable {
    let url: String
    /// `postgres://host:port/database`; never a user or password.
    let location: String
    let shared = SharedPostgresState()
    /// How long a transaction is asked after whose connection was lost while it committed.
    let patience: Duration

    init(url: String, patience: Duration) throws(StorageError) {
        self.patience = patience
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &message) else {
            // libpq's message may quote the URL, and with it the password: it is not passed on.
            PQfreemem(message)
            throw .unavailable(
                message: "the PostgreSQL URL cannot be read: expected postgres://user@host:port/database")
        }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        var text = "postgres://" + (values["host"] ?? values["hostaddr"] ?? "localhost")
        if let port = values["port"], port != "5432" { text += ":" + port }
        text += "/" + (values["dbname"] ?? values["user"] ?? "")
        self.url = url
        location = text
    }
}
