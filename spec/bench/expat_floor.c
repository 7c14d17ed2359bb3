/* The time that expat alone takes to walk a file: the floor below which no reader of
   XML that is built on expat can get.

   usage: expat_floor FILE PIECE ROUNDS

   Prints milliseconds, one line a round. The file is read beforehand and passed in
   pieces of PIECE bytes, as the module passes it. */

#define _POSIX_C_SOURCE 199309L

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

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

/* Gives milliseconds, or a negative number where the bytes are no XML. */
static double walk(const char *bytes, size_t size, size_t piece) {
  struct timespec start;
  struct timespec end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  XML_Parser parser = XML_ParserCreate(NULL);
  enum XML_Status status = parser == NULL ? XML_STATUS_ERROR : XML_STATUS_OK;
  XML_SetElementHandler(parser, on_start, on_end);
  XML_SetCharacterDataHandler(parser, on_text);
  for (size_t at = 0; at < size && status == XML_STATUS_OK; at += piece) {
    size_t length = size - at < piece ? size - at : piece;
    status = XML_Parse(parser, bytes + at, (int)length, at + length == size);
  }
  XML_ParserFree(parser);
  clock_gettime(CLOCK_MONOTONIC, &end);
  double elapsed =
    (double)(end.tv_sec - start.tv_sec) * 1e3 + (double)(end.tv_nsec - start.tv_nsec) / 1e6;
  return status == XML_STATUS_OK ? elapsed : -1;
}

int main(int argc, char **argv) {
  size_t size = 0;
  char *bytes = argc == 4 ? read_file(argv[1], &size) : NULL;
  if (bytes == NULL) {
    fputs("usage: expat_floor FILE PIECE ROUNDS\n", stderr);
    return 2;
  }
  size_t piece = strtoul(argv[2], NULL, 10);
  for (long round = strtol(argv[3], NULL, 10); round > 0; round--) {
    double elapsed = walk(bytes, size, piece > 0 ? piece : size);
    if (elapsed < 0) {
      fprintf(stderr, "%s is not well-formed\n", argv[1]);
      free(bytes);
      return 1;
    }
    printf("%.3f\n", elapsed);
  }
  free(bytes);
  return 0;
}
