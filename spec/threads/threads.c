/* Eight threads, each with a Lua state of its own, ask the bundled registry and load others at
   the same time. All must get the same answers; ThreadSanitizer checks the memory that they share.

   usage: threads SCRIPT */

#define _POSIX_C_SOURCE 200809L /* barriers, strdup */

#include <lauxlib.h>
#include <lualib.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua/module.h"

enum { THREADS = 8 };

struct worker {
  pthread_t thread;
  pthread_barrier_t *start;
  const char *script;
  char *answers; /* the result of the script, or the error */
};

static char *copy(lua_State *L) {
  const char *string = lua_tostring(L, -1);
  return string != NULL ? strdup(string) : NULL;
}

static void *work(void *data) {
  struct worker *worker = data;
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  pthread_barrier_wait(worker->start);
  luaL_requiref(L, "ianaports", luaopen_ianaports, 0);
  (void)luaL_dofile(L, worker->script);
  worker->answers = copy(L);
  lua_close(L);
  return NULL;
}

static int start(struct worker *workers, const char *script) {
  static pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, NULL, THREADS);
  for (int i = 0; i < THREADS; i++) {
    workers[i] = (struct worker){ .start = &barrier, .script = script };
    if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0) {
      fputs("threads: cannot start a thread\n", stderr);
      return EXIT_FAILURE;
    }
  }
  return EXIT_SUCCESS;
}

/* Waits for all, and compares their answers. */
static int compare(struct worker *workers) {
  int status = EXIT_SUCCESS;
  for (int i = 0; i < THREADS; i++) {
    pthread_join(workers[i].thread, NULL);
    const char *first = workers[0].answers;
    const char *answers = workers[i].answers;
    if (answers == NULL || first == NULL || strcmp(answers, first) != 0) {
      fprintf(stderr, "threads: thread %d differs: %s\n", i, answers != NULL ? answers : "nothing");
      status = EXIT_FAILURE;
    }
  }
  return status;
}

int main(int argc, char **argv) {
  struct worker workers[THREADS];
  if (argc != 2) {
    fputs("usage: threads SCRIPT\n", stderr);
    return EXIT_FAILURE;
  }
  if (start(workers, argv[1]) != EXIT_SUCCESS) {
    return EXIT_FAILURE;
  }
  int status = compare(workers);
  printf("%s\n", workers[0].answers != NULL ? workers[0].answers : "no answers");
  for (int i = 0; i < THREADS; i++) {
    free(workers[i].answers);
  }
  return status;
}
