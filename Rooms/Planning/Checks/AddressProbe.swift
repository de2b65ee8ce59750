// SPDX-License-Identifier: EUPL-1.2

/// What came back when the platform requested an address.
public struct ProbeAnswer: Sendable, Hashable {
    /// The HTTP status code.
    public let status: Int
    public let contentType: String
    /// How many bytes came, up to the limit.
    public let size: Int

    public init(status: Int, contentType: String, size: Int) {
        (self.status, self.contentType, self.size) = (status, contentType, size)
    }
}

/// Requests an address, within the town's own network only when allowed; nil when nothing answered in time.
public typealias AddressProbe = @Sendable (_ address: String, _ reachesOwnNetwork: Bool) async -> ProbeAnswer?
