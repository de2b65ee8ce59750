// swift-tools-version: 6.2
// SPDX-License-Identifier: EUPL-1.2
import PackageDescription

/// Parsers that meet the outside, alone and without dependencies, under libFuzzer and the address sanitizer.
///
/// The folders below Sources are links into the house, made by `scripts/fuzz`: what is tried here is what runs there.
let fuzzed: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library", "-enable-testing"]),
]

let package = Package(
    name: "fuzz",
    targets: [
        .target(name: "Wire", swiftSettings: fuzzed),
        .target(name: "Bilingual", swiftSettings: fuzzed),
        .target(
            name: "Geometry", dependencies: ["Wire"], path: "Sources/Geometry",
            sources: [
                "BoundingBox.swift", "GeometryValue.swift", "GeometryValue+GeoJSON.swift", "GeometryValue+WKB.swift",
                "GeometryValue+WKT.swift", "WKBReader.swift",
            ], swiftSettings: fuzzed),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .target(name: "Ledger", dependencies: ["CCrypto", "CSodium"], swiftSettings: fuzzed),
        .target(name: "MQTTWire", swiftSettings: fuzzed),
        .target(
            name: "Forms", dependencies: ["Bilingual"], sources: ["FormBody.swift", "FormUpload.swift"],
            swiftSettings: fuzzed),
        .target(name: "CBOR", sources: ["CBORValue.swift"], swiftSettings: fuzzed),
        .target(name: "CQL2", dependencies: ["Bilingual", "Geometry", "Wire"], swiftSettings: fuzzed),
        .target(name: "Metering", dependencies: ["Bilingual", "Wire"], swiftSettings: fuzzed),
        .target(name: "MeterMessages", dependencies: ["Bilingual", "Metering", "Wire"], swiftSettings: fuzzed),
        .executableTarget(
            name: "Fuzz",
            dependencies: ["Wire", "Geometry", "Ledger", "MQTTWire", "Forms", "CBOR", "CQL2", "MeterMessages"],
            swiftSettings: fuzzed,
            linkerSettings: [.unsafeFlags(["-use-ld=lld", "-sanitize=fuzzer,address"])]),
    ])
