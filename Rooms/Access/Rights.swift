// SPDX-License-Identifier: EUPL-1.2

// Who imports Access also speaks of readers and roles.
@_exported public import Rights
