// SPDX-License-Identifier: EUPL-1.2

/// How much each value of a series covers, in microseconds: nearly always all the same, and then kept once.
package struct Durations: Sendable, RandomAccessCollection, MutableCollection {
    private var common: Int64 = 0
    /// One by one, as soon as they differ.
    private var own: [Int64] = []
    package private(set) var count = 0

    package init() {}

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    package subscript(index: Int) -> Int64 {
        get {
            precondition(index < count)
            return own.isEmpty ? common : own[index]
        }
        set {
            if newValue == self[index] { return }
            part()
            own[index] = newValue
        }
    }

    package mutating func append(_ duration: Int64) {
        if count == 0 { common = duration }
        if !own.isEmpty || duration != common {
            part()
            own.append(duration)
        }
        count += 1
    }

    package mutating func removeAll(keepingCapacity: Bool = false) {
        own.removeAll(keepingCapacity: keepingCapacity)
        count = 0
    }

    private mutating func part() {
        if own.isEmpty { own = Array(repeating: common, count: count) }
    }
}
