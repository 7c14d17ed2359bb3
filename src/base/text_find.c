#include "base/text_find.h"

#pragma GCC visibility push(hidden)

/* The two-way algorithm: M. Crochemore and D. Perrin, "Two-way string-matching", Journal of
   the ACM 38 (1991). The needle is cut in two at the offset whose local period equals the period
   of the whole needle.

     needle:  L L L L | R R R R R      R is compared first, from left to right. After a mismatch
                                       the needle moves past the byte that differs.
                                       Then L is compared, from right to left. After a mismatch
                                       the needle moves by its period.

   No byte of the text is compared more than twice. */
struct cut_needle {
  size_t cut;
  size_t period; /* if the needle does not repeat itself: a lower bound of its period */
  bool repeats;  /* after a move by the period, the front of the needle is known to match */
};

static char lower_at(struct text text, size_t at) {
  return ascii_lower(text.bytes[at]);
}

/* Returns the offset of the greatest suffix, in the order of bytes or the reverse order, and sets
   the period of that suffix. */
static size_t greatest_suffix(struct text text, bool by_reverse, size_t *period) {
  size_t start = 0;
  size_t rival = 1;  /* the start of a suffix that may be greater */
  size_t common = 0; /* how many bytes at the front of both are the same */
  *period = 1;
  while (rival + common < text.length) {
    char ours = lower_at(text, start + common);
    char theirs = lower_at(text, rival + common);
    if (ours == theirs) {
      common++;
      if (common == *period) {
        rival += common;
        common = 0;
      }
    } else if ((theirs < ours) != by_reverse) {
      rival += common + 1;
      common = 0;
      *period = rival - start;
    } else {
      start = rival++;
      common = 0;
      *period = 1;
    }
  }
  return start;
}

static struct cut_needle cut_needle(struct text text) {
  struct cut_needle needle;
  size_t other_period;
  needle.cut = greatest_suffix(text, false, &needle.period);
  size_t other_cut = greatest_suffix(text, true, &other_period);
  if (other_cut > needle.cut) {
    needle.cut = other_cut;
    needle.period = other_period;
  }
  struct text left = { text.bytes, needle.cut };
  needle.repeats = text_starts_nocase(text_drop(text, needle.period), left);
  if (!needle.repeats) {
    size_t behind = text.length - needle.cut;
    needle.period = (needle.cut > behind ? needle.cut : behind) + 1;
  }
  return needle;
}

const char *text_find_steadily(struct text text, struct text sought) {
  if (sought.length > text.length) {
    return NULL;
  }
  struct cut_needle needle = cut_needle(sought);
  size_t known = 0; /* bytes at the front of the needle that are known to match */
  size_t at = 0;
  while (at <= text.length - sought.length) {
    struct text rest = text_drop(text, at);
    size_t i = known > needle.cut ? known : needle.cut;
    while (i < sought.length && lower_at(sought, i) == lower_at(rest, i)) {
      i++;
    }
    if (i < sought.length) {
      at += i - needle.cut + 1;
      known = 0;
      continue;
    }
    i = needle.cut;
    while (i > known && lower_at(sought, i - 1) == lower_at(rest, i - 1)) {
      i--;
    }
    if (i <= known) {
      return rest.bytes;
    }
    at += needle.period;
    known = needle.repeats ? sought.length - needle.period : 0;
  }
  return NULL;
}

const char *text_find_nocase(struct text text, struct text needle) {
  if (needle.length == 0) {
    return text.bytes;
  }
  enum { ALLOWED_AT_OFFSET = 4 };
  char first = ascii_lower(needle.bytes[0]);
  size_t allowed = needle.length; /* bytes that may still be compared */
  for (; text.length >= needle.length; text.bytes++, text.length--) {
    allowed += ALLOWED_AT_OFFSET;
    if (ascii_lower(text.bytes[0]) != first) {
      continue;
    }
    size_t same = text_same_nocase(text, needle);
    if (same == needle.length) {
      return text.bytes;
    }
    if (same > allowed) {
      return text_find_steadily(text, needle);
    }
    allowed -= same;
  }
  return NULL;
}
