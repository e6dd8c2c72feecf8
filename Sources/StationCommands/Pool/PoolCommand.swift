import ArgumentParser
import StationProtocol

struct PoolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pool", abstract: "Administer the ranges of numbers that stations are proposed from.",
        subcommands: [PoolCreateCommand.self, PoolListCommand.self, PoolRemoveCommand.self])
}

struct PoolCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create a pool.", aliases: ["add"])

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: "The pool's name.") var name: DisplayText
    @Argument(help: "The first number.") var first: StationID
    @Argument(help: "The last number, of the same length.") var last: StationID

    func run() async throws {
        let client = try await connection.connect()
        var call = PoolCreate()
        call.organization = try await organization.resolve(client)
        call.name = name
        call.first = first
        call.last = last
        Output.pools([try await client.call(call).pool]).show(connection.output)
    }
}

struct PoolListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the pools in the order in which they are used.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions

    func run() async throws {
        let client = try await connection.connect()
        var call = PoolList()
        call.organization = try await organization.resolve(client)
        Output.pools(try await client.all(call, limit: nil)).show(connection.output)
    }
}

struct PoolRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a pool; sessions at its numbers go on.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: "The pool's name.") var name: DisplayText

    func run() async throws {
        let client = try await connection.connect()
        var call = PoolRemove()
        call.organization = try await organization.resolve(client)
        call.name = name
        Output.pools([try await client.call(call).pool]).show(connection.output)
    }
}
