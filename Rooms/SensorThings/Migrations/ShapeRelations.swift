// SPDX-License-Identifier: EUPL-1.2
import Storage

/// Relations of geometries that are null where GEOS cannot tell, as on SQLite: areas that overlap themselves, some
/// collections. PostGIS would end the whole query for one such row.
enum ShapeRelations {
    static let migration: [SQL] = [relation, matrix].map { SQL.onPostgreSQL($0) }

    private static let relation: SQL = """
        CREATE FUNCTION shape_relation(relation text, a geometry, b geometry) RETURNS boolean AS $$
        BEGIN
            RETURN CASE relation
                WHEN 'ST_Intersects' THEN ST_Intersects(a, b) WHEN 'ST_Equals' THEN ST_Equals(a, b)
                WHEN 'ST_Disjoint' THEN ST_Disjoint(a, b) WHEN 'ST_Touches' THEN ST_Touches(a, b)
                WHEN 'ST_Within' THEN ST_Within(a, b) WHEN 'ST_Overlaps' THEN ST_Overlaps(a, b)
                WHEN 'ST_Crosses' THEN ST_Crosses(a, b) WHEN 'ST_Contains' THEN ST_Contains(a, b) END;
        EXCEPTION WHEN internal_error THEN
            RETURN NULL;
        END $$ LANGUAGE plpgsql STABLE STRICT
        """

    /// The nine dimensions of DE-9IM.
    private static let matrix: SQL = """
        CREATE FUNCTION shape_matrix(a geometry, b geometry) RETURNS text AS $$
        BEGIN
            RETURN ST_Relate(a, b);
        EXCEPTION WHEN internal_error THEN
            RETURN NULL;
        END $$ LANGUAGE plpgsql STABLE STRICT
        """
}
