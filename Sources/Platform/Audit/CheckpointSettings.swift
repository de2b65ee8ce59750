// SPDX-License-Identifier: EUPL-1.2
import LedgerStorage
import Wire

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
    /// A file with the certificates to trust instead of the system's.
    public var authorities: String?

    /// Whether mail can be sent at all.
    var sendsMail: Bool { server != nil && sender != nil }

    mutating func set(_ name: String, _ value: String, from place: String) throws {
        let value: String? = value.isEmpty ? nil : value
        switch name {
        case "checkpoint-folder": folder = value
        case "checkpoint-mail": recipient = try value.map { try Self.mailbox($0, place) }
        case "smtp-sender": sender = try value.map { try Self.mailbox($0, place) }
        case "smtp-login": login = value
        case "smtp-authorities": authorities = value
        default: server = try value.map { try Self.server($0, place) }
        }
    }

    func check() throws {
        if recipient != nil, !sendsMail {
            throw ConfigurationError("checkpoint-mail needs smtp-server and smtp-sender")
        }
    }

    var isEmpty: Bool { folder == nil && recipient == nil }

    /// What is set, as deliveries name it.
    var places: [(kind: OutsidePlace.Kind, name: String)] {
        var places: [(kind: OutsidePlace.Kind, name: String)] = []
        if let folder { places.append((.folder, folder)) }
        if let recipient { places.append((.mail, recipient)) }
        return places
    }

    static func mailbox(_ value: String, _ place: String) throws -> String {
        guard MailAddress.isPlain(value) else {
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
