#include "base/glob.h"

#include <string.h>

#include "base/text_find.h"
#include "base/utf8.h"

#pragma GCC visibility push(hidden)

static bool has_byte(struct text text, char byte) {
  return text.length > 0 && memchr(text.bytes, byte, text.length) != NULL;
}

bool glob_is_bounded(struct text pattern) {
  return pattern.length <= GLOB_MAX_LENGTH || !has_byte(pattern, '?');
}

/* Returns the text without its first character. */
static struct text drop_character(struct text text) {
  return text_drop(text, utf8_length(text.bytes, text.length));
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
    rest = any ? drop_character(rest) : text_drop(rest, 1);
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
  for (; text->length > 0; *text = drop_character(*text)) {
    if (take_front(text, part)) {
      return true;
    }
  }
  return false;
}

static bool matches_whole(struct text text, struct text part) {
  return take_front(&text, part) && text.length == 0;
}

/* Removes what a part matches at the end of the text. Returns false if it does not match there. */
static bool take_end(struct text *text, struct text part) {
  struct text end = *text;
  if (!has_byte(part, '?') && part.length < end.length) {
    end = text_drop(end, end.length - part.length);
  }
  while (!matches_whole(end, part)) {
    if (end.length <= part.length) {
      return false;
    }
    end = drop_character(end);
  }
  text->length -= end.length;
  return true;
}

/* Returns the part before the first `*`, and removes it and the `*` from the pattern. */
static struct text next_part(struct text *pattern) {
  const char *star = memchr(pattern->bytes, '*', pattern->length);
  struct text part = { pattern->bytes, (size_t)(star - pattern->bytes) };
  *pattern = text_drop(*pattern, part.length + 1);
  return part;
}

/* The part before the first `*` must match at the front, and the part behind the last `*` at the
   end. Each part between them is matched as early as possible, which leaves most of the text for
   the parts that follow. */
bool glob_matches_nocase(struct text text, struct text pattern) {
  if (!has_byte(pattern, '*')) {
    return matches_whole(text, pattern);
  }
  if (!take_front(&text, next_part(&pattern))) {
    return false;
  }
  struct text last = pattern;
  while (has_byte(last, '*')) {
    next_part(&last);
  }
  pattern.length -= last.length;
  if (!take_end(&text, last)) {
    return false;
  }
  while (pattern.length > 0) {
    if (!take_first(&text, next_part(&pattern))) {
      return false;
    }
  }
  return true;
}
