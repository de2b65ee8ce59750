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
        if !reader.mayWrite { try refuse("writing needs the role editor or administrator") }
    }

    /// - Throws: 401 when nobody is signed in, 403 when the role is another one.
    public func requireAdministrator() throws {
        if !reader.mayAdminister { try refuse("this needs the role administrator") }
    }

    private func refuse(_ reason: String) throws {
        if reader.role == nil {
            throw Problem(
                .unauthorized, "Not signed in",
                detail:
                    "Send a key as 'Authorization: Bearer amk_…' or as the password of Basic, or sign in: \(reason).",
                headers: [.wwwAuthenticate: "Basic realm=\"Allmende\", charset=\"UTF-8\""])
        }
        throw Problem(.forbidden, "Not allowed", detail: "\(reader.displayName) may not do this: \(reason).")
    }
}
