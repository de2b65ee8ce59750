// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import SensorThingsFrame
import Site
import Storage
import Wire

extension CatalogueRoutes {
    /// How complete, how punctual and how often corrected the series of a data set are.
    func quality(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (town, dataset) = try await visible(context)
        let frame = frame(request, context, town)
        let asked = query(request)["page"]
        guard let number = asked.isEmpty ? 1 : Int(asked), (1...1_000_000).contains(number) else {
            throw Problem.badRequest(
                "'page' is a whole number from 1.", german: "'page' ist eine ganze Zahl ab 1.",
                location: ["parameter": "page"])
        }
        let (records, reader, instant) = (town.series, context.reader, now())
        let quality = try await context.read(engine, isCostly: true) {
            try DatasetQuality.read(of: dataset, records, page: number, for: reader, at: instant, on: $0)
        }
        guard let quality else {
            throw Problem.notFound("There is no such page.", german: "Diese Seite gibt es nicht.")
        }
        let title = frame.language(dataset.title, dataset.titleEnglish)
        let page = DatasetQualityPage(slug: dataset.slug, title: title, quality: quality)
        return html(page.html(frame), request)
    }
}
