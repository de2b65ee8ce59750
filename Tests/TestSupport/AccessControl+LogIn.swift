// SPDX-License-Identifier: EUPL-1.2
public import Access

extension AccessControl {
    /// A session's token, for accounts that need no code.
    public func logIn(login: String, password: String, from address: String) async throws -> String {
        try await signIn(login: login, password: password, from: SignInPlace(address: address)).token
    }
}
