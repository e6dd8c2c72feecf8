#!/usr/bin/env bash
# An agent's desktop: logs in at stationd, works, survives restarts of the broker, logs out.
# bash, socat and jq. ../README.md says what it prints; ../../README.md is the protocol.
#
# How it works: everything that happens comes as a line of shell assignments out of one named pipe, the inbox (fd 3).
# jq writes the lines of the broker there, a loop the commands from standard input, a trap the signals. The pipe keeps a
# write of up to 4,096 bytes whole, so writers never mix. That is why jq cuts long texts. Requests go to fd 4.

set -u
reply_seconds=30 # a broker that is silent for so long is treated as gone
give_up_seconds=120

# What we use of a line of the broker, as assignments. @sh quotes, so that eval is safe. Keys that we do not know fall away.
# shellcheck disable=SC2016
translate='
  def text: if type == "string" then gsub("[\\x00-\\x1f]"; " ") | .[:400] else . // "" | tostring end;
  def assign: to_entries | map("\(.key)=\(.value | text | @sh)") | join(" ");
  fromjson? | objects
  | if .method == "event" then
      .params | {kind: "event", type, ended: .data.session.endReason, by: .data.by, comment: .data.comment}
    else
      (.result.session // .result // {}) as $its
      | {kind: "reply", id, active: .result.active, hold: .result.hold, token: .result.token, session: $its.id,
         fence: $its.fence, number: (($its.station | strings) // ""),
         proposed: (($its.station | objects | .proposed and (.roles | length > 0)) // false),
         refusal: (.error.data.reason // .error.code), message: .error.message, remedy: .error.data.remedy,
         ended: .error.data.endReason}
    end
  | {from: $from} + . | assign'

say() { printf '%s\n' "$*"; }
err() { printf '%s\n' "$*" >&2; }

wrong_usage() {
    err "usage: desktop --socket PATH --organization SLUG --login LOGIN [--station NUMBER] [--label TEXT]"
    exit 64
}

complain() {
    err "refused: $refusal: $message"
    [[ -z $remedy ]] || err "hint: $remedy"
}

unreachable() {
    err "error: cannot reach the broker at $socket"
    exit 69
}

# --- the connection ---

connection=0 # its number: what an earlier one left in the inbox is not looked at
broker=""    # its process group

connect() {
    disconnect
    connection=$((connection + 1))
    rm -f "$place/requests" && mkfifo "$place/requests"
    set -m # a process group of its own: Ctrl-C in the terminal must not end socat before we have logged out
    {
        socat - "UNIX-CONNECT:$socket" <"$place/requests" 2>/dev/null |
            jq -Rr --unbuffered --argjson from "$connection" "$translate"
        say "from=$connection kind=lost"
    } >&3 &
    broker=$!
    set +m
    exec 4>"$place/requests"
    call broker.hello '{"client":{"name":"example-shell","version":"1"},"protocol":{"min":1,"max":1}}'
}

disconnect() {
    [[ -n $broker ]] || return 0
    exec 4>&-
    kill -- "-$broker" 2>/dev/null
    wait "$broker" 2>/dev/null
    broker=""
}

# call METHOD PARAMS: sends a request and waits for its reply. 0: done. 1: refused. 2: lost, perhaps carried out.
last_id=0
later=() # what came while we waited for a reply
call() {
    last_id=$((last_id + 1))
    # printf is part of the shell: arguments of a program, and the token with them, could be seen by everybody.
    printf '{"jsonrpc":"2.0","id":%d,"method":"%s","params":%s}\n' "$last_id" "$1" "$2" 2>/dev/null >&4 || return 2
    local line
    while read -r -t "$reply_seconds" -u 3 line; do
        eval "$line"
        if [[ $from != "$connection" && $kind != command ]]; then
            continue
        elif [[ $kind == lost ]]; then
            return 2
        elif [[ $kind == reply ]]; then
            [[ $id == "$last_id" ]] || continue
            [[ -z $refusal ]]
            return
        fi
        later+=("$line")
    done
    return 2
}

# reconnect METHOD PARAMS: connects anew and calls a method that is safe to repeat, until the broker answers.
reconnect() {
    say "connection lost"
    local deadline=$((SECONDS + give_up_seconds)) pause=100 nap
    while ((SECONDS < deadline)); do
        # Jitter: after a restart of the broker not all desktops come in the same instant.
        nap=$((pause / 2 + RANDOM % (pause / 2)))
        sleep "$(printf '%d.%03d' $((nap / 1000)) $((nap % 1000)))"
        pause=$((pause < 1000 ? 2 * pause : 2000))
        connect && call "$1" "$2"
        case $? in
            0) return 0 ;;
            1) [[ $refusal == overloaded || $refusal == storage_unavailable ]] || return 1 ;;
        esac
    done
    unreachable
}

# --- the day ---

# Holds a number while the agent types a password, so that nobody else gets it.
hold_station() {
    local params typed=$station
    params=$(jq -cn --arg organization "$organization" '{$organization}')
    if [[ -z $typed ]]; then
        call login.options "$params" || return
        [[ $proposed == true ]] || return 0
    else
        params=$(jq -c --arg station "$typed" '. + {$station}' <<<"$params")
    fi
    call station.request "$params"
    case $?:$refusal in
        0:*) held=$hold station=$number ;;
        1:station_reserved) [[ -n $typed ]] ;; # perhaps for this very account: session.open knows
        1:no_station_available | 1:station_required) [[ -z $typed ]] ;;
        1:*) return 1 ;;
        *) return 2 ;;
    esac
}

