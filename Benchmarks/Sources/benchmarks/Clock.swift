// SPDX-License-Identifier: EUPL-1.2
import Dispatch
import Glibc

/// Seconds of a steady clock.
func steadySeconds() -> Double {
    Double(DispatchTime.now().uptimeNanoseconds) / 1e9
}

/// Seconds a body takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = steadySeconds()
    try body()
    return steadySeconds() - start
}

/// ISO 8601 in UTC with whole seconds.
func iso8601(_ seconds: Int) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
}
