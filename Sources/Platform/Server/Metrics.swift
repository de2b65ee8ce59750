// SPDX-License-Identifier: EUPL-1.2
import Synchronization

/// Counters of this process, written in Prometheus' text format (version 0.0.4).
public final class Metrics: Sendable {
    private struct Route: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Duration {
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count)
        var count = 0
        var seconds = 0.0
    }

    private struct State {
        var requests: [Route: Int] = [:]
        var durations: [String: Duration] = [:]
        var running = 0
    }

    /// Upper bounds in seconds.
    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

    private let state = Mutex(State())

    public init() {}

    func began() { state.withLock { $0.running += 1 } }

    func ended(method: String, route: String, status: Int, seconds: Double) {
        state.withLock { state in
            state.running -= 1
            state.requests[Route(method: method, route: route, status: status), default: 0] += 1
            var duration = state.durations[route] ?? Duration()
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound { duration.buckets[index] += 1 }
            duration.count += 1
            duration.seconds += seconds
            state.durations[route] = duration
        }
    }

    /// The text, followed by gauges the caller reads elsewhere: (name, help, value).
    func text(gauges: [(name: String, help: String, value: Double)]) -> String {
        let state = state.withLock { $0 }
        var text = ""
        text += "# HELP allmende_http_requests_total Answered requests.\n# TYPE allmende_http_requests_total counter\n"
        for (route, count) in state.requests.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            let labels = "method=\"\(route.method)\",route=\"\(escaped(route.route))\",status=\"\(route.status)\""
            text += "allmende_http_requests_total{\(labels)} \(count)\n"
        }
        text += "# HELP allmende_http_request_seconds Time to the complete answer head.\n"
        text += "# TYPE allmende_http_request_seconds histogram\n"
        for (route, duration) in state.durations.sorted(by: { $0.key < $1.key }) {
            let label = "route=\"\(escaped(route))\""
            for (index, bound) in Self.bounds.enumerated() {
                text += "allmende_http_request_seconds_bucket{\(label),le=\"\(bound)\"} \(duration.buckets[index])\n"
            }
            text += "allmende_http_request_seconds_bucket{\(label),le=\"+Inf\"} \(duration.count)\n"
            text += "allmende_http_request_seconds_sum{\(label)} \(duration.seconds)\n"
            text += "allmende_http_request_seconds_count{\(label)} \(duration.count)\n"
        }
        let all =
            [(name: "allmende_http_requests_running", help: "Requests in work.", value: Double(state.running))] + gauges
        for gauge in all {
            let kind = gauge.name.hasSuffix("_total") ? "counter" : "gauge"
            text += "# HELP \(gauge.name) \(gauge.help)\n# TYPE \(gauge.name) \(kind)\n\(gauge.name) \(gauge.value)\n"
        }
        text += "# HELP allmende_build_info The version, as a label.\n# TYPE allmende_build_info gauge\n"
        text += "allmende_build_info{version=\"\(escaped(PlatformVersion.text))\"} 1\n"
        return text
    }

    private func escaped(_ label: String) -> String {
        label.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0 == "\n" ? "\\n" : String($0) }.joined()
    }
}
