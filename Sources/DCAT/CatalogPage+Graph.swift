// SPDX-License-Identifier: EUPL-1.2
public import RDF
import Wire

extension CatalogPage {
    /// The page as statements. `link` makes the address of a page of a number (hydra); nil leaves paging out.
    public func graph(_ profile: DCATProfile, link: ((Int) -> String)?) -> RDFGraph {
        var graph = RDFGraph()
        graph.add(catalog)
        graph.add(RDFResource(homepage, RDFVocabulary.foaf("Document")))
        addAgent(to: &graph)
        if let link { graph.add(view(link)) }
        for dataset in datasets { add(dataset, profile, to: &graph) }
        for dataset in passed {
            for resource in dataset.resources(profile) { graph.add(resource) }
        }
        addServices(profile, to: &graph)
        return graph
    }

    /// A data set alone, with what it points to.
    public func graph(of dataset: PublishedDataset, _ profile: DCATProfile) -> RDFGraph {
        var page = self
        page.datasets = [dataset]
        var graph = RDFGraph()
        page.add(dataset, profile, to: &graph)
        page.addAgent(to: &graph)
        page.addServices(profile, to: &graph)
        return graph
    }

    private var catalog: RDFResource {
        let (dcat, dct) = (RDFVocabulary.dcat, RDFVocabulary.dct)
        var catalog = RDFResource(address, dcat("Catalog"))
        catalog.words(dct("title"), title)
        catalog.words(dct("description"), description)
        catalog.link(dct("publisher"), publisherAddress)
        catalog.link(RDFVocabulary.foaf("homepage"), homepage)
        catalog.link(dcat("themeTaxonomy"), "http://publications.europa.eu/resource/authority/data-theme")
        for language in ["DEU", "ENG"] { catalog.link(dct("language"), Authority.language(language)) }
        catalog.instant(dct("modified"), modified)
        catalog.link(dct("spatial"), publisher.area?.address)
        for dataset in datasets { catalog.link(dcat("dataset"), address(of: dataset.slug)) }
        for dataset in passed { catalog.link(dcat("dataset"), dataset.address) }
        for service in services { catalog.link(dcat("service"), address(of: service)) }
        return catalog
    }

    private var homepage: String { base + "/data" }

    private func addAgent(to graph: inout RDFGraph) {
        let foaf = RDFVocabulary.foaf
        var agent = RDFResource(publisherAddress, foaf("Agent"))
        agent.text(foaf("name"), publisher.name, language: "de")
        agent.link(foaf("homepage"), publisher.homepage)
        agent.link(foaf("mbox"), publisher.mail.map { "mailto:" + $0 })
        agent.link(RDFVocabulary.dct("type"), "http://purl.org/adms/publishertype/LocalAuthority")
        graph.add(agent)
        if let homepage = publisher.homepage { graph.add(RDFResource(homepage, foaf("Document"))) }
    }

    /// Where this page stands among the others (https://www.hydra-cg.com/spec/latest/core/#collections).
    private func view(_ link: (Int) -> String) -> RDFResource {
        let hydra = RDFVocabulary.hydra
        var view = RDFResource(link(number), hydra("PartialCollectionView"))
        view.typed(hydra("totalItems"), String(total), RDFVocabulary.xsd("integer"))
        view.typed(hydra("itemsPerPage"), String(size), RDFVocabulary.xsd("integer"))
        view.link(hydra("first"), link(1))
        if number > 1 { view.link(hydra("previous"), link(number - 1)) }
        if number < count { view.link(hydra("next"), link(number + 1)) }
        view.link(hydra("last"), link(count))
        return view
    }

    private func addServices(_ profile: DCATProfile, to graph: inout RDFGraph) {
        let (dcat, dct) = (RDFVocabulary.dcat, RDFVocabulary.dct)
        let documentation = base + "/interfaces"
        if !services.isEmpty {
            graph.add(RDFResource(documentation, RDFVocabulary.foaf("Document")))
            let page = publisher.mail == nil ? base + "/imprint" : nil
            graph.add(
                resource(of: ContactPoint(name: publisher.name, mail: publisher.mail, page: page), address + "#contact")
            )
        }
        for kind in services {
            let service = DataService(kind: kind)
            let served = datasets.filter { $0.distributions.contains { $0.service == kind } }
            var resource = RDFResource(address(of: kind), dcat("DataService"))
            resource.words(dct("title"), service.title)
            resource.link(dcat("endpointURL"), base + service.path)
            resource.link(dcat("endpointDescription"), service.description.map { base + $0 })
            resource.link(dct("accessRights"), Authority.isPublic)
            resource.link(dcat("contactPoint"), address + "#contact")
            resource.link(RDFVocabulary.foaf("page"), documentation)
            if profile == .version3 { resource.link(dct("publisher"), publisherAddress) }
            for standard in service.standards {
                resource.link(dct("conformsTo"), standard)
                graph.add(RDFResource(standard, dct("Standard")))
            }
            for dataset in served { resource.link(dcat("servesDataset"), address(of: dataset.slug)) }
            resource.highValue(Set(served.flatMap(\.highValue)))
            graph.add(resource)
        }
    }
}

