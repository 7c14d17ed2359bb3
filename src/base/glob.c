#include "base/glob.h"

#include <string.h>

#include "base/text_find.h"
#include "base/utf8.h"

static bool has_byte(struct text text, char byte) {
  return text.length > 0 && memchr(text.bytes, byte, text.length) != NULL;
}

bool glob_is_bounded(struct text pattern) {
  return pattern.length <= GLOB_MAX_LENGTH || !has_byte(pattern, '?');
}

static size_t character_size(struct text text) {
  return utf8_length(text.bytes, text.length);
}

/* Returns the length of the character at the end of a text that is not empty. */
static size_t last_character_size(struct text text) {
  for (size_t size = 2; size <= 4 && size <= text.length; size++) {
    if (character_size(text_drop(text, text.length - size)) == size) {
      return size;
    }
  }
  return 1;
}

/* Returns whether an offset lies between two characters, not within one. */
static bool is_boundary(struct text text, size_t offset) {
  for (size_t back = 1; back <= 3 && back <= offset; back++) {
    if (character_size(text_drop(text, offset - back)) > back) {
      return false;
    }
  }
  return true;
}

/* Removes what a part without `*` matches from the front of the text. Returns false if the part
   does not match there. */
static bool take_front(struct text *text, struct text part) {
  struct text rest = *text;
  for (size_t i = 0; i < part.length; i++) {
    if (rest.length == 0) {
      return false;
    }
    bool any = part.bytes[i] == '?';
    if (!any && ascii_lower(part.bytes[i]) != ascii_lower(rest.bytes[0])) {
      return false;
    }
    rest = text_drop(rest, any ? character_size(rest) : 1);
  }
  *text = rest;
  return true;
}

/* The same at the end of the text. */
static bool take_back(struct text *text, struct text part) {
  struct text rest = *text;
  for (size_t i = part.length; i-- > 0;) {
    if (rest.length == 0) {
      return false;
    }
    bool any = part.bytes[i] == '?';
    if (any ? !is_boundary(*text, rest.length)
            : ascii_lower(part.bytes[i]) != ascii_lower(rest.bytes[rest.length - 1])) {
      return false;
    }
    rest.length -= any ? last_character_size(rest) : 1;
  }
  *text = rest;
  return true;
}

/* Removes everything up to the end of the first match of a part from the text. */
static bool take_first(struct text *text, struct text part) {
  if (!has_byte(part, '?')) {
    const char *found = text_find_nocase(*text, part);
    if (found != NULL) {
      *text = text_drop(*text, (size_t)(found - text->bytes) + part.length);
    }
    return found != NULL;
  }
  for (; text->length > 0; *text = text_drop(*text, character_size(*text))) {
    if (take_front(text, part)) {
      return true;
    }
  }
  return false;
}

/* Returns the part before the first `*`, and removes it and the `*` from the pattern. */
static struct text next_part(struct text *pattern) {
  const char *star = memchr(pattern->bytes, '*', pattern->length);
  struct text part = { pattern->bytes, (size_t)(star - pattern->bytes) };
  *pattern = text_drop(*pattern, part.length + 1);
  return part;
}

/* The part before the first `*` must match at the front and the part behind the last `*` at the
   end. Each part between them is matched as early as possible, which leaves most of the text for
   the parts that follow. */
bool glob_matches_nocase(struct text text, struct text pattern) {
  if (!has_byte(pattern, '*')) {
    return take_front(&text, pattern) && text.length == 0;
  }
  if (!take_front(&text, next_part(&pattern))) {
    return false;
  }
  size_t behind = 0;
  while (behind < pattern.length && pattern.bytes[pattern.length - 1 - behind] != '*') {
    behind++;
  }
  struct text last = text_drop(pattern, pattern.length - behind);
  pattern.length -= behind;
  if (!take_back(&text, last)) {
    return false;
  }
  while (pattern.length > 0) {
    if (!take_first(&text, next_part(&pattern))) {
      return false;
    }
  }
  return true;
}
