// SPDX-License-Identifier: EUPL-1.2
package import Rights
package import Site

/// Where GIS files go on that somebody hands in among measured values; offered by the room that reads them.
package struct LayerHandover: Sendable {
    /// Takes over the files of a folder, which it empties; the page on which they wait. Throws `DeliveryFault`.
    package let take: @Sendable (_ folder: String, _ reader: Reader) async throws -> SiteURL

    package init(take: @escaping @Sendable (_ folder: String, _ reader: Reader) async throws -> SiteURL) {
        self.take = take
    }
}
