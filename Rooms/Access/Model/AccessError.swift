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
    case noSuchDataset(String)
    case noSuchGrant(Int64)
    /// The text that is no range of addresses.
    case invalidNetwork(String)
    /// A key needs an end that is still to come, at most ten years away.
    case invalidExpiry
    /// A member sees nothing without data sets.
    case nothingGranted
    /// The code of the second step is wrong, was used or is too old.
    case wrongCode
    /// The second step took too long or failed too often: begin anew.
    case stepExpired
    /// There is no open offer of a code to confirm.
    case noCodeOffered
    /// Nobody takes the own account's rights away.
    case ownAccount
    case noSuchKey(Int64)
    /// What somebody's device answered does not count.
    case passkeyRefused(PasskeyFault)
    case noSuchPasskey(Int64)
    /// Browsers make no passkeys for this address.
    case noPasskeysHere
    /// Only who can no longer sign in is erased.
    case stillEnabled
    /// Who signs in elsewhere has no passkeys here.
    case noOwnPassword
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
            "The password needs at least \(minimum) characters, and some of its own beside well-known words, names, years and runs "
                + "of keys."
        case .invalidField(let field): "\(field) is empty or longer than 200 characters."
        case .noSuchDataset(let slug): "There is no data set \"\(slug)\"."
        case .noSuchGrant(let id): "There is no grant \(id)."
        case .invalidNetwork(let text):
            "\"\(text)\" is no range of addresses such as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7."
        case .invalidExpiry: "The end must lie in the future, at most ten years ahead."
        case .nothingGranted: "A member needs data sets: name at least one, or choose another role."
        case .wrongCode: "The code is wrong, was used already or is too old."
        case .stepExpired: "That took too long or failed too often; sign in anew."
        case .noCodeOffered: "There is no code to confirm; begin anew."
        case .ownAccount: "Nobody disables or demotes the own account; another administrator can."
        case .noSuchAccount(let login): "There is no account \"\(login)\"."
        case .noSuchKey(let id): "There is no valid key \(id)."
        case .passkeyRefused(let fault): "The passkey was refused: \(fault.rawValue)."
        case .noSuchPasskey(let id): "This account has no passkey \(id)."
        case .noPasskeysHere: "Passkeys need a name under https (base-url), or localhost."
        case .stillEnabled: "Disable the account first; only then its personal values are erased."
        case .noOwnPassword: "This account signs in elsewhere; passkeys belong there."
        case .lastAdministrator: "This is the last administrator; make another one first."
        case .hashingFailed: "The password could not be hashed: not enough memory (up to 64 MiB are needed)."
        }
    }
}
