/* Patterns with `*` and `?`, as in a shell. */
#ifndef IANAPORTS_GLOB_H
#define IANAPORTS_GLOB_H

#include "base/text.h"

/* The longest pattern that may hold `?`, in bytes. A part with `?` is compared at each offset of
   the text, so the time is proportional to the product of their lengths. */
enum { GLOB_MAX_LENGTH = 255 };

/* Returns whether the pattern has no `?` or is not too long. */
bool glob_is_bounded(struct text pattern);

/* Returns whether the pattern matches the whole text, ASCII case ignored. `*` matches any bytes,
   `?` one character; a byte that is not UTF-8 is a character by itself. */
bool glob_matches_nocase(struct text text, struct text pattern);

#endif
