#include "base/error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#pragma GCC visibility push(hidden)

void error_set(struct error *error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error->message, sizeof error->message, format, arguments);
  va_end(arguments);
}

const char *error_excerpt(struct text cell, char excerpt[ERROR_EXCERPT_SIZE]) {
  static const char cut[] = "...";
  size_t length = 0;
  excerpt[0] = '\0';
  for (size_t i = 0; i < cell.length; i++) {
    unsigned char c = (unsigned char)cell.bytes[i];
    bool is_printable = c >= ' ' && c <= '~';
    if (length + 4 + sizeof cut > ERROR_EXCERPT_SIZE) {
      memcpy(excerpt + length, cut, sizeof cut);
      break;
    }
    snprintf(excerpt + length, sizeof "\\xff", is_printable ? "%c" : "\\x%02x", c);
    length += is_printable ? 1 : 4;
  }
  return excerpt;
}
