/// Sets of requirements with a name.
public enum PasswordProfile: String, WireEnum {
    /// At least 8 characters and two of the three ``CharacterRule``s, and nothing else: the default.
    case classic
    /// After NIST SP 800-63B-4 §3.1.1.2: length and a blocklist in place of composition.
    case nist
    /// After PCI DSS 4.0 §8.3.4 to §8.3.9.
    case pci
    /// Anything else.
    case own
}

/// What a password may have to be made of.
public enum CharacterRule: String, WireEnum {
    case mixedCase = "mixed_case"
    case lettersAndDigits = "letters_and_digits"
    case specialCharacter = "special_character"
}

/// Everything that a password can be asked to be.
public enum PasswordRule: String, WireEnum {
    case minimumLength = "minimum_length"
    case maximumLength = "maximum_length"
    case mixedCase = "mixed_case"
    case lettersAndDigits = "letters_and_digits"
    case specialCharacter = "special_character"
    /// So many of the three above.
    case rulesNeeded = "rules_needed"
    case notCommon = "not_common"
    case noOwnWords = "no_own_words"
    case minimumScore = "minimum_score"
    /// Only a change looks at these two: they need what the account had.
    case notCurrent = "not_current"
    case notReused = "not_reused"
}

/// What an account has for a password.
public enum PasswordState: String, WireEnum {
    case none
    /// Given by somebody else: good for ``PasswordChange`` only.
    case temporary
    /// A temporary one whose time is over, or one that was not changed for too long.
    case expired
    case set
}
