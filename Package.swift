// swift-tools-version: 6.2
// SPDX-License-Identifier: EUPL-1.2
import Foundation
import PackageDescription

/// Rooms that stand on the site alone: the folder `Rooms/NAME` becomes the target NAME, its Tests the target NAMETests.
///
/// A new room is one line here and its entry in Sources/Platform/House.swift.
let rooms: [String] = [
    // by the alphabet
    "Administration",
    "Notices",
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
let nioSSL = Target.Dependency.product(
    name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["TLS"]))
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")

/// Those of the names that a room's folder has.
func present(_ names: [String], in room: String) -> [String] {
    names.filter { FileManager.default.fileExists(atPath: Context.packageDirectory + "/Rooms/\(room)/\($0)") }
}

/// What of a room's folder is none of `folders`.
func rest(of room: String, but folders: [String], below: String = "") -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(
        atPath: Context.packageDirectory + "/Rooms/\(room)/\(below)")
    return (names ?? []).sorted().flatMap { name -> [String] in
        let path = below + name
        if folders.contains(path) { return [] }
        let isOnTheWay = folders.contains { $0.hasPrefix(path + "/") }
        return isOnTheWay ? rest(of: room, but: folders, below: path + "/") : [path]
    }
}

/// The ground and pure parts, below Sources.
func ground(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: house)
}

/// What of a room's folder is no part of what it knows.
let shown = ["Pages", "Routes", "Words", "Room.swift", "Commands"]

/// What a room knows without a page: its folder but for what `pages` takes.
func core(_ name: String, _ dependencies: [Target.Dependency], without: [String] = shown) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Rooms/\(name)",
        exclude: present(without + ["Docs", "Tests"], in: name), swiftSettings: house)
}

/// A part of a room that is too large for one target: folders of its own, asked by the room's other parts.
func part(_ name: String, of room: String, _ folders: [String], _ dependencies: [Target.Dependency]) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Rooms/\(room)", exclude: rest(of: room, but: folders),
        swiftSettings: house)
}

/// What the pages of every room stand on.
let site: [Target.Dependency] = [
    "Answers", "Bilingual", "Catalogue", "HTTPSupport", "Rights", "RoomKit", "Site", "Storage", "Wire",
    argumentParser, hummingbird, httpTypes, nioCore,
]

/// The pages of a room, and its commands.
func pages(
    _ name: String, _ dependencies: [Target.Dependency], from folders: [String] = shown, without parts: [String] = []
) -> Target {
    .target(
        name: name + "Pages", dependencies: dependencies + site, path: "Rooms/\(name)",
        exclude: rest(of: name, but: folders) + present(parts, in: name), swiftSettings: house)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], of room: String? = nil, in folder: String = "Tests",
    without others: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: room.map { "Rooms/\($0)/\(folder)" }, exclude: others,
        swiftSettings: house)
}

/// What a plan is read for, each in a folder; its pages in a folder of the same name.
let planningAnalyses = [
    "Assessment", "Checks", "Cost", "Goals", "Indicators", "Inventory", "People", "Portfolio",
]

let planningPages: [Target.Dependency] =
    site + [
        "Decision", "Documents", "Knowledge", "Planning", "SensorThings", "SensorThingsFrame",
    ]

let sensorThingsTests: [Target.Dependency] = [
    "Randomness", "SensorThings", "SensorThingsFixtures", "Catalogue", "Access", "Storage", "HTTPSupport", "Geometry",
    "Demonstration", "Features", "FeaturesPages", "Site", "TestSupport", "Wire", "Platform", hummingbird,
    hummingbirdTesting, httpTypes, nioCore,
]

