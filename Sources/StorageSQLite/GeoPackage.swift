// SPDX-License-Identifier: EUPL-1.2
import GRDB
import GRDBSQLite
import Geometry
import Storage
import Wire

/// What makes the embedded file a GeoPackage 1.3 (OGC 12-128r18) from its first moment on.
enum GeoPackage {
    /// `GPKG` in ASCII, and version 1.3.0.
    static let applicationID = 0x4750_4B47
    static let userVersion = 10300

    /// The row of `file_information` that is 1 while a file is in use: a copy without its log carries it.
    static let useRow = "in_use"

    /// What makes a new file.
    static var beginning: String {
        "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(userVersion); \(tables)"
    }

    /// Creates the GeoPackage tables in a file that has none, and says that the file is in use.
    /// - Returns: whether it said so before.
    static func prepare(_ database: Database) throws -> Bool {
        // a header that another program changed is found by `check`; the tables are there all the same
        if try !database.tableExists("gpkg_contents") { try database.execute(sql: beginning) }
        let use = try String.fetchOne(database, sql: "SELECT value FROM file_information WHERE name = '\(useRow)'")
        if use == "1" { return true }
        try database.execute(
            sql: """
                INSERT INTO file_information (name, value) VALUES ('\(useRow)', '1')
                ON CONFLICT (name) DO UPDATE SET value = '1'
                """)
        return false
    }

    /// Defines the functions that the R-tree triggers call, on one connection.
    static func defineFunctions(_ connection: OpaquePointer?) {
        for (index, name) in ["ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"].enumerated() {
            let which = UnsafeMutableRawPointer(bitPattern: index + 1)
            sqlite3_create_function_v2(
                connection, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, which,
                { context, _, values in GeoPackage.bound(context, values?[0]) }, nil, nil, nil)
        }
        sqlite3_create_function_v2(
            connection, "ST_IsEmpty", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nil,
            { context, _, values in GeoPackage.isEmpty(context, values?[0]) }, nil, nil, nil)
        sqlite3_create_function_v2(
            connection, "shape_of_geojson", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nil,
            { context, _, values in GeoPackage.shape(context, values?[0]) }, nil, nil, nil)
        sqlite3_create_function_v2(
            connection, "shape_of_point", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nil,
            { context, _, values in GeoPackage.point(context, values?[0], values?[1]) }, nil, nil, nil)
    }

    /// `shape_of_point(longitude, latitude)`: the blob of a point, NULL where one of the two is.
    private static func point(_ context: OpaquePointer?, _ longitude: OpaquePointer?, _ latitude: OpaquePointer?) {
        guard sqlite3_value_type(longitude) != SQLITE_NULL, sqlite3_value_type(latitude) != SQLITE_NULL else {
            sqlite3_result_null(context)
            return
        }
        answer(context, .point(Position(sqlite3_value_double(longitude), sqlite3_value_double(latitude))))
    }

    private static func answer(_ context: OpaquePointer?, _ geometry: GeometryValue) {
        let box = geometry.boundingBox.map {
            SpatialBox(west: $0.west, south: $0.south, east: $0.east, north: $0.north)
        }
        let blob = GeoPackageBlob.make(wkb: geometry.wkb(), box: box)
        // SQLite copies the bytes before the call returns
        let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        sqlite3_result_blob(context, blob, CInt(blob.count), copy)
    }

    /// `shape_of_geojson(text)`: the blob of a GeoJSON geometry or of a Feature's, NULL for what is none in degrees.
    private static func shape(_ context: OpaquePointer?, _ value: OpaquePointer?) {
        let length = Int(sqlite3_value_bytes(value))
        guard let start = sqlite3_value_text(value),
            let document = try? JSONValue(parsing: Array(UnsafeRawBufferPointer(start: start, count: length))),
            let geometry = try? GeometryValue(
                geoJSON: document["type"]?.string == "Feature" ? document["geometry"] ?? .null : document),
            let box = geometry.boundingBox, box.west >= -180, box.east <= 180, box.south >= -90, box.north <= 90
        else {
            sqlite3_result_null(context)
            return
        }
        answer(context, geometry.withoutHeights)
    }

    /// Answers one bound out of the blob's header; blobs of ours always have one, others answer NULL.
    private static func bound(_ context: OpaquePointer?, _ value: OpaquePointer?) {
        guard let bytes = header(value), bytes[3] >> 1 & 7 >= 1, bytes[3] & 0x10 == 0, bytes.count >= 40 else {
            sqlite3_result_null(context)
            return
        }
        let index = (sqlite3_user_data(context).map { Int(bitPattern: $0) } ?? 1) - 1
        let raw = bytes.loadUnaligned(fromByteOffset: 8 + 8 * index, as: UInt64.self)
        let isLittle = bytes[3] & 1 == 1
        sqlite3_result_double(
            context, Double(bitPattern: isLittle ? UInt64(littleEndian: raw) : UInt64(bigEndian: raw)))
    }

    private static func isEmpty(_ context: OpaquePointer?, _ value: OpaquePointer?) {
        guard let bytes = header(value) else {
            sqlite3_result_null(context)
            return
        }
        sqlite3_result_int(context, bytes[3] & 0x10 == 0 ? 0 : 1)
    }

    private static func header(_ value: OpaquePointer?) -> UnsafeRawBufferPointer? {
        guard sqlite3_value_type(value) == SQLITE_BLOB, let start = sqlite3_value_blob(value) else { return nil }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
        return bytes.count > 8 && bytes[0] == 0x47 && bytes[1] == 0x50 ? bytes : nil
    }

    private static let tables = """
        CREATE TABLE gpkg_spatial_ref_sys (
            srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
            organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
        INSERT INTO gpkg_spatial_ref_sys VALUES
            ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinates'),
            ('Undefined geographic', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinates'),
            ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,\
        AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],\
        UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],\
        AUTHORITY["EPSG","4326"]]', 'longitude and latitude in degrees');
        CREATE TABLE gpkg_contents (
            table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
            description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
            min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
            CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
        CREATE TABLE gpkg_geometry_columns (
            table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
            srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
            CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
            CONSTRAINT uk_gc_table_name UNIQUE (table_name),
            CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
            CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
        CREATE TABLE gpkg_extensions (
            table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
            scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
        CREATE TABLE file_information (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL);
        INSERT INTO file_information (name, value) VALUES ('application', 'Allmende'), ('write_probe', '0');
        INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
        VALUES ('file_information', 'attributes', 'file_information', 'What this file is');
        """
}
