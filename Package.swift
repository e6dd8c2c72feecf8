// swift-tools-version: 6.2

import PackageDescription

/// Our own targets compile in Swift 6 language mode and without a single warning. Debug builds, which the tests run,
/// check every access for overlap; release builds leave those checks out, which perf showed at 3 % of the loop's time.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// The version of what is built; a package of another one is built with STATIOND_VERSION in the environment.
let version = Context.environment["STATIOND_VERSION"] ?? "0.1.0"

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let package = Package(
    name: "stationd",
    products: [
        .executable(name: "stationd", targets: ["stationd"]),
        .executable(name: "stationctl", targets: ["stationctl"]),
        .executable(name: "station-manual", targets: ["station-manual"]),
        .executable(name: "station-bench", targets: ["station-bench"]),
        .library(name: "StationClient", targets: ["StationClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        // Which version this is; nothing else, since it changes with each build of a package.
        .target(name: "CStationVersion", cSettings: [.define("STATION_VERSION", to: "\"\(version)\"")]),

        // The wire: strict JSON lines, methods, reasons, limits.
        .target(name: "StationProtocol", swiftSettings: strict),

        // Passwords: their hashes, their rules, their strength.
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CZxcvbn", providers: [.apt(["libzxcvbn-dev"])]),
        .target(
            name: "StationAccounts",
            dependencies: [
                "CArgon2", "CZxcvbn", "StationCore", "StationProtocol",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),

        // The broker as a pure state machine.
        .target(name: "StationCore", dependencies: ["StationProtocol"], swiftSettings: strict),

        // The contract: what the types above are on paper, for people and for other languages.
        .target(
            name: "StationContract",
            dependencies: [
                "StationCore", "StationProtocol", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(name: "station-contract", dependencies: ["StationContract"], swiftSettings: strict),

        // The ledger: SQLite, group commit, audit.
        .target(
            name: "StationStore",
            dependencies: [
                "StationCore",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),

        // What this host knows: sockets, peers, systemd, the boot.
        .systemLibrary(
            name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .target(name: "CStationHost"),
        .target(
            name: "StationHost",
            dependencies: ["CEventPoll", "CSystemd", "CStationHost", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict),

        // The seam to swift-metrics, and the text form that Prometheus reads.
        .target(
            name: "StationMetrics", dependencies: [.product(name: "CoreMetrics", package: "swift-metrics")],
            swiftSettings: strict),

        // Connections, framing, dispatch; runs the core's actions.
        .target(
            name: "StationServer",
            dependencies: [
                "StationAccounts", "StationContract", "StationCore", "StationMetrics", "StationProtocol",
                "StationStore",
                "StationHost",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ] + nio,
            swiftSettings: strict),

        // Configuration and life cycle of the daemon.
        .target(
            name: "StationDaemon",
            dependencies: [
                "CStationVersion", "StationServer", "StationStore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .executableTarget(name: "stationd", dependencies: ["StationDaemon"], swiftSettings: strict),

        // The client library and the command line tool.
        .target(name: "StationClient", dependencies: ["StationProtocol"] + nio, swiftSettings: strict),
        .target(
            name: "StationCommands",
            dependencies: [
                "CStationVersion", "StationClient",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftCSV", package: "SwiftCSV"),
            ],
            swiftSettings: strict),
        .executableTarget(name: "stationctl", dependencies: ["StationCommands"], swiftSettings: strict),

        // The manual: made from the commands, the settings and the contract.
        .target(
            name: "StationManual",
            dependencies: [
                "StationCommands", "StationContract", "StationDaemon", "StationProtocol",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(name: "station-manual", dependencies: ["StationManual"], swiftSettings: strict),

        // The benchmark, side by side with Redis and a bare echo.
        .target(name: "CEventPoll"),
        .target(
            name: "StationBenchmark",
            dependencies: [
                "CEventPoll", "StationAccounts", "StationProtocol",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: strict),
        .executableTarget(name: "station-bench", dependencies: ["StationBenchmark"], swiftSettings: strict),

        .testTarget(name: "StationProtocolTests", dependencies: ["StationProtocol"], swiftSettings: strict),
        .testTarget(name: "StationCoreTests", dependencies: ["StationCore"], swiftSettings: strict),
        .testTarget(name: "StationContractTests", dependencies: ["StationContract"], swiftSettings: strict),
        .testTarget(name: "StationAccountsTests", dependencies: ["StationAccounts"], swiftSettings: strict),
        .testTarget(
            name: "StationStoreTests", dependencies: ["StationStore"], swiftSettings: strict),
        .testTarget(name: "StationMetricsTests", dependencies: ["StationMetrics"], swiftSettings: strict),
        .testTarget(name: "StationHostTests", dependencies: ["StationHost"], swiftSettings: strict),
        .testTarget(name: "StationDaemonTests", dependencies: ["StationDaemon"], swiftSettings: strict),
        .testTarget(name: "StationCommandsTests", dependencies: ["StationCommands"], swiftSettings: strict),
        .testTarget(name: "StationManualTests", dependencies: ["StationManual"], swiftSettings: strict),
        .testTarget(
            name: "SystemTests",
            dependencies: ["StationClient", "StationCore", "StationProtocol", "stationd", "stationctl"],
            exclude: ["Support/mutating-proxy.py", "Support/type-passwords.py", "Support/watch-board.py"],
            swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
