import StationContract
import StationProtocol
import Testing

@Suite struct ReasonTests {
    @Test("every reason goes over the wire with the code and the retryable of the contract", arguments: Reason.allCases)
    func wire(reason: Reason) throws {
        var writer = JSONWriter()
        ReplyLine.error(.integer(1), Refusal(reason, "why", remedy: "what to do"), to: &writer)
        let error = try #require(try JSONReader.read(writer.text)["error"])
        let contract = try #require(Contract().document["components"]?["errors"]?[reason.rawValue])
        #expect(error["code"] == contract["code"] && error["data"]?["reason"] == .string(reason.rawValue))
        #expect(error["data"]?["retryable"] == contract["x-retryable"])
        #expect(Reason(rawValue: reason.rawValue) == reason)
    }

    @Test("every reason but the reserved ones and the wire's own is some method's, and no reserved one is")
    func methods() {
        let given = Method.allCases.reduce(into: Set(MethodReasons.ofTheProtocol)) {
            $0.formUnion(MethodReasons.of($1))
        }
        let reserved = Reason.allCases.filter {
            Contract().document["components"]?["errors"]?[$0.rawValue]?["x-reserved"] == true
        }
        #expect(given == Set(Reason.allCases).subtracting(reserved))
    }
}
