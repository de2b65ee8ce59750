// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Catalogue

/// Whose a data set is and under which licence it may be used again.
package struct DatasetReuse: Sendable, Hashable {
    package struct Attribution: Sendable, Hashable {
        package var text: String
        package var url: String?
        package var licence: String?
    }

    package var slug: String
    package var title: String
    package var owner: String
    package var contact: String?
    package var licence: String
    package var attributions: [Attribution]

    package init(_ dataset: Dataset, _ language: Language) {
        slug = dataset.slug
        title = language(dataset.title, dataset.titleEnglish)
        owner = dataset.owner
        contact = dataset.contact
        licence = dataset.licence
        attributions = dataset.attributions.map { Attribution(text: $0.text, url: $0.url, licence: $0.licence) }
    }
}
