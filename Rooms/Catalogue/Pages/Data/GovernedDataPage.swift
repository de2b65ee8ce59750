// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import SensorThings
import SensorThingsFrame
import Site
import Storage

/// All data sets with what an administration answers for: owner, access, people, retention.
struct GovernedDataPage: Sendable {
    struct Line: Sendable {
        let dataset: Dataset
        let personal: PersonalData
        let retention: RetentionPolicy?
    }

    let lines: [Line]

    init(datasets: [Dataset], on connection: any StorageConnection) throws {
        lines = try datasets.map { dataset in
            Line(
                dataset: dataset, personal: try DatasetQueries.personalData(of: dataset.id, on: connection),
                retention: try RetentionQueries.policy(ofDataset: dataset.id, on: connection))
        }
    }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = lines.map { line -> HTML in
            let dataset = line.dataset
            let owner: HTML =
                dataset.owner.isEmpty ? "<strong>\(language(.ownerMissing))</strong>" : HTML(text: dataset.owner)
            let kept = Words.kept(for: line.retention?.raw)
            return """
                <tr><th scope="row"><a href="\(SiteURL.dataset(dataset.slug))">\
                \(language(dataset.title, dataset.titleEnglish))</a></th>\
                <td data-label="\(language(.owner))">\(owner)</td>\
                <td data-label="\(language(.visibility))"><a href="\(SiteURL.datasetRights(dataset.slug))">\
                \(language(dataset.access.word))</a></td>\
                <td data-label="\(language(.aboutPeople))">\(language(.about(line.personal)))</td>\
                <td data-label="\(language(.valuesKept))"><a href="\(SiteURL.datasetRetention(dataset.slug))">\
                \(language(kept))</a></td></tr>
                """
        }
        let list: HTML =
            lines.isEmpty
            ? "<p class=\"empty\">\(language(.noDatasetsYet))</p>"
            : """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.dataset))</th>\
            <th scope="col">\(language(.owner))</th><th scope="col">\(language(.visibility))</th>\
            <th scope="col">\(language(.aboutPeople))</th><th scope="col">\(language(.valuesKept))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
        let content: HTML = """
            <div class="inner page"><h1>\(language(.datasetsGoverned))</h1>\
            <p class="lead">\(language(.governedLead))</p><section class="card">\(list)</section></div>
            """
        return frame.document(title: language(.datasetsGoverned), section: .data, content: content)
    }
}
