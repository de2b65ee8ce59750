// SPDX-License-Identifier: EUPL-1.2
#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>

// curl_easy_setopt is variadic, which Swift cannot call.
static inline CURLcode allmende_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode allmende_curl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
typedef size_t (*allmende_curl_receiver)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode allmende_curl_receive(CURL *handle, allmende_curl_receiver receiver, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, receiver);
    return code ? code : curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}
typedef size_t (*allmende_curl_sender)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode allmende_curl_send(CURL *handle, allmende_curl_sender sender, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, sender);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_READDATA, context);
    return code ? code : curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
}
static inline CURLcode allmende_curl_set_recipients(CURL *handle, struct curl_slist *recipients) {
    return curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients);
}
static inline CURLcode allmende_curl_status(CURL *handle, long *status) {
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, status);
}
static inline const char *allmende_curl_content_type(CURL *handle) {
    char *type = NULL;
    return curl_easy_getinfo(handle, CURLINFO_CONTENT_TYPE, &type) == CURLE_OK ? type : NULL;
}
static inline const char *allmende_curl_redirect(CURL *handle) {
    char *address = NULL;
    return curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &address) == CURLE_OK ? address : NULL;
}
// A header of the last answer; NULL where it has none.
static inline const char *allmende_curl_header(CURL *handle, const char *name) {
    struct curl_header *header = NULL;
    return curl_easy_header(handle, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK ? header->value : NULL;
}
static inline CURLcode allmende_curl_set_headers(CURL *handle, struct curl_slist *lines) {
    return curl_easy_setopt(handle, CURLOPT_HTTPHEADER, lines);
}
static inline curl_off_t allmende_curl_retry_after(CURL *handle) {
    curl_off_t seconds = 0;
    return curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK ? seconds : 0;
}

// Whether an IPv4 address, in the byte order of the host, lies in the public internet (RFC 6890).
static inline int allmende_is_public_v4(uint32_t a) {
    return !((a >> 24) == 0 || (a >> 24) == 10 || (a >> 24) == 127 || (a >> 22) == (100u << 2 | 1) ||
        (a >> 16) == (169u << 8 | 254) || (a >> 20) == (172u << 4 | 1) || (a >> 16) == (192u << 8 | 168) ||
        (a >> 8) == (192u << 16) || (a >> 17) == (198u << 7 | 9) || (a >> 28) >= 14);
}
static inline int allmende_is_public(const struct sockaddr *address) {
    if (address->sa_family == AF_INET)
        return allmende_is_public_v4(ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr));
    if (address->sa_family != AF_INET6) return 0;
    // Only global unicast, 2000::/3, without 6to4 and Teredo, which wrap an IPv4 address.
    const uint8_t *b = ((const struct sockaddr_in6 *)address)->sin6_addr.s6_addr;
    const int wraps = b[0] == 0x20 && (b[1] == 0x02 || (b[1] == 0x01 && b[2] == 0 && b[3] == 0));
    return (b[0] & 0xe0) == 0x20 && !wraps;
}

// Opens sockets to public addresses only: what a name resolves to counts, not the name.
static inline curl_socket_t allmende_open_public(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)context;
    (void)purpose;
    if (!allmende_is_public(&address->addr)) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype, address->protocol);
}
static inline CURLcode allmende_curl_public_only(CURL *handle) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_PROXY, "");
    return code ? code : curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, allmende_open_public);
}
