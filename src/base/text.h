/* Pieces of text, and comparing them without regard to ASCII case. */
#ifndef IANAPORTS_TEXT_H
#define IANAPORTS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that somebody else owns; not terminated. */
struct text {
  const char *bytes;
  size_t length;
};

#define TEXT_LITERAL(literal) ((struct text){ (literal), sizeof(literal) - 1 })

static inline char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool ascii_is_digit(char c) {
  return c >= '0' && c <= '9';
}

static inline bool ascii_is_letter(char c) {
  char lower = ascii_lower(c);
  return lower >= 'a' && lower <= 'z';
}

static inline bool ascii_is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A text that ends at the first NUL of `string`. */
struct text text_of(const char *string);

bool text_equal(struct text a, struct text b);
bool text_equal_nocase(struct text a, struct text b);
bool text_starts_nocase(struct text text, struct text prefix);

/* How many bytes at the front of both are the same, case ignored. */
size_t text_same_nocase(struct text a, struct text b);

/* `text` without the white space around it. */
struct text text_trim(struct text text);

/* Takes the next word, between white space, off the front of `rest`; false where none is left. */
bool text_next_word(struct text *rest, struct text *word);

#endif