/// A room that stands on the site alone, and its tests.
func wholeRoom(_ name: String) -> [Target] {
    [
        .target(
            name: name, dependencies: site, path: "Rooms/\(name)", exclude: present(["Docs", "Tests"], in: name),
            swiftSettings: house),
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
        .library(name: "AllmendeDecision", targets: ["Decision", "Trial"]),
        .library(
            name: "AllmendeLedger",
            targets: ["Ledger", "LedgerStorage", "Storage", "StorageSQLite", "StoragePostgres", "Wire"]),
        .library(name: "AllmendeSharing", targets: ["Sharing", "MeterMessages"]),
    ],
    traits: [
        .trait(
            name: "TLS", description: "MQTT with TLS on a port of its own."),
        .default(enabledTraits: ["TLS"]),
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
        .systemLibrary(name: "CSerd", pkgConfig: "serd-0", providers: [.apt(["libserd-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
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

        .target(name: "CCage", cSettings: [.treatAllWarnings(as: .error)]),
        .target(name: "CSpawn", cSettings: [.treatAllWarnings(as: .error)]),
        ground("Cage", ["CCage"]),

        .target(
            name: "CSpatial", dependencies: ["CGEOS", "CProj"], cSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("sqlite3")]),

        .target(
            name: "CRE2", cxxSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("re2"), .linkedLibrary("stdc++")]),

        .target(name: "CXML", dependencies: ["CXML2"], cSettings: [.treatAllWarnings(as: .error)]),

        // Ground: bytes, shapes, the storage seam
        ground("Wire", []),
        ground("Markup", ["CXML"]),
        ground("Threads", ["CSpawn"]),
        ground("Geometry", ["Wire", "CProj"]),
        ground("CQL2", ["Bilingual", "Geometry", "Wire"]),
        ground("VectorTiles", ["Geometry", "CGEOS"]),
        ground("Storage", ["Wire"]),
        ground("StorageSQLite", ["Storage", "Wire", "Geometry", "CSpatial", grdb, grdbSQLite]),
        ground("StoragePostgres", ["Storage", "Wire", "CLibpq"]),
        ground("Bilingual", []),
        ground("Answers", ["Wire", "Storage", "Threads", httpTypes]),
        ground("Documents", ["CArchive", "Threads"]),
        ground("Outbound", ["CCurl"]),

        // The rules by which values are doubted
        ground("Quality", []),
        ground("Connections", [nioCore, logging]),
        ground(
            "HTTPSupport",
            [
                "Wire", "Bilingual", "Storage", "Threads", "Answers", "Rights", hummingbird, httpTypes, logging,
                nioCore,
            ]),

        ground(
            "MQTT",
            ["Connections", "Rights", nioCore, nioPosix, nioHTTP1, nioWebSocket, nioSSL, deque, logging, lifecycle]),

        // What listens for HTTP, and lets MQTT go on as WebSocket
        ground(
            "Listening",
            [
                "Answers", "Connections", "HTTPSupport", "MQTT", "Wire", deque, httpTypes, hummingbirdCore, logging,
                nioCore,
                nioHTTP1, nioWebSocket, .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ]),

        // What makes answers small
        ground("Packing", ["CZlib", "HTTPSupport", hummingbird, httpTypes, nioCore]),

        // A log that nobody rewrites unseen
        ground("Ledger", ["CCrypto", "CSodium"]),
        ground("LedgerStorage", ["Ledger", "Storage", "Wire"]),

        // The mathematics of choosing
        ground("Decision", ["Wire", "Bilingual", "CCbc"]),

        // The mathematics of trying: what a pilot's numbers say, and when it may go on
        ground("Trial", ["Decision"]),

        // Shared power: who gets how much of it, what meters say, what it costs
        ground("Sharing", ["Bilingual"]),
        ground("Metering", ["Bilingual", "Wire"]),
        ground("MeterMessages", ["Bilingual", "Metering", "Wire"]),
        ground("Settlement", ["Bilingual", "Metering", "Sharing"]),
        ground("PowerBills", ["Ledger", "Markup", "Metering", "Settlement", "Sharing", "Wire"]),
        ground("MeterTables", ["Bilingual", "MeterMessages", "Metering", "Sharing", "Wire"]),

        // Statements, and catalogues of open data made of them
        ground("RDF", ["CSerd", "Wire"]),
        ground("DCAT", ["Bilingual", "Geometry", "RDF", "Wire"]),

        // Who asks
        ground("Rights", ["Wire", "Storage", "Ledger", "LedgerStorage"]),

        // What rooms are made of
        ground("RoomKit", ["Answers", "Bilingual", "Rights", "Storage", "Wire", argumentParser, logging]),
        ground(
            "Site",
            [
                "Answers", "Bilingual", "Catalogue", "CAssets", "HTTPSupport", "Rights", "RoomKit", "Storage", "Wire",
                hummingbird, httpTypes, nioCore,
            ]),

        // The rooms: what they know
        core(
            "Access",
            [
                "Answers", "Wire", "Storage", "Threads", "Rights", "Ledger", "LedgerStorage", "CCrypto", "CSodium",
                httpTypes, logging,
            ]),
        core(
            "Catalogue",
            ["Answers", "Bilingual", "DCAT", "Ledger", "Wire", "Storage", "Rights", "Geometry", httpTypes]),
        part(
            "SensorThingsModel", of: "SensorThings", ["Model", "Query"],
            ["Answers", "Bilingual", "HTTPSupport", "Storage", "Wire", httpTypes]),
        part(
            "SensorThingsReading", of: "SensorThings", ["Reading"],
            [
                "Access", "Answers", "Geometry", "HTTPSupport", "Rights", "SensorThingsModel", "Storage", "Wire",
                httpTypes,
            ]),
        part(
            "SensorThingsWriting", of: "SensorThings", ["Writing"],
            [
                "Access", "Answers", "Bilingual", "Catalogue", "Geometry", "Rights", "SensorThingsModel",
                "SensorThingsReading", "Storage", "Wire",
            ]),
        part(
            "SensorThingsSeries", of: "SensorThings", ["Series", "Retention"],
            [
                "Access", "Answers", "Bilingual", "Catalogue", "Geometry", "HTTPSupport", "Rights", "SensorThingsModel",
                "SensorThingsReading", "SensorThingsWriting", "Storage", "Wire", httpTypes,
            ]),
        core(
            "SensorThings",
            [
                "Answers", "Bilingual", "Wire", "Geometry", "Storage", "Rights", "HTTPSupport", "Access", "Catalogue",
                "SensorThingsModel", "SensorThingsReading", "SensorThingsSeries", "SensorThingsWriting", hummingbird,
                httpTypes, nioCore, logging,
            ],
            without: shown.filter { $0 != "Routes" } + ["Model", "Query", "Reading", "Retention", "Series", "Writing"]),
        core(
            "Features",
            [
                "Answers", "Bilingual", "CQL2", "Wire", "Geometry", "Storage", "Rights", "Access", "Catalogue",
                httpTypes,
            ], without: shown + ["WFS"]),
        part(
            "FeaturesWFS", of: "Features", ["WFS"],
            ["Answers", "Bilingual", "CQL2", "Features", "Geometry", "Markup", "Rights", "Storage", "Wire", httpTypes]),
        core(
            "QualityWatch",
            ["Answers", "Bilingual", "Catalogue", "Quality", "Rights", "SensorThings", "Storage", "Wire"]),
        part(
            "IngestModel", of: "Ingest", ["Model", "Times"],
            ["Access", "Catalogue", "CMappings", "CRE2", "Geometry", "Ledger", "Storage", "Wire"]),
        part(
            "IngestReading", of: "Ingest", ["Parsing", "Sheets", "Sources"],
            ["CArchive", "Catalogue", "CXML", "Geometry", "IngestModel", "Wire"]),
        part("IngestProposal", of: "Ingest", ["Proposal"], ["Geometry", "IngestModel", "IngestReading", "Wire"]),
        core(
            "Ingest",
            [
                "Answers", "Wire", "Geometry", "Storage", "Rights", "Access", "Catalogue", "SensorThings", "Features",
                "Bilingual", "IngestModel", "IngestProposal", "IngestReading", "QualityWatch", "Ledger", "Outbound",
            ],
            without: shown + ["Mappings", "Model", "Parsing", "Proposal", "Sheets", "Sources", "Times", "Waiting"]),
        .target(
            name: "IngestWaiting",
            dependencies: [
                "Answers", "Bilingual", "Catalogue", "Features", "Ingest", "Ledger", "Outbound", "Rights", "Storage",
                "Threads", "Wire",
            ], path: "Rooms/Ingest/Waiting", swiftSettings: house),
        core(
            "Knowledge", ["Wire", "Bilingual", "Ledger", "Storage", "CKnowledge", "CStemmer"],
            without: shown + ["Content"]),
        part(
            "PlanningModel", of: "Planning", ["Model", "Words"],
            ["Bilingual", "Decision", "Geometry", "Knowledge", "Storage", "Wire"]),
        part(
            "PlanningAnalyses", of: "Planning", planningAnalyses,
            ["Bilingual", "Catalogue", "Decision", "Knowledge", "PlanningModel", "Rights", "Storage", "Wire"]),
        core(
            "Planning",
            [
                "Answers", "Wire", "Bilingual", "Storage", "Rights", "Catalogue", "Decision", "Documents", "Knowledge",
                "PlanningAnalyses", "PlanningModel", httpTypes,
            ], without: ["Pages", "Room.swift", "Commands", "Model", "Words"] + planningAnalyses),
        core(
            "Energy",
            [
                "Access", "Answers", "Bilingual", "Catalogue", "Decision", "Ledger", "LedgerStorage", "MeterTables",
                "Metering", "PowerBills", "Rights", "SensorThings", "Settlement", "Sharing", "Storage", "Wire",
            ], without: shown + ["Changes", "Contracts", "Demo"]),
        part(
            "EnergyContracts", of: "Energy", ["Contracts/Model", "Contracts/Queries"],
            [
                "Bilingual", "Documents", "Energy", "Geometry", "Ledger", "Metering", "PowerBills", "Rights",
                "Settlement", "Sharing", "Storage", "Wire",
            ]),
        part(
            "EnergyChanges", of: "Energy", ["Changes"],
            ["Bilingual", "Energy", "Ledger", "Metering", "Settlement", "Storage", "Wire"]),

        // The rooms: their pages
        pages("Access", ["Access", "Ledger", "LedgerStorage"]),
        part(
            "SensorThingsFrame", of: "SensorThings", ["Pages/Frame"],
            site + ["Access", "Features", "SensorThings", "Threads"]),
        pages(
            "SensorThings",
            [
                "SensorThings", "SensorThingsFrame", "Documents", "Features", "Access", "QualityWatch",
                "QualityWatchPages", "Threads",
            ], from: shown.filter { $0 != "Routes" }, without: ["Pages/Frame"]),
        .target(
            name: "Pilots",
            dependencies: [
                "Answers", "Bilingual", "Catalogue", "Decision", "Documents", "HTTPSupport", "Ledger", "Planning",
                "QualityWatch", "Rights", "RoomKit", "SensorThings", "SensorThingsFrame", "Site", "Storage", "Threads",
                "Trial", "Wire", argumentParser, logging, hummingbird, httpTypes, nioCore,
            ], path: "Rooms/Pilots", exclude: present(["Docs", "Tests"], in: "Pilots"), swiftSettings: house),
        pages(
            "Energy",
            [
                "Access", "Administration", "Documents", "Energy", "EnergyChanges", "EnergyContracts", "Ledger",
                "LedgerStorage", "MeterTables", "Metering", "PowerBills", "Settlement", "Sharing", "Threads", logging,
            ], from: ["Pages", "Routes", "Words"]),
        part(
            "EnergyContractPages", of: "Energy", ["Contracts/Pages", "Contracts/Routes", "Contracts/Words"],
            site + [
                "Documents", "Energy", "EnergyContracts", "EnergyPages", "Metering", "PowerBills", "SensorThingsFrame",
                "Settlement", logging,
            ]),
        // the room with all its parts, its commands and its demonstration
        part(
            "EnergyHouse", of: "Energy", ["Commands", "Demo", "Room.swift"],
            site + [
                "Access", "Administration", "Documents", "Energy", "EnergyChanges", "EnergyContractPages",
                "EnergyContracts",
                "EnergyPages", "Ledger", "LedgerStorage", "MeterTables", "Metering", "Outbound", "PowerBills",
                "Settlement", "Sharing",
            ]),
        .target(
            name: "Witness", dependencies: site + ["Ledger"], path: "Rooms/Witness",
            exclude: present(["Docs", "Tests"], in: "Witness"), swiftSettings: house),
        tests(
            "WitnessTests",
            [
                "Access", "HTTPSupport", "Ledger", "LedgerStorage", "Platform", "Rights", "RoomKit", "Site", "Storage",
                "TestSupport", "Wire", "Witness", hummingbird, hummingbirdTesting, httpTypes, nioCore,
            ], of: "Witness"),
        pages("QualityWatch", ["Quality", "QualityWatch"]),
        pages("Features", ["CQL2", "Features", "FeaturesWFS", "Geometry", "Markup"]),
        pages("Ingest", ["Ingest", "IngestWaiting", "SensorThings", "SensorThingsFrame", "Threads"]),
        pages("Knowledge", ["Knowledge"]),
        pages(
            "Catalogue",
            [
                "DCAT", "Features", "FeaturesPages", "Geometry", "IngestPages", "Quality", "QualityWatch", "RDF",
                "SensorThings", "SensorThingsFrame", "Access",
            ]),
        part("PlanningFrame", of: "Planning", ["Pages/Frame", "Pages/Words"], planningPages),
        part(
            "PlanningAnalysisPages", of: "Planning", planningAnalyses.map { "Pages/" + $0 },
            planningPages + ["PlanningFrame"]),
        pages(
            "Planning",
            [
                "Planning", "PlanningAnalysisPages", "PlanningFrame", "SensorThings", "SensorThingsFrame", "Knowledge",
                "Decision", "Documents", "Access",
                "QualityWatch", "QualityWatchPages", "Threads", logging,
            ], from: ["Pages", "Room.swift", "Commands"],
            without: ["Pages/Frame", "Pages/Words"] + planningAnalyses.map { "Pages/" + $0 }),
        .target(
            name: "Messaging",
            dependencies: [
                "Access", "Answers", "Bilingual", "HTTPSupport", "MQTT", "Rights", "RoomKit", "SensorThings", "Site",
                "Storage", "Threads", "Wire", hummingbird, httpTypes, logging, lifecycle, nioCore, nioPosix,
            ], path: "Rooms/Messaging", exclude: present(["Docs", "Tests"], in: "Messaging"), swiftSettings: house),
        .target(
            name: "Tiles",
            dependencies: site + [
                "Features", "FeaturesPages", "Geometry", "LayerStyles", "SensorThings", "SensorThingsFrame", "Threads",
                "VectorTiles",
            ],
            path: "Rooms/Tiles", exclude: present(["Docs", "Tests", "Styles"], in: "Tiles"), swiftSettings: house),
        part(
            "LayerStyles", of: "Tiles", ["Styles"],
            ["Bilingual", "Catalogue", "Features", "Markup", "Rights", "Storage", "Wire"]),
        .target(
            name: "EDR",
            dependencies: site + ["Features", "FeaturesPages", "Geometry", "SensorThings"],
            path: "Rooms/EDR", exclude: present(["Docs", "Tests"], in: "EDR"), swiftSettings: house),
        .target(
            name: "Harvest",
            dependencies: site + [
                "Cage", "DCAT", "Geometry", "Ledger", "Outbound", "RDF", "SensorThingsFrame", "Threads",
            ],
            path: "Rooms/Harvest", exclude: present(["Docs", "Tests"], in: "Harvest"), swiftSettings: house),
        .target(
            name: "Alerts",
            dependencies: site + [
                "Access", "Administration", "Ledger", "Planning", "SensorThings", "SensorThingsFrame",
            ],
            path: "Rooms/Alerts", exclude: present(["Docs", "Tests"], in: "Alerts"), swiftSettings: house),
        part("GISFetching", of: "GISFiles", ["Fetching"], ["Answers", "Bilingual", "Markup", "Outbound", "Wire"]),
        .target(
            name: "GISFiles",
            dependencies: site + [
                "CGEOS", "Cage", "Documents", "Features", "FeaturesPages", "GISFetching", "Geometry", "Ingest",
                "IngestPages", "IngestReading", "IngestWaiting", "LayerStyles", "Threads",
            ], path: "Rooms/GISFiles", exclude: present(["Docs", "Fetching", "Tests"], in: "GISFiles"),
            swiftSettings: house),
        ground(
            "Front",
            [
                "Access", "Bilingual", "Catalogue", "HTTPSupport", "Quality", "QualityWatch", "Rights", "RoomKit",
                "SensorThings", "SensorThingsFrame", "Site", "Storage", "Threads", "Wire", hummingbird, httpTypes,
            ], path: "Front"),

        // What the server says of itself
        ground("Reporting", ["Administration", "Bilingual", "Wire", logging]),

        // The house
        ground(
            "Demonstration",
            [
                "Answers", "Wire", "Geometry", "Storage", "Access", "Catalogue", "SensorThings", "Features", "Ingest",
                "Planning", "Ledger",
            ]),
        ground(
            "Platform",
            rooms.map { .byName(name: $0) } + [
                "Answers", "Wire", "Bilingual", "Geometry", "Storage", "StorageSQLite", "StoragePostgres", "Ledger",
                "LedgerStorage", "Rights", "HTTPSupport", "RoomKit", "Site",
                "Access", "AccessPages", "Alerts", "Catalogue", "CataloguePages", "EDR", "EnergyHouse", "Pilots",
                "SensorThings",
                "SensorThingsFrame", "SensorThingsPages",
                "Features",
                "FeaturesPages", "GISFiles", "Harvest", "Messaging",
                "Ingest", "IngestPages", "IngestWaiting", "Knowledge", "KnowledgePages", "Planning", "PlanningPages",
                "QualityWatch",
                "QualityWatchPages", "Front", "Tiles", "Witness",
                "Demonstration", "Listening", "Outbound", "Reporting", "Threads", "Connections", "CCrypto", "CMalloc",
                "Packing",
                argumentParser, hummingbird, nioHTTP1, hummingbirdCore,
                httpTypes, nioCore, logging, lifecycle,
            ]),
        .executableTarget(
            name: "allmende",
            dependencies: [
                "Answers",
                "Platform", "Access", "Catalogue", "Decision", "Demonstration", "Ingest", "Knowledge", "Ledger",
                "LedgerStorage", "Planning", "Rights", "SensorThings", "Storage", "StorageSQLite", "Wire", "Bilingual",
                "Messaging", "Reporting", "RoomKit",
                argumentParser, logging,
            ],
            swiftSettings: house),

        // Tests
        .target(name: "Randomness", path: "Tests/Randomness", swiftSettings: house),
        .target(
            name: "TestSupport",
            dependencies: ["Access", "Wire", "Storage", "StorageSQLite", "StoragePostgres", "Platform", "Threads"],
            path: "Tests/TestSupport", swiftSettings: house),
        tests("WireTests", ["Randomness", "Wire"]),
        tests("BilingualTests", ["Bilingual", "Randomness"]),
        tests("ThreadsTests", ["Randomness", "Threads"]),
        tests("ConnectionsTests", ["Connections", nioCore]),
        tests("MQTTTests", ["Randomness", "MQTT", "Rights", nioCore, nioPosix, logging]),
        tests("GeometryTests", ["Randomness", "Geometry", "Wire"]),
        tests("CQL2Tests", ["Bilingual", "Randomness", "CQL2", "Wire"]),
        tests("VectorTilesTests", ["CGEOS", "Geometry", "Randomness", "VectorTiles"]),
        tests("LedgerTests", ["Randomness", "Ledger", "Wire"]),
        tests("RDFTests", ["RDF", "Randomness", "Wire"]),
        tests("DCATTests", ["Bilingual", "DCAT", "Geometry", "RDF", "Wire"]),
        tests("QualityTests", ["Quality", "Randomness", "Wire"]),
        tests(
            "QualityWatchTests",
            [
                "Access", "Bilingual", "Catalogue", "HTTPSupport", "Ingest", "Platform", "Quality", "QualityWatch",
                "Rights", "SensorThings", "Storage", "TestSupport", "Wire", hummingbird, hummingbirdTesting, httpTypes,
                nioCore,
            ], of: "QualityWatch"),
        tests(
            "HarvestTests",
            [
                "Access", "Answers", "Bilingual", "Catalogue", "DCAT", "Geometry", "HTTPSupport", "Harvest", "Platform",
                "RDF",
                "Randomness", "Rights", "RoomKit", "Site", "Storage", "TestSupport", "Wire", hummingbird,
                hummingbirdTesting, httpTypes, nioCore,
            ], of: "Harvest"),
        tests(
            "AlertsTests",
            [
                "Access", "Administration", "Alerts", "Bilingual", "Catalogue", "HTTPSupport", "Planning", "Platform",
                "Randomness", "Rights", "SensorThings", "Site", "Storage", "TestSupport", "Wire", hummingbird,
                hummingbirdTesting,
                httpTypes, nioCore,
            ], of: "Alerts"),
        tests("DecisionTests", ["Decision", "Bilingual", "Wire"]),
        tests(
            "PilotsTests",
            [
                "Access", "Answers", "Bilingual", "Catalogue", "Demonstration", "Documents", "HTTPSupport", "Ledger",
                "Pilots",
                "Planning",
                "Platform", "Randomness", "Rights", "RoomKit", "SensorThings", "SensorThingsFrame", "Site", "Storage",
                "TestSupport", "Trial", "Wire", hummingbird, hummingbirdTesting, httpTypes, nioCore,
            ], of: "Pilots"),
        tests("TrialTests", ["Randomness", "Trial", "Wire"]),
        tests("MeterTablesTests", ["Bilingual", "MeterTables", "Metering", "Randomness", "Wire"]),
        tests(
            "EnergyTests",
            [
                "Access", "Administration", "Answers", "Bilingual", "Catalogue", "Documents", "Energy",
                "EnergyChanges", "EnergyContractPages", "EnergyContracts", "EnergyHouse", "EnergyOracles",
                "EnergyPages", "HTTPSupport",
                "Planning", "Ledger", "LedgerStorage", "MeterTables", "Metering", "Platform", "PowerBills",
                "Randomness", "Rights",
                "RoomKit", "SensorThings", "Settlement", "Sharing", "Site", "Storage", "TestSupport", "Wire",
                hummingbird, hummingbirdTesting, httpTypes, logging, nioCore,
            ], of: "Energy"),
        ground("EnergyOracles", ["Ledger", "Metering", "Randomness", "Wire"], path: "Tests/EnergyOracles"),
        tests("PowerBillsTests", ["EnergyOracles", "Metering", "PowerBills", "Settlement", "Wire"]),
        tests("SharingTests", ["Bilingual", "EnergyOracles", "Randomness", "Sharing", "Wire"]),
        tests("MeteringTests", ["EnergyOracles", "Metering", "Randomness", "Wire"]),
        tests(
            "MeterMessagesTests", ["Bilingual", "EnergyOracles", "MeterMessages", "Metering", "Randomness", "Wire"]),
        tests(
            "SettlementTests",
            ["Bilingual", "EnergyOracles", "Metering", "Randomness", "Settlement", "Sharing", "Wire"]),
        tests("DocumentsTests", ["Documents", "CArchive", "Threads"]),
        tests(
            "StorageContractTests",
            [
                "Catalogue", "Storage", "StorageSQLite", "StoragePostgres", "TestSupport", "Threads", "Wire",
                "Platform", "Rights",
            ]),
        tests(
            "RightsTests",
            [
                "Randomness", "Rights", "Access", "Answers", "Catalogue", "Features", "HTTPSupport", "Ledger",
                "LedgerStorage", "Messaging", "MQTT", "SensorThings", "Storage", "StoragePostgres", "TestSupport",
                "Wire", "Platform",
                hummingbird, hummingbirdTesting, httpTypes, logging, nioCore,
            ]),
        tests(
            "AccessTests",
            [
                "Access", "Answers", "Catalogue", "HTTPSupport", "Randomness", "Rights", "Storage", "TestSupport",
                "Threads", "Wire",
            ],
            of: "Access"),
        tests(
            "CatalogueTests", ["Catalogue", "Access", "DCAT", "Storage", "TestSupport", "Wire"], of: "Catalogue"),
        ground(
            "SensorThingsFixtures",
            [
                "Access", "HTTPSupport", "SensorThings", "Storage", "TestSupport", "Wire", hummingbird,
                hummingbirdTesting, httpTypes, nioCore,
            ], path: "Rooms/SensorThings/Tests/Fixtures"),
        tests(
            "SensorThingsTests", sensorThingsTests, of: "SensorThings", without: ["Conformance", "Fixtures"]),
        tests("SensorThingsConformanceTests", sensorThingsTests, of: "SensorThings", in: "Tests/Conformance"),
        tests(
            "FeaturesTests",
            [
                "Bilingual", "Randomness", "CQL2", "Features", "FeaturesPages", "FeaturesWFS", "Catalogue", "Access",
                "Markup",
                "Answers",
                "Storage",
                "HTTPSupport",
                "Geometry",
                "Site", "TestSupport",
                "Wire",
                "Platform", hummingbird, hummingbirdTesting, httpTypes, nioCore,
            ], of: "Features"),
        tests(
            "EDRTests",
            [
                "Access", "Catalogue", "EDR", "HTTPSupport", "SensorThings", "SensorThingsFixtures", "Site", "Storage",
                "TestSupport", "Wire", hummingbird, hummingbirdTesting, httpTypes, nioCore,
            ], of: "EDR"),
        tests(
            "TilesTests",
            [
                "Access", "Answers", "Bilingual", "Catalogue", "Features", "Markup", "Geometry", "HTTPSupport",
                "LayerStyles", "Platform", "Randomness", "Rights", "RoomKit", "Site", "Storage", "TestSupport", "Tiles",
                "VectorTiles", "Wire", hummingbird, hummingbirdTesting, httpTypes, nioCore,
            ], of: "Tiles"),
        tests(
            "GISFilesTests",
            [
                "Bilingual", "Catalogue", "Features", "GISFetching", "GISFiles", "Geometry", "IngestWaiting", "Markup",
                "Rights", "Storage", "TestSupport", "Threads", "Wire",
            ],
            of: "GISFiles"),
        tests(
            "IngestTests",
            [
                "Randomness", "Bilingual", "Ingest", "IngestReading", "IngestWaiting", "SensorThings", "Features",
                "Catalogue", "Access", "Rights", "Storage", "Geometry", "TestSupport", "Wire", "Platform", "CArchive",
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
            of: "Knowledge", without: ["Needs"]),
        tests(
            "DemonstrationTests",
            [
                "Demonstration", "Ingest", "SensorThings", "Features", "Catalogue", "Access", "Storage", "TestSupport",
                "Wire", "Platform",
            ]),
        tests(
            "WebTests",
            [
                "Answers", "Site", "Front", "SensorThings", "SensorThingsFrame", "SensorThingsPages", "CataloguePages",
                "DCAT",
                "PlanningAnalysisPages", "PlanningFrame", "PlanningPages",
                "AccessPages", "Ingest", "IngestPages", "IngestWaiting", "KnowledgePages", "Features", "Catalogue",
                "Access",
                "LedgerStorage",
                "Storage", "HTTPSupport", "TestSupport", "Wire", "Platform", "Planning", "Decision", "Threads",
                "Bilingual",
                hummingbird, hummingbirdTesting, httpTypes, nioCore,
            ]),
        tests(
            "PlatformTests",
            [
                "Platform", "Administration", "Answers", "Access", "Bilingual", "Catalogue", "Energy", "Ledger",
                "LedgerStorage", "Listening", "Messaging", "Outbound", "Planning", "Reporting", "Rights", "RoomKit",
                "Site", "Storage",
                "StorageSQLite",
                "HTTPSupport", "TestSupport", "Threads", "Wire", "CCurl", hummingbird, hummingbirdTesting, httpTypes,
                nioCore,
                logging,
            ]),
    ] + rooms.flatMap(wholeRoom)
)
