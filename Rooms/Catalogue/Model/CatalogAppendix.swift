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
    /// Numbers of all that people can look at, in their order, with what words are looked for in where that is wanted.
    package let lines: @Sendable (_ withTexts: Bool, any StorageConnection) throws -> [(id: Int64, text: String)]
    /// Some of those by their numbers, in that order.
    package let records: @Sendable ([Int64], any StorageConnection) throws -> [AppendedRecord]

    package init(
        path: String, shown: @escaping @Sendable (any StorageConnection) throws -> Int,
        passed: @escaping @Sendable (any StorageConnection) throws -> (count: Int, modified: Instant?),
        lines: @escaping @Sendable (Bool, any StorageConnection) throws -> [(id: Int64, text: String)],
        records: @escaping @Sendable ([Int64], any StorageConnection) throws -> [AppendedRecord],
        datasets: @escaping @Sendable (Int, Int, String, any StorageConnection) throws -> [PassedDataset]
    ) {
        self.path = path
        self.shown = shown
        self.passed = passed
        self.lines = lines
        self.records = records
        self.datasets = datasets
    }
}

/// A data set of another catalogue as this one shows it.
package struct AppendedRecord: Sendable, Hashable {
    /// Its number, which names it here.
    package let id: Int64
    /// What the catalogue is called that it is from.
    package let source: String
    package let dataset: ForeignDataset
    /// When it was read first, and when it was other than before.
    package let first: Instant
    package let changed: Instant

    package init(id: Int64, source: String, dataset: ForeignDataset, first: Instant, changed: Instant) {
        self.id = id
        self.source = source
        self.dataset = dataset
        self.first = first
        self.changed = changed
    }
}
