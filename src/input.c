#include "input.h"

#include <errno.h>
#include <string.h>

bool input_open(struct input *input, const char *path, struct fault *fault) {
  *input = (struct input){ .file = NULL };
  input->file = fopen(path, "rb");
  if (input->file == NULL) {
    fault->line = 1;
    fault_set(fault, "cannot open: %s", strerror(errno));
  }
  return input->file != NULL;
}

void input_of_text(struct input *input, struct text text) {
  *input = (struct input){ .ahead = text };
}

struct text input_peek(struct input *input) {
  if (input->ahead.length == 0 && input->file != NULL) {
    errno = 0;
    size_t length = fread(input->block, 1, sizeof input->block, input->file);
    input->error = ferror(input->file) ? errno : 0;
    input->ahead = (struct text){ input->block, length };
  }
  return input->ahead;
}

bool input_next(struct input *input, struct text *piece, struct fault *fault) {
  *piece = input_peek(input);
  input->ahead = TEXT_LITERAL("");
  if (piece->length == 0 && input->error != 0) {
    fault_set(fault, "cannot read: %s", strerror(input->error));
  }
  return piece->length > 0;
}

void input_close(struct input *input) {
  if (input->file != NULL) {
    fclose(input->file);
    input->file = NULL;
  }
  input->ahead = TEXT_LITERAL("");
}
