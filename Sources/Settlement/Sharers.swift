// SPDX-License-Identifier: EUPL-1.2
public import Metering
public import Sharing

/// One point's part in a sharing relation, and its days.
///
/// Joining, leaving and moving are days of contracts, never changes of the past; a day nobody has signed for takes no part.
public struct SharingContract: Sendable, Hashable {
    /// Unique in the relation; decides ties by its UTF-8 bytes.
    public let id: String
    public let point: String
    public let days: ClosedRange<CivilDay>
    /// A weight or millionths, as the relation's key is.
    public let part: Int

    public init(id: String, point: String, days: ClosedRange<CivilDay>, part: Int) {
        self.id = id
        self.point = point
        self.days = days
        self.part = part
    }
}

/// Days in a row on which the same contracts share.
public struct Sharers: Sendable, Hashable {
    /// What the parts of a relation's contracts mean.
    public enum Meaning: String, Sendable, Hashable, CaseIterable { case weights, shares }

    public let days: ClosedRange<CivilDay>
    /// Ascending by the UTF-8 bytes of their ids, as all values of the days are.
    public let contracts: [SharingContract]
    public let key: SharingKey

    /// Cuts days where somebody joins or leaves; days without any contract are there, too.
    ///
    /// A point with two contracts on one day is refused, and so are shares above a million.
    public static func stretches(
        of contracts: [SharingContract], meaning: Meaning, in days: ClosedRange<CivilDay>
    ) throws(SettlementError) -> [Sharers] {
        do throws(SharingError) { _ = try Roster(contracts.map(\.id)) } catch { throw .sharing(error) }
        let sorted = contracts.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        var starts: Set<Int> = [days.lowerBound.number]
        for contract in contracts where contract.days.overlaps(days) {
            starts.insert(max(days.lowerBound.number, contract.days.lowerBound.number))
            if contract.days.upperBound < days.upperBound { starts.insert(contract.days.upperBound.number + 1) }
        }
        let ordered = starts.sorted()
        var stretches: [Sharers] = []
        for (start, next) in zip(ordered, ordered.dropFirst() + [days.upperBound.number + 1]) {
            let first = CivilDay(number: start)
            let active = sorted.filter { $0.days.contains(first) }
            var points: Set<String> = []
            for contract in active where !points.insert(contract.point).inserted {
                throw .pointTwice(contract.point, first)
            }
            let key: SharingKey
            do throws(SharingError) {
                let parts = active.map(\.part)
                key = try meaning == .weights ? .weights(parts) : .shares(parts)
            } catch {
                throw .sharing(error)
            }
            stretches.append(Sharers(days: first...CivilDay(number: next - 1), contracts: active, key: key))
        }
        return stretches
    }
}
