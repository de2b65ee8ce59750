// SPDX-License-Identifier: EUPL-1.2
import Site
import Trial
import Wire

/// A registered plan: its bytes are never changed, a later one stands beside it with its reason.
struct Registration: Sendable, Hashable {
    let number: Int64
    let pilot: Int64
    /// Canonical JSON.
    let text: String
    /// SHA-256 of the text, hexadecimal.
    let hash: String
    let by: String
    let at: Instant
    /// Why it was amended; nil for the first.
    let reason: String?

    var plan: TrialPlan? { (try? JSONValue(parsing: text.utf8))?.object.flatMap { TrialPlan(registered: $0) } }

    /// Whether a plan is what is registered: as documents, for the order of the answers says nothing.
    func says(_ other: TrialPlan) -> Bool {
        guard let plan else { return false }
        var other = other
        if plan.measure == nil { other.measure = nil }
        return plan.document == other.document
    }
}

/// A frozen table with its hash.
struct Snapshot: Sendable, Hashable {
    let number: Int64
    let pilot: Int64
    let registration: Int64
    /// The registered day after which it was taken; nil for a look that was not registered.
    let look: String?
    let text: String
    let hash: String
    let by: String
    let at: Instant

    var panel: FrozenPanel? { (try? JSONValue(parsing: text.utf8))?.object.flatMap { FrozenPanel($0) } }
}

/// A step of a pilot.
struct PilotStep: Sendable, Hashable {
    let number: Int64
    let pilot: Int64
    /// An event of the state machine, or what was decided about the data.
    let event: String
    /// Where the pilot stands from then on.
    let state: PilotState
    let detail: JSONObject
    let by: String
    let at: Instant
}

/// What is kept of one pilot beside its answers in the plan.
struct PilotRecord: Sendable, Hashable {
    var registrations: [Registration] = []
    var snapshots: [Snapshot] = []
    var steps: [PilotStep] = []

    static let dataChecked = "data-checked"
    /// A registered look that was taken after the evaluation had begun.
    static let lateLook = "late-look"
    /// What is noted of a course beside the steps of the state machine.
    static let notes: Set<String> = [dataChecked, lateLook]

    /// Who saw all of the series when they were looked at.
    enum Audience: String, Sendable, Hashable { case everybody, staff }

    var state: PilotState { steps.last?.state ?? .idea }
    var current: Registration? { registrations.last }

    /// Those whose bytes are not what was hashed.
    var isTampered: Bool {
        registrations.contains { PilotHash.hexadecimal(of: $0.text) != $0.hash }
            || snapshots.contains { PilotHash.hexadecimal(of: $0.text) != $0.hash }
    }

    /// What was decided about the data under the present registration, before a result was shown; nil before.
    var leftOut: Set<String>? { current.flatMap { leftOut(under: $0) } }

    /// The same under any registration; one that was amended before its data were checked takes the later check.
    func leftOut(under registration: Registration) -> Set<String>? {
        let checks = steps.filter { $0.event == Self.dataChecked }
        let own = checks.last { $0.detail["registration"]?.integer == registration.number }
        if own == nil, let earlier = sameAreasSeen(before: registration) { return leftOut(under: earlier) }
        let step = own ?? (registration == current ? nil : checks.last)
        return step.map { Set(($0.detail["leftOut"]?.array ?? []).compactMap(\.string)) }
    }

    /// Why an area was left out at the last check under the present registration.
    func reasonLeftOut(_ area: String) -> String? {
        let last = steps.last { $0.event == Self.dataChecked && $0.detail["registration"]?.integer == current?.number }
        return last?.detail["reasons"]?[area]?.string
    }

    /// The registration that this one amends after a look, with the same areas: which of them count was decided before.
    private func sameAreasSeen(before registration: Registration) -> Registration? {
        guard let place = registrations.firstIndex(of: registration), place > 0, let first = snapshots.first,
            first.registration < registration.number, let plan = registration.plan,
            let earlier = registrations[place - 1].plan, plan.hasAreas(of: earlier)
        else { return nil }
        return registrations[place - 1]
    }

    /// Whether which data count stands: after a look under any plan with these areas.
    var isDataSettled: Bool {
        guard leftOut != nil, let current else { return false }
        return snapshots.contains { $0.registration == current.number } || sameAreasSeen(before: current) != nil
    }

    /// Whether a plan may be registered now: after a look only with the same areas, or for a time after that look.
    func allows(_ plan: TrialPlan) -> Bool {
        guard let last = snapshots.last?.panel.map({ TownTime().day($0.asOf) }), let current = current?.plan else {
            return true
        }
        return plan.hasAreas(of: current) || plan.start >= last
    }

    /// Whether somebody looked on that day beside the registered looks.
    func hasUnplannedLook(on day: CalendarDay) -> Bool {
        let last = snapshots.last { $0.registration == current?.number && $0.look == nil }
        return last?.panel.map { TownTime().day($0.asOf) == day } ?? false
    }

    /// The first registered look of a plan that is due by a day and not taken; one before any period has ended shows nothing.
    func due(_ registration: Registration, _ plan: TrialPlan, by day: CalendarDay) -> CalendarDay? {
        let taken = Set(looks(under: registration).compactMap(\.look))
        return plan.looks.first { $0 <= day && !taken.contains($0.iso) && plan.information(at: $0) > 0 }
    }

    /// Who saw all series at the latest look; nil where only administrators did, or where it was not noted.
    var audience: Audience? {
        steps.last { $0.detail["seenBy"] != nil }.flatMap { $0.detail["seenBy"]?.string }.flatMap(Audience.init)
    }

    var wasExtended: Bool { steps.contains { $0.event == PilotEvent.extend.rawValue } }

    /// Snapshots of registered looks under the present registration.
    var looks: [Snapshot] { current.map { looks(under: $0) } ?? [] }

    func looks(under registration: Registration) -> [Snapshot] {
        snapshots.filter { $0.registration == registration.number && $0.look != nil }
    }

    /// Registered looks that were taken before a registration was made: under it, each first look comes before any later
    /// one of those it amends.
    func looks(before registration: Registration) -> [Snapshot] {
        snapshots.prefix { $0.registration < registration.number }.filter { $0.look != nil }
    }

    /// What a registration says of its looks, once the data are settled; nil before.
    func result(under registration: Registration) -> Result<TrialResult, TrialResult.Refusal>? {
        guard let plan = registration.plan, let leftOut = leftOut(under: registration) else { return nil }
        let tables = looks(under: registration).compactMap(\.panel)
        guard let last = tables.last else { return nil }
        do {
            // the part of this plan's time that had been looked at under those before it
            let seen = looks(before: registration).compactMap { $0.look.flatMap { CalendarDay(parsing: $0) } }.max()
            return .success(
                try TrialResult(
                    plan, last, earlier: Array(tables.dropLast()), without: leftOut,
                    spentBefore: seen.map { plan.information(at: $0) } ?? 0))
        } catch {
            return .failure(error)
        }
    }
}