extension CatalogPage {
    private func add(_ dataset: PublishedDataset, _ profile: DCATProfile, to graph: inout RDFGraph) {
        let (dcat, dct, dcatde) = (RDFVocabulary.dcat, RDFVocabulary.dct, RDFVocabulary.dcatde)
        let address = address(of: dataset.slug)
        var resource = RDFResource(address, dcat("Dataset"))
        resource.words(dct("title"), dataset.title)
        resource.words(dct("description"), dataset.description)
        resource.text(dct("identifier"), address)
        for keyword in dataset.keywords { resource.text(dcat("keyword"), keyword, language: "de") }
        for theme in dataset.themes { resource.link(dcat("theme"), Authority.theme(theme.rawValue)) }
        resource.link(dct("publisher"), publisherAddress)
        resource.link(dct("creator"), address + "#creator")
        resource.link(dcat("contactPoint"), address + "#contact")
        resource.link(dcatde("contributorID"), dataset.contributor)
        resource.link(dcat("landingPage"), base + "/data/" + dataset.slug)
        resource.link(RDFVocabulary.foaf("page"), dataset.source)
        for page in [base + "/data/" + dataset.slug, dataset.source].compactMap({ $0 }) {
            graph.add(RDFResource(page, RDFVocabulary.foaf("Document")))
        }
        resource.instant(dct("issued"), dataset.issued)
        resource.instant(dct("modified"), dataset.modified)
        resource.link(dct("accessRights"), Authority.isPublic)
        resource.link(dct("accrualPeriodicity"), dataset.frequency.map { Authority.frequency($0.rawValue) })
        resource.highValue(Set(dataset.highValue))
        if !dataset.highValue.isEmpty {
            graph.add(RDFResource(HighValueCategory.legislation, RDFVocabulary.eli("LegalResource")))
        }
        if let area = publisher.area {
            resource.link(dcatde("politicalGeocodingLevelURI"), area.level)
            // deprecated in 3.0 in favour of dct:spatial
            resource.link(profile == .version2 ? dcatde("politicalGeocodingURI") : dct("spatial"), area.address)
            if profile == .version3 { graph.add(RDFResource(area.address, dct("Location"))) }
        }
        if let extent = dataset.extent {
            resource.link(dct("spatial"), address + "#extent")
            var place = RDFResource(address + "#extent", dct("Location"))
            place.typed(dcat("bbox"), extent.wkt, RDFVocabulary.geosparql("wktLiteral"))
            if profile == .version2 {
                // a thing of its own in 3.0, and the box says the same
                place.typed(RDFVocabulary.locn("geometry"), extent.wkt, RDFVocabulary.geosparql("wktLiteral"))
            }
            graph.add(place)
        }
        if let period = dataset.period {
            resource.link(dct("temporal"), address + "#period")
            var span = RDFResource(address + "#period", dct("PeriodOfTime"))
            span.instant(dcat("startDate"), period.start)
            span.instant(dcat("endDate"), period.end)
            graph.add(span)
        }
        for distribution in dataset.distributions {
            resource.link(dcat("distribution"), address + "#" + distribution.name)
            graph.add(self.resource(of: distribution, dataset, address))
        }
        graph.add(resource)
        graph.add(self.resource(of: dataset.contact, address + "#contact"))
        var creator = RDFResource(address + "#creator", RDFVocabulary.foaf("Agent"))
        creator.text(RDFVocabulary.foaf("name"), dataset.creator, language: "de")
        graph.add(creator)
    }

    private func resource(of contact: ContactPoint, _ address: String) -> RDFResource {
        let vcard = RDFVocabulary.vcard
        var resource = RDFResource(address, vcard("Kind"), vcard("Organization"))
        resource.text(vcard("fn"), contact.name)
        resource.link(vcard("hasEmail"), contact.mail.map { "mailto:" + $0 })
        resource.link(vcard("hasURL"), contact.page)
        return resource
    }

    private func resource(
        of distribution: Distribution, _ dataset: PublishedDataset, _ address: String
    ) -> RDFResource {
        let (dcat, dct) = (RDFVocabulary.dcat, RDFVocabulary.dct)
        var resource = RDFResource(address + "#" + distribution.name, dcat("Distribution"))
        resource.words(dct("title"), distribution.title)
        if let description = distribution.description { resource.words(dct("description"), description) }
        resource.link(dcat("accessURL"), distribution.access)
        resource.link(dcat("downloadURL"), distribution.download)
        resource.link(dcat("accessService"), distribution.service.map { self.address(of: $0) })
        resource.link(dct("format"), Authority.fileType(distribution.format.rawValue))
        resource.link(
            dcat("mediaType"), "https://www.iana.org/assignments/media-types/" + distribution.format.mediaType)
        resource.link(dct("license"), dataset.licence)
        resource.text(RDFVocabulary.dcatde("licenseAttributionByText"), dataset.attribution, language: "de")
        resource.instant(dct("modified"), distribution.modified)
        resource.highValue(Set(dataset.highValue), isFile: true)
        return resource
    }
}
