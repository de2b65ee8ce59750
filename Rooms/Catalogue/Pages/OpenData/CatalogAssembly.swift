// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import DCAT
import Features
import Geometry
import Rights
import SensorThings
import Site
import Storage
import Wire

/// Puts together what a catalogue says: what people wrote of public data sets, and what the platform knows of them itself.
struct CatalogAssembly: Sendable {
    /// The public address of the site.
    let base: String
    /// Features that the interface gives in one answer: a layer of so many is a file.
    let wholeLayer: Int
    /// Those of other catalogues; nil where no room keeps any.
    var appendix: CatalogAppendix?

    /// Data sets on a page of the catalogue.
    static let pageSize = 100
    /// Files of single series that a data set lists; more are reached through the interface.
    static let mostFiles = 200
    /// Series that an address of the interface names one by one.
    private static let mostNamed = 25

    /// A page of all that is public, the same for whoever asks; nil behind the last.
    func page(_ number: Int, on connection: any StorageConnection) throws -> CatalogPage? {
        let published = try DatasetQueries.published(on: connection)
        let passed = try appendix?.passed(connection) ?? (count: 0, modified: nil)
        var page = try empty(
            published.count + passed.count, modified: [published.modified, passed.modified].compactMap { $0 }.max(),
            on: connection)
        page.number = number
        guard number <= page.count else { return nil }
        let start = (number - 1) * Self.pageSize
        let datasets = try DatasetQueries.published(from: start, limit: Self.pageSize, on: connection)
        page.datasets = try describe(datasets, on: connection)
        // those of others come behind the town's own
        let rest = Self.pageSize - datasets.count
        if let appendix, rest > 0 {
            page.passed = try appendix.datasets(max(0, start - published.count), rest, base, connection)
        }
        return page
    }

    /// A public data set alone; nil where there is none of that name.
    func page(slug: String, on connection: any StorageConnection) throws -> CatalogPage? {
        guard let dataset = try DatasetQueries.find(slug: slug, for: .anonymous, on: connection) else { return nil }
        return try page(of: dataset, on: connection)
    }

    /// What the catalogue says of a data set, or would say once it is public: as far as the reader sees it.
    func page(
        of dataset: Dataset, record: CatalogueRecord? = nil, for reader: Reader = .anonymous,
        on connection: any StorageConnection
    ) throws -> CatalogPage {
        var page = try empty(1, on: connection)
        page.datasets = try describe([dataset], record: record, for: reader, on: connection)
        return page
    }

    /// Some data sets in their order, with as much of what belongs to them as the reader sees.
    func page(
        of datasets: [Dataset], for reader: Reader = .anonymous, on connection: any StorageConnection
    ) throws -> CatalogPage {
        var page = try empty(datasets.count, on: connection)
        page.datasets = try describe(datasets, for: reader, on: connection)
        return page
    }

    /// The catalogue without its data sets.
    private func empty(
        _ count: Int, modified: Instant? = nil, on connection: any StorageConnection
    ) throws -> CatalogPage {
        let town = try TownProfileQueries.load(on: connection)
        func given(_ field: TownProfile.Field) -> String? { town[field].isEmpty ? nil : town[field] }
        let publisher = CatalogPublisher(
            name: town.name, mail: given(.email), homepage: given(.website),
            area: PoliticalArea(municipalityKey: town[.key], name: town.name))
        return CatalogPage(
            base: base, title: .catalogTitle(town.name), description: .catalogDescription(town.name),
            publisher: publisher, datasets: [], modified: modified, size: Self.pageSize,
            total: count)
    }

    private func describe(
        _ datasets: [Dataset], record: CatalogueRecord? = nil, for reader: Reader = .anonymous,
        on connection: any StorageConnection
    ) throws -> [PublishedDataset] {
        let ids = datasets.map(\.id)
        let town = try TownProfileQueries.load(on: connection)
        let records = try CatalogueRecordQueries.all(ofDatasets: ids, on: connection)
        let series = Dictionary(
            grouping: try SeriesQueries.coverage(ofDatasets: ids, for: reader, on: connection), by: \.dataset)
        let layers = Dictionary(
            grouping: try FeatureCollectionQueries.all(ofDatasets: ids, for: reader, on: connection)
        ) { $0.datasetID ?? 0 }
        return datasets.map { dataset in
            describe(
                dataset, record ?? records[dataset.id] ?? CatalogueRecord(), town, series[dataset.id] ?? [],
                layers[dataset.id] ?? [])
        }
    }

