/* Finds a text in another, ASCII case ignored, in time proportional to their lengths. */
#ifndef IANAPORTS_TEXT_FIND_H
#define IANAPORTS_TEXT_FIND_H

#include "base/text.h"

/* Returns the first occurrence of `needle` in `text`, or NULL. */
const char *text_find_nocase(struct text text, struct text needle);

/* The same for a needle that is not empty. It prepares the needle, and then compares no byte of the
   text more than twice. text_find_nocase prepares nothing and compares the needle at each offset;
   if that takes too many comparisons, it calls this function. */
const char *text_find_steadily(struct text text, struct text needle);

#endif
