/* Slices of text, and ASCII without regard to case. */
#ifndef IANAPORTS_TEXT_H
#define IANAPORTS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that belong to somebody else. No NUL needs to follow them. */
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

static inline bool ascii_is_alphanumeric(char c) {
  return ascii_is_digit(c) || ascii_is_letter(c);
}

static inline bool ascii_is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Returns the text up to the NUL of `string`. */
struct text text_of(const char *string);

/* Returns the text without its first `count` bytes. It must have that many. */
static inline struct text text_drop(struct text text, size_t count) {
  return (struct text){ text.bytes + count, text.length - count };
}

bool text_equal(struct text a, struct text b);
bool text_equal_nocase(struct text a, struct text b);
bool text_starts_nocase(struct text text, struct text prefix);

/* Returns how many bytes at the front of both are the same, case ignored. */
size_t text_same_nocase(struct text a, struct text b);

/* Returns how many digits the text begins with. */
size_t text_count_digits(struct text text);

/* Returns the text without the white space at both ends. */
struct text text_trim(struct text text);

/* Takes the next word, up to white space, off the front of `rest`. Returns false at the end. */
bool text_next_word(struct text *rest, struct text *word);

#endif