    private func describe(
        _ dataset: Dataset, _ record: CatalogueRecord, _ town: TownProfile, _ series: [SeriesCoverage],
        _ layers: [FeatureCollection]
    ) -> PublishedDataset {
        let title = Words(dataset.title, dataset.titleEnglish)
        let attributions = dataset.attributions.map(\.text).filter { !$0.isEmpty }
        return PublishedDataset(
            slug: dataset.slug, title: title,
            description: dataset.description.isEmpty
                ? title : Words(dataset.description, dataset.descriptionEnglish),
            keywords: dataset.keywords, themes: dataset.themes(record), highValue: record.highValue,
            creator: dataset.owner, contact: contact(dataset, record, town),
            contributor: record.contributor ?? (town[.contributor].isEmpty ? nil : town[.contributor]),
            issued: dataset.issued, modified: dataset.modified,
            frequency: record.frequency ?? Self.frequency(series), period: Self.period(series),
            extent: Self.extent(series, layers),
            licence: dataset.licenceIdentifier,
            attribution: attributions.isEmpty ? nil : attributions.joined(separator: "; "),
            source: dataset.sourceURL.flatMap { WebAddress.isOne($0) ? $0 : nil },
            distributions: distributions(series) + distributions(layers))
    }

    /// The mail of the department, else of the town; where neither is there, a page that names whom to ask.
    private func contact(_ dataset: Dataset, _ record: CatalogueRecord, _ town: TownProfile) -> ContactPoint {
        let mail = [dataset.contact ?? "", town[.email]].first(where: MailAddress.isPlain)
        let page = record.contactPage ?? (mail == nil ? base + SiteURL.imprint.path : nil)
        return ContactPoint(name: dataset.owner, mail: mail, page: page)
    }
}

extension CatalogAssembly {
    /// The shortest rhythm of the series that go on; "no more" where all have ended, nil where none is known.
    static func frequency(_ series: [SeriesCoverage]) -> UpdateFrequency? {
        guard !series.isEmpty else { return nil }
        let open = series.filter { $0.ended == nil }
        if open.isEmpty { return .never }
        return open.compactMap(\.interval).filter { $0 > 0 }.min().map { UpdateFrequency(measured: $0) }
    }

    static func period(_ series: [SeriesCoverage]) -> InstantInterval? {
        guard let start = series.compactMap(\.first).min(), let end = series.compactMap(\.last).max() else {
            return nil
        }
        return InstantInterval(start: start, end: end)
    }

    static func extent(_ series: [SeriesCoverage], _ layers: [FeatureCollection]) -> BoundingBox? {
        var box: BoundingBox?
        func add(_ other: BoundingBox) {
            guard let known = box else {
                box = other
                return
            }
            box = BoundingBox(
                west: min(known.west, other.west), south: min(known.south, other.south),
                east: max(known.east, other.east), north: max(known.north, other.north))
        }
        for one in series {
            guard let longitude = one.longitude, let latitude = one.latitude else { continue }
            add(BoundingBox(west: longitude, south: latitude, east: longitude, north: latitude))
        }
        for layer in layers { if let extent = layer.extent { add(extent) } }
        return box
    }

    private func distributions(_ series: [SeriesCoverage]) -> [Distribution] {
        guard !series.isEmpty else { return [] }
        let numbers = series.map { String($0.datastream) }
        let address =
            switch series.count {
            case 1: "/v1.1/Datastreams(\(numbers[0]))"
            case ...Self.mostNamed:
                "/v1.1/Datastreams?$filter="
                    + SiteURL.encoded("id in (\(numbers.joined(separator: ",")))")
            default: "/v1.1/Datastreams"
            }
        var all = [
            Distribution(
                name: "sensorthings", title: DataService(kind: .sensorThings).title,
                description: .catalogSeries(series.count), format: .json, access: base + address,
                service: .sensorThings)
        ]
        for one in series.filter({ !$0.isMulti }).prefix(Self.mostFiles) {
            let file = base + SiteURL.seriesFile(datastream: one.datastream, format: "csv", from: "", to: "").path
            all.append(
                Distribution(
                    name: "series-\(one.datastream)", title: Words("\(one.name) (CSV)", nil), format: .csv,
                    access: file, download: file))
        }
        return all
    }

    private func distributions(_ layers: [FeatureCollection]) -> [Distribution] {
        layers.flatMap { layer -> [Distribution] in
            let title = Words(layer.title, layer.titleEnglish)
            let (address, items) = (
                base + SiteURL.collection(layer.name).path, base + SiteURL.collectionItems(layer.name).path
            )
            var all = [
                Distribution(
                    name: "layer-\(layer.name)",
                    title: Words("\(title.german) (OGC API – Features)", "\(title.english) (OGC API – Features)"),
                    format: .geoJSON, access: address, service: .features, modified: layer.modified)
            ]
            if layer.count <= wholeLayer {
                all.append(
                    Distribution(
                        name: "layer-\(layer.name)-geojson",
                        title: Words("\(title.german) (GeoJSON)", "\(title.english) (GeoJSON)"), format: .geoJSON,
                        access: address, download: "\(items)?f=json&limit=\(wholeLayer)", modified: layer.modified))
            }
            return all
        }
    }
}

extension Dataset {
    /// The themes that were chosen, else the one that came with the data where the EU's table knows it.
    func themes(_ record: CatalogueRecord) -> [DataTheme] {
        record.themes.isEmpty
            ? [theme.flatMap { DataTheme(rawValue: $0.uppercased()) }].compactMap { $0 } : record.themes
    }
}
