// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Wire

/// Who publishes a catalogue (foaf:Agent).
public struct CatalogPublisher: Sendable, Hashable {
    public var name: String
    public var mail: String?
    public var homepage: String?
    /// The area that its data are about, where nothing else is said.
    public var area: PoliticalArea?

    public init(name: String, mail: String? = nil, homepage: String? = nil, area: PoliticalArea? = nil) {
        self.name = name
        self.mail = mail
        self.homepage = homepage
        self.area = area
    }
}

/// A part of a catalogue (dcat:Catalog) that stands alone: all that it points to is in it.
public struct CatalogPage: Sendable, Hashable {
    /// The public address of the site, without a slash at its end.
    public var base: String
    public var title: Words
    public var description: Words
    public var publisher: CatalogPublisher
    public var datasets: [PublishedDataset]
    /// Those of other catalogues that leave through this one.
    public var passed: [PassedDataset] = []
    /// When something in the whole catalogue changed last.
    public var modified: Instant?
    /// From 1.
    public var number: Int
    /// Data sets on a page at most.
    public var size: Int
    /// Data sets in the whole catalogue.
    public var total: Int

    public init(
        base: String, title: Words, description: Words, publisher: CatalogPublisher, datasets: [PublishedDataset],
        modified: Instant? = nil, number: Int = 1, size: Int = 100, total: Int
    ) {
        self.base = base
        self.title = title
        self.description = description
        self.publisher = publisher
        self.datasets = datasets
        self.modified = modified
        self.number = number
        self.size = size
        self.total = total
    }

    /// Pages of the whole catalogue; an empty one has one.
    public var count: Int { max(1, (total + size - 1) / size) }

    /// The catalogue's own address, on each page the same.
    public var address: String { base + "/catalog" }

    /// The stable address of a data set, which answers as page or as RDF.
    public func address(of slug: String) -> String { base + "/datasets/" + slug }

    func address(of service: DataService.Kind) -> String { address + "#" + service.rawValue }

    var publisherAddress: String { address + "#publisher" }

    /// The services that answer for data sets of the page.
    var services: [DataService.Kind] {
        DataService.Kind.allCases.filter { kind in
            datasets.contains { $0.distributions.contains { $0.service == kind } }
        }
    }
}
