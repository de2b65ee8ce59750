// SPDX-License-Identifier: EUPL-1.2
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
