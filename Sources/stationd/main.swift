import StationDaemon

await DaemonCommand.launch()
