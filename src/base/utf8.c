#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

#pragma GCC visibility push(hidden)

/* Counts the ASCII bytes at the front in steps of eight: it may return up to seven too few. */
static size_t ascii_prefix(const char *bytes, size_t length) {
  size_t i = 0;
  uint64_t word = 0;
  for (; length - i >= sizeof word; i += sizeof word) {
    memcpy(&word, bytes + i, sizeof word);
    if ((word & 0x8080808080808080U) != 0) {
      break;
    }
  }
  return i;
}

/* Begins a sequence. Returns false for a byte that cannot begin one. A second byte below the lowest
   makes the sequence overlong; above the highest, a surrogate or a code point past U+10FFFF. */
static bool begin(struct utf8_state *state, unsigned char byte) {
  state->lead = byte;
  state->needed = byte < 0xc2 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  state->lowest = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
  state->highest = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
  return byte < 0x80 || (byte >= 0xc2 && byte <= 0xf4);
}

size_t utf8_check(struct utf8_state *state, const char *bytes, size_t length) {
  size_t start = 0;
  for (size_t i = 0; i < length; i++) {
    if (state->needed == 0) {
      i += ascii_prefix(bytes + i, length - i);
      if (i == length) {
        break;
      }
      start = i;
      if (!begin(state, (unsigned char)bytes[i])) {
        return start;
      }
      continue;
    }
    unsigned char byte = (unsigned char)bytes[i];
    if (byte < state->lowest || byte > state->highest) {
      return start;
    }
    *state = (struct utf8_state){ state->lead, (unsigned char)(state->needed - 1), 0x80, 0xbf };
  }
  return length;
}

size_t utf8_length(const char *bytes, size_t length) {
  struct utf8_state state;
  if ((unsigned char)bytes[0] < 0x80 || !begin(&state, (unsigned char)bytes[0])) {
    return 1;
  }
  size_t needed = 1U + state.needed;
  bool is_whole =
    needed <= length && utf8_check(&(struct utf8_state){ 0 }, bytes, needed) == needed;
  return is_whole ? needed : 1;
}

size_t utf8_count(const char *bytes, size_t length) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++) {
    count += ((unsigned char)bytes[i] & 0xc0) != 0x80;
  }
  return count;
}

bool utf8_is_utf16(const char *bytes, size_t length) {
  if (length < 4) {
    return false;
  }
  return memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0 ||
         ((bytes[0] == 0) != (bytes[1] == 0) && (bytes[0] == 0) == (bytes[2] == 0) &&
          (bytes[1] == 0) == (bytes[3] == 0));
}
