import Crypto
import StationCore
import StationHost
import StationProtocol

/// Makes session tokens, and turns those that come in into the digests that the broker knows them by.
///
/// Draws from the system's generator many words at once, because each draw is a system call; a word that was used is
/// wiped. Confined to the broker's loop.
struct TokenMint: RandomNumberGenerator {
    private static let wordsDrawn = 32
    private var words: [UInt64] = []

    /// 64 bits that nobody has seen.
    mutating func random() -> UInt64 {
        if words.isEmpty {
            words = Array(repeating: 0, count: TokenMint.wordsDrawn)
            HostRandom.fill(&words)
        }
        defer {
            words[words.count - 1] = 0
            words.removeLast()
        }
        return words[words.count - 1]
    }

    mutating func next() -> UInt64 { random() }

    /// 192 bits from the system's generator.
    private static let bytes = 24
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    mutating func make() -> Token {
        var characters = Array("st_".utf8)
        for _ in 0..<(TokenMint.bytes / 6) {
            // 48 bits at a time are eight characters of base 64.
            var random = random()
            for _ in 0..<8 {
                characters.append(TokenMint.alphabet[Int(random & 63)])
                random >>= 6
            }
        }
        return Token(String(decoding: characters, as: UTF8.self))!
    }

    static func digest(_ token: Token) -> StationCore.Digest { digest(token.text) }

    static func digest(_ text: String) -> StationCore.Digest {
        var text = text
        return text.withUTF8 { bytes in
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            return hash.finalize().withUnsafeBytes { digest in
                StationCore.Digest(
                    (
                        digest.loadUnaligned(fromByteOffset: 0, as: UInt64.self).bigEndian,
                        digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian,
                        digest.loadUnaligned(fromByteOffset: 16, as: UInt64.self).bigEndian,
                        digest.loadUnaligned(fromByteOffset: 24, as: UInt64.self).bigEndian
                    ))
            }
        }
    }

    /// What tells one change from another under the same request key: method and params without the key itself and
    /// without secrets.
    static func fingerprint(_ call: any ChangeCall) -> StationCore.Digest {
        func text(_ call: some ChangeCall) -> String {
            var call = call
            call.requestKey = nil
            call.removeSecrets()
            var writer = JSONWriter()
            writer.string(type(of: call).method.rawValue)
            call.write(to: &writer)
            return writer.text
        }
        return digest(text(call))
    }
}
