#pragma once

/// The version of this build, as Package.swift defines it. In C, because a definition may then hold a text, and another
/// version costs one file and the linking.
const char *station_version(void);
