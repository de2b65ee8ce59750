// SPDX-License-Identifier: EUPL-1.2

/// One of the town's twelve districts: a cell of the polar grid.
struct TownDistrict: Sendable {
    let number: Int
    let name: String
    /// 0 centre, 1 inner ring, 2 outer ring.
    let ring: Int
    /// Radians, `start < end`.
    let angles: (start: Double, end: Double)
    let outline: [TownPosition]
    let residents: Int

    /// Square kilometres (shoelace formula).
    var area: Double {
        var sum = 0.0
        for (one, next) in zip(outline, outline.dropFirst()) { sum += one.x * next.y - next.x * one.y }
        return abs(sum) / 2 / 1e6
    }
}

/// The districts and the borders between them.
struct TownDistricts: Sendable {
    static let innerRadius = 900.0
    static let middleRadius = 2500.0

    let all: [TownDistrict]
    private let edge: SeededNoise

    private static let innerNames = ["Ostviertel", "Nordviertel", "Westviertel", "Südviertel", "Hafenviertel"]
    private static let outerNames = ["Mühlenfeld", "Kirchberg", "Lindental", "Seedorf", "Auenheim", "Neuland"]

    /// The distance of the town's border in a direction.
    func outerRadius(_ angle: Double) -> Double { Self.outerRadius(angle, edge) }

    private static func outerRadius(_ angle: Double, _ edge: SeededNoise) -> Double {
        let turn = angle / (2 * Double.pi)
        let part = (turn - turn.rounded(.down)) * 9
        let left = Int64(part)
        let (low, high) = (edge.uniform(left), edge.uniform((left + 1) % 9))
        let fraction = part - Double(left)
        return 4500 + 900 * (low + (high - low) * fraction * fraction * (3 - 2 * fraction))
    }

    init(noise: SeededNoise, grid: TownGrid) {
        let edge = noise.derived("town border")
        let people = noise.derived("residents")
        self.edge = edge
        let inner = Self.sectors(count: Self.innerNames.count, offset: 0.35, noise: noise.derived("inner"))
        let outer = Self.sectors(count: Self.outerNames.count, offset: 0.05, noise: noise.derived("outer"))
        let stops = (inner + outer).flatMap { start in [start, start + 2 * Double.pi] }
        func closed(_ ring: [TownPosition]) -> [TownPosition] { ring + ring.prefix(1) }
        func arc(_ radius: @escaping (Double) -> Double, _ start: Double, _ end: Double) -> [TownPosition] {
            grid.arc(radius: radius, from: start, to: end, stops: stops)
        }

        var districts: [TownDistrict] = []
        func add(_ name: String, ring: Int, _ angles: (Double, Double), _ outline: [TownPosition], density: Double) {
            let number = districts.count + 1
            var district = TownDistrict(
                number: number, name: name, ring: ring, angles: angles, outline: outline, residents: 0)
            let estimate = district.area * density * people.uniform(Int64(number), in: 0.8...1.2)
            district = TownDistrict(
                number: number, name: name, ring: ring, angles: angles, outline: outline,
                residents: Int(estimate / 10) * 10)
            districts.append(district)
        }

        let centre = arc({ _ in Self.innerRadius }, inner[0], inner[0] + 2 * Double.pi).dropLast()
        add("Innenstadt", ring: 0, (inner[0], inner[0] + 2 * Double.pi), closed(Array(centre)), density: 4200)
        for (index, name) in Self.innerNames.enumerated() {
            let start = inner[index]
            let end = index + 1 < inner.count ? inner[index + 1] : inner[0] + 2 * Double.pi
            let outside = arc({ _ in Self.middleRadius }, start, end)
            let back = grid.ray(angle: end, from: Self.middleRadius, to: Self.innerRadius).dropFirst().dropLast()
            let inside = arc({ _ in Self.innerRadius }, start, end).reversed()
            let out = grid.ray(angle: start, from: Self.innerRadius, to: Self.middleRadius).dropFirst().dropLast()
            add(name, ring: 1, (start, end), closed(outside + back + inside + out), density: 3300)
        }
        for (index, name) in Self.outerNames.enumerated() {
            let start = outer[index]
            let end = index + 1 < outer.count ? outer[index + 1] : outer[0] + 2 * Double.pi
            let border: (Double) -> Double = { Self.outerRadius($0, edge) }
            let outside = arc(border, start, end)
            let back = grid.ray(angle: end, from: border(end), to: Self.middleRadius).dropFirst().dropLast()
            let inside = arc({ _ in Self.middleRadius }, start, end).reversed()
            let out = grid.ray(angle: start, from: Self.middleRadius, to: border(start)).dropFirst().dropLast()
            add(name, ring: 2, (start, end), closed(outside + back + inside + out), density: 780)
        }
        all = districts
    }

    /// The district at a place of the grid.
    func district(radius: Double, angle: Double) -> TownDistrict {
        let ring = radius < Self.innerRadius ? 0 : radius < Self.middleRadius ? 1 : 2
        let turn = 2 * Double.pi
        let found = all.first { district in
            guard district.ring == ring else { return false }
            let shifted = angle - turn * ((angle - district.angles.start) / turn).rounded(.down)
            return shifted < district.angles.end
        }
        return found ?? all[0]
    }

    private static func sectors(count: Int, offset: Double, noise: SeededNoise) -> [Double] {
        (0..<count).map { index in
            let even = 2 * Double.pi * (Double(index) + offset) / Double(count)
            return even + noise.uniform(Int64(index), in: -0.16...0.16)
        }
    }
}
