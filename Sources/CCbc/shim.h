// SPDX-License-Identifier: EUPL-1.2
#include <stddef.h>
#include <coin/Cbc_C_Interface.h>
