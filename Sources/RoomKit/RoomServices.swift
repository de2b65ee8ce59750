// SPDX-License-Identifier: EUPL-1.2
package import Answers
import Foundation
package import Logging
package import Storage
import Synchronization
package import Wire

/// What the house gives each of its rooms.
package final class RoomServices: Sendable {
    package let engine: any StorageEngine
    /// The town's time: that of the world, or the labelled moment that a demonstration stands at.
    package let now: @Sendable () -> Instant
    /// The time of the world.
    package let clock: @Sendable () -> Instant
    package let settings: SettingValues
    package let logger: Logger
    package let limits: Limits
    /// Where rooms keep files that are no part of the database; made by who needs it.
    package let folder: String
    private let offers = Mutex<[ObjectIdentifier: any Sendable]>([:])

    package init(
        engine: any StorageEngine, now: @escaping @Sendable () -> Instant,
        clock: (@Sendable () -> Instant)? = nil, settings: SettingValues = SettingValues(),
        logger: Logger = Logger(label: "allmende"), limits: Limits = Limits(),
        folder: String? = nil
    ) {
        self.engine = engine
        self.now = now
        self.clock = clock ?? now
        self.settings = settings
        self.logger = logger
        self.limits = limits
        self.folder = folder ?? NSTemporaryDirectory() + "allmende-imports"
    }

    /// Something for the rooms that come later in the house.
    package func offer<Value: Sendable>(_ value: Value) {
        offers.withLock { $0[ObjectIdentifier(Value.self)] = value }
    }

    /// What an earlier room offered.
    /// - Throws: `MissingOffer`, a fault of the order in the house.
    package func offered<Value: Sendable>(_ type: Value.Type) throws -> Value {
        guard let value = offeredIfAny(type) else { throw MissingOffer(type: String(describing: type)) }
        return value
    }

    /// The same where it may be missing.
    package func offeredIfAny<Value: Sendable>(_ type: Value.Type) -> Value? {
        offers.withLock { $0[ObjectIdentifier(type)] } as? Value
    }
}

/// A room needs what no room before it in the house offers.
package struct MissingOffer: Error, Sendable, Hashable, CustomStringConvertible {
    package let type: String

    package var description: String { "no room before it in the house offers \(type)" }
}

/// A fresh demonstration that rooms put their content into.
package struct DemonstrationTown: Sendable {
    package let engine: any StorageEngine
    /// The moment that the demonstration stands at.
    package let now: Instant
    /// Rooms, by name, that put in all they have and not just what shows the way.
    package let whole: Set<String>

    package init(engine: any StorageEngine, now: Instant, whole: Set<String> = []) {
        self.engine = engine
        self.now = now
        self.whole = whole
    }
}
