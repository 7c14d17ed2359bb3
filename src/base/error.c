#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void error_set(struct error *error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error->message, sizeof error->message, format, arguments);
  va_end(arguments);
}

const char *error_excerpt(struct text cell, char excerpt[ERROR_EXCERPT_SIZE]) {
  static const char digits[] = "0123456789abcdef";
  static const char cut[] = "...";
  size_t length = 0;
  for (size_t i = 0; i < cell.length; i++) {
    unsigned char c = (unsigned char)cell.bytes[i];
    if (length + 4 + sizeof cut > ERROR_EXCERPT_SIZE) {
      memcpy(excerpt + length, cut, sizeof cut);
      return excerpt;
    }
    if (c >= ' ' && c <= '~') {
      excerpt[length++] = (char)c;
    } else {
      excerpt[length++] = '\\';
      excerpt[length++] = 'x';
      excerpt[length++] = digits[c >> 4];
      excerpt[length++] = digits[c & 15];
    }
  }
  excerpt[length] = '\0';
  return excerpt;
}
