/* Files that replace others, on POSIX systems. */

/* For O_TMPFILE, which Linux alone has. The name is the C library's. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "system/path.h"
#include "system/system.h"

#if defined(__linux__)
#include <sys/xattr.h>
#endif

#pragma GCC visibility push(hidden)

enum { MOST_LINKS = 40, MOST_ATTEMPTS = 100 };

/* The permissions that a umask may take away. */
enum { READ_AND_WRITE = 0666, ALL_BITS = 0777 };

/* Paths ----------------------------------------------------------------------------- */

/* The length of the folder of a path, with the slash at its end; 0 if the path has none. */
static size_t folder_length(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

/* Returns the path without links of a file that exists, or NULL. */
static char *place_of_old(const char *path) {
  char place[PATH_MAX];
  return realpath(path, place) != NULL ? path_join("", 0, place) : NULL;
}

/* Returns where a link leads to, as a path from where the link's own begins; NULL if the path is
   not that of a link. */
static char *link_target(const char *path) {
  char target[PATH_MAX];
  ssize_t length = readlink(path, target, sizeof target - 1);
  if (length < 0) {
    return NULL;
  }
  target[length] = '\0';
  return path_join(path, target[0] == '/' ? 0 : folder_length(path), target);
}

/* Returns the path without links of a file that does not exist, or NULL if its folder does not. */
static char *place_of_new(const char *path) {
  size_t length = folder_length(path);
  char *named = path_join(path, length, ".");
  char *folder = named != NULL ? place_of_old(named) : NULL;
  char *slashed = folder != NULL ? path_join(folder, strlen(folder), "/") : NULL;
  char *place = slashed != NULL ? path_join(slashed, strlen(slashed), path + length) : NULL;
  free(named);
  free(folder);
  free(slashed);
  return place;
}

/* Returns the path without links of a file that need not exist; or NULL, and what is wrong, unless
   errno is ENOMEM. */
static char *resolve(const char *path, const char **wrong) {
  errno = 0;
  char *current = path_join("", 0, path);
  *wrong = "is a link that leads nowhere";
  for (int links = 0; current != NULL && links < MOST_LINKS; links++) {
    char *place = place_of_old(current);
    char *next = place == NULL ? link_target(current) : NULL;
    if (place == NULL && next == NULL && errno != ENOMEM) {
      place = place_of_new(current);
      *wrong = links > 0 ? *wrong : "no such folder";
    }
    free(current);
    if (next == NULL) {
      return place;
    }
    current = next;
  }
  free(current);
  return NULL;
}

/* Another process has other files under these names. */
static bool names_open_file(const char *path) {
  static const char *const names[] = { "/dev/stdout", "/dev/stderr" };
  static const char proc[] = "/proc/", folder[] = "/dev/fd/";
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(path, names[i]) == 0) {
      return true;
    }
  }
  return strncmp(path, folder, strlen(folder)) == 0 ||
         (strncmp(path, proc, strlen(proc)) == 0 && strstr(path, "/fd/") != NULL);
}

/* Permissions ----------------------------------------------------------------------- */

/* Gives a file the access control list of another one. Returns false if it has one that cannot be
   taken. */
static bool take_list(int descriptor, const char *target) {
#if defined(__linux__)
  static const char name[] = "system.posix_acl_access";
  char list[4096];
  ssize_t size = getxattr(target, name, list, sizeof list);
  return size <= 0 || fsetxattr(descriptor, name, list, (size_t)size, 0) == 0;
#else
  (void)descriptor;
  (void)target;
  return true;
#endif
}

/* Gives a new file the permissions of the target. A file that runs as its owner must not do so if
   it gets another one. If it gets neither group nor list of the target, its group may do what all
   may. */
static bool take_permissions(int descriptor, const char *target, const struct stat *status) {
  mode_t mode = status->st_mode & 07777;
  bool has_owner = fchown(descriptor, status->st_uid, status->st_gid) == 0;
  bool has_group = has_owner || fchown(descriptor, (uid_t)-1, status->st_gid) == 0;
  if (!has_owner) {
    mode &= ALL_BITS;
  }
  if (!has_group || !take_list(descriptor, target)) {
    mode = (mode & ~(mode_t)S_IRWXG) | (mode & S_IRWXO) << 3;
  }
  return fchmod(descriptor, mode) == 0;
}

/* A new file has the permissions that the umask leaves. */
static bool let_owner_write(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 &&
         ((status.st_mode & S_IWUSR) != 0 ||
          fchmod(descriptor, (status.st_mode & ALL_BITS) | S_IWUSR) == 0);
}

/* The temporary file ---------------------------------------------------------------- */

/* Sets a name that no other file is likely to have. */
static bool set_name(struct system_replacement *replacement) {
  struct timespec now = { .tv_sec = 0 };
  char name[64];
  (void)clock_gettime(CLOCK_REALTIME, &now);
  (void)snprintf(name, sizeof name, ".ianaports-%ld-%09ld", (long)getpid(), now.tv_nsec);
  free(replacement->temporary);
  replacement->temporary = path_join(replacement->folder, strlen(replacement->folder), name);
  return replacement->temporary != NULL;
}

static void drop_name(struct system_replacement *replacement) {
  free(replacement->temporary);
  replacement->temporary = NULL;
}

/* Where a file without a name appears. */
static void set_proc_path(char path[64], int descriptor) {
  (void)snprintf(path, 64, "/proc/self/fd/%d", descriptor);
}

/* Makes a file that has no name until it is complete, so that nothing is left of it if this process
   is killed. Returns -1 if the system or the folder cannot have one. */
