// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// A colour of the screen (sRGB), and how well it can be read on another.
public struct Colour: Sendable, Hashable {
    /// Contrast that text needs (WCAG 2.1, 1.4.3).
    public static let minimumContrast = 4.5

    public let red: Int
    public let green: Int
    public let blue: Int

    public init(red: Int, green: Int, blue: Int) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#0b5876`; nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count == 7, text.hasPrefix("#"), text.dropFirst().allSatisfy(\.isHexDigit),
            let number = Int(text.dropFirst(), radix: 16)
        else { return nil }
        self.init(red: number >> 16, green: number >> 8 & 255, blue: number & 255)
    }

    /// `#0b5876`
    public var text: String {
        let digits = String(red << 16 | green << 8 | blue, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    public static let white = Colour(red: 255, green: 255, blue: 255)

    /// Relative luminance, 0 for black to 1 for white (WCAG 2.1).
    public var luminance: Double {
        func linear(_ part: Int) -> Double {
            let value = Double(part) / 255
            return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Contrast of the two, 1 to 21 (WCAG 2.1).
    public func contrast(with other: Colour) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// This one with so much of another in it, 0 to 1.
    public func mixed(with other: Colour, _ share: Double) -> Colour {
        func mix(_ one: Int, _ two: Int) -> Int { Int((Double(one) * (1 - share) + Double(two) * share).rounded()) }
        return Colour(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    }

    /// A light ground in the hue of this colour.
    public var tint: Colour { mixed(with: .white, 0.89) }

    /// This colour, lighter until it can be read as text on the dark `ground`.
    public func readable(on ground: Colour) -> Colour {
        for step in 0...20 {
            let lighter = mixed(with: .white, Double(step) / 20)
            if lighter.contrast(with: ground) >= Self.minimumContrast + 1 { return lighter }
        }
        return .white
    }
}
