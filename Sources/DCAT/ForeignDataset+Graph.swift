// SPDX-License-Identifier: EUPL-1.2
import RDF

/// A data set of another catalogue that leaves through ours: its place there, and what we say of it.
public struct PassedDataset: Sendable, Hashable {
    /// Where we show it.
    public let page: String
    public let dataset: ForeignDataset

    public init(page: String, dataset: ForeignDataset) { (self.page, self.dataset) = (page, dataset) }

    /// Its own address where it has one, so that who reads both catalogues sees one data set.
    public var address: String { dataset.address ?? page }

    /// The data set and what it points to.
    func resources(_ profile: DCATProfile) -> [RDFResource] {
        let (dcat, dct, dcatde) = (RDFVocabulary.dcat, RDFVocabulary.dct, RDFVocabulary.dcatde)
        let foaf = RDFVocabulary.foaf
        var all: [RDFResource] = []
        var resource = RDFResource(address, dcat("Dataset"))
        resource.words(dct("title"), dataset.title)
        resource.words(dct("description"), dataset.description ?? dataset.title)
        resource.text(dct("identifier"), dataset.identifier)
        for keyword in dataset.keywords { resource.text(dcat("keyword"), keyword, language: "de") }
        for theme in dataset.themes { resource.link(dcat("theme"), Authority.theme(theme.rawValue)) }
        resource.link(dcatde("contributorID"), dataset.contributor)
        for page in [page, dataset.page].compactMap({ $0 }) {
            resource.link(dcat("landingPage"), page)
            all.append(RDFResource(page, foaf("Document")))
        }
        for (property, name, mark) in [
            (dct("publisher"), dataset.publisher, "#publisher"), (dct("creator"), dataset.creator, "#creator"),
        ] {
            guard let name else { continue }
            resource.link(property, page + mark)
            var agent = RDFResource(page + mark, foaf("Agent"))
            agent.text(foaf("name"), name, language: "de")
            all.append(agent)
        }
        if let contact = dataset.contact {
            resource.link(dcat("contactPoint"), page + "#contact")
            let vcard = RDFVocabulary.vcard
            var kind = RDFResource(page + "#contact", vcard("Kind"), vcard("Organization"))
            kind.text(vcard("fn"), contact.name)
            kind.link(vcard("hasEmail"), contact.mail.map { "mailto:" + $0 })
            kind.link(vcard("hasURL"), contact.page)
            all.append(kind)
        }
        resource.date(dct("issued"), dataset.issued)
        resource.date(dct("modified"), dataset.modified)
        resource.link(dct("accessRights"), Authority.isPublic)
        resource.link(dct("accrualPeriodicity"), dataset.frequency.map { Authority.frequency($0.rawValue) })
        resource.highValue(Set(dataset.highValue))
        if let extent = dataset.extent {
            resource.link(dct("spatial"), page + "#extent")
            var place = RDFResource(page + "#extent", dct("Location"))
            place.typed(dcat("bbox"), extent.wkt, RDFVocabulary.geosparql("wktLiteral"))
            all.append(place)
        }
        if dataset.begins != nil || dataset.ends != nil {
            resource.link(dct("temporal"), page + "#period")
            var span = RDFResource(page + "#period", dct("PeriodOfTime"))
            span.date(dcat("startDate"), dataset.begins)
            span.date(dcat("endDate"), dataset.ends)
            all.append(span)
        }
        for (index, distribution) in dataset.distributions.enumerated() {
            let name = page + "#distribution-\(index + 1)"
            resource.link(dcat("distribution"), name)
            all.append(self.resource(of: distribution, name))
        }
        return [resource] + all
    }

    private func resource(of distribution: ForeignDistribution, _ name: String) -> RDFResource {
        let (dcat, dct) = (RDFVocabulary.dcat, RDFVocabulary.dct)
        var resource = RDFResource(name, dcat("Distribution"))
        if let title = distribution.title { resource.words(dct("title"), title) }
        resource.link(dcat("accessURL"), distribution.access)
        resource.link(dcat("downloadURL"), distribution.download)
        if let format = distribution.format, let code = FileFormat.authority(format) {
            resource.link(dct("format"), Authority.fileType(code))
        }
        resource.link(
            dcat("mediaType"), distribution.mediaType.map { "https://www.iana.org/assignments/media-types/" + $0 })
        // a licence that the list does not have is nobody's guess: the words stay out of the feed
        resource.link(dct("license"), distribution.licence?.address)
        resource.text(
            RDFVocabulary.dcatde("licenseAttributionByText"), distribution.attribution, language: "de")
        resource.highValue(Set(dataset.highValue), isFile: true)
        return resource
    }
}

extension FileFormat {
    /// The code in the EU's table file-type for a format as portals write it; nil where it is none that is known.
    static func authority(_ format: String) -> String? {
        let name = format.uppercased().filter { $0.isLetter || $0.isNumber || $0 == "_" }
        if known.contains(name) { return name }
        return [
            "EXCEL": "XLSX", "SHAPE": "SHP", "SHAPEFILE": "SHP", "WMS": "WMS_SRVC", "WFS": "WFS_SRVC", "TEXT": "TXT",
            "GEOPACKAGE": "GPKG", "GTIFF": "TIFF", "JPG": "JPEG", "RDF": "RDF_XML", "TTL": "RDF_TURTLE",
        ][name]
    }

    private static let known: Set<String> = [
        "CSV", "JSON", "GEOJSON", "XML", "XLS", "XLSX", "ODS", "PDF", "ZIP", "SHP", "KML", "KMZ", "GML", "GPKG", "HTML",
        "TXT", "JPEG", "PNG", "TIFF", "RDF_XML", "RDF_TURTLE", "JSON_LD", "WMS_SRVC", "WFS_SRVC", "DOC", "DOCX", "GPX",
        "DXF", "DWG", "TAR", "GZIP", "PARQUET", "ICS", "RSS", "ATOM", "API", "REST",
    ]
}
