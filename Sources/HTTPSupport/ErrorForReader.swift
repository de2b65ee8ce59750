// SPDX-License-Identifier: EUPL-1.2
public import Rights

/// An error on its way out, with who asked: the page about it is for that person.
public struct ErrorForReader: Error {
    public let error: any Error
    public let reader: Reader

    public init(_ error: any Error, _ reader: Reader) { (self.error, self.reader) = (error, reader) }
}
