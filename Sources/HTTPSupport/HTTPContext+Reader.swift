// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
public import Rights

extension HTTPContext {
    /// Who asks; anonymous until the access middleware has looked.
    public var reader: Reader {
        get { self[Reader.self] ?? .anonymous }
        set { self[Reader.self] = newValue }
    }
}

extension HTTPContext {
    /// - Throws: 401 when nobody is signed in, 403 when the role does not allow writing.
    public func requireWriter() throws {
        if !reader.mayWrite {
            try refuse(
                "writing needs the role editor, manager or administrator",
                german: "zum Schreiben braucht es die Rolle Redaktion, Amtsleitung oder Verwaltung")
        }
    }

    /// - Throws: 401 when nobody is signed in, 403 when neither the role nor a grant allows writing to any data set.
    public func requireDelivery() throws {
        if !reader.mayDeliver {
            try refuse(
                "writing needs the role editor, manager or administrator, or a grant",
                german: "zum Schreiben braucht es die Rolle Redaktion, Amtsleitung oder Verwaltung oder eine Freigabe")
        }
    }

    /// - Throws: 401 when nobody is signed in, 403 when the role does not allow writing the plan.
    public func requirePlanner() throws {
        if !reader.mayPlan {
            try refuse(
                "this needs the role planner, editor, manager or administrator",
                german: "dazu braucht es die Rolle Planung, Redaktion, Amtsleitung oder Verwaltung")
        }
    }

    /// The id of the account that is signed in.
    /// - Throws: 401 when nobody is, 403 for a key.
    public func requireAccount() throws -> Int64 {
        if case .account(let id, _) = reader.identity { return id }
        try refuse("this is for people who have signed in", german: "das ist für Menschen, die sich angemeldet haben")
        return 0
    }

    /// - Throws: 401 when nobody is signed in, 403 when the role is another one.
    public func requireAdministrator() throws {
        if !reader.mayAdminister {
            try refuse("this needs the role administrator", german: "dazu braucht es die Rolle Administration")
        }
    }

    private func refuse(_ reason: String, german: String) throws {
        if reader.role == nil {
            throw Problem(
                .unauthorized, "Not signed in",
                detail:
                    "Send a key as 'Authorization: Bearer amk_…' or as the password of Basic, or sign in: \(reason).",
                german: "Bitte melden Sie sich an: \(german).",
                headers: [.wwwAuthenticate: "Basic realm=\"Allmende\", charset=\"UTF-8\""])
        }
        throw Problem(
            .forbidden, "Not allowed", detail: "\(reader.displayName) may not do this: \(reason).",
            german: "\(reader.displayName) darf das nicht: \(german).")
    }
}
