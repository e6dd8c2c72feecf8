import StationBenchmark

BenchmarkCommand.launch()
