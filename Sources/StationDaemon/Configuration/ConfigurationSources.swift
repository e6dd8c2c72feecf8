/// A configuration, and where each part of it comes from.
struct ConfigurationSources: Sendable {
    var configuration = DaemonConfiguration()
    /// The files that were read, in the order in which they count.
    var files: [String] = []
    /// By key: the file or the environment's variable that has the last word. What is not there has its default.
    var places: [String: String] = [:]
}
