// SPDX-License-Identifier: EUPL-1.2

/// Rounding of money: half away from zero.
public enum Rounding {
    /// The whole number nearest to a quotient; the divisor is above zero.
    public static func quotient(_ dividend: Int, _ divisor: Int) -> Int { quotient(dividend, times: 1, divisor) }

    /// The whole number nearest to a product divided, which fits where the product may not.
    public static func quotient(_ left: Int, times right: Int, _ divisor: Int) -> Int {
        let product = left.magnitude.multipliedFullWidth(by: right.magnitude)
        let (quotient, remainder) = divisor.magnitude.dividingFullWidth(product)
        let rounded = Int(remainder >= divisor.magnitude - remainder ? quotient + 1 : quotient)
        return (left < 0) == (right < 0) ? rounded : -rounded
    }
}
