/* UTF-8 (RFC 3629, section 4), checked block by block as it arrives. */
#ifndef IANAPORTS_UTF8_H
#define IANAPORTS_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* A sequence that began in one block and ends in a later one. All zeros: none. */
struct utf8_state {
  unsigned char lead;    /* its first byte */
  unsigned char needed;  /* continuation bytes still to come */
  unsigned char lowest;  /* the least value of the next one */
  unsigned char highest; /* the greatest value of the next one */
};

/* Returns the index at which the first ill-formed sequence begins, 0 for one that began in an
   earlier block, or `length` if the block is well-formed so far. */
size_t utf8_check(struct utf8_state *state, const char *bytes, size_t length);

/* Returns the length of the character at the front of a text that is not empty. A byte that is
   not UTF-8 is a character by itself. */
size_t utf8_length(const char *bytes, size_t length);

/* Returns the number of characters in well-formed UTF-8. Continuation bytes at the front, which
   belong to an earlier block, do not count. */
size_t utf8_count(const char *bytes, size_t length);

/* Returns whether a text begins with the byte order mark of UTF-16, or with two ASCII characters in
   UTF-16. */
bool utf8_is_utf16(const char *bytes, size_t length);

#endif
