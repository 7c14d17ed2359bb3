/* Files that replace others, on Windows. */

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "system/path.h"
#include "system/system.h"
#include "system/windows/error.h"

#pragma GCC visibility push(hidden)

enum { MOST_PATH = 32768, MOST_ATTEMPTS = 100, MOST_DESCRIPTION = 4096 };

/* Paths ----------------------------------------------------------------------------- */

/* The length of the folder of a path, with the separator at its end; 0 if the path has none. */
static size_t folder_length(const char *path) {
  size_t length = strlen(path);
  while (length > 0 && strchr("/\\", path[length - 1]) == NULL) {
    length--;
  }
  return length;
}

static bool is_folder(const char *path) {
  DWORD attributes = GetFileAttributesA(path);
  return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

/* Opens what a path names, behind all links, to look at it; NULL if it does not exist. */
static HANDLE look_at(const char *path) {
  HANDLE handle = CreateFileA(path, 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
  return handle != INVALID_HANDLE_VALUE ? handle : NULL;
}

/* Returns the full path of a file, behind all links if it exists; or NULL. */
static char *full_path(const char *path, HANDLE existing) {
  char *full = malloc(MOST_PATH);
  DWORD length = 0;
  if (full != NULL) {
    length = existing != NULL ? GetFinalPathNameByHandleA(existing, full, MOST_PATH, 0)
                              : GetFullPathNameA(path, MOST_PATH, full, NULL);
  }
  if (length == 0 || length >= MOST_PATH) {
    error_take();
    free(full);
    return NULL;
  }
  return full;
}

/* The temporary file ---------------------------------------------------------------- */

/* Makes a file that has the permissions of the target from the beginning; that of a new target has
   those of its folder. */
static HANDLE open_new(const char *path, const char *target) {
  char description[MOST_DESCRIPTION];
  DWORD size;
  SECURITY_ATTRIBUTES attributes = { sizeof attributes, description, FALSE };
  bool has_description =
    GetFileSecurityA(target, DACL_SECURITY_INFORMATION, description, sizeof description, &size);
  HANDLE handle =
    CreateFileA(path, GENERIC_WRITE, FILE_SHARE_DELETE, has_description ? &attributes : NULL,
                CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
  if (handle == INVALID_HANDLE_VALUE) {
    error_take();
    return NULL;
  }
  return handle;
}

/* Sets file and temporary. */
static bool open_beside(struct system_replacement *replacement) {
  for (unsigned attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    char name[64];
    (void)snprintf(name, sizeof name, ".ianaports-%lu-%lu", GetCurrentProcessId(),
                   GetTickCount() + attempt);
    char *path = path_join(replacement->folder, strlen(replacement->folder), name);
    HANDLE handle = path != NULL ? open_new(path, replacement->target) : NULL;
    if (handle != NULL) {
      int descriptor = _open_osfhandle((intptr_t)handle, _O_WRONLY | _O_BINARY);
      replacement->temporary = path;
      replacement->file = _fdopen(descriptor, "wb");
      return replacement->file != NULL;
    }
    free(path);
    if (errno != EEXIST) {
      break;
    }
  }
  return false;
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

/* Opens a replacement of a file, or of one that does not exist. */
static bool open_file(struct system_replacement *replacement, const char *path, HANDLE existing,
                      struct system_problem *problem) {
  DWORD attributes = GetFileAttributesA(path);
  replacement->target = full_path(path, existing);
  if (replacement->target == NULL) {
    return refuse_code(problem);
  }
  replacement->folder = path_join(replacement->target, folder_length(replacement->target), "");
  if (replacement->folder == NULL) {
    return refuse_code(problem);
  } else if (!is_folder(replacement->folder)) {
    return refuse(problem, "no such folder");
  } else if (existing == NULL && attributes != INVALID_FILE_ATTRIBUTES) {
    return refuse(problem, "is a link that leads nowhere");
  } else if (existing != NULL && (attributes & FILE_ATTRIBUTE_READONLY) != 0) {
    return refuse(problem, "permission denied");
  } else if (!open_beside(replacement)) {
    problem->is_about_folder = errno == EACCES;
    return problem->is_about_folder ? refuse(problem, "no permission to make a file in")
                                    : refuse_code(problem);
  }
  return true;
}

bool system_replacement_open(struct system_replacement *replacement, const char *path,
                             struct system_problem *problem) {
  HANDLE existing = look_at(path);
  bool done;
  *replacement = (struct system_replacement){ NULL, NULL, NULL, NULL };
  *problem = (struct system_problem){ 0, NULL, false };
  if (is_folder(path)) {
    done = refuse(problem, "is a folder");
  } else if (existing != NULL && GetFileType(existing) != FILE_TYPE_DISK) {
    replacement->file = fopen(path, "ab");
    done = replacement->file != NULL || refuse_code(problem);
  } else if (folder_length(path) == strlen(path)) {
    done = refuse(problem, "no such folder");
  } else {
    done = open_file(replacement, path, existing, problem);
  }
  if (existing != NULL) {
    CloseHandle(existing);
  }
  return done;
}

static bool close_file(struct system_replacement *replacement) {
  FILE *file = replacement->file;
  replacement->file = NULL;
  return fclose(file) == 0;
}

/* ReplaceFile keeps what belongs to a file beside its content. */
static bool rename_file(const char *from, const char *to) {
  bool done = GetFileAttributesA(to) != INVALID_FILE_ATTRIBUTES
                ? ReplaceFileA(to, from, NULL, REPLACEFILE_IGNORE_MERGE_ERRORS, NULL, NULL)
                : MoveFileExA(from, to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);
  if (!done) {
    error_take();
  }
  return done;
}

bool system_replacement_finish(struct system_replacement *replacement, bool to_disk) {
  if (fflush(replacement->file) != 0 || (to_disk && _commit(_fileno(replacement->file)) != 0)) {
    return false;
  } else if (!close_file(replacement)) {
    return false;
  } else if (replacement->target == NULL) {
    return true;
  } else if (!rename_file(replacement->temporary, replacement->target)) {
    return false;
  }
  free(replacement->temporary);
  replacement->temporary = NULL;
  return true;
}

void system_replacement_discard(struct system_replacement *replacement) {
  if (replacement->file != NULL) {
    (void)close_file(replacement);
  }
  if (replacement->temporary != NULL) {
    (void)DeleteFileA(replacement->temporary);
  }
  free(replacement->temporary);
  free(replacement->target);
  free(replacement->folder);
  *replacement = (struct system_replacement){ NULL, NULL, NULL, NULL };
}

/* Folders --------------------------------------------------------------------------- */

/* Makes a file that is gone when it is closed. */
static bool may_write(const char *folder) {
  char *path = path_join(folder, strlen(folder), ".ianaports-try");
  HANDLE handle = path != NULL ? CreateFileA(path, GENERIC_WRITE, FILE_SHARE_DELETE, NULL,
                                             CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL)
                               : INVALID_HANDLE_VALUE;
  free(path);
  if (handle == INVALID_HANDLE_VALUE) {
    error_take();
    return false;
  }
  CloseHandle(handle);
  return true;
}

/* Makes each folder on the path in turn. Those that exist already, and drives, make CreateDirectory
   fail without harm. A folder in a user's own is for that user alone. */
bool system_make_folder(const char *path) {
  char *folder = path_join(path, strlen(path), "\\");
  if (folder == NULL) {
    return false;
  }
  for (char *end = folder + 1; *end != '\0'; end++) {
    char separator = *end;
    if (separator == '/' || separator == '\\') {
      *end = '\0';
      (void)CreateDirectoryA(folder, NULL);
      *end = separator;
    }
  }
  bool done = may_write(folder);
  free(folder);
  return done;
}
