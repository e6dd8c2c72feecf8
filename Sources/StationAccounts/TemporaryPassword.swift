import Crypto
import Foundation
import StationCore
import StationProtocol

/// Passwords that are made up for somebody to type once.
///
/// 80 bits from the system's generator need no slow hash, which only makes up for what people choose badly: SHA-256 with a
/// salt will do, and a roster of 50,000 gets its passwords at once rather than in half an hour.
public enum TemporaryPassword {
    /// Digits and small letters without those that are taken for each other (0 and o, 1 and l and i) and without u, so
    /// that no words come about.
    static let alphabet = Array("23456789abcdefghjkmnpqrstvwxyz".utf8)
    static let groups = 4
    static let groupLength = 4

    /// Such as `k7mq-2xwd-9fht-4bzc`: 16 of 30 letters, 78 bits.
    ///
    /// - Parameter random: a generator that nobody can guess.
    public static func make(using random: inout some RandomNumberGenerator) -> Password {
        let text = (0..<groups).map { _ in
            String(
                decoding: (0..<groupLength).map { _ in alphabet.randomElement(using: &random)! }, as: UTF8.self)
        }
        return Password(text.joined(separator: "-"))!
    }

    public static func hash(_ password: Password, using random: inout some RandomNumberGenerator) -> PasswordHash {
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let hash = Hash(salt: Data(salt), digest: Hash.digest(PasswordHasher.bytes(password), Data(salt)))
        return PasswordHash(hash.text)
    }

    /// What somebody may have meant who typed capitals, blanks or no dashes: it was read to them, or off a sheet.
    static func meant(_ bytes: [UInt8]) -> [UInt8] {
        let letters = String(decoding: bytes, as: UTF8.self).lowercased().utf8.filter(alphabet.contains)
        guard letters.count == groups * groupLength else { return bytes }
        return stride(from: 0, to: letters.count, by: groupLength).map { Array(letters[$0..<$0 + groupLength]) }
            .reduce([]) { $0 + ($0.isEmpty ? [] : [0x2D]) + $1 }
    }

    /// Whether a hash is of such a password.
    struct Hash {
        private static let prefix = "sha256"
        var salt: Data
        var digest: Data

        init(salt: Data, digest: Data) {
            self.salt = salt
            self.digest = digest
        }

        init?(_ hash: PasswordHash) {
            let parts = hash.text.split(separator: "$")
            guard parts.count == 3, parts[0] == Hash.prefix, let salt = Data(base64Encoded: String(parts[1])),
                let digest = Data(base64Encoded: String(parts[2]))
            else { return nil }
            self.init(salt: salt, digest: digest)
        }

        var text: String { "$\(Hash.prefix)$\(salt.base64EncodedString())$\(digest.base64EncodedString())" }

        func matches(_ bytes: [UInt8]) -> Bool {
            // Every byte is looked at, so that time does not tell how many are right.
            let other = Hash.digest(bytes, salt)
            return other.count == digest.count && zip(other, digest).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
        }

        static func digest(_ bytes: [UInt8], _ salt: Data) -> Data {
            var hash = SHA256()
            hash.update(data: salt)
            hash.update(data: bytes)
            return Data(hash.finalize())
        }
    }
}
