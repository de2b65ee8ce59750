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
    return String(unsafeUninitializedCapacity: 20) { text in
        _ = text.initialize(from: "0000-00-00T00:00:00Z".utf8)
        func write(_ number: Int32, _ width: Int, at start: Int) {
            var rest = number
            for place in (start..<(start + width)).reversed() {
                text[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
        }
        write(parts.tm_year + 1900, 4, at: 0)
        write(parts.tm_mon + 1, 2, at: 5)
        write(parts.tm_mday, 2, at: 8)
        write(parts.tm_hour, 2, at: 11)
        write(parts.tm_min, 2, at: 14)
        write(parts.tm_sec, 2, at: 17)
        return 20
    }
}
