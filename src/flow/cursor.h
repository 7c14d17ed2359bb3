/* Most bytes of a CSV mean nothing to its reader. So a cursor looks at 64 bytes at once, and makes
   a mask of those that are special: delimiters, quotes, CR and LF. Then it steps from one of them
   to the next. */
#ifndef IANAPORTS_CURSOR_H
#define IANAPORTS_CURSOR_H

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "registry/registry.h"

enum { WORD = 64 };

struct cursor {
  const unsigned char *bytes; /* WORD bytes may be read past the limit */
  const bool *is_special;     /* by byte; without SSE2 it is looked up here */
  char delimiter;
  size_t limit;      /* no byte from here on is looked for */
  size_t word;       /* the 64 bytes from here on are being read */
  uint64_t specials; /* bit n: byte n of them is special, and still to be read */
};

#if defined(__SSE2__)

static inline uint64_t find_specials_16(const unsigned char *bytes, char delimiter) {
  __m128i block = _mm_loadu_si128((const __m128i *)(const void *)bytes);
  __m128i is_delimiter = _mm_cmpeq_epi8(block, _mm_set1_epi8(delimiter));
  __m128i is_quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
  __m128i is_lf = _mm_cmpeq_epi8(block, _mm_set1_epi8('\n'));
  __m128i is_cr = _mm_cmpeq_epi8(block, _mm_set1_epi8('\r'));
  __m128i is_special =
    _mm_or_si128(_mm_or_si128(is_delimiter, is_quote), _mm_or_si128(is_lf, is_cr));
  return (uint64_t)(unsigned)_mm_movemask_epi8(is_special);
}

/* Returns the mask of the 64 bytes that the cursor is at. */
static inline uint64_t find_specials(const struct cursor *cursor) {
  const unsigned char *bytes = cursor->bytes + cursor->word;
  return find_specials_16(bytes, cursor->delimiter) |
         find_specials_16(bytes + 16, cursor->delimiter) << 16 |
         find_specials_16(bytes + 32, cursor->delimiter) << 32 |
         find_specials_16(bytes + 48, cursor->delimiter) << 48;
}

#else

static inline uint64_t find_specials(const struct cursor *cursor) {
  const unsigned char *bytes = cursor->bytes + cursor->word;
  uint64_t specials = 0;
  for (int i = 0; i < WORD; i++) {
    specials |= (uint64_t)cursor->is_special[bytes[i]] << i;
  }
  return specials;
}

#endif

static inline unsigned lowest_bit(uint64_t word) {
#if defined(__GNUC__)
  return (unsigned)__builtin_ctzll(word);
#else
  return count_bits((word & -word) - 1);
#endif
}

/* Returns the position of the next special byte, and steps past it; at the end, the limit. */
static inline size_t next_special(struct cursor *cursor) {
  while (cursor->specials == 0) {
    if (cursor->limit - cursor->word <= WORD) {
      return cursor->limit;
    }
    cursor->word += WORD;
    cursor->specials = find_specials(cursor);
  }
  size_t position = cursor->word + lowest_bit(cursor->specials);
  cursor->specials &= cursor->specials - 1;
  return position;
}

#endif