log_in() {
    local held="" typed=$station params result
    hold_station || return
    while true; do
        # The process at the other end of the connection is socat, which goes when the broker goes. It is this script that
        # the session shall live with.
        params=$(jq -cn --arg organization "$organization" --arg login "$login" --arg name "$label" \
            --arg station "$station" --arg hold "$held" --arg requestKey "$(</proc/sys/kernel/random/uuid)" \
            --argjson pid $$ \
            '{$organization, $login, credential: {type: "peer"}, device: {label: $name}, $requestKey, holder: {$pid}}
             + if $hold != "" then {$hold} elif $station != "" then {$station} else {} end')
        call session.open "$params"
        result=$?
        # If the reply was lost: are we logged in or not? The request key makes it safe to ask again: it is the same grant.
        ((result != 2)) || { reconnect session.open "$params"; result=$?; }
        if ((result == 0)); then
            own_token=$token
            say "logged in: session $session station ${number:--} fence $fence"
            return 0
        elif [[ $refusal == station_mismatch && -n $held && -z $typed ]]; then
            # The account has a number of its own, so it does not want the one that was proposed.
            call station.release '{"hold":"'"$held"'"}'
            station=""
        elif [[ $refusal != not_found || -z $held ]]; then
            return 1
        fi
        held="" # not_found: the hold was lost with its connection; the number may still be free
    done
}

attach_again() {
    if reconnect session.attach '{"token":"'"$own_token"'"}'; then
        say "attached again: session $session fence $fence"
    else
        refused_to_go_on
    fi
}

refused_to_go_on() {
    case $refusal in
        session_ended | invalid_token) ;;
        *) complain; exit 1 ;;
    esac
    if [[ $leaving == yes && $ended == logged_out ]]; then
        say "logged out" # only the reply to our session.close was lost
        exit 0
    fi
    say "session ended: ${ended:-$refusal}"
    exit 3
}

# request METHOD: a request about our session, asked again on a new connection if need be. 0: done. 1: refused.
request() {
    local result
    while true; do
        call "$1" '{"token":"'"$own_token"'"}'
        result=$?
        ((result == 2)) || return "$result"
        attach_again
    done
}

run() {
    case $1 in
        verify)
            if ! request session.verify; then
                complain
            elif [[ $active == true ]]; then
                say "verify: active"
            else
                say "verify: not active"
            fi
            ;;
        logout)
            leaving=yes
            request session.close || refused_to_go_on
            say "logged out"
            exit 0
            ;;
        "") ;;
        *) err "error: commands are verify and logout" ;;
    esac
}

show() {
    say "event: $type"
    case $type in
        session.detached)
            say "session moved elsewhere"
            exit 4
            ;;
        session.ended)
            say "session ended: $ended${by:+ by $by}${comment:+: $comment}"
            exit 3
            ;;
    esac
}

clean_up() {
    disconnect
    kill "$reader" 2>/dev/null
    rm -rf "$place"
}

socket="" organization="" login="" station="" label=$(uname -n) leaving=no
while (($#)); do
    (($# >= 2)) || wrong_usage
    case $1 in
        --socket | --organization | --login | --station | --label) printf -v "${1#--}" '%s' "$2" ;;
        *) wrong_usage ;;
    esac
    shift 2
done
[[ -n $socket && -n $organization && -n $login ]] || wrong_usage

{ command -v socat && command -v jq; } >/dev/null || { err "error: socat and jq are needed"; exit 69; }
reader=""
place=$(mktemp -d) || exit 1
trap clean_up EXIT
trap '' PIPE # writing to a lost connection is an error, not our end
mkfifo "$place/inbox" && exec 3<>"$place/inbox"
trap 'say "kind=command command=logout from=0" >&3' INT TERM
{
    while read -r line || [[ -n $line ]]; do printf 'kind=command command=%q from=0\n' "${line:0:100}"; done
    say "kind=command command=logout from=0"
} <&0 >&3 &
reader=$!

connect
result=$?
((result == 2)) && unreachable
((result == 0)) && { log_in; result=$?; }
((result == 2)) && unreachable
((result == 0)) || { complain; exit 1; }

# One loop looks at everything in the order in which it came: events, commands, the end of the connection.
while true; do
    if ((${#later[@]})); then
        line=${later[0]} later=("${later[@]:1}")
    else
        read -r -u 3 line || continue
    fi
    eval "$line"
    if [[ $kind == command ]]; then
        run "$command"
    elif [[ $from == "$connection" && $kind == event ]]; then
        show
    elif [[ $from == "$connection" && $kind == lost ]]; then
        attach_again
    fi
done
