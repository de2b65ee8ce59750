// SPDX-License-Identifier: EUPL-1.2
#include <geos_c.h>
