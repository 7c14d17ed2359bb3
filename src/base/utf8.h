/* Checks UTF-8 as it arrives, piece by piece (RFC 3629, section 4). */
#ifndef IANAPORTS_UTF8_H
#define IANAPORTS_UTF8_H

#include <stddef.h>

/* Between pieces: an unfinished sequence. All zeros where there is none. */
struct utf8_state {
  unsigned char lead;   /* its first byte */
  unsigned char needed; /* continuation bytes still to come */
  unsigned char lowest; /* bounds of the next one */
  unsigned char highest;
};

/* Gives the index of the first byte of the first ill-formed sequence, 0 for one
   that began in an earlier piece, or `length` where all is well so far. */
size_t utf8_check(struct utf8_state *state, const char *bytes, size_t length);

/* The bytes of the character at the front of a text that is not empty; 1 if they are not UTF-8. */
size_t utf8_length(const char *bytes, size_t length);

/* Characters in well-formed UTF-8, continuation bytes not counted. */
size_t utf8_count(const char *bytes, size_t length);

#endif
