#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// What Swift's Glibc overlay does not show, because it compiles without _GNU_SOURCE.

/// The peer of a connected Unix socket, as the kernel recorded it at connect. 0, or -1 with errno.
int station_peer_credentials(int fd, pid_t *pid, uid_t *uid, gid_t *gid);

/// The peer's supplementary groups. `count` holds the room on entry and the number found on return.
/// 0, or -1 with errno (ERANGE when there is not room enough; `count` then says how much is needed).
int station_peer_groups(int fd, gid_t *groups, size_t *count);

/// accept4 with SOCK_CLOEXEC and SOCK_NONBLOCK. A descriptor, or -1 with errno.
int station_accept(int fd);

/// Milliseconds of CLOCK_BOOTTIME, which goes on counting while the host is suspended.
int64_t station_boottime_milliseconds(void);

/// An eventfd with EFD_CLOEXEC. A descriptor, or -1 with errno.
int station_event(void);

/// A close-on-exec, non-blocking Unix stream socket. A descriptor, or -1 with errno.
int station_socket(void);

/// Fills `buffer` from the system's generator. 0, or -1 with errno.
int station_random(void *buffer, size_t length);

/// Keeps the process's memory out of core files and from debuggers of the same user. 0, or -1 with errno.
int station_forbid_core_dumps(void);

/// A pidfd of the process that connected this Unix socket, whatever became of its pid since. A close-on-exec descriptor,
/// or -1 with errno (ENOPROTOOPT before Linux 6.5).
int station_peer_pidfd(int fd);

/// A pidfd of the process that has this pid now. A close-on-exec descriptor, or -1 with errno (ESRCH: there is none).
int station_pidfd_open(pid_t pid);
