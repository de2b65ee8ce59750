// SPDX-License-Identifier: EUPL-1.2
#include "CSpatial.h"

#include <geodesic.h>
#include <geos_c.h>
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/// What belongs to one connection; one thread uses it at a time.
typedef struct {
    GEOSContextHandle_t geos;
    struct geod_geodesic earth;
    int uses;
} spatial_context;

/// A geometry that stays the same from row to row.
typedef struct {
    spatial_context *context;
    GEOSGeometry *geometry;
    const GEOSPreparedGeometry *prepared;
} constant_geometry;

typedef enum {
    equals_predicate, disjoint_predicate, touches_predicate, within_predicate, overlaps_predicate, crosses_predicate,
    intersects_predicate, contains_predicate
} predicate;

typedef struct {
    spatial_context *context;
    predicate kind;
} predicate_use;

static void silent(const char *message, void *data) {
    (void)message;
    (void)data;
}

static void release_context(spatial_context *context) {
    if (--context->uses > 0) return;
    GEOS_finish_r(context->geos);
    free(context);
}

static void release_use(void *pointer) { release_context(pointer); }

static void release_predicate(void *pointer) {
    predicate_use *use = pointer;
    release_context(use->context);
    free(use);
}

static void release_constant(void *pointer) {
    constant_geometry *constant = pointer;
    if (constant->prepared) GEOSPreparedGeom_destroy_r(constant->context->geos, constant->prepared);
    if (constant->geometry) GEOSGeom_destroy_r(constant->context->geos, constant->geometry);
    free(constant);
}

// MARK: Blobs

/// The geometry in a GeoPackage blob (OGC 12-128r18, 2.1.3); NULL for anything else.
static GEOSGeometry *geometry_of(spatial_context *context, sqlite3_value *value) {
    if (sqlite3_value_type(value) != SQLITE_BLOB) return NULL;
    const unsigned char *bytes = sqlite3_value_blob(value);
    int size = sqlite3_value_bytes(value);
    static const int envelopes[] = {0, 32, 48, 48, 64};
    if (size < 13 || bytes[0] != 'G' || bytes[1] != 'P') return NULL;
    int kind = bytes[3] >> 1 & 7;
    if (kind > 4 || size < 13 + envelopes[kind]) return NULL;
    int start = 8 + envelopes[kind];
    return GEOSGeomFromWKB_buf_r(context->geos, bytes + start, (size_t)(size - start));
}

// MARK: Predicates

/// The second argument, prepared once where it is the same in each row.
static constant_geometry *constant_argument(
    sqlite3_context *result, spatial_context *context, sqlite3_value **values, int index
) {
    constant_geometry *constant = sqlite3_get_auxdata(result, index);
    if (constant) return constant;
    GEOSGeometry *geometry = geometry_of(context, values[index]);
    if (!geometry) return NULL;
    constant = calloc(1, sizeof(constant_geometry));
    if (!constant) {
        GEOSGeom_destroy_r(context->geos, geometry);
        return NULL;
    }
    constant->context = context;
    constant->geometry = geometry;
    constant->prepared = GEOSPrepare_r(context->geos, geometry);
    sqlite3_set_auxdata(result, index, constant, release_constant);
    // SQLite drops at once what is no constant: then the caller works without
    return sqlite3_get_auxdata(result, index);
}

static char by_prepared(
    GEOSContextHandle_t geos, predicate kind, const GEOSPreparedGeometry *constant, const GEOSGeometry *other
) {
    switch (kind) {
    case within_predicate: return GEOSPreparedContains_r(geos, constant, other);
    case contains_predicate: return GEOSPreparedWithin_r(geos, constant, other);
    case intersects_predicate: return GEOSPreparedIntersects_r(geos, constant, other);
    case disjoint_predicate: return GEOSPreparedDisjoint_r(geos, constant, other);
    case touches_predicate: return GEOSPreparedTouches_r(geos, constant, other);
    case overlaps_predicate: return GEOSPreparedOverlaps_r(geos, constant, other);
    case crosses_predicate: return GEOSPreparedCrosses_r(geos, constant, other);
    default: return 2;
    }
}

static char by_both(GEOSContextHandle_t geos, predicate kind, const GEOSGeometry *first, const GEOSGeometry *second) {
    switch (kind) {
    // what is point by point the same is equal also where it is no valid area, as PostGIS has it
    case equals_predicate:
        return GEOSEqualsExact_r(geos, first, second, 0) == 1 ? 1 : GEOSEquals_r(geos, first, second);
    case disjoint_predicate: return GEOSDisjoint_r(geos, first, second);
    case touches_predicate: return GEOSTouches_r(geos, first, second);
    case within_predicate: return GEOSWithin_r(geos, first, second);
    case overlaps_predicate: return GEOSOverlaps_r(geos, first, second);
    case crosses_predicate: return GEOSCrosses_r(geos, first, second);
    case intersects_predicate: return GEOSIntersects_r(geos, first, second);
    case contains_predicate: return GEOSContains_r(geos, first, second);
    }
    return 2;
}

