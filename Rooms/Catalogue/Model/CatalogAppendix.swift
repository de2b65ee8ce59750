// SPDX-License-Identifier: EUPL-1.2
package import DCAT
package import Storage
package import Wire

/// Data sets of other catalogues that stand beside the town's own; a room before that of the catalogue offers them.
package struct CatalogAppendix: Sendable {
    /// Where people look at them, below the public address.
    package let path: String
    /// How many people can look at.
    package let shown: @Sendable (any StorageConnection) throws -> Int
    /// How many leave through the town's catalogue, and when one of them changed last.
    package let passed: @Sendable (any StorageConnection) throws -> (count: Int, modified: Instant?)
    /// Some of those, in their order; `base` is the public address of the site.
    package let datasets:
        @Sendable (_ from: Int, _ limit: Int, _ base: String, any StorageConnection) throws -> [PassedDataset]

    package init(
        path: String, shown: @escaping @Sendable (any StorageConnection) throws -> Int,
        passed: @escaping @Sendable (any StorageConnection) throws -> (count: Int, modified: Instant?),
        datasets: @escaping @Sendable (Int, Int, String, any StorageConnection) throws -> [PassedDataset]
    ) {
        self.path = path
        self.shown = shown
        self.passed = passed
        self.datasets = datasets
    }
}
