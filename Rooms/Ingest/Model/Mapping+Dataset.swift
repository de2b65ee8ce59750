// SPDX-License-Identifier: EUPL-1.2
import Access
package import Catalogue
package import Storage
package import Wire

extension Mapping {
    /// The data set's row: dates, rights and contact that people have set since stay as they are.
    package func datasetRow(at now: Instant, on connection: any StorageConnection) throws -> Dataset {
        let existing = try DatasetQueries.find(slug: dataset.slug, for: .system, on: connection)
        var attributions = dataset.attributions
        if case .series(let series) = kind {
            for file in series.places.files {
                if let attribution = file.attribution, !attributions.contains(where: { $0.text == attribution.text }) {
                    attributions.append(attribution)
                }
            }
        }
        return Dataset(
            slug: dataset.slug, title: dataset.title, titleEnglish: dataset.titleEnglish,
            description: dataset.description, descriptionEnglish: dataset.descriptionEnglish, owner: dataset.owner,
            contact: dataset.contact ?? existing?.contact, licence: dataset.licence, attributions: attributions,
            sourceURL: dataset.sourceURL, keywords: dataset.keywords, theme: dataset.theme,
            access: existing?.access ?? dataset.access, issued: existing?.issued ?? now,
            modified: existing?.modified ?? now)
    }
}