static void answer_truth(sqlite3_context *result, char truth) {
    if (truth == 2) sqlite3_result_null(result);
    else sqlite3_result_int(result, truth);
}

static void predicate_function(sqlite3_context *result, int count, sqlite3_value **values) {
    (void)count;
    predicate_use *use = sqlite3_user_data(result);
    GEOSContextHandle_t geos = use->context->geos;
    GEOSGeometry *first = geometry_of(use->context, values[0]);
    if (!first) {
        sqlite3_result_null(result);
        return;
    }
    constant_geometry *constant =
        use->kind == equals_predicate ? NULL : constant_argument(result, use->context, values, 1);
    if (constant && constant->prepared) {
        answer_truth(result, by_prepared(geos, use->kind, constant->prepared, first));
    } else {
        GEOSGeometry *second = geometry_of(use->context, values[1]);
        answer_truth(result, second ? by_both(geos, use->kind, first, second) : 2);
        if (second) GEOSGeom_destroy_r(geos, second);
    }
    GEOSGeom_destroy_r(geos, first);
}

static void relate_function(sqlite3_context *result, int count, sqlite3_value **values) {
    spatial_context *context = sqlite3_user_data(result);
    GEOSGeometry *first = geometry_of(context, values[0]);
    GEOSGeometry *second = geometry_of(context, values[1]);
    const char *pattern = count > 2 ? (const char *)sqlite3_value_text(values[2]) : NULL;
    if (!first || !second) {
        sqlite3_result_null(result);
    } else if (count > 2) {
        answer_truth(result, pattern ? GEOSRelatePattern_r(context->geos, first, second, pattern) : 2);
    } else {
        char *matrix = GEOSRelate_r(context->geos, first, second);
        if (matrix) sqlite3_result_text(result, matrix, -1, SQLITE_TRANSIENT);
        else sqlite3_result_null(result);
        if (matrix) GEOSFree_r(context->geos, matrix);
    }
    if (first) GEOSGeom_destroy_r(context->geos, first);
    if (second) GEOSGeom_destroy_r(context->geos, second);
}

// MARK: Measures on the ellipsoid

static int narrow(double *x, double *y, void *factor) {
    (void)y;
    *x *= *(double *)factor;
    return 1;
}

/// Metres between the nearest points. They are sought in a plane in which a degree east is as long as one north at the
/// middle latitude, then measured on the ellipsoid.
static int distance(spatial_context *context, const GEOSGeometry *first, const GEOSGeometry *second, double *metres) {
    double south[2], north[2];
    if (!GEOSGeom_getYMin_r(context->geos, first, &south[0]) || !GEOSGeom_getYMax_r(context->geos, first, &north[0])
        || !GEOSGeom_getYMin_r(context->geos, second, &south[1])
        || !GEOSGeom_getYMax_r(context->geos, second, &north[1]))
        return 0;
    double middle = (fmin(south[0], south[1]) + fmax(north[0], north[1])) / 2;
    double factor = fmax(cos(middle * M_PI / 180), 0.01);
    GEOSGeometry *plane[2] = {
        GEOSGeom_transformXY_r(context->geos, first, narrow, &factor),
        GEOSGeom_transformXY_r(context->geos, second, narrow, &factor),
    };
    GEOSCoordSequence *nearest =
        plane[0] && plane[1] ? GEOSNearestPoints_r(context->geos, plane[0], plane[1]) : NULL;
    int isKnown = 0;
    if (nearest) {
        double x[2], y[2];
        if (GEOSCoordSeq_getXY_r(context->geos, nearest, 0, &x[0], &y[0])
            && GEOSCoordSeq_getXY_r(context->geos, nearest, 1, &x[1], &y[1])) {
            geod_inverse(&context->earth, y[0], x[0] / factor, y[1], x[1] / factor, metres, NULL, NULL);
            isKnown = 1;
        }
        GEOSCoordSeq_destroy_r(context->geos, nearest);
    }
    for (int index = 0; index < 2; index++)
        if (plane[index]) GEOSGeom_destroy_r(context->geos, plane[index]);
    return isKnown;
}

static void distance_function(sqlite3_context *result, int count, sqlite3_value **values) {
    (void)count;
    spatial_context *context = sqlite3_user_data(result);
    GEOSGeometry *first = geometry_of(context, values[0]);
    GEOSGeometry *second = geometry_of(context, values[1]);
    double metres;
    if (first && second && distance(context, first, second, &metres)) sqlite3_result_double(result, metres);
    else sqlite3_result_null(result);
    if (first) GEOSGeom_destroy_r(context->geos, first);
    if (second) GEOSGeom_destroy_r(context->geos, second);
}

