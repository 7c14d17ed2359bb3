#include "text.h"

#include "utf8.h"

#include <string.h>

struct text text_of(const char *string) {
  return (struct text){ string, strlen(string) };
}

bool text_equal(struct text a, struct text b) {
  return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool text_starts_nocase(struct text text, struct text prefix) {
  if (prefix.length > text.length) {
    return false;
  }
  for (size_t i = 0; i < prefix.length; i++) {
    if (ascii_lower(text.bytes[i]) != ascii_lower(prefix.bytes[i])) {
      return false;
    }
  }
  return true;
}

bool text_equal_nocase(struct text a, struct text b) {
  return a.length == b.length && text_starts_nocase(a, b);
}

const char *text_find_nocase(struct text text, struct text needle) {
  if (needle.length == 0) {
    return text.bytes;
  }
  char first = ascii_lower(needle.bytes[0]);
  while (text.length >= needle.length) {
    if (ascii_lower(text.bytes[0]) == first && text_starts_nocase(text, needle)) {
      return text.bytes;
    }
    text.bytes++;
    text.length--;
  }
  return NULL;
}

static size_t character_length(struct text text, size_t at) {
  return utf8_length(text.bytes + at, text.length - at);
}

/* On a mismatch only the last `*` needs to take one character more: earlier ones
   already match as short as they can. */
bool text_glob_nocase(struct text text, struct text pattern) {
  size_t t = 0;
  size_t p = 0;
  size_t star = pattern.length; /* none yet */
  size_t star_text = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern.bytes[p] == '*') {
      star = p++;
      star_text = t;
    } else if (p < pattern.length && pattern.bytes[p] == '?') {
      p++;
      t += character_length(text, t);
    } else if (p < pattern.length && ascii_lower(pattern.bytes[p]) == ascii_lower(text.bytes[t])) {
      p++;
      t++;
    } else if (star < pattern.length) {
      p = star + 1;
      star_text += character_length(text, star_text);
      t = star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.length && pattern.bytes[p] == '*') {
    p++;
  }
  return p == pattern.length;
}

struct text text_trim(struct text text) {
  while (text.length > 0 && ascii_is_space(text.bytes[0])) {
    text.bytes++;
    text.length--;
  }
  while (text.length > 0 && ascii_is_space(text.bytes[text.length - 1])) {
    text.length--;
  }
  return text;
}

bool text_next_word(struct text *rest, struct text *word) {
  *rest = text_trim(*rest);
  *word = (struct text){ rest->bytes, 0 };
  while (word->length < rest->length && !ascii_is_space(rest->bytes[word->length])) {
    word->length++;
  }
  rest->bytes += word->length;
  rest->length -= word->length;
  return word->length > 0;
}
