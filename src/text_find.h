/* Finding a text in another, case ignored, in time by the sum of their lengths. */
#ifndef IANAPORTS_TEXT_FIND_H
#define IANAPORTS_TEXT_FIND_H

#include "text.h"

/* The first place of `needle` in `text`, or NULL. */
const char *text_find_nocase(struct text text, struct text needle);

/* The same for a needle that is not empty. It takes a while to begin, but no text makes it
   slow: for where comparing the needle at each place has turned out to be so. */
const char *text_find_steadily(struct text text, struct text needle);

#endif
