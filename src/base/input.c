#include "base/input.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#pragma GCC visibility push(hidden)

/* Sets all members but `block`: clearing that would take longer than all the rest. */
static void start(struct input *input) {
  input->file = NULL;
  input->error = 0;
  input->size = 0;
  input->ahead = TEXT_LITERAL("");
}

/* A pipe cannot seek, and a folder reports a size of LONG_MAX. */
static size_t file_size(FILE *file) {
  long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
  bool is_back = fseek(file, 0, SEEK_SET) == 0;
  return is_back && size > 0 && size < LONG_MAX ? (size_t)size : 0;
}

static struct text without_byte_order_mark(struct text text) {
  const struct text mark = TEXT_LITERAL("\xef\xbb\xbf");
  return text_starts_nocase(text, mark) ? text_drop(text, mark.length) : text;
}

/* Reads the next block, which is empty at the end or if reading fails. */
static void read_block(struct input *input) {
  errno = 0;
  size_t length = fread(input->block, 1, sizeof input->block, input->file);
  input->error = ferror(input->file) ? errno : 0;
  input->ahead = (struct text){ input->block, length };
}

bool input_open(struct input *input, const char *path, struct error *error) {
  start(input);
  input->file = fopen(path, "rb");
  if (input->file == NULL) {
    error_set(error, "cannot open: %s", strerror(errno));
    return false;
  }
  input->size = file_size(input->file);
  read_block(input);
  input->ahead = without_byte_order_mark(input->ahead);
  return true;
}

void input_of_text(struct input *input, struct text text) {
  start(input);
  input->size = text.length;
  input->ahead = without_byte_order_mark(text);
}

struct text input_peek(struct input *input) {
  if (input->ahead.length == 0 && input->file != NULL && input->error == 0) {
    read_block(input);
  }
  return input->ahead;
}

bool input_next(struct input *input, struct text *block, struct error *error) {
  *block = input_peek(input);
  input->ahead = TEXT_LITERAL("");
  if (block->length == 0 && input->error != 0) {
    error_set(error, "cannot read: %s", strerror(input->error));
  }
  return block->length > 0;
}

void input_close(struct input *input) {
  if (input->file != NULL) {
    fclose(input->file);
    input->file = NULL;
  }
  input->ahead = TEXT_LITERAL("");
}
