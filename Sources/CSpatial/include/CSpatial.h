// SPDX-License-Identifier: EUPL-1.2
#ifndef CSPATIAL_H
#define CSPATIAL_H

/// Defines the spatial functions on one SQLite connection, named as in PostGIS; they take GeoPackage blobs in degrees.
///
/// ST_Equals, ST_Disjoint, ST_Touches, ST_Within, ST_Overlaps, ST_Crosses, ST_Intersects, ST_Contains and ST_Relate
/// answer 0 or 1 (ST_Relate with two arguments a matrix), ST_DistanceSpheroid and ST_LengthSpheroid metres on WGS 84.
/// Each answers NULL for what is no geometry.
/// `connection` is a `sqlite3 *`. Returns SQLite's result code.
int spatial_define_functions(void *connection);

#endif
