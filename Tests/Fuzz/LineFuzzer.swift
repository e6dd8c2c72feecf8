// Compiled together with StationProtocol by Packaging/fuzz; not a target of the package, which has no fuzzing builds.

/// Reads whatever libFuzzer thinks of as a line from a client, as far as the params' types; what is read must come out the
/// same when it is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLine(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: data, count: size)
    if let json = try? JSONReader.read(bytes, depthLimit: Limits.standard.nestingDepth) {
        var writer = JSONWriter()
        writer.value(json)
        let again = try? JSONReader.read(writer.text)
        precondition(again == json, "written and read again it is another value")
    }
    guard case .request(_, let name, let params) = IncomingLine.read(bytes, limits: .standard),
        let method = CallCatalog.methods[name], let command = try? Command.read(method, params)
    else { return 0 }
    checkAgain(command, method)
    return 0
}

/// A change that was understood is understood again from what it writes.
private func checkAgain(_ command: Command, _ method: Method) {
    guard let change = command.change, case .object(let params) = change.json else { return }
    guard let again = try? Command.read(method, params), let other = again.change else {
        preconditionFailure("\(method) does not read what it writes")
    }
    precondition(other.json == change.json, "\(method) reads something else than it writes")
}
