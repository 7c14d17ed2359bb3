#include "base/text.h"

#include <string.h>

#pragma GCC visibility push(hidden)

struct text text_of(const char *string) {
  return (struct text){ string, strlen(string) };
}

bool text_equal(struct text a, struct text b) {
  return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

size_t text_same_nocase(struct text a, struct text b) {
  size_t length = a.length < b.length ? a.length : b.length;
  size_t same = 0;
  while (same < length && ascii_lower(a.bytes[same]) == ascii_lower(b.bytes[same])) {
    same++;
  }
  return same;
}

/* Has a loop of its own: a load compares every name this way, and calling text_same_nocase would
   be slower. */
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

size_t text_count_digits(struct text text) {
  size_t count = 0;
  while (count < text.length && ascii_is_digit(text.bytes[count])) {
    count++;
  }
  return count;
}

struct text text_trim(struct text text) {
  while (text.length > 0 && ascii_is_space(text.bytes[0])) {
    text = text_drop(text, 1);
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
  *rest = text_drop(*rest, word->length);
  return word->length > 0;
}
