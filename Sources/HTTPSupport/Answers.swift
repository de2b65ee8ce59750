// SPDX-License-Identifier: EUPL-1.2

// Who answers requests also speaks of problems, limits and media types.
@_exported public import Answers
