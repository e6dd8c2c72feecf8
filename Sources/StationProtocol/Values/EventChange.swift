/// What happened to an account, an organization or a pool.
public enum EventChange: String, WireEnum {
    case created, updated
    /// Of accounts only.
    case disabled, enabled
    case removed
    /// Of accounts only: a new password, set or changed.
    case passwordChanged = "password_changed"
    /// Of accounts only: failed logins were forgotten by hand.
    case unlocked
}
