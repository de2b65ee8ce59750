// SPDX-License-Identifier: EUPL-1.2
#include "CMappings.h"

static const unsigned char dwd_klima_tag[] = {
#embed "../../Rooms/Ingest/Mappings/dwd-klima-tag.json"
};

static const unsigned char dwd_stationen[] = {
#embed "../../Rooms/Ingest/Mappings/dwd-stationen.json"
};

static const unsigned char hystreet[] = {
#embed "../../Rooms/Ingest/Mappings/hystreet.json"
};

static const unsigned char muenster_aasee[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-aasee.json"
};

static const unsigned char muenster_altkleider[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-altkleider.json"
};

static const unsigned char muenster_baeume[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-baeume.json"
};

static const unsigned char muenster_bike_and_ride[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-bike-and-ride.json"
};

static const unsigned char muenster_elektrokleingeraete[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-elektrokleingeraete.json"
};

static const unsigned char muenster_glascontainer[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-glascontainer.json"
};

static const unsigned char muenster_grundwasser[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-grundwasser.json"
};

static const unsigned char muenster_haltestellen[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-haltestellen.json"
};

static const unsigned char muenster_ladesaeulen[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-ladesaeulen.json"
};

static const unsigned char muenster_ladesaeulen_json[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-ladesaeulen-json.json"
};

static const unsigned char muenster_luft[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-luft.json"
};

static const unsigned char muenster_park_and_ride[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-park-and-ride.json"
};

static const unsigned char muenster_parken[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-parken.json"
};

static const unsigned char muenster_radverkehr[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-radverkehr.json"
};

static const unsigned char muenster_spielplaetze[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-spielplaetze.json"
};

static const unsigned char muenster_stadtbezirke[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-stadtbezirke.json"
};

static const unsigned char muenster_stadtteile[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-stadtteile.json"
};

static const unsigned char muenster_strassennetz[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-strassennetz.json"
};

static const unsigned char muenster_tischtennis[] = {
#embed "../../Rooms/Ingest/Mappings/muenster-tischtennis.json"
};

static const unsigned char sensor_community[] = {
#embed "../../Rooms/Ingest/Mappings/sensor-community.json"
};

static const unsigned char smard_stunde[] = {
#embed "../../Rooms/Ingest/Mappings/smard-stunde.json"
};

static const unsigned char uba_luft[] = {
#embed "../../Rooms/Ingest/Mappings/uba-luft.json"
};

static const allmende_mapping mappings[] = {
    {"dwd-klima-tag", dwd_klima_tag, sizeof dwd_klima_tag},
    {"dwd-stationen", dwd_stationen, sizeof dwd_stationen},
    {"hystreet", hystreet, sizeof hystreet},
    {"muenster-aasee", muenster_aasee, sizeof muenster_aasee},
    {"muenster-altkleider", muenster_altkleider, sizeof muenster_altkleider},
    {"muenster-baeume", muenster_baeume, sizeof muenster_baeume},
    {"muenster-bike-and-ride", muenster_bike_and_ride, sizeof muenster_bike_and_ride},
    {"muenster-elektrokleingeraete", muenster_elektrokleingeraete, sizeof muenster_elektrokleingeraete},
    {"muenster-glascontainer", muenster_glascontainer, sizeof muenster_glascontainer},
    {"muenster-grundwasser", muenster_grundwasser, sizeof muenster_grundwasser},
    {"muenster-haltestellen", muenster_haltestellen, sizeof muenster_haltestellen},
    {"muenster-ladesaeulen", muenster_ladesaeulen, sizeof muenster_ladesaeulen},
    {"muenster-ladesaeulen-json", muenster_ladesaeulen_json, sizeof muenster_ladesaeulen_json},
    {"muenster-luft", muenster_luft, sizeof muenster_luft},
    {"muenster-park-and-ride", muenster_park_and_ride, sizeof muenster_park_and_ride},
    {"muenster-parken", muenster_parken, sizeof muenster_parken},
    {"muenster-radverkehr", muenster_radverkehr, sizeof muenster_radverkehr},
    {"muenster-spielplaetze", muenster_spielplaetze, sizeof muenster_spielplaetze},
    {"muenster-stadtbezirke", muenster_stadtbezirke, sizeof muenster_stadtbezirke},
    {"muenster-stadtteile", muenster_stadtteile, sizeof muenster_stadtteile},
    {"muenster-strassennetz", muenster_strassennetz, sizeof muenster_strassennetz},
    {"muenster-tischtennis", muenster_tischtennis, sizeof muenster_tischtennis},
    {"sensor-community", sensor_community, sizeof sensor_community},
    {"smard-stunde", smard_stunde, sizeof smard_stunde},
    {"uba-luft", uba_luft, sizeof uba_luft},
};

allmende_mapping allmende_mapping_at(size_t index) {
    static const allmende_mapping none = {NULL, NULL, 0};
    return index < sizeof mappings / sizeof mappings[0] ? mappings[index] : none;
}
