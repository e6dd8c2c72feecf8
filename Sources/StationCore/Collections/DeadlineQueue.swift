/// Deadlines in the order in which they fall due: a binary heap on milliseconds of the boot clock.
///
/// Entries are not taken back: whoever is woken looks whether there is still a reason, and waits again if it has moved.
struct DeadlineQueue<Subject: Sendable>: Sendable {
    private var heap: [(due: Int64, subject: Subject)] = []

    var count: Int { heap.count }
    var nextDue: Int64? { heap.first?.due }

    mutating func insert(_ subject: Subject, due: Int64) {
        heap.append((due, subject))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].due < heap[parent].due else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes one that is due.
    mutating func pop(at now: Int64) -> Subject? {
        guard let first = heap.first, first.due <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { break }
            let right = left + 1
            let child = right < heap.count && heap[right].due < heap[left].due ? right : left
            guard heap[child].due < heap[parent].due else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return first.subject
    }
}
