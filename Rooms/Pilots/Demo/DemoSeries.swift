// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Decision
import Foundation
import Planning
import SensorThings
import Site
import Storage
import Trial
import Wire

/// Eight places of a fictional town that are measured day by day, and what a measure does to some of them.
struct DemoSeries: Sendable {
    let key: String
    /// What people complain about, with how they know.
    let need: (title: String, evidence: String)
    /// "Grünfläche" of "Grünfläche 3".
    let place: String
    let quantity: String
    let unit: String
    let level: Double
    /// Of the areas that the lot draws: what is left of the value from a day on.
    let factor: Double
    let from: CalendarDay?
    let seed: Int64

    static let places = 8
    static let treated = 4

    func name(_ index: Int) -> String { "\(place) \(index + 1)" }

    /// What the lot draws, by the rule that plans follow.
    var drawn: [Int] {
        TrialDesign.drawn(
            from: [Array(0..<Self.places)], treated: [Self.treated], seed: UInt64(bitPattern: seed))
    }

    /// Things with a value a day from `first` until `now`; returns their Datastreams.
    func store(_ sink: SeriesSink, from first: CalendarDay, until now: Instant, on connection: any StorageConnection)
        throws -> [Int64]
    {
        let time = TownTime()
        let last = time.day(now)
        let sensor = try sink.ensureSensor(
            importKey: "trial-\(key)", name: "Zähler für \(quantity)", description: "Erfunden wie die ganze Stadt.")
        let property = try sink.ensureObservedProperty(
            importKey: "trial-\(key)", name: quantity, definition: "https://example.org/\(key)")
        return try (0..<Self.places).map { index in
            let thing = try sink.ensureThing(
                importKey: "trial-\(key)-\(index)", name: name(index), description: "\(quantity), erfunden.")
            try sink.ensureLocation(
                of: thing, name: name(index), longitude: 7.605 + Double(index % 4) * 0.008,
                latitude: 54.314 + Double(index / 4) * 0.006 + level / 20_000, time: time.start(of: first))
            let stream = try sink.ensureDatastream(
                importKey: "trial-\(key)-\(index)", thing: thing, sensor: sensor, observedProperty: property,
                name: "\(quantity), \(name(index))", description: "Ein Wert am Tag, erfunden.",
                unit: UnitOfMeasurement(name: unit, symbol: unit, definition: ""))
            var random = RandomStream(seed: UInt64(bitPattern: seed), part: UInt64(index))
            let isTreated = drawn.contains(index)
            let batch = (first.number..<last.number).map { number -> NewObservation in
                let day = CalendarDay(number: number)
                let season = 1 + 0.25 * sin(Double(number - first.number) * 2 * .pi / 365.25)
                let noise = 0.9 + 0.2 * random.uniform()
                let left = isTreated && (from.map { day >= $0 } ?? false) ? factor : 1
                let value = level * (1 + Double(index) / 8) * season * noise * left
                let (start, end) = (time.start(of: day), time.start(of: day.adding(days: 1)))
                return NewObservation(
                    time: start.microseconds, duration: end.microseconds - start.microseconds,
                    result: (value * 10).rounded() / 10)
            }
            _ = try ObservationWriter(connection).insert(into: stream, batch)
            return stream
        }
    }

    static func dataset(_ now: Instant) -> Dataset {
        Dataset(
            slug: "musterstadt-erprobungen", title: "Messungen der Erprobungen", titleEnglish: "Measurements of pilots",
            description: "Wasser, Strom und Fahrten an acht Orten je Erprobung. Alle Werte sind erfunden.",
            descriptionEnglish: "Water, electricity and trips at eight places a pilot. All values are made up.",
            owner: "Stabsstelle Zukunft (fiktiv)", licence: "dl-zero-de/2.0",
            attributions: [Dataset.Attribution(text: "Stadt Musterstadt (fiktiv)")], keywords: ["Erprobung", "fiktiv"],
            theme: "GOVE", access: .public, issued: now, modified: now)
    }
}
