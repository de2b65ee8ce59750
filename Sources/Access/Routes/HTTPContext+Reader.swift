// SPDX-License-Identifier: EUPL-1.2
public import HTTPSupport
public import Rights

extension HTTPContext {
    /// Who asks; anonymous until the access middleware has looked.
    public var reader: Reader {
        get { self[Reader.self] ?? .anonymous }
        set { self[Reader.self] = newValue }
    }
}
