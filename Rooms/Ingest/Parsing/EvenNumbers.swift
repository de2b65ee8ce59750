// SPDX-License-Identifier: EUPL-1.2

/// Whole numbers that mostly rise by the same step, as times and lines do: a stretch of 1,024 that does takes no room.
package struct EvenNumbers: Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
    private static let width = 1024

    /// By stretch: its first number and the step, and where its own numbers begin; -1 where the step gives them.
    private var stretches: [Stretch] = []
    /// The numbers of those stretches that have no step.
    private var own: [Int64] = []
    package private(set) var count = 0

    private struct Stretch {
        let first: Int64
        var step: Int64 = 0
        var place = -1
    }

    package init() {}

    package init(_ numbers: some Sequence<Int64>) { for number in numbers { append(number) } }

    package init(arrayLiteral numbers: Int64...) { self.init(numbers) }

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    package subscript(index: Int) -> Int64 {
        precondition(index < count)
        let stretch = stretches[index / Self.width]
        let inside = index % Self.width
        return stretch.place < 0 ? stretch.first &+ stretch.step &* Int64(inside) : own[stretch.place + inside]
    }

    package mutating func append(_ number: Int64) {
        let inside = count % Self.width
        defer { count += 1 }
        guard inside > 0 else {
            stretches.append(Stretch(first: number))
            return
        }
        let index = stretches.count - 1
        let stretch = stretches[index]
        if stretch.place >= 0 {
            own.append(number)
        } else if inside == 1 {
            stretches[index].step = number &- stretch.first
        } else if number != stretch.first &+ stretch.step &* Int64(inside) {
            stretches[index].place = own.count
            for earlier in 0..<inside { own.append(stretch.first &+ stretch.step &* Int64(earlier)) }
            own.append(number)
        }
    }

    package mutating func removeAll(keepingCapacity: Bool = false) {
        stretches.removeAll(keepingCapacity: keepingCapacity)
        own.removeAll(keepingCapacity: keepingCapacity)
        count = 0
    }
}
