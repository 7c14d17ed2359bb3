/* Finding a text in another, case ignored, in time by the sum of their lengths. */
#ifndef IANAPORTS_TEXT_FIND_H
#define IANAPORTS_TEXT_FIND_H

#include "base/text.h"

/* The first place of `needle` in `text`, or NULL. */
const char *text_find_nocase(struct text text, struct text needle);

/* The same for a needle that is not empty. It takes longer to begin, but no text makes it
   slow. It is used once comparing the needle at each place has become slow. */
const char *text_find_steadily(struct text text, struct text needle);

#endif