static int open_nameless(const char *folder, mode_t mode) {
#if defined(O_TMPFILE)
  int descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
  char path[64];
  set_proc_path(path, descriptor);
  if (descriptor >= 0 && access(path, F_OK) != 0) {
    close(descriptor);
    return -1;
  }
  return descriptor;
#else
  (void)folder;
  (void)mode;
  return -1;
#endif
}

static bool give_name(struct system_replacement *replacement) {
  char path[64];
  set_proc_path(path, fileno(replacement->file));
  for (int attempt = 0; attempt < MOST_ATTEMPTS && set_name(replacement); attempt++) {
    if (linkat(AT_FDCWD, path, AT_FDCWD, replacement->temporary, AT_SYMLINK_FOLLOW) == 0) {
      return true;
    } else if (errno != EEXIST) {
      break;
    }
  }
  drop_name(replacement);
  return false;
}

static int open_named(struct system_replacement *replacement, mode_t mode) {
  for (int attempt = 0; attempt < MOST_ATTEMPTS && set_name(replacement); attempt++) {
    int descriptor = open(replacement->temporary, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, mode);
    if (descriptor >= 0) {
      return descriptor;
    } else if (errno != EEXIST) {
      break;
    }
  }
  drop_name(replacement);
  return -1;
}

/* `status` is that of the target, or NULL if there is none. */
static bool open_beside(struct system_replacement *replacement, const struct stat *status) {
  mode_t mode = status != NULL ? S_IRUSR | S_IWUSR : READ_AND_WRITE;
  int descriptor = open_nameless(replacement->folder, mode);
  if (descriptor < 0) {
    descriptor = open_named(replacement, mode);
  }
  bool done =
    descriptor >= 0 && (status != NULL ? take_permissions(descriptor, replacement->target, status)
                                       : let_owner_write(descriptor));
  replacement->file = done ? fdopen(descriptor, "wb") : NULL;
  int code = errno;
  if (descriptor >= 0 && replacement->file == NULL) {
    close(descriptor);
  }
  errno = code;
  return replacement->file != NULL;
}

/* Replacements ---------------------------------------------------------------------- */

static bool refuse(struct system_problem *problem, const char *text) {
  problem->text = text;
  return false;
}

static bool refuse_code(struct system_problem *problem) {
  problem->code = errno;
  return false;
}

static bool may(const char *path, int mode) {
  return faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0;
}

/* Sets target and folder. */
static bool find_place(struct system_replacement *replacement, const char *path,
                       struct system_problem *problem) {
  const char *wrong;
  replacement->target = resolve(path, &wrong);
  if (replacement->target == NULL) {
    return errno == ENOMEM ? refuse_code(problem) : refuse(problem, wrong);
  }
  replacement->folder = path_join(replacement->target, folder_length(replacement->target), "");
  return replacement->folder != NULL || refuse_code(problem);
}

bool system_replacement_open(struct system_replacement *replacement, const char *path,
                             struct system_problem *problem) {
  struct stat status;
  bool exists = stat(path, &status) == 0;
  *replacement = (struct system_replacement){ NULL, NULL, NULL, NULL };
  *problem = (struct system_problem){ 0, NULL, false };
  if (exists && S_ISDIR(status.st_mode)) {
    return refuse(problem, "is a folder");
  } else if (names_open_file(path) || (exists && !S_ISREG(status.st_mode))) {
    replacement->file = fopen(path, "ab");
    return replacement->file != NULL || refuse_code(problem);
  } else if (folder_length(path) == strlen(path)) {
    return refuse(problem, "no such folder");
  } else if (!find_place(replacement, path, problem)) {
    return false;
  } else if (exists && !may(replacement->target, W_OK)) {
    return refuse(problem, "permission denied");
  } else if (!may(replacement->folder, W_OK | X_OK)) {
    problem->is_about_folder = true;
    return refuse(problem, "no permission to make a file in");
  }
  return open_beside(replacement, exists ? &status : NULL) || refuse_code(problem);
}

static bool close_file(struct system_replacement *replacement) {
  FILE *file = replacement->file;
  replacement->file = NULL;
  return fclose(file) == 0;
}

static bool replace(struct system_replacement *replacement) {
  bool done = (replacement->temporary != NULL || give_name(replacement)) &&
              close_file(replacement) && rename(replacement->temporary, replacement->target) == 0;
  if (done) {
    drop_name(replacement);
  }
  return done;
}

bool system_replacement_finish(struct system_replacement *replacement, bool to_disk) {
  bool is_written =
    fflush(replacement->file) == 0 && (!to_disk || fsync(fileno(replacement->file)) == 0);
  return is_written &&
         (replacement->target == NULL ? close_file(replacement) : replace(replacement));
}

void system_replacement_discard(struct system_replacement *replacement) {
  if (replacement->file != NULL) {
    (void)close_file(replacement);
  }
  if (replacement->temporary != NULL) {
    (void)unlink(replacement->temporary);
  }
  drop_name(replacement);
  free(replacement->target);
  free(replacement->folder);
  replacement->target = replacement->folder = NULL;
}

/* Makes each folder on the path in turn; those that exist already make mkdir fail without harm. */
bool system_make_folder(const char *path) {
  char *folder = path_join(path, strlen(path), "/");
  bool done = folder != NULL;
  for (char *slash = folder; done && (slash = strchr(slash + 1, '/')) != NULL;) {
    *slash = '\0';
    done = mkdir(folder, S_IRWXU) == 0 || errno == EEXIST;
    *slash = '/';
  }
  done = done && may(folder, W_OK | X_OK);
  int code = errno;
  free(folder);
  errno = code;
  return done;
}
