// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import MQTT
import SensorThings
import Storage
import Synchronization

/// Changes of state over MQTT: `states/Datastreams(1)` for one Datastream, `states/#` for all that a reader may see.
final class StateTopics: Sendable {
    static let prefix = "states/"

    /// Readers with the same rights share a source.
    private enum Rights: UInt64, CaseIterable {
        case everybody = 1
        case known = 2
        case administrator = 3

        init(_ reader: Reader) {
            self =
                reader.mayAdminister ? .administrator : reader.role != nil || reader.writesOpenly ? .known : .everybody
        }

        var reader: Reader {
            switch self {
            case .everybody: .anonymous
            case .known: Reader(identity: .anonymous, role: .viewer)
            case .administrator: .system
            }
        }
    }

    /// Sources below this number are of this kind: 1…3 for all Datastreams, then three for each.
    static let firstFreeNumber: UInt64 = 1 << 48

    private let engine: any StorageEngine

    init(engine: any StorageEngine) { self.engine = engine }

    /// Nil when the filter is none of these topics.
    func subscribe(to filter: TopicFilter, as reader: Reader) async -> SubscriptionAnswer? {
        guard filter.text.hasPrefix(Self.prefix) else { return nil }
        let rest = filter.text.dropFirst(Self.prefix.count)
        let rights = Rights(reader)
        if rest == "#" || rest == "+" { return .grantedFrom(MessageSource(rights.rawValue)) }
        guard let id = Self.datastream(rest) else {
            return .refused(.topicFilterInvalid, "there are states/Datastreams(1) and states/#")
        }
        let isThere = try? await engine.read { try Self.isVisible(id, to: rights.reader, on: $0) }
        guard isThere == true else {
            return .refused(.notAuthorized, "there is no such Datastream, or it is not public")
        }
        return .grantedFrom(Self.source(id, rights))
    }

    private static func datastream(_ text: Substring) -> Int64? {
        guard text.hasPrefix("Datastreams("), text.hasSuffix(")"),
            let id = Int64(text.dropFirst("Datastreams(".count).dropLast()), id > 0, id < 1 << 44
        else { return nil }
        return id
    }

    private static func source(_ datastream: Int64, _ rights: Rights) -> MessageSource {
        MessageSource(UInt64(datastream) * 4 + rights.rawValue)
    }

    private static func isVisible(
        _ datastream: Int64, to reader: Reader, on connection: any StorageConnection
    ) throws -> Bool {
        try connection.integer(
            """
            SELECT count(*) FROM datastream
            WHERE id = \(datastream) AND \(Dataset.isVisible("dataset_id", to: reader))
            """) == 1
    }

    /// Whether the source is of this kind; there is nothing to let go.
    func release(_ source: MessageSource) -> Bool { source.number < Self.firstFreeNumber }

    /// Tells all who subscribed and may see the Datastream.
    func deliver(_ change: StateChange, through broker: MQTTBroker) async {
        let allowed = try? await engine.read { connection in
            try Rights.allCases.filter { try Self.isVisible(change.datastream, to: $0.reader, on: connection) }
        }
        let topic = "\(Self.prefix)Datastreams(\(change.datastream))"
        for rights in allowed ?? [] {
            await broker.deliver(change.json, from: Self.source(change.datastream, rights), topic: topic)
            await broker.deliver(change.json, from: MessageSource(rights.rawValue), topic: topic)
        }
    }
}
