/*
 * Preloaded into a process, makes the disk of everything below READ_ONLY_BELOW read-only while the file READ_ONLY_WHILE is
 * there: as when a file system is remounted so after an error.
 * cc -shared -fPIC -O1 -o read-only.so read-only.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))
typedef ssize_t (*write_t)(int, const void *, size_t);
typedef ssize_t (*pwrite_t)(int, const void *, size_t, off_t);
typedef int (*truncate_t)(int, off_t);

static int is_refused(int fd) {
  const char *below = getenv("READ_ONLY_BELOW"), *flag = getenv("READ_ONLY_WHILE");
  char link[64], path[PATH_MAX];
  if (fd <= 2 || !below || !flag || access(flag, F_OK) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  if (strncmp(path, below, strlen(below)) != 0) return 0;
  errno = EROFS;
  return 1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) {
  return is_refused(fd) ? -1 : REAL("pwrite64", pwrite_t)(fd, bytes, length, at);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }
ssize_t write(int fd, const void *bytes, size_t length) {
  return is_refused(fd) ? -1 : REAL("write", write_t)(fd, bytes, length);
}
int ftruncate64(int fd, off_t length) {
  return is_refused(fd) ? -1 : REAL("ftruncate64", truncate_t)(fd, length);
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }
