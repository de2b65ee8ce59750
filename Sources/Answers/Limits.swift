// SPDX-License-Identifier: EUPL-1.2

/// What a request may ask for at most; each is a documented setting.
public struct Limits: Sendable, Hashable {
    /// Bytes of a request body.
    public var maximumBody = 16 * 1024 * 1024
    /// Entities on a page when the client asks for more or for none.
    public var maximumPage = 10_000
    public var defaultPage = 100
    /// Nesting of `$expand` and of brackets in `$filter`.
    public var maximumQueryDepth = 12
    /// Nodes in the syntax tree of one query.
    public var maximumQueryNodes = 400
    /// Entities (expanded ones included) in one answer.
    public var maximumEntities = 200_000

    public init() {}
}
