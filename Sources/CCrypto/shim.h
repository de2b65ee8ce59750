// SPDX-License-Identifier: EUPL-1.2
// The direct functions of SHA-256: the ones through EVP cost 1.7 times as much for a node of a tree.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
