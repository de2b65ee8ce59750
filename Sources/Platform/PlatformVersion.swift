// SPDX-License-Identifier: EUPL-1.2

/// Version of this program.
public enum PlatformVersion {
    public static let text = "0.1.0"
}
