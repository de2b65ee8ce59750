// SPDX-License-Identifier: EUPL-1.2
package import Catalogue
package import HTTPSupport
package import Hummingbird
package import Site

/// Pages that show what the town measures: series with their latest values, layers and data sets.
package protocol TownPageSet: PageSet {
    var towns: TownMemory { get }
}

extension TownPageSet {
    package func town(_ context: HTTPContext) async throws -> TownReading {
        try await towns.reading(for: context.reader, from: engine)
    }

    package func frame(_ request: Request, _ context: HTTPContext, _ town: TownReading) -> PageFrame {
        frame(request, context, town.facts)
    }

    /// The data set of the address; 404 when there is none that the reader may see.
    package func visible(_ context: HTTPContext) async throws -> (town: TownReading, dataset: Dataset) {
        let town = try await town(context)
        let slug = context.parameters.get("slug").map { FormBody.decoded($0) }
        guard let dataset = town.datasets.first(where: { $0.slug == slug }) else {
            throw Problem.notFound(
                "There is no such data set, or it is not public.",
                german: "Diesen Datensatz gibt es nicht, oder er ist nicht öffentlich.")
        }
        return (town, dataset)
    }
}
