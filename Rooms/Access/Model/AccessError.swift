// SPDX-License-Identifier: EUPL-1.2

/// What can go wrong when people and keys are checked or managed.
public enum AccessError: Error, Sendable, Hashable {
    /// No such login, or the password is another one; which of the two is not told.
    case wrongCredentials
    /// Too many failures; seconds until the next try counts.
    case tooManyAttempts(retryAfter: Int)
    /// The link was used, has expired or never existed.
    case invalidSetupLink
    /// An administrator exists already.
    case alreadySetUp
    case loginTaken(String)
    /// Shorter than `minimum` characters or among the best known ones.
    case weakPassword(minimum: Int)
    /// Empty or longer than 200 characters; names the field.
    case invalidField(String)
    case noSuchAccount(String)
    case noSuchKey(Int64)
    /// The last administrator cannot be disabled or lose the role.
    case lastAdministrator
    /// The machine could not hash a password (memory).
    case hashingFailed
}

extension AccessError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongCredentials: "Login or password is wrong."
        case .tooManyAttempts(let seconds): "Too many failed attempts; try again in \(seconds) seconds."
        case .invalidSetupLink:
            "This link was used or has expired. Make a new one with: allmende user setup-link --database …"
        case .alreadySetUp: "An administrator exists already; sign in, or create accounts with: allmende user create"
        case .loginTaken(let login): "The login \"\(login)\" is taken; choose another."
        case .weakPassword(let minimum):
            "The password needs at least \(minimum) characters and must not be a common one."
        case .invalidField(let field): "\(field) is empty or longer than 200 characters."
        case .noSuchAccount(let login): "There is no account \"\(login)\"."
        case .noSuchKey(let id): "There is no valid key \(id)."
        case .lastAdministrator: "This is the last administrator; make another one first."
        case .hashingFailed: "The password could not be hashed: not enough memory (up to 64 MiB are needed)."
        }
    }
}
