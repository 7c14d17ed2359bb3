/* glibc's getservbyport.

   usage: getservbyport first            the name of 443/tcp, and the peak memory in KiB
          getservbyport each QUESTIONS   nanoseconds of processor time a look-up, then the
                                         rows: port, protocol and name, "-" for none

   A line of QUESTIONS is a port and a protocol. */

#define _POSIX_C_SOURCE 199309L

#include <arpa/inet.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct question {
  unsigned port;
  char protocol[8];
  char answer[64];
};

static void ask(struct question *question) {
  const struct servent *found = getservbyport(htons((uint16_t)question->port), question->protocol);
  snprintf(question->answer, sizeof question->answer, "%s", found != NULL ? found->s_name : "");
}

static int ask_first(void) {
  struct question question = { .port = 443, .protocol = "tcp" };
  ask(&question);
  FILE *status = fopen("/proc/self/status", "r");
  char line[256];
  long peak = 0;
  while (status != NULL && peak == 0 && fgets(line, sizeof line, status) != NULL) {
    if (strncmp(line, "VmHWM:", 6) == 0) {
      peak = strtol(line + 6, NULL, 10);
    }
  }
  if (status != NULL) {
    fclose(status);
  }
  printf("answer %s %ld\n", question.answer, peak);
  return 0;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int ask_each(const char *path) {
  static struct question questions[1 << 17];
  size_t count = 0;
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    perror(path);
    return 1;
  }
  while (count < sizeof questions / sizeof questions[0] &&
         fscanf(file, "%u %7s", &questions[count].port, questions[count].protocol) == 2) {
    count++;
  }
  fclose(file);
  double start = seconds();
  for (size_t i = 0; i < count; i++) {
    ask(&questions[i]);
  }
  printf("look-up %.1f\n", (seconds() - start) / (double)count * 1e9);
  for (size_t i = 0; i < count; i++) {
    if (questions[i].answer[0] != '\0') {
      printf("row %u %s %s\n", questions[i].port, questions[i].protocol, questions[i].answer);
    }
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "first") == 0) {
    return ask_first();
  }
  if (argc == 3 && strcmp(argv[1], "each") == 0) {
    return ask_each(argv[2]);
  }
  fputs("usage: getservbyport first | each QUESTIONS\n", stderr);
  return 2;
}
