// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Features
import FeaturesWFS
import Geometry
import HTTPSupport
import Hummingbird
import Markup
import Site
import Storage
import Wire

extension ServiceRoutes {
    /// What the service is and which layers whoever asks may see.
    func capabilities(
        _ asked: ServiceRequest, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let (language, reader, version) = (language(request), context.reader, asked.version)
        let collections = try await features.all(context)
        let (town, editable) = try await engine.read { connection in
            (
                try SettingQueries.value(of: .townName, on: connection),
                try FeatureCollectionQueries.editable(by: reader, on: connection)
            )
        }
        let isNew = version == .newer
        let space = Self.space(version)
        let ows = isNew ? "http://www.opengis.net/ows/1.1" : "http://www.opengis.net/ows"
        let filters =
            isNew ? "xmlns:fes=\"http://www.opengis.net/fes/2.0\"" : "xmlns:ogc=\"http://www.opengis.net/ogc\""
        var output = XMLOutput(reserving: 16_384)
        output.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        output.markup(
            "<wfs:WFS_Capabilities version=\"\(version.rawValue)\" xmlns:wfs=\"\(space.wfs)\" xmlns:ows=\"\(ows)\" ")
        output.markup("\(filters) xmlns:gml=\"\(space.gml)\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" ")
        output.markup("xmlns:\(ServiceNames.prefix)=\"")
        output.text(namespace(context))
        output.markup("\"><ows:ServiceIdentification>")
        output.element("ows:Title", language(.landingTitle(town)))
        output.element("ows:Abstract", language(.serviceDescription))
        output.markup("<ows:ServiceType>WFS</ows:ServiceType>")
        for one in isNew ? ["2.0.0", "1.1.0"] : ["1.1.0"] { output.element("ows:ServiceTypeVersion", one) }
        output.markup("</ows:ServiceIdentification><ows:ServiceProvider>")
        output.element("ows:ProviderName", town ?? "Allmende")
        output.markup("<ows:ServiceContact/></ows:ServiceProvider>")
        operations(version, context, &output)
        output.markup("<wfs:FeatureTypeList>")
        for collection in collections {
            let isEditable = !collection.isLive && editable.contains(collection.name)
            type(collection, version, language, isEditable: isEditable, &output)
        }
        output.markup("</wfs:FeatureTypeList>")
        output.markup(isNew ? Self.filterCapabilities : Self.olderFilterCapabilities)
        output.markup("</wfs:WFS_Capabilities>")
        return xml(output.bytes, type: isNew ? Self.xmlType : "text/xml; charset=utf-8")
    }

    private func operations(_ version: ServiceVersion, _ context: HTTPContext, _ output: inout XMLOutput) {
        let address = XMLOutput.escaped(address(context))
        let isNew = version == .newer
        func parameter(_ name: String, _ values: [String]) -> String {
            let all = values.map { "<ows:Value>\($0)</ows:Value>" }.joined()
            let list = isNew ? "<ows:AllowedValues>\(all)</ows:AllowedValues>" : all
            return "<ows:Parameter name=\"\(name)\">\(list)</ows:Parameter>"
        }
        func operation(_ name: String, _ parameters: String = "", hasGet: Bool = true) {
            output.markup("<ows:Operation name=\"\(name)\"><ows:DCP><ows:HTTP>")
            if hasGet { output.markup("<ows:Get xlink:href=\"\(address)\"/>") }
            output.markup("<ows:Post xlink:href=\"\(address)\"/></ows:HTTP></ows:DCP>\(parameters)</ows:Operation>")
        }
        output.markup("<ows:OperationsMetadata>")
        operation("GetCapabilities", parameter("AcceptVersions", ["2.0.0", "1.1.0"]))
        operation("DescribeFeatureType", parameter("outputFormat", [Self.gmlType(version)]))
        operation(
            "GetFeature",
            parameter("resultType", ["results", "hits"]) + parameter("outputFormat", [Self.gmlType(version)]))
        if isNew {
            operation("GetPropertyValue")
            operation("ListStoredQueries")
            operation("DescribeStoredQueries")
        }
        let formats = isNew ? "" : parameter("inputFormat", [Self.gmlType(version)])
        operation("Transaction", formats, hasGet: false)
        if isNew {
            let kept = [
                "ImplementsBasicWFS", "ImplementsTransactionalWFS", "KVPEncoding", "XMLEncoding",
                "ImplementsResultPaging",
                "ImplementsMinStandardFilter", "ImplementsStandardFilter", "ImplementsMinSpatialFilter",
                "ImplementsSorting",
            ]
            let not = [
                "ImplementsLockingWFS", "SOAPEncoding", "ImplementsInheritance", "ImplementsRemoteResolve",
                "ImplementsStandardJoins", "ImplementsSpatialJoins", "ImplementsTemporalJoins",
                "ImplementsFeatureVersioning", "ManageStoredQueries",
            ]
            for (names, value) in [(kept, "TRUE"), (not, "FALSE")] {
                for name in names {
                    output.markup("<ows:Constraint name=\"\(name)\"><ows:NoValues/>")
                    output.markup("<ows:DefaultValue>\(value)</ows:DefaultValue></ows:Constraint>")
                }
            }
            output.markup("<ows:Constraint name=\"CountDefault\"><ows:NoValues/>")
            output.markup("<ows:DefaultValue>\(limits.maximumPage)</ows:DefaultValue></ows:Constraint>")
        }
        output.markup("</ows:OperationsMetadata>")
    }

    private func type(
        _ collection: FeatureCollection, _ version: ServiceVersion, _ language: Language, isEditable: Bool,
        _ output: inout XMLOutput
    ) {
        let isNew = version == .newer
        output.markup("<wfs:FeatureType>")
        output.element("wfs:Name", ServiceNames.prefix + ":" + ServiceNames.type(of: collection.name))
        output.element("wfs:Title", collection.title(in: language.rawValue))
        output.element("wfs:Abstract", collection.description)
        let systems = [SystemName.usual.text] + FeaturesRoutes.servedURNs.filter { $0 != SystemName.usual.text }
        for (index, system) in systems.enumerated() {
            let name = index == 0 ? (isNew ? "DefaultCRS" : "DefaultSRS") : (isNew ? "OtherCRS" : "OtherSRS")
            output.element("wfs:" + name, system)
        }
        if !isNew {
            output.markup("<wfs:Operations><wfs:Operation>Query</wfs:Operation>")
            for name in isEditable ? ["Insert", "Update", "Delete"] : [] { output.element("wfs:Operation", name) }
            output.markup("</wfs:Operations>")
        }
        output.markup("<wfs:OutputFormats><wfs:Format>\(Self.gmlType(version))</wfs:Format></wfs:OutputFormats>")
        if let box = collection.extent {
            output.markup("<ows:WGS84BoundingBox><ows:LowerCorner>\(box.west) \(box.south)</ows:LowerCorner>")
            output.markup("<ows:UpperCorner>\(box.east) \(box.north)</ows:UpperCorner></ows:WGS84BoundingBox>")
        }
        output.markup("</wfs:FeatureType>")
    }

    private static let comparisons = [
        "LessThan", "GreaterThan", "LessThanOrEqualTo", "GreaterThanOrEqualTo", "EqualTo", "NotEqualTo", "Like",
        "Between",
    ]
    private static let relations = FilterReading.relations.keys.sorted()

    /// FES 2.0 (OGC 09-026r2).
    private static let filterCapabilities: String = {
        let kept = [
            "ImplementsQuery", "ImplementsAdHocQuery", "ImplementsResourceId", "ImplementsMinStandardFilter",
            "ImplementsStandardFilter", "ImplementsMinSpatialFilter", "ImplementsSorting",
        ]
        let not = [
            "ImplementsFunctions", "ImplementsSpatialFilter", "ImplementsMinTemporalFilter", "ImplementsTemporalFilter",
            "ImplementsVersionNav", "ImplementsExtendedOperators", "ImplementsMinimumXPath",
            "ImplementsSchemaElementFunc",
        ]
        var text = "<fes:Filter_Capabilities><fes:Conformance>"
        for (names, value) in [(kept, "TRUE"), (not, "FALSE")] {
            for name in names {
                text += "<fes:Constraint name=\"\(name)\"><ows:NoValues/><ows:DefaultValue>\(value)</ows:DefaultValue>"
                text += "</fes:Constraint>"
            }
        }
        text += "</fes:Conformance><fes:Id_Capabilities><fes:ResourceIdentifier name=\"fes:ResourceId\"/>"
        text += "</fes:Id_Capabilities><fes:Scalar_Capabilities><fes:LogicalOperators/><fes:ComparisonOperators>"
        for name in comparisons + ["Null", "Nil"] { text += "<fes:ComparisonOperator name=\"PropertyIs\(name)\"/>" }
        text += "</fes:ComparisonOperators></fes:Scalar_Capabilities><fes:Spatial_Capabilities><fes:GeometryOperands>"
        for name in ["Envelope", "Point", "LineString", "Polygon", "MultiPoint", "MultiCurve", "MultiSurface"] {
            text += "<fes:GeometryOperand name=\"gml:\(name)\"/>"
        }
        text += "</fes:GeometryOperands><fes:SpatialOperators>"
        for name in relations { text += "<fes:SpatialOperator name=\"\(name)\"/>" }
        return text + "</fes:SpatialOperators></fes:Spatial_Capabilities></fes:Filter_Capabilities>"
    }()

    /// OGC Filter 1.1 (OGC 04-095).
    private static let olderFilterCapabilities: String = {
        var text = "<ogc:Filter_Capabilities><ogc:Spatial_Capabilities><ogc:GeometryOperands>"
        for name in ["Envelope", "Point", "LineString", "Polygon"] {
            text += "<ogc:GeometryOperand>gml:\(name)</ogc:GeometryOperand>"
        }
        text += "</ogc:GeometryOperands><ogc:SpatialOperators>"
        for name in relations { text += "<ogc:SpatialOperator name=\"\(name)\"/>" }
        text += "</ogc:SpatialOperators></ogc:Spatial_Capabilities><ogc:Scalar_Capabilities><ogc:LogicalOperators/>"
        text += "<ogc:ComparisonOperators>"
        let older = ["LessThanOrEqualTo": "LessThanEqualTo", "GreaterThanOrEqualTo": "GreaterThanEqualTo"]
        for name in comparisons + ["NullCheck"] {
            text += "<ogc:ComparisonOperator>\(older[name] ?? name)</ogc:ComparisonOperator>"
        }
        text +=
            "</ogc:ComparisonOperators></ogc:Scalar_Capabilities><ogc:Id_Capabilities><ogc:FID/></ogc:Id_Capabilities>"
        return text + "</ogc:Filter_Capabilities>"
    }()
}

extension FeaturesRoutes {
    /// The reference systems as WFS spells them.
    static let servedURNs = ServedSystem.all.map { SystemName.urn($0) }
}
