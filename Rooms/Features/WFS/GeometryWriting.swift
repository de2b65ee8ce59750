// SPDX-License-Identifier: EUPL-1.2
package import Features
import Geometry
package import Markup
import Wire

/// Writes features as GML 3.1.1 (WFS 1.1.0) or 3.2 (WFS 2.0.0).
package struct FeatureWriting: Sendable {
    package let names: ServiceNames
    private let version: ServiceVersion
    private let system: SystemName
    private let form: FeatureForm
    /// The properties to write, by their place; nil for all.
    private let chosen: Set<Int>?
    private let hasGeometry: Bool

    /// `properties` are names in XML; nil for all.
    package init(_ names: ServiceNames, _ version: ServiceVersion, in system: SystemName, properties: Set<String>?) {
        self.names = names
        self.version = version
        self.system = system
        form = FeatureForm(system.system)
        hasGeometry = properties?.contains(names.geometry) ?? true
        chosen = properties.map { wanted in
            Set(names.properties.indices.filter { wanted.contains(names.properties[$0]) })
        }
    }

    package func write(_ feature: StoredFeature, to output: inout XMLOutput) {
        let type = ServiceNames.prefix + ":" + names.type
        let id = names.resource(feature.identifier)
        output.markup(
            version == .newer
                ? "<wfs:member><\(type) gml:id=\"\(id)\">" : "<gml:featureMember><\(type) gml:id=\"\(id)\">")
        if hasGeometry, let wkb = feature.wkb, let moved = form.moved(wkb) {
            let shape = system.own(moved)
            let name = ServiceNames.prefix + ":" + names.geometry
            output.markup("<\(name)>")
            var parts = 0
            write(shape, id + ".g", isWhole: true, &parts, to: &output)
            output.markup("</\(name)>")
        }
        for (index, member) in feature.properties.members.enumerated() where chosen?.contains(index) ?? true {
            if member.value.isNull { continue }
            let name = ServiceNames.prefix + ":" + names.properties[index]
            output.element(name, member.value.string ?? member.value.text)
        }
        output.markup(version == .newer ? "</\(type)></wfs:member>" : "</\(type)></gml:featureMember>")
    }

    /// One property of a feature that has it, as GetPropertyValue answers.
    package func writeValue(_ feature: StoredFeature, to output: inout XMLOutput) {
        output.markup("<wfs:member>")
        if let index = chosen?.first {
            let value = feature.properties.members[index].value
            output.text(value.string ?? value.text)
        } else if let moved = feature.wkb.flatMap({ form.moved($0) }) {
            var parts = 0
            write(system.own(moved), names.resource(feature.identifier) + ".g", isWhole: true, &parts, to: &output)
        }
        output.markup("</wfs:member>")
    }

    private func begin(_ name: String, _ id: String, isWhole: Bool, _ parts: inout Int, to output: inout XMLOutput) {
        output.markup("<gml:\(name)")
        if version == .newer { output.markup(" gml:id=\"\(id)\(parts == 0 ? "" : ".\(parts)")\"") }
        parts += 1
        if isWhole {
            output.markup(" srsName=\"")
            output.text(system.text)
            output.markup("\" srsDimension=\"2\"")
        }
        output.markup(">")
    }

    private func write(
        _ shape: GeometryValue, _ id: String, isWhole: Bool, _ parts: inout Int, to output: inout XMLOutput
    ) {
        switch shape {
        case .point(let position):
            begin("Point", id, isWhole: isWhole, &parts, to: &output)
            output.markup("<gml:pos>")
            positions([position], to: &output)
            output.markup("</gml:pos></gml:Point>")
        case .lineString(let line):
            begin("LineString", id, isWhole: isWhole, &parts, to: &output)
            list(line, to: &output)
            output.markup("</gml:LineString>")
        case .polygon(let rings):
            begin("Polygon", id, isWhole: isWhole, &parts, to: &output)
            for (index, ring) in rings.enumerated() {
                let name = index == 0 ? "exterior" : "interior"
                output.markup("<gml:\(name)><gml:LinearRing>")
                list(ring, to: &output)
                output.markup("</gml:LinearRing></gml:\(name)>")
            }
            output.markup("</gml:Polygon>")
        case .multiPoint(let points):
            multiple("MultiPoint", "pointMember", points.map { .point($0) }, id, isWhole, &parts, &output)
        case .multiLineString(let lines):
            multiple("MultiCurve", "curveMember", lines.map { .lineString($0) }, id, isWhole, &parts, &output)
        case .multiPolygon(let areas):
            multiple("MultiSurface", "surfaceMember", areas.map { .polygon($0) }, id, isWhole, &parts, &output)
        case .collection(let members):
            multiple("MultiGeometry", "geometryMember", members, id, isWhole, &parts, &output)
        }
    }

    private func multiple(
        _ name: String, _ member: String, _ shapes: [GeometryValue], _ id: String, _ isWhole: Bool, _ parts: inout Int,
        _ output: inout XMLOutput
    ) {
        begin(name, id, isWhole: isWhole, &parts, to: &output)
        for shape in shapes {
            output.markup("<gml:\(member)>")
            write(shape, id, isWhole: false, &parts, to: &output)
            output.markup("</gml:\(member)>")
        }
        output.markup("</gml:\(name)>")
    }

    private func list(_ line: [Position], to output: inout XMLOutput) {
        output.markup("<gml:posList>")
        positions(line, to: &output)
        output.markup("</gml:posList>")
    }

    /// Nine decimals of a degree, a tenth of a millimetre.
    private func positions(_ line: [Position], to output: inout XMLOutput) {
        let scale = system.system.isDegrees ? 1e9 : 1e4
        for (index, position) in line.enumerated() {
            if index > 0 { output.markup(" ") }
            output.markup("\(((position.x * scale).rounded() / scale)) \(((position.y * scale).rounded() / scale))")
        }
    }
}
