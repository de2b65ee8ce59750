// SPDX-License-Identifier: EUPL-1.2

/// Where a session's packets go while its client is connected.
protocol ClientLink: AnyObject, Sendable {
    /// Sends the CONNACK.
    func admit(_ connack: [UInt8])
    /// Sends bytes; calls `written` when they have left this process or never will.
    func send(_ bytes: [UInt8], written: @escaping @Sendable () -> Void)
    /// Says why (MQTT 5) and ends the connection.
    func end(_ reason: ReasonCode)
}

/// Whose session it is: the same client identifier with another account or key is another session.
///
/// Identifiers are compared by their bytes: `é` and `e` with an accent are two (MQTT 5.0 §1.5.4).
struct SessionKey: Sendable, Hashable {
    let owner: String
    let clientIdentifier: String

    static func == (left: SessionKey, right: SessionKey) -> Bool {
        left.owner.utf8.elementsEqual(right.owner.utf8)
            && left.clientIdentifier.utf8.elementsEqual(right.clientIdentifier.utf8)
    }

    func hash(into hasher: inout Hasher) {
        for byte in owner.utf8 { hasher.combine(byte) }
        hasher.combine(UInt8(0))
        for byte in clientIdentifier.utf8 { hasher.combine(byte) }
    }
}
