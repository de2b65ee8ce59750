// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

extension Language {
    /// The name of who did something; the program's own names in words.
    package func person(_ name: String) -> String {
        switch name {
        case "anonymous": self(.withoutAccount)
        case "system": self(.bySetUp)
        case "command line": self(.byCommand)
        default: name
        }
    }
}
