// SPDX-License-Identifier: EUPL-1.2
public import Decision
public import PlanningModel

extension Plan {
    /// Formats that anybody may read and write without asking.
    private static let openFormats: Set<String> = [
        "json", "json-ld", "geojson", "csv", "xml", "gml", "geopackage", "gpkg", "netcdf", "geotiff", "cog", "parquet",
        "odt", "ods", "pdf/a", "rdf", "turtle", "ifc", "citygml", "cityjson", "gtfs", "netex", "siri", "html", "svg",
    ]

    /// How bound the town is to the solution of a measure; nil without a solution.
    ///
    /// Months of notice bind from one quarter (free) to two years (bound); formats by the share of open ones.
    public func lockIn(of measure: PlanningObject) -> LockIn? {
        guard let solution = measure.reference("solution").flatMap({ self[$0] }) else { return nil }
        var openness: [LockIn.Factor: Double] = [:]
        openness[.openInterface] = solution.flag("hasDocumentedInterface").map { $0 ? 1 : 0 }
        openness[.fullExport] = solution.flag("hasFullExport").map { $0 ? 1 : 0 }
        openness[.sourceAccess] = solution.flag("sourceAccess").map { $0 ? 1 : 0 }
        openness[.providers] = solution.number("providers").map { LockIn.openness(providers: Int(min(99, max(0, $0)))) }
        openness[.contractExit] = solution.number("noticeMonths").map { min(1, max(0, (24 - $0) / 21)) }
        let formats = solution.unmasked.texts("formats")
        if !formats.isEmpty {
            let open = formats.count { Self.openFormats.contains($0.lowercased()) }
            openness[.dataFormat] = Double(open) / Double(formats.count)
        }
        return LockIn(openness: openness)
    }
}
