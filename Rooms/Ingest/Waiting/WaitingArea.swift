// SPDX-License-Identifier: EUPL-1.2
import Foundation
package import Ingest

/// The folder on disk where handed-in files wait until somebody says what becomes of them.
package struct WaitingArea: Sendable, Hashable {
    /// What may wait, and how long.
    package struct Limits: Sendable, Hashable {
        /// Bytes of one delivery.
        package var bytes: Int
        package var files: Int
        /// Deliveries of one person that wait at a time.
        package var deliveries: Int
        package var hours: Int

        package init(bytes: Int = 2 << 30, files: Int = 500, deliveries: Int = 50, hours: Int = 72) {
            (self.bytes, self.files, self.deliveries, self.hours) = (bytes, files, deliveries, hours)
        }
    }

    package let folder: String
    package let limits: Limits

    package init(folder: String, limits: Limits = Limits()) {
        self.folder = folder
        self.limits = limits
    }

    /// The paths of a delivery's files, in the order of their names.
    package func paths(_ delivery: String) -> [String] {
        let folder = files(delivery)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { folder + "/" + $0 }
    }

    package func holds(_ delivery: String) -> Bool { FileManager.default.fileExists(atPath: files(delivery)) }

    /// Makes room for a new delivery; returns its name.
    package func open() throws(DeliveryFault) -> String {
        let name = String(UInt64.random(in: .min ... .max), radix: 36)
        do {
            try FileManager.default.createDirectory(
                atPath: files(name), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw DeliveryFault(
                "Der Wartebereich lässt sich nicht anlegen. Bitte melden Sie das der Person, die Allmende betreibt.",
                "The waiting area cannot be made. Please tell whoever runs Allmende.")
        }
        return name
    }

    package func remove(_ delivery: String) { try? FileManager.default.removeItem(atPath: folder + "/" + delivery) }

    /// Names of all deliveries on disk.
    package var deliveries: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        // what is hidden belongs to another waiting area
        return names.filter { !$0.hasPrefix(".") }
    }

    /// The place beside it for deliveries of another kind.
    package func beside(_ kind: String) -> WaitingArea { WaitingArea(folder: folder + "/." + kind, limits: limits) }

    /// One folder's name for all: so the same file handed in again is known by its path.
    package func files(_ delivery: String) -> String { folder + "/" + delivery + "/abgabe" }

    /// A file's own name: no folders, nothing hidden, no control characters.
    package static func name(_ given: String) -> String {
        let last = given.split { $0 == "/" || $0 == "\\" }.last ?? ""
        let plain = last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
        var name = String(String.UnicodeScalarView(plain)).drop { $0 == "." || $0 == " " }
        while name.utf8.count > 150 { name = name.dropFirst() }
        return name.isEmpty ? "datei" : String(name)
    }
}
