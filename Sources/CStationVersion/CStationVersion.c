#include "CStationVersion.h"

const char *station_version(void) { return STATION_VERSION; }
