// swift-tools-version: 6.2
// SPDX-License-Identifier: EUPL-1.2
import PackageDescription

/// Rooms that stand on the site alone: the folder `Rooms/NAME` becomes the target NAME, its Tests the target NAMETests.
///
/// A new room is one line here and its entry in Sources/Platform/House.swift.
let rooms: [String] = [
    // by the alphabet
    "Notices"
]

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
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
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

/// The ground and pure parts, below Sources.
func ground(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: house)
}

/// What a room knows without a page: its folder but for what `pages` takes.
func core(
    _ name: String, _ dependencies: [Target.Dependency], without: [String] = ["Pages", "Words", "Room.swift"]
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Rooms/\(name)", exclude: without + ["Tests"],
        swiftSettings: house)
}

/// The pages of a room.
func pages(
    _ name: String, _ dependencies: [Target.Dependency], from folders: [String] = ["Pages", "Words", "Room.swift"],
    besides files: [String] = []
) -> Target {
    .target(
        name: name + "Pages",
        dependencies: dependencies + [
            "Bilingual", "Answers", "Catalogue", "HTTPSupport", "Rights", "RoomKit", "Site", "Storage", "Wire",
            hummingbird, httpTypes, nioCore,
        ], path: "Rooms/\(name)", exclude: files, sources: folders, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], of room: String? = nil) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: room.map { "Rooms/\($0)/Tests" }, swiftSettings: house)
}

