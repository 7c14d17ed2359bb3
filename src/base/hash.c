/* Declares getrandom and arc4random_buf, which C lacks. The name is the C library's. */
#define _DEFAULT_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

#include "base/hash.h"

#include <stdlib.h>
#include <time.h>

#if defined(__linux__)
#include <sys/random.h>
#endif

#pragma GCC visibility push(hidden)

#if defined(__linux__)

/* Does not block if the system has just started. */
static bool draw_from_system(uint64_t words[2]) {
  const size_t size = 2 * sizeof words[0];
  return getrandom(words, size, GRND_NONBLOCK) == (ssize_t)size;
}

#elif defined(__APPLE__) || defined(__FreeBSD__) || defined(__OpenBSD__) || defined(__NetBSD__)

static bool draw_from_system(uint64_t words[2]) {
  arc4random_buf(words, 2 * sizeof words[0]);
  return true;
}

#else

static bool draw_from_system(uint64_t words[2]) {
  (void)words;
  return false;
}

#endif

/* For systems without random numbers: the time, and addresses, which most systems choose anew for
   each process. */
static void draw_from_process(uint64_t words[2]) {
  words[0] = hash_mix((uint64_t)time(NULL), (uintptr_t)words);
  words[1] = hash_mix(words[0] ^ (uint64_t)clock(), (uintptr_t)&hash_key_draw);
}

void hash_key_draw(struct hash_key *key) {
  if (!draw_from_system(key->words)) {
    draw_from_process(key->words);
  }
  key->is_set = true;
}

static uint64_t rotate(uint64_t word, unsigned count) {
  return word << count | word >> (64 - count);
}

static void sip_round(uint64_t v[4]) {
  v[0] += v[1];
  v[2] += v[3];
  v[1] = rotate(v[1], 13) ^ v[0];
  v[3] = rotate(v[3], 16) ^ v[2];
  v[0] = rotate(v[0], 32);
  v[2] += v[1];
  v[0] += v[3];
  v[1] = rotate(v[1], 17) ^ v[2];
  v[3] = rotate(v[3], 21) ^ v[0];
  v[2] = rotate(v[2], 32);
}

static void sip_absorb(uint64_t v[4], uint64_t word) {
  v[3] ^= word;
  sip_round(v);
  v[0] ^= word;
}

/* Returns up to eight bytes as one little-endian word. */
static uint64_t sip_word(const char *bytes, size_t count, uint64_t fold) {
  uint64_t word = 0;
  for (size_t i = 0; i < count; i++) {
    unsigned char exact = (unsigned char)bytes[i];
    unsigned char lower = (unsigned char)ascii_lower(bytes[i]);
    word |= (uint64_t)(fold == HASH_EXACT ? exact : lower) << 8 * i;
  }
  return word;
}

uint64_t hash_sip(struct text text, uint64_t fold, const struct hash_key *key) {
  uint64_t v[4] = {
    key->words[0] ^ UINT64_C(0x736f6d6570736575),
    key->words[1] ^ UINT64_C(0x646f72616e646f6d),
    key->words[0] ^ UINT64_C(0x6c7967656e657261),
    key->words[1] ^ UINT64_C(0x7465646279746573),
  };
  size_t at = 0;
  for (; text.length - at >= 8; at += 8) {
    sip_absorb(v, sip_word(text.bytes + at, 8, fold));
  }
  sip_absorb(v, (uint64_t)text.length << 56 | sip_word(text.bytes + at, text.length - at, fold));
  v[2] ^= 0xff;
  for (int i = 0; i < 3; i++) {
    sip_round(v);
  }
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}
