// swift-tools-version: 6.2
// SPDX-License-Identifier: EUPL-1.2
import PackageDescription

/// Settings of every Swift target of ours; dependencies keep their own.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")

func room(_ name: String, _ dependencies: [Target.Dependency], resources: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: resources, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: [], swiftSettings: house)
}

/// Folders beside those of SensorThings, whose conformance tests lie in a folder of their own.
let otherTests = [
    "AccessTests",
    "CatalogueTests",
    "ConnectionsTests",
    "DecisionTests",
    "DemonstrationTests",
    "DocumentsTests",
    "EndToEnd",
    "FeaturesTests",
    "GeometryTests",
    "IngestTests",
    "KnowledgeTests",
    "LedgerTests",
    "MQTTTests",
    "PlanningTests",
    "PlatformTests",
    "RightsTests",
    "StorageContractTests",
    "TestSupport",
    "ThreadsTests",
    "WebTests",
    "WireTests",
]

let package = Package(
    name: "allmende",
    products: [
        .executable(name: "allmende", targets: ["allmende"]),
        .library(name: "AllmendePlatform", targets: ["Platform"]),
        .library(name: "AllmendeDecision", targets: ["Decision"]),
        .library(
            name: "AllmendeLedger",
            targets: ["Ledger", "LedgerStorage", "Storage", "StorageSQLite", "StoragePostgres", "Wire"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C libraries of the system
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CProj", pkgConfig: "proj", providers: [.apt(["libproj-dev"])]),
        .systemLibrary(name: "CGEOS", pkgConfig: "geos", providers: [.apt(["libgeos-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CCbc", pkgConfig: "cbc", providers: [.apt(["coinor-libcbc-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
        .target(
            name: "CMappings",
            cSettings: [.treatAllWarnings(as: .error), .disableWarning("c23-extensions")]),
        .target(
            name: "CKnowledge",
            cSettings: [.treatAllWarnings(as: .error), .disableWarning("c23-extensions")]),
        .target(
            name: "CAssets",
            cSettings: [.treatAllWarnings(as: .error), .disableWarning("c23-extensions")]),

        .target(
            name: "CSpatial", dependencies: ["CGEOS", "CProj"], cSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("sqlite3")]),

        .target(
            name: "CRE2", cxxSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("re2"), .linkedLibrary("stdc++")]),

        // Ground: bytes, shapes, the storage seam
        room("Wire", []),
        room("Threads", []),
        room("Geometry", ["Wire", "CProj"]),
        room("Storage", ["Wire"]),
        room("StorageSQLite", ["Storage", "Wire", "Geometry", "CSpatial", grdb, grdbSQLite]),
        room("StoragePostgres", ["Storage", "Wire", "CLibpq"]),
        room("Documents", []),
        room("Outbound", ["CCurl"]),
        room("Connections", [nioCore, logging]),
        room("HTTPSupport", ["Wire", "Storage", "Threads", hummingbird, httpTypes, logging, nioCore]),

        room("MQTT", ["Connections", nioCore, nioPosix, nioHTTP1, nioWebSocket, nioSSL, deque, logging, lifecycle]),

        // A log that nobody rewrites unseen
        room("Ledger", ["CCrypto", "CSodium"]),
        room("LedgerStorage", ["Ledger", "Storage", "Wire"]),

        // The mathematics of choosing
        room("Decision", ["Wire", "CCbc"]),

        // Who asks, and for what
        room("Rights", ["Wire", "Storage", "Ledger", "LedgerStorage"]),
        room(
            "Access",
            [
                "Wire", "Storage", "Threads", "Rights", "HTTPSupport", "CSodium", hummingbird, httpTypes, logging,
                nioCore,
            ]),
        room("Catalogue", ["Wire", "Storage", "Rights", "Geometry"]),

        // The rooms
        room(
            "SensorThings",
            [
                "Wire", "Geometry", "Storage", "Rights", "HTTPSupport", "Access", "Catalogue", hummingbird, httpTypes,
                nioCore,
                logging,
            ]),
        room(
            "Features",
            [
                "Wire", "Geometry", "Storage", "Rights", "HTTPSupport", "Access", "Catalogue", hummingbird, httpTypes,
                nioCore,
                logging,
            ]),
        room(
            "Ingest",
            [
                "Wire", "Geometry", "Storage", "Rights", "Access", "Catalogue", "SensorThings", "Features", "Outbound",
                "CArchive", "CSodium", "CMappings", "CRE2",
            ],
            resources: ["Mappings"]),
        room("Knowledge", ["Wire", "Storage", "CKnowledge", "CSodium", "CStemmer"], resources: ["Content"]),
        room(
            "Planning",
            ["Wire", "Geometry", "Storage", "Rights", "Catalogue", "Decision", "Documents", "Knowledge"]),
        room(
            "Demonstration",
            [
                "Wire", "Geometry", "Storage", "Access", "Catalogue", "SensorThings", "Features", "Ingest", "Planning",
                "CSodium",
            ]),
        room(
            "Web",
            [
                "Wire", "Geometry", "Storage", "Rights", "HTTPSupport", "Access", "Catalogue", "SensorThings",
                "Features",
                "Ingest", "Knowledge", "LedgerStorage", "Planning", "Decision", "Documents", "Threads",
                "CAssets", hummingbird, httpTypes, nioCore, logging,
            ]),
        room(
            "Platform",
            [
                "Wire", "Geometry", "Storage", "StorageSQLite", "StoragePostgres", "Rights", "HTTPSupport", "Access",
                "Catalogue",
                "SensorThings", "Features", "Ingest", "Knowledge", "Ledger", "LedgerStorage", "Planning",
                "Demonstration", "Web",
                "MQTT",
                "Outbound", "Threads", "Connections", "CMalloc",
                hummingbird, nioPosix, nioHTTP1, nioWebSocket, deque,
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                hummingbirdCore,
                httpTypes, nioCore, logging, lifecycle,
            ]),
        .executableTarget(
            name: "allmende",
            dependencies: [
                "Platform", "Access", "Catalogue", "Decision", "Demonstration", "Ingest", "Knowledge", "Ledger",
                "LedgerStorage", "Planning", "Rights", "SensorThings", "Storage", "StorageSQLite", "Wire",
                argumentParser, logging,
            ],
            swiftSettings: house),

        // Tests
        .target(
            name: "TestSupport",
            dependencies: ["Wire", "Storage", "StorageSQLite", "StoragePostgres", "Platform"],
            path: "Tests/TestSupport", swiftSettings: house),
        tests("WireTests", ["Wire"]),
        tests("ThreadsTests", ["Threads"]),
        tests("ConnectionsTests", ["Connections", nioCore]),
        tests("MQTTTests", ["MQTT", nioCore, nioPosix, logging]),
        tests("GeometryTests", ["Geometry", "Wire"]),
        tests("LedgerTests", ["Ledger", "Wire"]),
        tests("DecisionTests", ["Decision", "Wire"]),
        tests("DocumentsTests", ["Documents", "CArchive"]),
        tests(
            "StorageContractTests", ["Storage", "StorageSQLite", "StoragePostgres", "TestSupport", "Wire", "Platform"]),
        tests(
            "RightsTests",
            [
                "Rights", "Access", "Catalogue", "Ledger", "LedgerStorage", "Storage", "StoragePostgres", "TestSupport",
                "Wire", "Platform",
            ]),
        tests("AccessTests", ["Access", "Storage", "Threads", "HTTPSupport", "TestSupport", "Wire"]),
        tests("CatalogueTests", ["Catalogue", "Access", "Storage", "TestSupport", "Wire"]),
        .testTarget(
            name: "SensorThingsTests",
            dependencies: [
                "SensorThings", "Catalogue", "Access", "Storage", "HTTPSupport", "Geometry", "Demonstration",
                "TestSupport",
                "Wire", "Platform",
                hummingbird, .product(name: "HummingbirdTesting", package: "hummingbird"), httpTypes, nioCore,
            ],
            // the conformance tests, one folder for each requirement class, share the fixtures
            path: "Tests", exclude: otherTests, sources: ["SensorThingsTests", "ConformanceTests"],
            swiftSettings: house),
        tests(
            "FeaturesTests",
            [
                "Features", "Catalogue", "Access", "Storage", "HTTPSupport", "Geometry", "TestSupport", "Wire",
                "Platform",
                hummingbird, .product(name: "HummingbirdTesting", package: "hummingbird"), httpTypes, nioCore,
            ]),
        tests(
            "IngestTests",
            [
                "Ingest", "SensorThings", "Features", "Catalogue", "Access", "Storage", "Geometry", "TestSupport",
                "Wire", "Platform", "CArchive",
            ]),
        tests(
            "PlanningTests",
            ["Planning", "Decision", "Knowledge", "Catalogue", "Documents", "Access", "Storage", "TestSupport", "Wire"]),
        tests("KnowledgeTests", ["Knowledge", "Storage", "TestSupport", "Wire"]),
        tests(
            "DemonstrationTests",
            [
                "Demonstration", "Ingest", "SensorThings", "Features", "Catalogue", "Access", "Storage", "TestSupport",
                "Wire", "Platform",
            ]),
        tests(
            "WebTests",
            [
                "Web", "SensorThings", "Features", "Catalogue", "Access", "Storage", "HTTPSupport", "LedgerStorage",
                "TestSupport", "Wire", "Platform", "Planning", "Decision", "Threads",
                hummingbird, .product(name: "HummingbirdTesting", package: "hummingbird"), httpTypes, nioCore,
            ]),
        tests(
            "PlatformTests",
            [
                "Platform", "Access", "Storage", "HTTPSupport", "Ledger", "LedgerStorage", "TestSupport", "Wire",
                "CCurl",
                hummingbird,
                .product(name: "HummingbirdTesting", package: "hummingbird"), httpTypes, nioCore, logging,
            ]),
    ]
)
