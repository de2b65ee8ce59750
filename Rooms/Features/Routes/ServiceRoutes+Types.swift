// SPDX-License-Identifier: EUPL-1.2
import Features
import FeaturesWFS
import HTTPSupport
import Hummingbird
import Markup
import Site
import Wire

extension ServiceRoutes {
    /// The schema of feature types.
    func describe(_ asked: ServiceRequest, _ context: HTTPContext) async throws -> Response {
        var collections: [FeatureCollection] = []
        if let types = asked.first("typenames", "typename") {
            for type in types.split(separator: ",").prefix(100) {
                collections.append(try await collection(ofType: String(type), context))
            }
        } else {
            collections = try await features.all(context)
        }
        let version = asked.version
        let isNew = version == .newer
        let gml = Self.space(version).gml
        let schema = isNew ? "gml/3.2.1" : "gml/3.1.1/base"
        var output = XMLOutput()
        output.markup(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xsd:schema xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" ")
        output.markup("xmlns:gml=\"\(gml)\" xmlns:\(ServiceNames.prefix)=\"")
        output.text(namespace(context))
        output.markup("\" targetNamespace=\"")
        output.text(namespace(context))
        output.markup("\" elementFormDefault=\"qualified\"><xsd:import namespace=\"\(gml)\" ")
        output.markup("schemaLocation=\"http://schemas.opengis.net/\(schema)/gml.xsd\"/>")
        for collection in collections {
            let names = ServiceNames(collection)
            output.markup("<xsd:complexType name=\"\(names.type)Type\"><xsd:complexContent>")
            output.markup("<xsd:extension base=\"gml:AbstractFeatureType\"><xsd:sequence>")
            let shape = Self.shapes[collection.geometryType] ?? "Geometry"
            Self.property(names.geometry, "gml:\(shape)PropertyType", &output)
            for (name, field) in zip(names.properties, collection.fields) {
                Self.property(name, "xsd:" + Self.type(field.type), &output)
            }
            output.markup("</xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType>")
            output.markup("<xsd:element name=\"\(names.type)\" type=\"\(ServiceNames.prefix):\(names.type)Type\" ")
            output.markup("substitutionGroup=\"gml:\(isNew ? "AbstractFeature" : "_Feature")\"/>")
        }
        output.markup("</xsd:schema>")
        return xml(output.bytes, type: Self.gmlType(version))
    }

    private static func property(_ name: String, _ type: String, _ output: inout XMLOutput) {
        output.markup("<xsd:element name=\"\(name)\" type=\"\(type)\" minOccurs=\"0\" nillable=\"true\"/>")
    }

    private static let shapes = [
        "POINT": "Point", "LINESTRING": "Curve", "POLYGON": "Surface", "MULTIPOINT": "MultiPoint",
        "MULTILINESTRING": "MultiCurve", "MULTIPOLYGON": "MultiSurface",
    ]

    private static func type(_ type: FieldType) -> String {
        switch type {
        case .text, .json: "string"
        case .integer: "long"
        case .real: "double"
        case .boolean: "boolean"
        case .date: "date"
        case .dateTime, .instant: "dateTime"
        }
    }
}
