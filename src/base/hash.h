/* Hashes of texts, and the search in hash tables by open addressing.

   The quick hash has no key: it depends on the text alone, so that the tables compiled into the
   module can hold it. But anybody can make texts that share a hash. A table in which a search
   meets too many of them changes to a keyed hash, SipHash. */
#ifndef IANAPORTS_HASH_H
#define IANAPORTS_HASH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* The `fold` of a hash is ORed into each group of eight bytes. Bit 5 makes letters lower case. It
   also changes other bytes, which at worst makes more texts share a hash. */
#define HASH_EXACT UINT64_C(0)
#define HASH_IGNORE_CASE UINT64_C(0x2020202020202020)

static inline uint64_t hash_mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
  return hash ^ hash >> 32;
}

/* On little-endian machines compilers turn each of these into a single load. */
static inline uint64_t hash_load_4(const char *text) {
  const unsigned char *bytes = (const unsigned char *)text;
  return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 |
         (uint64_t)bytes[3] << 24;
}
static inline uint64_t hash_load_8(const char *text) {
  return hash_load_4(text) | hash_load_4(text + 4) << 32;
}

/* Loads a text of up to eight bytes. The loads overlap instead of looping over the bytes, since
   processors mispredict the end of such a loop. */
static inline uint64_t hash_load_short(struct text text) {
  const unsigned char *bytes = (const unsigned char *)text.bytes;
  if (text.length >= 4) {
    return hash_load_4(text.bytes) << 32 | hash_load_4(text.bytes + text.length - 4);
  }
  if (text.length == 0) {
    return 0;
  }
  return (uint64_t)bytes[0] << 16 | (uint64_t)bytes[text.length / 2] << 8 | bytes[text.length - 1];
}

/* The quick hash. It reads eight bytes at a time; the last eight may overlap those before them. */
static inline uint32_t hash_text(struct text text, uint64_t fold) {
  uint64_t hash = hash_mix(0, text.length);
  if (text.length <= 8) {
    return (uint32_t)hash_mix(hash, hash_load_short(text) | fold);
  }
  size_t last = text.length - 8;
  for (size_t at = 0; at < last; at += 8) {
    hash = hash_mix(hash, hash_load_8(text.bytes + at) | fold);
  }
  return (uint32_t)hash_mix(hash, hash_load_8(text.bytes + last) | fold);
}

/* The key of a table. All zeros: no key, the table uses the quick hash. */
struct hash_key {
  uint64_t words[2];
  bool is_set;
};

/* Sets an unpredictable key. */
void hash_key_draw(struct hash_key *key);

/* SipHash-1-3 of a text or, with HASH_IGNORE_CASE, of its lower-case form. J.-P. Aumasson and
   D. J. Bernstein, "SipHash: a fast short-input PRF", 2012. */
uint64_t hash_sip(struct text text, uint64_t fold, const struct hash_key *key);

/* The hash of a text in a table with this key. */
static inline uint32_t hash_keyed(struct text text, uint64_t fold, const struct hash_key *key) {
  return key->is_set ? (uint32_t)hash_sip(text, fold, key) : hash_text(text, fold);
}

/* What one slot adds to the effort of a search. The limit is 64 clashes or 8,192 steps, more than
   chance brings about. Some thousands of steps were seen in a table that was seven eighths full of
   names that differ in a number. */
enum {
  HASH_END = 0,     /* the slot is free or holds the text: the search ends */
  HASH_STEP = 1,    /* the slot holds another text */
  HASH_CLASH = 128, /* the slot holds another text that has the same hash, or the same tag of it */
  HASH_MAX_EFFORT = 64 * HASH_CLASH
};

/* Returns HASH_END, HASH_STEP or HASH_CLASH for a slot. */
typedef int hash_compare(const void *search, size_t slot);

/* Searches a table for the slot of a text, or for the free slot in which to put it. The table has
   `capacity` slots, a power of two, and at least one of them is free. If `is_limited` and the
   effort exceeds HASH_MAX_EFFORT, returns false: the table then needs a key. Compilers inline this
   function together with `compare`. */
static inline bool hash_probe(uint32_t hash, size_t capacity, bool is_limited,
                              hash_compare *compare, const void *search, size_t *slot) {
  int effort = 0;
  *slot = hash & (capacity - 1);
  for (int cost; (cost = compare(search, *slot)) != HASH_END;) {
    effort += cost;
    if (is_limited && effort > HASH_MAX_EFFORT) {
      return false;
    }
    *slot = (*slot + 1) & (capacity - 1);
  }
  return true;
}

#endif
