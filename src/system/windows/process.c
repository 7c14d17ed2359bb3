/* Processes, on Windows. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "system/system.h"
#include "system/windows/error.h"

#pragma GCC visibility push(hidden)

/* The command line ------------------------------------------------------------------ */

/* Appends an argument as programs of Microsoft's C library read it: in quotes, within which
   backslashes before a quote are doubled, and the quote has one more. Returns the end. */
static char *append_quoted(char *end, const char *argument) {
  *end++ = '"';
  for (size_t backslashes = 0;; argument++) {
    if (*argument == '\\') {
      backslashes++;
      *end++ = '\\';
      continue;
    }
    if (*argument == '"' || *argument == '\0') {
      memset(end, '\\', backslashes);
      end += backslashes;
    }
    if (*argument == '\0') {
      break;
    } else if (*argument == '"') {
      *end++ = '\\';
    }
    *end++ = *argument;
    backslashes = 0;
  }
  *end++ = '"';
  return end;
}

/* Returns all arguments as one text, or NULL without memory. */
static char *command_line(char *const arguments[]) {
  size_t size = 1;
  for (char *const *argument = arguments; *argument != NULL; argument++) {
    size += 2 * strlen(*argument) + 3; /* two quotes, a blank, and a backslash for each byte */
  }
  char *line = malloc(size), *end = line;
  if (line == NULL) {
    return NULL;
  }
  for (char *const *argument = arguments; *argument != NULL; argument++) {
    end = append_quoted(end, *argument);
    *end++ = ' ';
  }
  end[-1] = '\0';
  return line;
}

/* Finds a program in the system's folder or those of PATH. Windows itself would look into the
   present folder first, where anybody may have put one. */
static bool find_program(const char *name, char path[MAX_PATH]) {
  char folder[MAX_PATH];
  const char *folders = getenv("PATH");
  UINT length = GetSystemDirectoryA(folder, sizeof folder);
  if (length > 0 && length < sizeof folder &&
      SearchPathA(folder, name, ".exe", MAX_PATH, path, NULL) > 0) {
    return true;
  }
  DWORD found = folders != NULL ? SearchPathA(folders, name, ".exe", MAX_PATH, path, NULL) : 0;
  errno = ENOENT;
  return found > 0 && found < MAX_PATH;
}

/* Processes ------------------------------------------------------------------------- */

/* A handle for the child: of standard error, or of an empty input. */
static HANDLE inheritable(HANDLE handle) {
  HANDLE copy = NULL;
  (void)DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), &copy, 0, TRUE,
                        DUPLICATE_SAME_ACCESS);
  return copy;
}

static HANDLE open_empty(void) {
  SECURITY_ATTRIBUTES inherited = { sizeof inherited, NULL, TRUE };
  return CreateFileA("NUL", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited,
                     OPEN_EXISTING, 0, NULL);
}

/* Runs a program with `output` as its standard output. */
static bool run(const char *program, char *line, HANDLE output, HANDLE *process) {
  STARTUPINFOA startup = { .cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES };
  PROCESS_INFORMATION information;
  startup.hStdInput = open_empty();
  startup.hStdOutput = output;
  startup.hStdError = inheritable(GetStdHandle(STD_ERROR_HANDLE));
  bool done =
    CreateProcessA(program, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &information);
  if (done) {
    CloseHandle(information.hThread);
    *process = information.hProcess;
  } else {
    error_take();
  }
  CloseHandle(startup.hStdInput);
  CloseHandle(startup.hStdError);
  return done;
}

bool system_process_start(struct system_process *process, char *const arguments[]) {
  char program[MAX_PATH];
  HANDLE input, output, id;
  if (!find_program(arguments[0], program)) {
    return false;
  } else if (!CreatePipe(&input, &output, NULL, 0)) {
    error_take();
    return false;
  }
  char *line = command_line(arguments);
  HANDLE inherited = inheritable(output);
  bool done = line != NULL && run(program, line, inherited, &id);
  CloseHandle(output);
  CloseHandle(inherited);
  free(line);
  if (!done) {
    CloseHandle(input);
    return false;
  }
  *process = (struct system_process){ .id = (intptr_t)id, .pipe = (intptr_t)input };
  return true;
}

int64_t system_process_read(struct system_process *process, char *buffer, size_t size) {
  DWORD length = 0;
  if (ReadFile((HANDLE)process->pipe, buffer, (DWORD)size, &length, NULL) ||
      GetLastError() == ERROR_BROKEN_PIPE) { /* the end */
    return length;
  }
  error_take();
  return -1;
}

bool system_process_finish(struct system_process *process, bool is_ended, int *status) {
  HANDLE id = (HANDLE)process->id;
  DWORD code = 0;
  CloseHandle((HANDLE)process->pipe);
  if (is_ended) {
    (void)TerminateProcess(id, 1);
  }
  bool is_known =
    WaitForSingleObject(id, INFINITE) == WAIT_OBJECT_0 && GetExitCodeProcess(id, &code);
  *status = (int)code;
  if (!is_known) {
    error_take();
  }
  CloseHandle(id);
  return is_known;
}
