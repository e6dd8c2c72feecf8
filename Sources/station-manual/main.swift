import StationManual

ManualCommand.launch()
