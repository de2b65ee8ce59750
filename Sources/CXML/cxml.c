// SPDX-License-Identifier: EUPL-1.2
#include "CXML.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

struct cxml_parser {
    cxml_listener listener;
    xmlParserCtxtPtr context;
};

static void begin(
    void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *address, int spaces, const xmlChar **names,
    int count, int defaulted, const xmlChar **attributes) {
    (void)prefix, (void)address, (void)spaces, (void)names, (void)defaulted;
    cxml_parser *parser = user;
    parser->listener.begin(parser->listener.context, (const char *)name, count, (const unsigned char *const *)attributes);
}

static void end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *address) {
    (void)prefix, (void)address;
    cxml_parser *parser = user;
    parser->listener.end(parser->listener.context, (const char *)name);
}

static void text(void *user, const xmlChar *bytes, int length) {
    cxml_parser *parser = user;
    parser->listener.text(parser->listener.context, bytes, length);
}

cxml_parser *cxml_create(cxml_listener listener) {
    cxml_parser *parser = calloc(1, sizeof(cxml_parser));
    if (!parser) return NULL;
    parser->listener = listener;
    xmlSAXHandler handler;
    memset(&handler, 0, sizeof handler);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = begin;
    handler.endElementNs = end;
    handler.characters = text;
    handler.cdataBlock = text;
    parser->context = xmlCreatePushParserCtxt(&handler, parser, NULL, 0, NULL);
    if (!parser->context) {
        free(parser);
        return NULL;
    }
    xmlCtxtUseOptions(parser->context, XML_PARSE_NONET);
    return parser;
}

bool cxml_feed(cxml_parser *parser, const void *bytes, int length, bool is_last) {
    return xmlParseChunk(parser->context, bytes, length, is_last) == XML_ERR_OK;
}

void cxml_free(cxml_parser *parser) {
    if (!parser) return;
    if (parser->context->myDoc) xmlFreeDoc(parser->context->myDoc);
    xmlFreeParserCtxt(parser->context);
    free(parser);
}
