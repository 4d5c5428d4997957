/* Loaded before the C library by the set `reading`: lets the n-th write, sync or rename of regular files fail once.
 * FAULT_AT=n and FAULT_ERRNO=e say which and how; the number of calls is written to the file FAULT_COUNT. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int calls;

static int fails(int fd) {
    struct stat s;
    if (fd >= 0 && (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode))) return 0;
    int n = __sync_add_and_fetch(&calls, 1);
    const char *at = getenv("FAULT_AT"), *number = getenv("FAULT_ERRNO");
    if (!at || !number || atoi(at) != n) return 0;
    errno = atoi(number);
    return 1;
}

#define REAL(name, type) static __typeof__(type) real; if (!real) real = (__typeof__(type))dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *b, size_t n) {
    REAL("write", ssize_t (*)(int, const void *, size_t));
    return fails(fd) ? -1 : real(fd, b, n);
}
ssize_t writev(int fd, const struct iovec *v, int n) {
    REAL("writev", ssize_t (*)(int, const struct iovec *, int));
    return fails(fd) ? -1 : real(fd, v, n);
}
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) {
    REAL("pwrite", ssize_t (*)(int, const void *, size_t, off_t));
    return fails(fd) ? -1 : real(fd, b, n, o);
}
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) {
    REAL("pwrite64", ssize_t (*)(int, const void *, size_t, off64_t));
    return fails(fd) ? -1 : real(fd, b, n, o);
}
int fsync(int fd) {
    REAL("fsync", int (*)(int));
    return fails(fd) ? -1 : real(fd);
}
int fdatasync(int fd) {
    REAL("fdatasync", int (*)(int));
    return fails(fd) ? -1 : real(fd);
}
int ftruncate(int fd, off_t n) {
    REAL("ftruncate", int (*)(int, off_t));
    return fails(fd) ? -1 : real(fd, n);
}
int ftruncate64(int fd, off64_t n) {
    REAL("ftruncate64", int (*)(int, off64_t));
    return fails(fd) ? -1 : real(fd, n);
}
int rename(const char *a, const char *b) {
    REAL("rename", int (*)(const char *, const char *));
    return fails(-1) ? -1 : real(a, b);
}

__attribute__((destructor)) static void told(void) {
    const char *path = getenv("FAULT_COUNT");
    FILE *f = path ? fopen(path, "w") : NULL;
    if (f) { fprintf(f, "%d", calls); fclose(f); }
}
