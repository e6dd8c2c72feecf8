/// What happened to an account, an organization or a pool.
public enum EventChange: String, WireEnum {
    case created, updated
    /// Of accounts only.
    case disabled, enabled
    case removed
}
