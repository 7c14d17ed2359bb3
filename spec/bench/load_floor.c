/* The time that libcsv or expat alone takes to walk a file, with callbacks that do
   nothing: the floor below which no reader that is built on it can get.

   usage: load_floor csv|xml FILE PIECE ROUNDS

   Prints milliseconds of processor time, one line a round. The file is read beforehand and passed
   in pieces of PIECE bytes, as the module passes it. */

#define _POSIX_C_SOURCE 199309L

#include <csv.h>
#include <expat.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void on_cell(void *cell, size_t length, void *context) {
  (void)cell;
  (void)length;
  (void)context;
}

static void on_row(int end, void *context) {
  (void)end;
  (void)context;
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes) {
  (void)context;
  (void)name;
  (void)attributes;
}

static void XMLCALL on_end(void *context, const XML_Char *name) {
  (void)context;
  (void)name;
}

static void XMLCALL on_text(void *context, const XML_Char *text, int length) {
  (void)context;
  (void)text;
  (void)length;
}

static char *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return NULL;
  }
  size_t capacity = 1 << 20;
  char *bytes = malloc(capacity);
  *size = 0;
  while (bytes != NULL) {
    *size += fread(bytes + *size, 1, capacity - *size, file);
    if (*size < capacity) {
      break;
    }
    capacity *= 2;
    char *larger = realloc(bytes, capacity);
    if (larger == NULL) {
      free(bytes);
    }
    bytes = larger;
  }
  fclose(file);
  return bytes;
}

/* Returns false if the bytes are not CSV. */
static bool walk_csv(const char *bytes, size_t size, size_t piece) {
  struct csv_parser parser;
  bool walked = csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0;
  for (size_t at = 0; at < size && walked; at += piece) {
    size_t length = size - at < piece ? size - at : piece;
    walked = csv_parse(&parser, bytes + at, length, on_cell, on_row, NULL) == length;
  }
  walked = walked && csv_fini(&parser, on_cell, on_row, NULL) == 0;
  csv_free(&parser);
  return walked;
}

/* Returns false if the bytes are not XML. */
static bool walk_xml(const char *bytes, size_t size, size_t piece) {
  XML_Parser parser = XML_ParserCreate(NULL);
  bool walked = parser != NULL;
  XML_SetElementHandler(parser, on_start, on_end);
  XML_SetCharacterDataHandler(parser, on_text);
  for (size_t at = 0; at < size && walked; at += piece) {
    size_t length = size - at < piece ? size - at : piece;
    walked = XML_Parse(parser, bytes + at, (int)length, at + length == size) == XML_STATUS_OK;
  }
  XML_ParserFree(parser);
  return walked;
}

static double milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
  size_t size = 0;
  char *bytes = argc == 5 ? read_file(argv[2], &size) : NULL;
  if (bytes == NULL) {
    fputs("usage: load_floor csv|xml FILE PIECE ROUNDS\n", stderr);
    return 2;
  }
  bool (*walk)(const char *, size_t, size_t) = strcmp(argv[1], "csv") == 0 ? walk_csv : walk_xml;
  size_t piece = strtoul(argv[3], NULL, 10);
  bool walked = true;
  for (long round = strtol(argv[4], NULL, 10); round > 0 && walked; round--) {
    double start = milliseconds();
    walked = walk(bytes, size, piece > 0 ? piece : size);
    printf("%.3f\n", milliseconds() - start);
  }
  free(bytes);
  if (!walked) {
    fprintf(stderr, "%s is not well-formed\n", argv[2]);
  }
  return walked ? 0 : 1;
}
