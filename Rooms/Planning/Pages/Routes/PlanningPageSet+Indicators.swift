// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import HTTPSupport
import HTTPTypes
import Planning
import PlanningAnalysisPages
import PlanningFrame
import Rights
import SensorThings
import SensorThingsFrame
import Site
import Threads
import Wire

/// Readings of indicators, remembered for some minutes by version and rights: a page does not ask the sensors each time.
final class IndicatorMemory: Sendable {
    private struct Key: Hashable {
        let reference: Reference
        let version: Int64
        let rights: Rights
        let masks: [InstantInterval]
    }

    private let kept = CoalescingMemory<Key, IndicatorReading>(limit: 5000, lifetime: .seconds(300))

    /// `number` is the rights counter before it was made; `masks` is what it leaves out.
    func reading(
        of indicator: PlanningObject, rights: Rights, at number: Int64, without masks: [InstantInterval],
        make: @escaping @Sendable () async throws -> IndicatorReading
    ) async throws -> IndicatorReading {
        let key = Key(reference: indicator.reference, version: indicator.version, rights: rights, masks: masks)
        return try await kept.value(for: key, generation: number, make: make)
    }
}

extension PlanningPageSet {
    /// What an indicator says now, for the reader of the request.
    func reading(
        of indicator: PlanningObject, _ planning: PlanningContext, _ context: HTTPContext
    ) async throws -> IndicatorReading {
        try await reading(of: indicator, planning, for: context.reader)
    }

    /// What an indicator says now, for a reader.
    func reading(
        of indicator: PlanningObject, _ planning: PlanningContext, for reader: Reader
    ) async throws -> IndicatorReading {
        let instant = planning.town.asOf ?? now()
        let doubts = try await doubts(about: indicator, for: reader)
        let reading = try await indicators.reading(
            of: indicator, rights: reader.rights, at: planning.town.rightsNumber, without: doubts.masks
        ) {
            let source = try await source(of: indicator, reader)
            guard let calendar = ZonedCalendar(identifier: "Europe/Berlin") else {
                throw Problem(
                    .internalServerError, "No time zone", detail: "The time zone Europe/Berlin is missing.",
                    german: "Die Zeitzone Europe/Berlin fehlt auf diesem Rechner.")
            }
            var reading = try await IndicatorEvaluation(calendar: calendar, now: instant, reader: reader)
                .reading(of: indicator, source: source)
            if source == nil { reading.isWithheld = try await isHidden(indicator) }
            return reading
        }
        return try await cautioned(reading, doubts)
    }

    /// Whether what an indicator names is there, for those who may see it.
    private func isHidden(_ indicator: PlanningObject) async throws -> Bool {
        try await source(of: indicator, .system) != nil
    }

    private func source(
        of indicator: PlanningObject, _ reader: Reader
    ) async throws -> (any IndicatorSource)? {
        switch indicator.text("source") {
        case "layer":
            let town = try await towns.reading(for: reader, from: engine)
            guard let name = indicator.text("collection"), let layer = town.layers.first(where: { $0.name == name })
            else { return nil }
            return LayerCount(name: layer.title, count: layer.count)
        case "datastream", nil:
            guard let id = indicator.integer("datastream") else { return nil }
            return try await DatastreamIndicator.find(id, for: reader, on: engine)
        default: return try await desk.finder?.find(indicator.document, reader)
        }
    }

    /// The indicators that speak of an object: its own, of a need and a goal those that refer to it.
    func indicators(of object: PlanningObject, _ plan: Plan) -> [PlanningObject] {
        switch object.kind {
        case .indicator: [object]
        case .measure: plan.objects(object, "indicators")
        case .need, .goal: plan.referring(to: object.reference, kind: .indicator)
        default: []
        }
    }

    /// Panels with chart and distance for an object's page.
    func indicatorPanels(
        of object: PlanningObject, _ planning: PlanningContext, for reader: Reader
    ) async throws -> [HTML] {
        let own = indicators(of: object, planning.plan)
        var panels: [HTML] = []
        if object.kind == .measure, object.state != .closed {
            if own.isEmpty {
                panels.append("<p class=\"notice\">\(planning.language(.noIndicators))</p>")
            } else if own.allSatisfy({ ["input", "output"].contains($0.text("level") ?? "") }) {
                panels.append("<p class=\"notice\">\(planning.language(.onlyInputs))</p>")
            }
        }
        for indicator in own.prefix(6) where !indicator.isMasked {
            let reading = try await reading(of: indicator, planning, for: reader)
            panels.append(IndicatorView(context: planning, indicator: indicator, reading: reading).panel)
        }
        return panels
    }

    /// A line for each need about its first indicator that has a value.
    func needLines(_ needs: [PlanningObject], _ planning: PlanningContext, _ context: HTTPContext) async throws
        -> [Reference: HTML]
    {
        var lines: [Reference: HTML] = [:]
        for need in needs.prefix(12) {
            guard let indicator = indicators(of: need, planning.plan).first, !indicator.isMasked else { continue }
            let reading = try await reading(of: indicator, planning, context)
            lines[need.reference] = IndicatorView(context: planning, indicator: indicator, reading: reading).line
        }
        return lines
    }
}
