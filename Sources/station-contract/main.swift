import StationContract

ContractCommand.launch()
