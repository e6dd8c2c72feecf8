/// A value that an organization decides for each role by itself.
public struct PerRole<Value: RoleValue>: WireObject, Equatable, Hashable {
    public var agent: Value
    public var supervisor: Value
    public var administrator: Value

    public static var schemaName: String { Value.perRoleName }

    public init() {
        agent = .standard
        supervisor = .standard
        administrator = .standard
    }

    public subscript(role: Role) -> Value {
        switch role {
        case .agent: agent
        case .supervisor: supervisor
        case .administrator: administrator
        }
    }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("agent", &agent)
        try visitor.required("supervisor", &supervisor)
        try visitor.required("administrator", &administrator)
    }
}

/// What can be decided for each role.
public protocol RoleValue: WireField, Hashable {
    /// What holds where nothing was decided.
    static var standard: Self { get }
    /// The value as it is kept: without what says nothing more.
    var normalized: Self { get }
    /// What the values of all roles are called in the contract.
    static var perRoleName: String { get }
}

extension RoleValue {
    public var normalized: Self { self }
}

/// The values to change; what is left out stays.
public struct PerRoleChanges<Value: RoleValue>: WireObject, Equatable {
    public var agent: Value?
    public var supervisor: Value?
    public var administrator: Value?

    public static var schemaName: String { Value.perRoleName + "Changes" }

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("agent", &agent)
        try visitor.optional("supervisor", &supervisor)
        try visitor.optional("administrator", &administrator)
    }

    func apply(to values: inout PerRole<Value>) {
        if let agent { values.agent = agent.normalized }
        if let supervisor { values.supervisor = supervisor.normalized }
        if let administrator { values.administrator = administrator.normalized }
    }
}
