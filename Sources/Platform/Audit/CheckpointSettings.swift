// SPDX-License-Identifier: EUPL-1.2

/// Where each day's checkpoint of the audit trail goes, out of reach of who administers this machine.
public struct CheckpointSettings: Sendable, Hashable {
    /// A folder that this machine can add to, best without being able to change or delete there.
    public var folder: String?
    /// The data-protection officer's address.
    public var recipient: String?
    /// `smtp://mail.example.de:587`
    public var server: String?
    public var sender: String?
    /// `name:password`
    public var login: String?

    mutating func set(_ name: String, _ value: String, from place: String) throws {
        let value: String? = value.isEmpty ? nil : value
        switch name {
        case "checkpoint-folder": folder = value
        case "checkpoint-mail": recipient = try value.map { try Self.mailbox($0, place) }
        case "smtp-sender": sender = try value.map { try Self.mailbox($0, place) }
        case "smtp-login": login = value
        default: server = try value.map { try Self.server($0, place) }
        }
    }

    func check() throws {
        if recipient != nil, server == nil || sender == nil {
            throw ConfigurationError("checkpoint-mail needs smtp-server and smtp-sender")
        }
    }

    var isEmpty: Bool { folder == nil && recipient == nil }

    private static func mailbox(_ value: String, _ place: String) throws -> String {
        let parts = value.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"<>,;:\"()[]\\".utf8.contains($0) }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, isPlain else {
            throw ConfigurationError("\(place): '\(value)' is not one address like datenschutz@example.de")
        }
        return value
    }

    private static func server(_ value: String, _ place: String) throws -> String {
        let isPlain = value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } && !value.contains("@")
        guard value.hasPrefix("smtp://") || value.hasPrefix("smtps://"), isPlain else {
            throw ConfigurationError(
                "\(place): '\(value)' is not a mail server like smtp://mail.example.de:587; "
                    + "name and password belong in smtp-login")
        }
        return value
    }
}
