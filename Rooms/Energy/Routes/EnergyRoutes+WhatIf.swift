// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import HTTPSupport
import Hummingbird
import Metering
import Settlement
import Site
import Storage
import Threads
import Wire

/// The searches of what-ifs: one at a time, and those of the last minutes kept.
package final class WhatIfMemory: Sendable {
    struct Question: Hashable {
        let device: MovableDevice
        let days: MovableDays
    }

    /// The longest search, in seconds.
    static let seconds = 10.0

    private let worker = WorkerPool(name: "what-ifs", threads: 1, queue: 4, stackSize: 8 << 20, niceness: 10)
    private let bounds = CoalescingMemory<Question, MovedBound>(limit: 16, lifetime: .seconds(900))

    package init() {}

    /// - Throws: `WorkerPoolError` when too many wait.
    func bound(_ result: WhatIf) async throws -> MovedBound {
        let question = Question(device: result.device, days: result.days)
        let rule = result.rule
        return try await bounds.value(for: question) { [worker] in
            try await worker.run { mark in
                MovedBound(
                    question.device, question.days, rule: rule, seconds: Self.seconds, while: { !mark.isSet })
            }
        }
    }
}

/// What a device would have meant that can be moved.
extension EnergyRoutes {
    var whatIfRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/energy/{number}/what-if",
            Words(
                "Wärmepumpe, Auto oder Batterie verschieben: Simulation, keine Abrechnung",
                "Move a heat pump, a car or a battery: a simulation, no bill")
        ) { request, context in
            try await whatIf(request, context)
        }
        return routes
    }

    private func whatIf(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        let values = query(request)
        let before = Self.month(CivilDay(number: Self.month(today).lowerBound.number - 1))
        let (calendar, language) = (calendar, language(request))
        let days = Self.days(values) ?? before
        let kind = MovableDevice.Kind(rawValue: values["device"])
        var (page, result) = try await context.read(engine, isCostly: true) { connection -> (WhatIfPage, WhatIf?) in
            var page = WhatIfPage(community: community, days: days, names: [:])
            do {
                let input = try RunInput.read(community, days, in: calendar, on: connection)
                let ids = Set(input.period.contracts.map(\.id))
                page = WhatIfPage(
                    community: community, days: days, names: input.names(language).filter { ids.contains($0.key) })
                guard let kind else { return (page, nil) }
                page.sent = (kind, values)
                page.who = values["who"]
                let device = try PowerForms.device(kind, values)
                page.devices[kind] = device
                guard input.period.gaps(acceptsProvisional: true).isEmpty else { throw EnergyFault.incomplete }
                return (page, try WhatIf(input.period, contract: values["who"], device: device))
            } catch let fault as EnergyFault {
                page.fault = fault
                return (page, nil)
            }
        }
        if let result { page.outcome = (result, try await searches.bound(result)) }
        return html(
            page.html(try await frame(request, context)), request,
            status: page.fault == nil || page.sent == nil ? .ok : .badRequest)
    }
}

extension PowerForms {
    /// - Throws: `EnergyFault.unreadable` for what no device has.
    static func device(_ kind: MovableDevice.Kind, _ form: FormBody) throws(EnergyFault) -> MovableDevice {
        var device = MovableDevice(
            kind, power: try kilo(form, "power", 100...100_000), energy: try kilo(form, "energy", 100...200_000))
        func whole(_ name: String, _ range: ClosedRange<Int>) throws(EnergyFault) -> Int {
            guard let value = Int(form[name].trimmed), range.contains(value) else {
                throw form[name].isEmpty ? .empty(field: name) : .unreadable(field: name, form[name])
            }
            return value
        }
        switch kind {
        case .heatPump:
            device.buffer = try whole("buffer", 1...24)
            guard 24 % device.buffer == 0 else { throw .unreadable(field: "buffer", form["buffer"]) }
        case .car:
            device.least = try kilo(form, "least", 0...100_000)
            // so that any charge of more than the least can be cut into quarter hours
            guard 2 * device.least <= device.power else { throw .unreadable(field: "least", form["least"]) }
            device.plugged = (try whole("plugged", 0...23), try whole("unplugged", 0...23))
        case .battery: device.efficiency = try whole("efficiency", 1...100)
        }
        return device
    }

    /// A number of thousands, such as `11` or `1,4` kW, in ones.
    private static func kilo(
        _ form: FormBody, _ name: String, _ range: ClosedRange<Int>
    ) throws(EnergyFault) -> Int {
        let value = try thousandths(form, name)
        guard range.contains(value) else { throw .unreadable(field: name, form[name]) }
        return value
    }
}
