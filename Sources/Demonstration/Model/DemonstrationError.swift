// SPDX-License-Identifier: EUPL-1.2

/// Why a demonstration cannot be built.
public enum DemonstrationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The database holds Things; simulations fill empty ones only.
    case notEmpty
    /// The database holds another town, or the same from another seed.
    case otherTown(name: String)
    /// The folder with the town's data is missing or incomplete.
    case noData(path: String)

    public var description: String {
        switch self {
        case .notEmpty: "the database holds things already; a simulation needs an empty one (name a new file)"
        case .otherTown(let name):
            "the database holds another town, “\(name)”; name a new file, or pass --force to add the demonstration to it"
        case .noData(let path):
            "no data found in \(path); give the folder that holds muenster-radverkehr and the others"
        }
    }
}
