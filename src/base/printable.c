#include "base/printable.h"

#include <stdio.h>

#include "base/utf8.h"

#pragma GCC visibility push(hidden)

/* The first and the last of each range, in ascending order: the controls of C1; what Unicode calls
   format (Cf), line and paragraph separator (Zl, Zp) or default-ignorable, which includes marks of
   direction and variation selectors; and U+2800 and U+1D159, which are blank. */
static const uint32_t steering[][2] = {
  { 0x80, 0x9f },       { 0xad, 0xad },       { 0x34f, 0x34f },     { 0x600, 0x605 },
  { 0x61c, 0x61c },     { 0x6dd, 0x6dd },     { 0x70f, 0x70f },     { 0x890, 0x891 },
  { 0x8e2, 0x8e2 },     { 0x115f, 0x1160 },   { 0x17b4, 0x17b5 },   { 0x180b, 0x180f },
  { 0x200b, 0x200f },   { 0x2028, 0x202e },   { 0x2060, 0x206f },   { 0x2800, 0x2800 },
  { 0x3164, 0x3164 },   { 0xfe00, 0xfe0f },   { 0xfeff, 0xfeff },   { 0xffa0, 0xffa0 },
  { 0xfff0, 0xfffb },   { 0x110bd, 0x110bd }, { 0x110cd, 0x110cd }, { 0x13430, 0x1343f },
  { 0x1bca0, 0x1bca3 }, { 0x1d159, 0x1d159 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
};

bool printable_steers(uint32_t code) {
  size_t i = 0;
  while (i < sizeof steering / sizeof *steering && code > steering[i][1]) {
    i++;
  }
  return i < sizeof steering / sizeof *steering && code >= steering[i][0];
}

/* Returns the code point of a character in well-formed UTF-8 that is not ASCII. */
static uint32_t code_point(const char *bytes, size_t length) {
  uint32_t code = (unsigned char)bytes[0] & (0x7fU >> length);
  for (size_t i = 1; i < length; i++) {
    code = code << 6 | ((unsigned char)bytes[i] & 0x3fU);
  }
  return code;
}

static bool append_character(struct buffer *out, const char *bytes, size_t length) {
  unsigned char first = (unsigned char)bytes[0];
  char escape[sizeof "\\u{10ffff}"];
  int size = 0;
  if (length == 1 && (first < ' ' || first > '~')) {
    size = snprintf(escape, sizeof escape, "\\x%02x", first);
  } else if (length > 1 && printable_steers(code_point(bytes, length))) {
    size = snprintf(escape, sizeof escape, "\\u{%lx}", (unsigned long)code_point(bytes, length));
  }
  return size > 0 ? buffer_append(out, escape, (size_t)size) : buffer_append(out, bytes, length);
}

bool printable_append(struct buffer *out, struct text text) {
  while (text.length > 0) {
    size_t length = utf8_length(text.bytes, text.length);
    if (!append_character(out, text.bytes, length)) {
      return false;
    }
    text = text_drop(text, length);
  }
  return true;
}
