/// A set in order, in one array: quick to page through, cheap to keep for the tens of thousands that a host has.
struct SortedSet<Element: Comparable & Sendable>: Sendable {
    private(set) var elements: [Element] = []

    /// The index of the first element that is not before `element`.
    private func position(of element: Element) -> Int {
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = (low + high) / 2
            if elements[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func contains(_ element: Element) -> Bool {
        let index = position(of: element)
        return index < elements.count && elements[index] == element
    }

    mutating func insert(_ element: Element) {
        let index = position(of: element)
        guard index == elements.count || elements[index] != element else { return }
        elements.insert(element, at: index)
    }

    mutating func remove(_ element: Element) {
        let index = position(of: element)
        if index < elements.count, elements[index] == element { elements.remove(at: index) }
    }

    /// Many at once, by one sort.
    mutating func insert(contentsOf new: some Sequence<Element>) {
        elements.append(contentsOf: new)
        elements.sort()
        var last: Element?
        elements.removeAll { element in
            defer { last = element }
            return element == last
        }
    }

    /// The elements behind `element`, or all of them.
    func elements(after element: Element?) -> ArraySlice<Element> {
        guard let element else { return elements[...] }
        let index = position(of: element)
        let isThere = index < elements.count && elements[index] == element
        return elements[(isThere ? index + 1 : index)...]
    }
}
