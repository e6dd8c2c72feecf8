#pragma once

// Linux's epoll, which Swift's Glibc overlay leaves out.
#include <sys/epoll.h>
