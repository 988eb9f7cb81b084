/*
 * Preloaded into a process, keeps of each file below LAST_SYNC_FROM a copy below LAST_SYNC_TO as of its last fsync: what
 * would be left after a power cut that loses everything not flushed. The copy of a file that was never flushed is not there.
 * cc -shared -fPIC -O1 -o last-sync.so last-sync.c -ldl -lpthread
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES 1024

struct range { off_t at; size_t length; };
struct file { struct range *dirty; size_t used, room; int is_all; };

static struct file files[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))
typedef ssize_t (*write_t)(int, const void *, size_t);
typedef ssize_t (*pwrite_t)(int, const void *, size_t, off_t);
typedef int (*sync_t)(int);
typedef int (*unlink_t)(const char *);

/* The path below the watched folder, or 0. */
static const char *below(const char *path) {
  const char *from = getenv("LAST_SYNC_FROM");
  size_t length = from ? strlen(from) : 0;
  return length && strncmp(path, from, length) == 0 && path[length] == '/' ? path + length + 1 : 0;
}

static int name_of(int fd, char *name) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  const char *rest = below(path);
  if (!rest || strchr(rest, '/') || strlen(rest) > 200) return 0;
  strcpy(name, rest);
  return 1;
}

static void note(int fd, off_t at, size_t length) {
  if (fd < 0 || fd >= FILES) return;
  pthread_mutex_lock(&lock);
  struct file *file = &files[fd];
  if (file->used == file->room) {
    file->room = file->room ? file->room * 2 : 64;
    file->dirty = realloc(file->dirty, file->room * sizeof(struct range));
  }
  file->dirty[file->used++] = (struct range){at, length};
  pthread_mutex_unlock(&lock);
}

static void copy_out(int fd) {
  char name[256], path[PATH_MAX];
  const char *to = getenv("LAST_SYNC_TO");
  if (!to || fd >= FILES || !name_of(fd, name)) return;
  snprintf(path, sizeof path, "%s/%s", to, name);
  int copy = open(path, O_RDWR | O_CREAT, 0644);
  if (copy < 0) return;
  pthread_mutex_lock(&lock);
  struct file *file = &files[fd];
  char buffer[65536];
  for (size_t i = 0; i < file->used; i++)
    for (size_t done = 0; done < file->dirty[i].length;) {
      size_t left = file->dirty[i].length - done;
      ssize_t got = pread(fd, buffer, left < sizeof buffer ? left : sizeof buffer, file->dirty[i].at + done);
      if (got <= 0) break;
      REAL("pwrite64", pwrite_t)(copy, buffer, got, file->dirty[i].at + done);
      done += got;
    }
  file->used = 0;
  pthread_mutex_unlock(&lock);
  struct stat state;
  if (fstat(fd, &state) == 0 && ftruncate(copy, state.st_size) != 0) perror("last-sync");
  close(copy);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) {
  ssize_t done = REAL("pwrite64", pwrite_t)(fd, bytes, length, at);
  char name[256];
  if (done > 0 && name_of(fd, name)) note(fd, at, done);
  return done;
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }

ssize_t write(int fd, const void *bytes, size_t length) {
  char name[256];
  int is_ours = fd > 2 && name_of(fd, name);
  off_t at = is_ours ? lseek(fd, 0, SEEK_CUR) : 0;
  ssize_t done = REAL("write", write_t)(fd, bytes, length);
  if (done > 0 && is_ours && at >= 0) note(fd, at, done);
  return done;
}

int fsync(int fd) {
  int result = REAL("fsync", sync_t)(fd);
  if (result == 0) copy_out(fd);
  return result;
}

int fdatasync(int fd) {
  int result = REAL("fdatasync", sync_t)(fd);
  if (result == 0) copy_out(fd);
  return result;
}

int unlink(const char *path) {
  const char *rest = below(path), *to = getenv("LAST_SYNC_TO");
  if (rest && to && !strchr(rest, '/')) {
    char copy[PATH_MAX];
    snprintf(copy, sizeof copy, "%s/%s", to, rest);
    REAL("unlink", unlink_t)(copy);
  }
  return REAL("unlink", unlink_t)(path);
}
