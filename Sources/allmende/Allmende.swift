// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser

@main
struct Allmende: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The open platform a municipality runs itself.")
}
