import StationCommands

await Stationctl.launch()
