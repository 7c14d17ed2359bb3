/* What spec/src/base/hash_spec.lua needs of src/base/hash.h, which Lua cannot ask.

   usage: hash sip LENGTH       the keyed hash of the bytes 00 01 02 ..., in hex
          hash fold TEXT        the same of a text, case ignored
          hash keys             two keys that were drawn, each on a line
          hash clashes COUNT    so many texts of 16 printable bytes that share a hash

   The key is 00 01 .. 0f, as in the published test vectors. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

static void print_bytes(uint64_t word) {
  for (int i = 0; i < 8; i++) {
    printf("%02x", (unsigned)(word >> 8 * i & 0xff));
  }
  putchar('\n');
}

static const struct hash_key published_key = {
  { UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908) }, true
};

static void print_sip(size_t length) {
  char bytes[64];
  for (size_t i = 0; i < sizeof bytes; i++) {
    bytes[i] = (char)i;
  }
  print_bytes(hash_sip((struct text){ bytes, length }, HASH_EXACT, &published_key));
}

static void print_folded(struct text text) {
  print_bytes(hash_sip(text, HASH_IGNORE_CASE, &published_key));
}

static void print_keys(void) {
  for (int i = 0; i < 2; i++) {
    struct hash_key key;
    hash_key_draw(&key);
    printf("%016" PRIx64 "%016" PRIx64 "\n", key.words[0], key.words[1]);
  }
}

static bool is_plain(const char *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (bytes[i] <= ' ' || bytes[i] > '~' || bytes[i] == '"' || bytes[i] == ',') {
      return false;
    }
  }
  return true;
}

/* Eight letters of a number. */
static void write_letters(char *bytes, uint64_t number) {
  for (int i = 0; i < 8; i++) {
    bytes[i] = (char)('a' + number % 26);
    number /= 26;
  }
}

/* The second word undoes the difference that the first made. */
static void print_clashes(long count) {
  uint64_t number = 1;
  while (count > 0) {
    char bytes[17] = { 0 };
    number = number * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    write_letters(bytes, number >> 24);
    uint64_t second = hash_mix(hash_mix(0, 16), hash_load_8(bytes)) ^ UINT64_C(0x5a5a5a5a5a5a5a5a);
    for (int i = 0; i < 8; i++) {
      bytes[8 + i] = (char)(second >> 8 * i & 0xff);
    }
    if (is_plain(bytes + 8, 8)) {
      puts(bytes);
      count--;
    }
  }
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  if (strcmp(what, "sip") == 0 && argc == 3) {
    print_sip((size_t)strtol(argv[2], NULL, 10));
  } else if (strcmp(what, "fold") == 0 && argc == 3) {
    print_folded(text_of(argv[2]));
  } else if (strcmp(what, "keys") == 0) {
    print_keys();
  } else if (strcmp(what, "clashes") == 0 && argc == 3) {
    print_clashes(strtol(argv[2], NULL, 10));
  } else {
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
