#include "registry/pool_search.h"

#include <string.h>

/* Three bytes of the needle, in lower case as LOWER makes it, and where they are in it. A
   place at which they stand in the pool is worth comparing the whole. */
struct probe {
  size_t middle;
  size_t last;
  unsigned char bytes[3];
};

/* Lower case for letters. Some other bytes become the same, which costs a comparison. */
enum { LOWER = 0x20 };

enum { BLOCK = 64, BYTES_OF_BLOCK = 4 * BLOCK };

static struct probe make_probe(struct text needle) {
  struct probe probe = { needle.length / 2, needle.length - 1, { 0 } };
  probe.bytes[0] = (unsigned char)needle.bytes[0] | LOWER;
  probe.bytes[1] = (unsigned char)needle.bytes[probe.middle] | LOWER;
  probe.bytes[2] = (unsigned char)needle.bytes[probe.last] | LOWER;
  return probe;
}

/* 0 where all three bytes stand at `at`. */
static unsigned char differs(const unsigned char *at, const struct probe *probe) {
  unsigned first = (at[0] | (unsigned)LOWER) ^ probe->bytes[0];
  unsigned middle = (at[probe->middle] | (unsigned)LOWER) ^ probe->bytes[1];
  unsigned last = (at[probe->last] | (unsigned)LOWER) ^ probe->bytes[2];
  return (unsigned char)(first | middle | last);
}

/* Whether any of the places in a block is worth a look. Compilers turn the loop into one
   over vectors, which is where the speed comes from. */
static bool block_has_probe(const unsigned char *at, const struct probe *probe) {
  const unsigned char first = probe->bytes[0];
  const unsigned char middle = probe->bytes[1];
  const unsigned char last = probe->bytes[2];
  const unsigned char *at_middle = at + probe->middle;
  const unsigned char *at_last = at + probe->last;
  unsigned char least = 0xff;
  for (int i = 0; i < BLOCK; i++) {
    unsigned char differing =
      (unsigned char)(((at[i] | LOWER) ^ first) | ((at_middle[i] | LOWER) ^ middle) |
                      ((at_last[i] | LOWER) ^ last));
    least = differing < least ? differing : least;
  }
  return least == 0;
}

/* The next place of `pool` from `at` on that holds the needle, or NULL. */
static const char *find_next(struct text pool, size_t at, struct text needle,
                             const struct probe *probe) {
  const unsigned char *bytes = (const unsigned char *)pool.bytes;
  size_t end = pool.length - probe->last; /* of the places where it may begin */
  size_t allowed = needle.length;         /* bytes to be compared, and some more for each block */
  while (at < end) {
    size_t block = end - at < BLOCK ? end - at : BLOCK;
    allowed += BYTES_OF_BLOCK;
    if (block < BLOCK || block_has_probe(bytes + at, probe)) {
      for (size_t i = at; i < at + block; i++) {
        struct text rest = { pool.bytes + i, pool.length - i };
        size_t same = differs(bytes + i, probe) == 0 ? text_same_nocase(rest, needle) : 0;
        if (same == needle.length) {
          return rest.bytes;
        }
        if (same > allowed) {
          return text_find_steadily(rest, needle);
        }
        allowed -= same;
      }
    }
    at += block;
  }
  return NULL;
}

static size_t string_start(const char *pool, size_t at) {
  while (at > 0 && pool[at - 1] != '\0') {
    at--;
  }
  return at;
}

bool pool_search(const struct registry *registry, struct needle *needle, uint64_t *found) {
  struct text pool = { registry->pool, registry->pool_size };
  struct text text = needle->text;
  needle->found = found;
  if (text.length >= pool.length || memchr(text.bytes, '\0', text.length) != NULL) {
    return false; /* strings hold no NUL */
  }
  struct probe probe = make_probe(text);
  bool anywhere = false;
  size_t at = 0;
  const char *match;
  while (at < pool.length && (match = find_next(pool, at, text, &probe)) != NULL) {
    size_t start = string_start(pool.bytes, (size_t)(match - pool.bytes));
    found[start / 64] |= UINT64_C(1) << start % 64;
    anywhere = true;
    at = start + strlen(pool.bytes + start) + 1;
  }
  return anywhere;
}
