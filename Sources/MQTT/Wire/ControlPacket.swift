// SPDX-License-Identifier: EUPL-1.2

/// The protocol versions that are spoken.
public enum MQTTVersion: UInt8, Sendable, Hashable, CaseIterable {
    case v311 = 4
    case v5 = 5
}

/// How surely a message arrives (MQTT 5.0 §4.3).
public enum QoS: UInt8, Sendable, Hashable, CaseIterable, Comparable {
    case atMostOnce = 0
    case atLeastOnce = 1
    case exactlyOnce = 2

    public static func < (left: QoS, right: QoS) -> Bool { left.rawValue < right.rawValue }
}

/// The control packets of MQTT 3.1.1 and 5.0 (§3); what a version does not have is empty there.
public enum ControlPacket: Sendable, Hashable {
    case connect(Connect)
    case connack(Connack)
    case publish(Publish)
    case puback(Acknowledgement)
    case pubrec(Acknowledgement)
    case pubrel(Acknowledgement)
    case pubcomp(Acknowledgement)
    case subscribe(Subscribe)
    case suback(SubscriptionAcknowledgement)
    case unsubscribe(Unsubscribe)
    case unsuback(SubscriptionAcknowledgement)
    case pingreq
    case pingresp
    case disconnect(Closing)
    case auth(Closing)

    /// An answer without what explains it; nil for packets that are no answers.
    var withoutProperties: ControlPacket? {
        func bare(_ acknowledgement: Acknowledgement) -> Acknowledgement {
            Acknowledgement(acknowledgement.identifier, acknowledgement.reason)
        }
        func bare(_ answers: SubscriptionAcknowledgement) -> SubscriptionAcknowledgement {
            SubscriptionAcknowledgement(answers.identifier, answers.reasons)
        }
        return switch self {
        case .puback(let answer): .puback(bare(answer))
        case .pubrec(let answer): .pubrec(bare(answer))
        case .pubrel(let answer): .pubrel(bare(answer))
        case .pubcomp(let answer): .pubcomp(bare(answer))
        case .suback(let answers): .suback(bare(answers))
        case .unsuback(let answers): .unsuback(bare(answers))
        default: nil
        }
    }

    public struct Connect: Sendable, Hashable {
        public var version = MQTTVersion.v5
        public var startsClean = true
        /// Seconds; 0 for none.
        public var keepAlive: UInt16 = 0
        public var clientIdentifier = ""
        public var userName: String?
        public var password: [UInt8]?
        public var will: Will?
        public var properties = MQTTProperties()

        public init() {}
    }

    /// The message that is published when the connection ends without a DISCONNECT.
    public struct Will: Sendable, Hashable {
        public var topic: String
        public var payload: [UInt8]
        public var qos: QoS
        public var isRetained: Bool
        public var properties = MQTTProperties()

        public init(topic: String, payload: [UInt8], qos: QoS = .atMostOnce, isRetained: Bool = false) {
            self.topic = topic
            self.payload = payload
            self.qos = qos
            self.isRetained = isRetained
        }
    }

    public struct Connack: Sendable, Hashable {
        public var isSessionPresent = false
        public var reason = ReasonCode.success
        public var properties = MQTTProperties()

        public init() {}
    }

    public struct Publish: Sendable, Hashable {
        public var topic: String
        public var payload: [UInt8]
        public var qos = QoS.atMostOnce
        public var isRetained = false
        public var isDuplicate = false
        /// 0 with QoS 0.
        public var identifier: UInt16 = 0
        public var properties = MQTTProperties()

        public init(topic: String, payload: [UInt8], qos: QoS = .atMostOnce, isRetained: Bool = false) {
            self.topic = topic
            self.payload = payload
            self.qos = qos
            self.isRetained = isRetained
        }
    }

    public struct Acknowledgement: Sendable, Hashable {
        public var identifier: UInt16
        public var reason: ReasonCode
        public var properties = MQTTProperties()

        public init(_ identifier: UInt16, _ reason: ReasonCode = .success) {
            self.identifier = identifier
            self.reason = reason
        }
    }

    public struct Subscribe: Sendable, Hashable {
        public struct Request: Sendable, Hashable {
            public var filter: String
            public var options: SubscriptionOptions

            public init(_ filter: String, _ options: SubscriptionOptions = SubscriptionOptions()) {
                self.filter = filter
                self.options = options
            }
        }

        public var identifier: UInt16
        public var requests: [Request]
        public var properties = MQTTProperties()

        public init(_ identifier: UInt16, _ requests: [Request]) {
            self.identifier = identifier
            self.requests = requests
        }
    }

    public struct SubscriptionAcknowledgement: Sendable, Hashable {
        public var identifier: UInt16
        public var reasons: [ReasonCode]
        public var properties = MQTTProperties()

        public init(_ identifier: UInt16, _ reasons: [ReasonCode]) {
            self.identifier = identifier
            self.reasons = reasons
        }
    }

    public struct Unsubscribe: Sendable, Hashable {
        public var identifier: UInt16
        public var filters: [String]
        public var properties = MQTTProperties()

        public init(_ identifier: UInt16, _ filters: [String]) {
            self.identifier = identifier
            self.filters = filters
        }
    }

    /// DISCONNECT and AUTH.
    public struct Closing: Sendable, Hashable {
        public var reason: ReasonCode
        public var properties = MQTTProperties()

        public init(_ reason: ReasonCode = .success) {
            self.reason = reason
        }
    }
}

/// What a subscription asks for beside its filter (MQTT 5.0 §3.8.3.1).
public struct SubscriptionOptions: Sendable, Hashable {
    /// Which retained messages are sent at once.
    public enum RetainHandling: UInt8, Sendable, Hashable, CaseIterable {
        case always = 0
        case ifNew = 1
        case never = 2
    }

    public var maximumQoS = QoS.atMostOnce
    public var isNoLocal = false
    public var retainsAsPublished = false
    public var retainHandling = RetainHandling.always

    public init(maximumQoS: QoS = .atMostOnce) { self.maximumQoS = maximumQoS }
}
