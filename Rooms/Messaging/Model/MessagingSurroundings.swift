// SPDX-License-Identifier: EUPL-1.2
package import Access
package import Answers
package import Logging
package import Storage
package import Wire

extension MessagingService {
    /// What all terms of a server have in common.
    package struct Surroundings: Sendable {
        let engine: any StorageEngine
        let control: AccessControl
        let settings: MQTTSettings
        let leadership: Leadership
        let logger: Logger
        let clock: @Sendable () -> Instant
        /// The time that states are judged by.
        let townNow: @Sendable () -> Instant
        /// Where HTTP is served, and its address for people where a proxy stands in front.
        let host: String
        let port: Int
        let baseURL: String?
        let limits: Limits
        /// Anonymous people may write.
        let writesOpenly: Bool
        /// Of the program, for `$SYS`.
        let version: String

        package init(
            engine: any StorageEngine, control: AccessControl, settings: MQTTSettings, leadership: Leadership,
            logger: Logger, clock: @escaping @Sendable () -> Instant, townNow: @escaping @Sendable () -> Instant,
            host: String, port: Int, baseURL: String?, limits: Limits, writesOpenly: Bool, version: String
        ) {
            self.engine = engine
            self.control = control
            self.settings = settings
            self.leadership = leadership
            self.logger = logger
            self.clock = clock
            self.townNow = townNow
            self.host = host
            self.port = port
            self.baseURL = baseURL
            self.limits = limits
            self.writesOpenly = writesOpenly
            self.version = version
        }

        /// The address of the server as far as it is known before its port is open.
        var base: String { baseURL ?? "http://\(host):\(port)" }
    }
}
