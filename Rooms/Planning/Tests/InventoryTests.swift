// SPDX-License-Identifier: EUPL-1.2
import Planning
import Testing
import Wire

@Suite struct InventoryTests {
    static let plan = Plan([
        MeasureTests.object(
            "S-1",
            [
                "title": "Sensornetz", "kind": "sensors", "department": "Stadtwerke",
                "uses": ["Abfall", "Grünflächen"],
                "interfaces": ["MQTT", "OGC SensorThings API"], "formats": ["JSON"],
                "capabilities": ["Füllstand messen"],
                "futureProof": "yes", "openInterfaces": "yes", "flexibleDataModel": "yes", "developable": "yes",
                "rights": [
                    ["actor": "Stadtwerke", "use": true, "control": true], ["actor": "Tiefbauamt", "use": true],
                ],
            ]),
        MeasureTests.object(
            "S-2",
            [
                "title": "Altes GIS", "kind": "system", "department": "Vermessung", "interfaces": ["WFS"],
                "formats": ["DWG", "CSV"], "data": ["Baumkataster"], "openInterfaces": "no",
            ]),
        MeasureTests.object(
            "S-3",
            [
                "title": "Grünpflege", "kind": "system", "department": "Grünflächen",
                "interfaces": [" ogc sensorthings  api"],
                "formats": ["csv"], "data": ["baumkataster"], "futureProof": "partly", "openInterfaces": "yes",
                "flexibleDataModel": "yes", "developable": "yes",
            ]),
        MeasureTests.object("S-4", ["title": "Fachleute für Funk", "kind": "competence"]),
        MeasureTests.object(
            "L-1", ["title": "Mülltonne meldet sich", "capabilities": ["füllstand messen"], "interfaces": ["MQTT"]]),
        MeasureTests.object(
            "M-1",
            [
                "title": "Leerung nach Bedarf", "department": "Abfall", "solution": "L-1", "assets": ["S-1"],
                "approach": "build", "fundingRequiresOpenSource": true,
            ]),
        MeasureTests.object(
            "M-2",
            [
                "title": "Anderes", "solution": "L-1", "approach": "adopt", "approachReason": "gibt es",
                "fundingRequiresOpenSource": false,
            ]),
    ])

    @Test func `the four answers say keep, develop, renew or ask`() {
        let audits = Self.plan.inventoryAudits
        #expect(audits.map(\.verdict) == [.keep, .renew, .develop, .ask])
        #expect(audits.map(\.isShared) == [true, false, false, false])
        #expect(audits[0].departments == ["Abfall", "Stadtwerke"])
        #expect(audits[0].measures.map(\.title) == ["Leerung nach Bedarf"])
    }

    @Test func `the same task or data is a parallel structure, the same interface alone is not`() {
        let overlaps = Self.plan.overlaps
        #expect(overlaps.map { "\($0.first.reference) \($0.second.reference)" } == ["S-1 L-1", "S-2 S-3"])
        #expect(overlaps.map(\.capabilities) == [["Füllstand messen"], []])
        #expect(overlaps.map(\.interfaces) == [["MQTT"], []])
        #expect(overlaps[1].data == ["Baumkataster"])
        let third = Self.plan.objects(of: .asset)[2]
        #expect(Self.plan.overlaps(of: third).map(\.second.title) == ["Altes GIS"])
        #expect(Self.plan.overlaps(of: third).allSatisfy { $0.first == third })
    }

    @Test func `systems talk through a common interface, need a small adapter, or have nothing in common`() {
        let matrix = Self.plan.interfaceMatrix()
        #expect(matrix.systems.map(\.reference.description) == ["S-1", "S-2", "S-3", "L-1"])
        #expect(matrix.link(0, 2) == .interfaces(["OGC SensorThings API"]))
        #expect(matrix.link(2, 1) == .formats(["csv"]))
        #expect(matrix.link(1, 0) == .missing)
        #expect(
            matrix.adapters.map { "\($0.first.reference) \($0.second.reference)" }
                == ["S-1 S-2", "S-2 S-3", "S-2 L-1", "S-3 L-1"])
        #expect(Self.plan.interfaceMatrix(most: 2).systems.count == 2)
    }

    @Test func `formats are counted without regard to how they are written`() {
        let register = Self.plan.formatRegister
        #expect(register.map { $0.name.lowercased() } == ["csv", "dwg", "json"])
        #expect(register.map(\.systems.count) == [2, 1, 1])
        #expect(register.map(\.isOpen) == [true, false, true])
    }

    @Test func `a right that lies with nobody is named`() throws {
        let matrix = Self.plan.rightsMatrix
        #expect(matrix.actors == ["Stadtwerke", "Tiefbauamt"])
        let row = try #require(matrix.rows.first)
        #expect(row.granted["Stadtwerke"] == ["use", "control"])
        #expect(row.open == ["access"])
        #expect(matrix.undescribed.map(\.title) == ["Altes GIS", "Grünpflege", "Mülltonne meldet sich"])
    }

    @Test func `a grant for open source wants an address, and building wants a look at examples`() {
        let reviews = Self.plan.sourcingReviews
        #expect(reviews.map(\.gaps) == [[.reason, .examples, .publication, .licence], []])
    }

    @Test func `a record says what is missing, and two criteria make an assessment necessary`() {
        let full: JSONObject = [
            "title": "Zählung", "purpose": "x", "controller": "Stadt", "legalBasis": "6-1-e", "dataSubjects": ["Leute"],
            "dataCategories": ["Bilder"], "recipients": ["keine"], "erasure": "sofort", "safeguards": "x",
            "systematicMonitoring": true, "largeScale": true,
        ]
        var done = full
        done["impactAssessment"] = true
        let plan = Plan([
            MeasureTests.object("V-1", full), MeasureTests.object("V-2", done),
            MeasureTests.object("V-3", ["title": "Newsletter", "legalBasis": "none"]),
            MeasureTests.object("M-1", ["title": "m", "personalData": true]),
            MeasureTests.object("M-2", ["title": "n", "personalData": true, "processingActivities": ["V-1"]]),
            MeasureTests.object("M-3", ["title": "o", "personalData": false]),
        ])
        let reviews = plan.privacyReviews
        #expect(reviews.map(\.threshold) == [.needed, .done, .open])
        #expect(reviews[0].missing.isEmpty)
        #expect(reviews[2].missing == PrivacyReview.required)
        #expect(reviews[0].measures.map(\.title) == ["n"])
        #expect(plan.withoutProcessingRecord.map(\.title) == ["m"])
    }
}
