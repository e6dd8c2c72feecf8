/// Carries what belongs to the loop over other threads and back to it, where alone it may be used.
struct OnLoop<Value>: @unchecked Sendable {
    let body: Value

    init(_ body: Value) { self.body = body }
}
