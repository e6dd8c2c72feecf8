# What quickstart and test have in common. Sourced, from the top of the repository.

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
plain() { printf '%s\n' "$*"; }
if [ ! -t 1 ] || [ -n "${NO_COLOR:-}" ]; then say() { printf '\n%s\n' "$*"; }; fi

# install PACKAGE…: the missing Debian packages, and nothing when none is missing.
install_packages() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "Installing Debian packages:$missing"
    if [ "$(id -u)" -ne 0 ]; then
        plain "not root: please run  sudo apt-get install$missing" >&2
        exit 1
    fi
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
}

# install_commands COMMAND:PACKAGE…: packages for the commands that are not there, wherever they come from.
install_commands() {
    packages=""
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null 2>&1 || packages="$packages ${pair#*:}"
    done
    # shellcheck disable=SC2086
    install_packages $packages
}

# build WHAT ARGUMENT…: swift build, with its progress on a terminal and a line now and then elsewhere.
build() {
    what=$1
    shift
    say "Building $what (the first time takes some minutes)"
    if [ -t 1 ]; then
        swift build "$@"
    else
        # One line for each fifty steps keeps a log readable and shows that it goes on.
        swift build "$@" 2>&1 | awk '
            /error:|warning:|^Build|^Compiling|Fetch/ { print; fflush(); next }
            /^\[[0-9]+\/[0-9]+\]/ { if (++steps % 50 == 0) { print; fflush() } next }
            { print; fflush() }'
        # awk hides the status; a build that succeeded has nothing left to do and says so at once.
        swift build "$@" >/dev/null 2>&1 || { plain "the build failed" >&2; exit 1; }
    fi
}
