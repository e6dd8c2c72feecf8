/// Lets threads that are made before the loop find it.
final class LoopOutlet: @unchecked Sendable {
    // Set once, before anything can happen that would use it; read on the loop only.
    var loop: BrokerLoop?
}
