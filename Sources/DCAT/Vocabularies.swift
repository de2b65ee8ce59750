// SPDX-License-Identifier: EUPL-1.2
import RDF

extension RDFVocabulary {
    static let dcat = RDFVocabulary("dcat", "http://www.w3.org/ns/dcat#")
    static let dct = RDFVocabulary("dct", "http://purl.org/dc/terms/")
    static let dcatap = RDFVocabulary("dcatap", "http://data.europa.eu/r5r/")
    static let dcatde = RDFVocabulary("dcatde", "http://dcat-ap.de/def/dcatde/")
    static let eli = RDFVocabulary("eli", "http://data.europa.eu/eli/ontology#")
    static let foaf = RDFVocabulary("foaf", "http://xmlns.com/foaf/0.1/")
    static let hydra = RDFVocabulary("hydra", "http://www.w3.org/ns/hydra/core#")
    static let locn = RDFVocabulary("locn", "http://www.w3.org/ns/locn#")
    static let geosparql = RDFVocabulary("gsp", "http://www.opengis.net/ont/geosparql#")
    static let vcard = RDFVocabulary("vcard", "http://www.w3.org/2006/vcard/ns#")
}

/// Addresses of the EU's authority tables (https://op.europa.eu/en/web/eu-vocabularies).
enum Authority {
    private static let root = "http://publications.europa.eu/resource/authority/"

    static func theme(_ code: String) -> String { root + "data-theme/" + code }
    static func frequency(_ code: String) -> String { root + "frequency/" + code }
    static func fileType(_ code: String) -> String { root + "file-type/" + code }
    static func language(_ code: String) -> String { root + "language/" + code }
    static let isPublic = root + "access-right/PUBLIC"
}
