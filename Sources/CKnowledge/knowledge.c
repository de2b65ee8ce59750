// SPDX-License-Identifier: EUPL-1.2
#include "CKnowledge.h"

static const unsigned char examples[] = {
#embed "../../Rooms/Knowledge/Content/examples.json"
};

static const unsigned char building_blocks[] = {
#embed "../../Rooms/Knowledge/Content/building-blocks.json"
};

static const unsigned char criteria[] = {
#embed "../../Rooms/Knowledge/Content/criteria.json"
};

static const unsigned char charta[] = {
#embed "../../Rooms/Knowledge/Content/charta.json"
};

static const unsigned char search_queries[] = {
#embed "../../Rooms/Knowledge/Content/search-queries.json"
};

static const unsigned char need_topics[] = {
#embed "../../Rooms/Knowledge/Content/need-topics.json"
};

static const allmende_document documents[] = {
    {"examples", examples, sizeof examples},
    {"building-blocks", building_blocks, sizeof building_blocks},
    {"criteria", criteria, sizeof criteria},
    {"charta", charta, sizeof charta},
    {"need-topics", need_topics, sizeof need_topics},
    {"search-queries", search_queries, sizeof search_queries},
};

allmende_document allmende_document_at(size_t index) {
    static const allmende_document none = {NULL, NULL, 0};
    return index < sizeof documents / sizeof documents[0] ? documents[index] : none;
}
