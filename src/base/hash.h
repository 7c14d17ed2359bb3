/* One hash of texts for all tables. Without a key it depends on the bytes alone, not on the
   machine: the tables that are compiled in hold it. It is quick, but anybody can make texts
   that share a hash. A table that meets too many of them changes to a keyed hash. */
#ifndef IANAPORTS_HASH_H
#define IANAPORTS_HASH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* What is done to eight bytes before they are hashed. Setting that bit makes letters lower
   case, and other bytes something that is as good to hash. */
#define HASH_EXACT UINT64_C(0)
#define HASH_IGNORE_CASE UINT64_C(0x2020202020202020)

static inline uint64_t hash_mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
  return hash ^ hash >> 32;
}

/* Compilers make these one load where the machine is little-endian. */
static inline uint64_t hash_load_4(const char *text) {
  const unsigned char *bytes = (const unsigned char *)text;
  return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 |
         (uint64_t)bytes[3] << 24;
}
static inline uint64_t hash_load_8(const char *text) {
  return hash_load_4(text) | hash_load_4(text + 4) << 32;
}

/* All of a text of up to eight bytes. Loads overlap: a loop over its bytes has a length
   that no processor foresees. */
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

/* Eight bytes at a time, since a load hashes every cell; the last eight may overlap those
   before. */
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

/* The key of a table. All zeros: none, the table has the quick hash. */
struct hash_key {
  uint64_t words[2];
  bool is_set;
};

/* Sets a key that nobody can foresee. */
void hash_key_draw(struct hash_key *key);

/* SipHash-1-3 of a text, of its lower-case form with HASH_IGNORE_CASE. J.-P. Aumasson and
   D. J. Bernstein, "SipHash: a fast short-input PRF", 2012. */
uint64_t hash_sip(struct text text, uint64_t fold, const struct hash_key *key);

/* The hash that a table with this key has of a text. */
static inline uint32_t hash_keyed(struct text text, uint64_t fold, const struct hash_key *key) {
  return key->is_set ? (uint32_t)hash_sip(text, fold, key) : hash_text(text, fold);
}

/* What a search for a text in a table costs: a step to the next slot, or another text with the
   same tag. 64 such texts are no chance. Steps may be: in a table that is seven eighths full,
   numbered names have been seen to take some thousands. */
enum { HASH_STEP = 1, HASH_CLASH = 128, HASH_MAX_EFFORT = 64 * HASH_CLASH };

#endif