/// A room that stands on the site alone, and its tests.
func wholeRoom(_ name: String) -> [Target] {
    let site: [Target.Dependency] = [
        "Answers", "Bilingual", "Catalogue", "HTTPSupport", "Rights", "RoomKit", "Site", "Storage", "Wire",
        argumentParser, hummingbird, httpTypes, nioCore,
    ]
    return [
        .target(
            name: name, dependencies: site, path: "Rooms/\(name)", exclude: ["Docs", "Tests"], swiftSettings: house),
        .testTarget(
            name: name + "Tests",
            dependencies: site + [.byName(name: name), "Access", "Platform", "TestSupport", hummingbirdTesting],
            path: "Rooms/\(name)/Tests", swiftSettings: house),
    ]
}

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
        .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
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

        .target(name: "CXML", dependencies: ["CXML2"], cSettings: [.treatAllWarnings(as: .error)]),

        // Ground: bytes, shapes, the storage seam
        ground("Wire", []),
        ground("Threads", []),
        ground("Geometry", ["Wire", "CProj"]),
        ground("Storage", ["Wire"]),
        ground("StorageSQLite", ["Storage", "Wire", "Geometry", "CSpatial", grdb, grdbSQLite]),
        ground("StoragePostgres", ["Storage", "Wire", "CLibpq"]),
        ground("Bilingual", []),
        ground("Answers", ["Wire", "Storage", "Threads", httpTypes]),
        ground("Documents", []),
        ground("Outbound", ["CCurl"]),
        ground("Connections", [nioCore, logging]),
        ground(
            "HTTPSupport",
            ["Wire", "Storage", "Threads", "Answers", "Rights", hummingbird, httpTypes, logging, nioCore]),

        ground("MQTT", ["Connections", nioCore, nioPosix, nioHTTP1, nioWebSocket, nioSSL, deque, logging, lifecycle]),

        // A log that nobody rewrites unseen
        ground("Ledger", ["CCrypto", "CSodium"]),
        ground("LedgerStorage", ["Ledger", "Storage", "Wire"]),

        // The mathematics of choosing
        ground("Decision", ["Wire", "Bilingual", "CCbc"]),

        // Who asks
        ground("Rights", ["Wire", "Storage", "Ledger", "LedgerStorage"]),

        // What rooms are made of
        ground("RoomKit", ["Answers", "Bilingual", "Storage", "Wire", argumentParser, logging]),
        ground(
            "Site",
            [
                "Answers", "Bilingual", "Catalogue", "CAssets", "HTTPSupport", "Rights", "RoomKit", "Storage", "Wire",
                hummingbird, httpTypes, nioCore,
            ]),

        // The rooms: what they know
        core(
            "Access",
            ["Answers", "Wire", "Storage", "Threads", "Rights", "LedgerStorage", "CSodium", httpTypes, logging],
            without: ["Pages", "Routes", "Words", "Room.swift"]),
        core("Catalogue", ["Answers", "Wire", "Storage", "Rights", "Geometry", httpTypes]),
        core(
            "SensorThings",
            [
                "Answers", "Wire", "Geometry", "Storage", "Rights", "HTTPSupport", "Access", "Catalogue", hummingbird,
                httpTypes, nioCore, logging,
            ]),
        core(
            "Features",
            [
                "Answers", "Wire", "Geometry", "Storage", "Rights", "HTTPSupport", "Access", "Catalogue", hummingbird,
                httpTypes, nioCore, logging,
            ], without: []),
        core(
            "Ingest",
            [
                "Answers", "Wire", "Geometry", "Storage", "Rights", "Access", "Catalogue", "SensorThings", "Features",
                "Outbound", "CArchive", "CSodium", "CMappings", "CRE2", "CXML",
            ], without: ["Mappings", "Pages", "Words", "Room.swift"]),
        core(
            "Knowledge", ["Wire", "Bilingual", "Storage", "CKnowledge", "CSodium", "CStemmer"],
            without: ["Content", "Pages", "Words", "Room.swift"]),
        core(
            "Planning",
            [
                "Answers", "Wire", "Bilingual", "Geometry", "Storage", "Rights", "Catalogue", "Decision", "Documents",
                "Knowledge", httpTypes,
            ], without: ["Pages", "Room.swift"]),

        // The rooms: their pages
        pages("Access", ["Access", "LedgerStorage"], from: ["Pages", "Routes", "Words", "Room.swift"]),
        pages("SensorThings", ["SensorThings", "Features", "Access", "Threads"]),
        pages("Ingest", ["Ingest", "SensorThings", "SensorThingsPages"], besides: ["Mappings"]),
        pages("Knowledge", ["Knowledge"], besides: ["Content"]),
        pages("Catalogue", ["SensorThings", "SensorThingsPages", "IngestPages", "Access"]),
        pages(
            "Planning",
            [
                "Planning", "SensorThings", "SensorThingsPages", "Knowledge", "Decision", "Documents", "Access",
                "Threads", logging,
            ], from: ["Pages", "Room.swift"]),
        ground(
            "Front",
            [
                "Access", "Bilingual", "Catalogue", "HTTPSupport", "Rights", "RoomKit", "SensorThings",
                "SensorThingsPages", "Site", "Storage", "Threads", "Wire", hummingbird, httpTypes,
            ], path: "Front"),

        // The house
        ground(
            "Demonstration",
            [
                "Answers", "Wire", "Geometry", "Storage", "Access", "Catalogue", "SensorThings", "Features", "Ingest",
                "Planning", "CSodium",
            ]),
        ground(
            "Platform",
            rooms.map { .byName(name: $0) } + [
                "Answers", "Wire", "Bilingual", "Geometry", "Storage", "StorageSQLite", "StoragePostgres", "Ledger",
                "LedgerStorage", "Rights", "HTTPSupport", "RoomKit", "Site",
                "Access", "AccessPages", "Catalogue", "CataloguePages", "SensorThings", "SensorThingsPages", "Features",
                "Ingest", "IngestPages", "Knowledge", "KnowledgePages", "Planning", "PlanningPages", "Front",
                "Demonstration", "MQTT", "Outbound", "Threads", "Connections", "CMalloc",
                hummingbird, nioPosix, nioHTTP1, nioWebSocket, deque,
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                hummingbirdCore,
                httpTypes, nioCore, logging, lifecycle,
            ]),
        .executableTarget(
            name: "allmende",
            dependencies: [
                "Answers",
                "Platform", "Access", "Catalogue", "Decision", "Demonstration", "Ingest", "Knowledge", "Ledger",
                "LedgerStorage", "Planning", "Rights", "SensorThings", "Storage", "StorageSQLite", "Wire", "Bilingual",
                "RoomKit",
                argumentParser, logging,
            ],
            swiftSettings: house),

        // Tests
        .target(name: "Randomness", path: "Tests/Randomness", swiftSettings: house),
        .target(
            name: "TestSupport",
            dependencies: ["Wire", "Storage", "StorageSQLite", "StoragePostgres", "Platform"],
            path: "Tests/TestSupport", swiftSettings: house),
        tests("WireTests", ["Randomness", "Wire"]),
        tests("ThreadsTests", ["Randomness", "Threads"]),
        tests("ConnectionsTests", ["Connections", nioCore]),
        tests("MQTTTests", ["Randomness", "MQTT", nioCore, nioPosix, logging]),
        tests("GeometryTests", ["Randomness", "Geometry", "Wire"]),
        tests("LedgerTests", ["Randomness", "Ledger", "Wire"]),
        tests("DecisionTests", ["Decision", "Bilingual", "Wire"]),
        tests("DocumentsTests", ["Documents", "CArchive"]),
        tests(
            "StorageContractTests", ["Storage", "StorageSQLite", "StoragePostgres", "TestSupport", "Wire", "Platform"]),
        tests(
            "RightsTests",
            [
                "Randomness", "Rights", "Access", "Catalogue", "Ledger", "LedgerStorage", "Storage", "StoragePostgres",
                "TestSupport",
                "Wire", "Platform",
            ]),
        tests(
            "AccessTests", ["Access", "Answers", "Storage", "Threads", "HTTPSupport", "TestSupport", "Wire"],
            of: "Access"),
        tests("CatalogueTests", ["Catalogue", "Access", "Storage", "TestSupport", "Wire"], of: "Catalogue"),
        tests(
            "SensorThingsTests",
            [
                "Randomness", "SensorThings", "Catalogue", "Access", "Storage", "HTTPSupport", "Geometry",
                "Demonstration",
                "TestSupport", "Wire", "Platform", hummingbird, hummingbirdTesting, httpTypes, nioCore,
            ], of: "SensorThings"),
        tests(
            "FeaturesTests",
            [
                "Randomness", "Features", "Catalogue", "Access", "Storage", "HTTPSupport", "Geometry", "TestSupport",
                "Wire",
                "Platform", hummingbird, hummingbirdTesting, httpTypes, nioCore,
            ], of: "Features"),
        tests(
            "IngestTests",
            [
                "Randomness", "Ingest", "SensorThings", "Features", "Catalogue", "Access", "Storage", "Geometry",
                "TestSupport",
                "Wire", "Platform", "CArchive",
            ], of: "Ingest"),
        tests(
            "PlanningTests",
            [
                "Randomness", "Planning", "Decision", "Knowledge", "Catalogue", "Documents", "Access", "Storage",
                "TestSupport",
                "Wire",
                "Bilingual",
            ], of: "Planning"),
        tests(
            "KnowledgeTests", ["Randomness", "Knowledge", "Bilingual", "Storage", "TestSupport", "Wire"],
            of: "Knowledge"),
        tests(
            "DemonstrationTests",
            [
                "Demonstration", "Ingest", "SensorThings", "Features", "Catalogue", "Access", "Storage", "TestSupport",
                "Wire", "Platform",
            ]),
        tests(
            "WebTests",
            [
                "Answers", "Site", "Front", "SensorThings", "SensorThingsPages", "CataloguePages", "PlanningPages",
                "AccessPages", "IngestPages", "KnowledgePages", "Features", "Catalogue", "Access", "LedgerStorage",
                "Storage", "HTTPSupport", "TestSupport", "Wire", "Platform", "Planning", "Decision", "Threads",
                "Bilingual",
                hummingbird, hummingbirdTesting, httpTypes, nioCore,
            ]),
        tests(
            "PlatformTests",
            [
                "Platform", "Access", "Bilingual", "Ledger", "LedgerStorage", "RoomKit", "Site", "Storage",
                "HTTPSupport", "TestSupport", "Wire", "CCurl", hummingbird, hummingbirdTesting, httpTypes, nioCore,
                logging,
            ]),
    ] + rooms.flatMap(wholeRoom)
)
