// SPDX-License-Identifier: EUPL-1.2
#include <libxml/parser.h>
