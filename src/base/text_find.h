/* Finds a text in another, ASCII case ignored, in time proportional to their lengths. */
#ifndef IANAPORTS_TEXT_FIND_H
#define IANAPORTS_TEXT_FIND_H

#include "base/text.h"

/* Returns the first occurrence of `needle` in `text`, or NULL. */
const char *text_find_nocase(struct text text, struct text needle);

/* The same for a needle that is not empty. It takes longer to start, but no text slows it down.
   A search that compares at one offset after another changes to it when that becomes slow. */
const char *text_find_steadily(struct text text, struct text needle);

#endif