/// Metres along the lines; points and areas have none.
static double length(spatial_context *context, const GEOSGeometry *geometry) {
    double sum = 0;
    int type = GEOSGeomTypeId_r(context->geos, geometry);
    if (type == GEOS_MULTILINESTRING || type == GEOS_GEOMETRYCOLLECTION) {
        int parts = GEOSGetNumGeometries_r(context->geos, geometry);
        for (int index = 0; index < parts; index++)
            sum += length(context, GEOSGetGeometryN_r(context->geos, geometry, index));
    } else if (type == GEOS_LINESTRING || type == GEOS_LINEARRING) {
        const GEOSCoordSequence *line = GEOSGeom_getCoordSeq_r(context->geos, geometry);
        unsigned int size = 0;
        GEOSCoordSeq_getSize_r(context->geos, line, &size);
        double before[2] = {0, 0};
        for (unsigned int index = 0; index < size; index++) {
            double here[2], metres;
            GEOSCoordSeq_getXY_r(context->geos, line, index, &here[0], &here[1]);
            if (index > 0) {
                geod_inverse(&context->earth, before[1], before[0], here[1], here[0], &metres, NULL, NULL);
                sum += metres;
            }
            memcpy(before, here, sizeof here);
        }
    }
    return sum;
}

static void length_function(sqlite3_context *result, int count, sqlite3_value **values) {
    (void)count;
    spatial_context *context = sqlite3_user_data(result);
    GEOSGeometry *geometry = geometry_of(context, values[0]);
    if (geometry) sqlite3_result_double(result, length(context, geometry));
    else sqlite3_result_null(result);
    if (geometry) GEOSGeom_destroy_r(context->geos, geometry);
}

// MARK: Validity

/// `ST_IsValidReason(geometry)`: "Valid Geometry", or what is wrong and where; NULL for no geometry.
static void reason_function(sqlite3_context *result, int count, sqlite3_value **values) {
    (void)count;
    spatial_context *context = sqlite3_user_data(result);
    GEOSGeometry *geometry = geometry_of(context, values[0]);
    char *reason = geometry ? GEOSisValidReason_r(context->geos, geometry) : NULL;
    if (reason) sqlite3_result_text(result, reason, -1, SQLITE_TRANSIENT);
    else sqlite3_result_null(result);
    if (reason) GEOSFree_r(context->geos, reason);
    if (geometry) GEOSGeom_destroy_r(context->geos, geometry);
}

// MARK: Definition

typedef void (*scalar)(sqlite3_context *, int, sqlite3_value **);

static const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

static int define(sqlite3 *database, spatial_context *context, const char *name, int count, scalar function) {
    context->uses++;
    return sqlite3_create_function_v2(database, name, count, flags, context, function, NULL, NULL, release_use);
}

int spatial_define_functions(void *connection) {
    static const struct {
        const char *name;
        predicate kind;
    } predicates[] = {
        {"ST_Equals", equals_predicate}, {"ST_Disjoint", disjoint_predicate}, {"ST_Touches", touches_predicate},
        {"ST_Within", within_predicate}, {"ST_Overlaps", overlaps_predicate}, {"ST_Crosses", crosses_predicate},
        {"ST_Intersects", intersects_predicate}, {"ST_Contains", contains_predicate},
    };
    sqlite3 *database = connection;
    spatial_context *context = calloc(1, sizeof(spatial_context));
    if (!context) return SQLITE_NOMEM;
    context->uses = 1;
    context->geos = GEOS_init_r();
    GEOSContext_setNoticeMessageHandler_r(context->geos, silent, NULL);
    GEOSContext_setErrorMessageHandler_r(context->geos, silent, NULL);
    geod_init(&context->earth, 6378137, 1 / 298.257223563);
    int code = SQLITE_OK;
    for (size_t index = 0; code == SQLITE_OK && index < sizeof predicates / sizeof predicates[0]; index++) {
        predicate_use *use = malloc(sizeof(predicate_use));
        if (!use) code = SQLITE_NOMEM;
        if (!use) break;
        use->context = context;
        use->kind = predicates[index].kind;
        context->uses++;
        code = sqlite3_create_function_v2(
            database, predicates[index].name, 2, flags, use, predicate_function, NULL, NULL, release_predicate);
    }
    if (code == SQLITE_OK) code = define(database, context, "ST_Relate", 2, relate_function);
    if (code == SQLITE_OK) code = define(database, context, "ST_Relate", 3, relate_function);
    if (code == SQLITE_OK) code = define(database, context, "ST_DistanceSpheroid", 2, distance_function);
    if (code == SQLITE_OK) code = define(database, context, "ST_LengthSpheroid", 1, length_function);
    if (code == SQLITE_OK) code = define(database, context, "ST_IsValidReason", 1, reason_function);
    release_context(context);
    return code;
}
