// Compiled into the native binding: keeps freed memory for the next step instead of giving it back to the
// system.
//
// Every operation allocates its result, and glibc takes each large one fresh from the system, whose pages are
// then cleared one by one on first use. On a training step with [12800, 3706] scores that was half of the
// time.
#include <malloc.h>

#ifdef __GLIBC__
namespace {
const bool kept = mallopt(M_MMAP_MAX, 0) != 0 && mallopt(M_TRIM_THRESHOLD, -1) != 0;
}
#endif
