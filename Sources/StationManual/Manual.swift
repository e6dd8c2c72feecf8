import StationCommands
import StationContract
import StationDaemon

/// The whole manual: made from the commands, the settings and the contract, and from the texts for what they do not say.
public struct Manual {
    public let pages: [ManualPage]

    /// - Parameter date: what the pages bear; nil for none.
    public init(date: ManualDate?) throws {
        let stationctl = try CommandInfo(of: Stationctl.self)
        let common = try CommonArguments()
        let verbs = stationctl.verbs.map { VerbPage(verb: $0, common: common, date: date).page }
        let others = [
            try DaemonPage(command: CommandInfo(of: DaemonCommand.self), date: date).page,
            SettingsPage(date: date).page,
            ProtocolPage(contract: Contract().document, date: date).page,
        ]
        let overview = StationctlPage(command: stationctl, common: common, verbs: verbs, others: others, date: date)
        pages = [overview.page] + verbs + others
    }
}
