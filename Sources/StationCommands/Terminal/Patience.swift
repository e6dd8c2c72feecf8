import Foundation
import Synchronization

/// Waiting no longer than one wants to, for what cannot be called off.
enum Patience {
    /// - Returns: what `body` gives; nil when that takes longer. It goes on then, and nobody listens.
    static func first<Value: Sendable>(
        within seconds: Int, _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withCheckedContinuation { continuation in
            let box = Box(continuation)
            Task { box.resume(await body()) }
            Task {
                try? await Task.sleep(for: .seconds(seconds))
                box.resume(nil)
            }
        }
    }

    /// Resumed once, by whoever is first.
    private final class Box<Value: Sendable>: Sendable {
        private let waiting: Mutex<CheckedContinuation<Value?, Never>?>

        init(_ continuation: CheckedContinuation<Value?, Never>) { waiting = Mutex(continuation) }

        func resume(_ value: Value?) {
            let continuation = waiting.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            continuation?.resume(returning: value)
        }
    }
}
