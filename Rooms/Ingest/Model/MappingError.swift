// SPDX-License-Identifier: EUPL-1.2

/// What is wrong with a mapping: in which document, at which JSON pointer, and how to mend it.
public struct MappingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The mapping's name or file.
    public let document: String
    /// JSON pointer (RFC 6901); empty for the whole document.
    public let pointer: String
    public let message: String
    public let remedy: String

    public init(document: String, pointer: String, message: String, remedy: String) {
        self.document = document
        self.pointer = pointer
        self.message = message
        self.remedy = remedy
    }

    public var description: String {
        let place = pointer.isEmpty ? document : "\(document), at \(pointer)"
        return "mapping \(place): \(message). \(remedy)"
    }
}
