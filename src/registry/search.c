#include "registry/search.h"

#include <string.h>

#pragma GCC visibility push(hidden)

/* A quick test for the needle at an offset: its first, middle and last byte. Only if all three
   match is the whole needle compared. */
struct probe {
  size_t middle; /* the positions of these bytes in the needle */
  size_t last;
  unsigned char bytes[3]; /* with the bit LOWER set */
};

/* Makes letters lower case. It makes other bytes equal, too, which costs a needless comparison. */
enum { LOWER = 0x20 };

enum { BLOCK = 64, ALLOWED_IN_BLOCK = 4 * BLOCK };

static struct probe make_probe(struct text needle) {
  struct probe probe = { needle.length / 2, needle.length - 1, { 0 } };
  probe.bytes[0] = (unsigned char)needle.bytes[0] | LOWER;
  probe.bytes[1] = (unsigned char)needle.bytes[probe.middle] | LOWER;
  probe.bytes[2] = (unsigned char)needle.bytes[probe.last] | LOWER;
  return probe;
}

/* Returns 0 if all three bytes match at `at`. */
static unsigned char differs(const unsigned char *at, const struct probe *probe) {
  unsigned first = (at[0] | (unsigned)LOWER) ^ probe->bytes[0];
  unsigned middle = (at[probe->middle] | (unsigned)LOWER) ^ probe->bytes[1];
  unsigned last = (at[probe->last] | (unsigned)LOWER) ^ probe->bytes[2];
  return (unsigned char)(first | middle | last);
}

/* Returns whether the three bytes match at any offset of a block. Compilers vectorize the loop,
   which makes the search fast. */
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

/* Returns the next occurrence of the needle in the pool from `at` on, or NULL. */
static const char *find_next(struct text pool, size_t at, struct text needle,
                             const struct probe *probe) {
  const unsigned char *bytes = (const unsigned char *)pool.bytes;
  size_t end = pool.length - probe->last; /* past the last offset at which the needle may begin */
  size_t allowed = needle.length;         /* bytes that may still be compared */
  while (at < end) {
    size_t block = end - at < BLOCK ? end - at : BLOCK;
    allowed += ALLOWED_IN_BLOCK;
    if (block < BLOCK || block_has_probe(bytes + at, probe)) {
      for (size_t i = at; i < at + block; i++) {
        struct text rest = text_drop(pool, i);
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

/* Returns the offset of the text that contains the byte at `at`. */
static size_t text_start(const char *pool, size_t at) {
  while (at > 0 && pool[at - 1] != '\0') {
    at--;
  }
  return at;
}

bool needle_prepare(struct needle *needle, const struct registry *registry, uint64_t *found) {
  struct text pool = { registry->pool, registry->pool_size };
  struct text text = needle->text;
  needle->found = found;
  if (text.length >= pool.length || memchr(text.bytes, '\0', text.length) != NULL) {
    return false; /* texts hold no NUL */
  }
  struct probe probe = make_probe(text);
  bool anywhere = false;
  size_t at = 0;
  const char *match;
  while (at < pool.length && (match = find_next(pool, at, text, &probe)) != NULL) {
    size_t start = text_start(pool.bytes, (size_t)(match - pool.bytes));
    found[start / 64] |= UINT64_C(1) << start % 64;
    anywhere = true;
    at = start + strlen(pool.bytes + start) + 1;
  }
  return anywhere;
}

static bool may_be_in_ports(struct text word) {
  for (size_t i = 0; i < word.length; i++) {
    if (!ascii_is_digit(word.bytes[i]) && word.bytes[i] != '-') {
      return false;
    }
  }
  return true;
}

static struct search_word make_word(struct text text) {
  struct search_word word = { { text, NULL }, 0, may_be_in_ports(text), { NULL, 0 } };
  for (int protocol = 0; protocol < PROTOCOL_NONE; protocol++) {
    if (text_find_nocase(text_of(protocol_names[protocol]), text) != NULL) {
      word.protocols |= 1U << protocol;
    }
  }
  return word;
}

static bool has_word(const struct search *search, struct text text) {
  for (size_t i = 0; i < search->word_count; i++) {
    if (text_equal(search->words[i].needle.text, text)) {
      return true;
    }
  }
  return false;
}

bool search_split(struct search *search, struct text text) {
  struct text word;
  search->phrase = text_trim(text);
  search->word_count = 0;
  while (text_next_word(&text, &word)) {
    if (has_word(search, word)) {
      continue;
    }
    if (search->word_count == SEARCH_MAX_WORDS) {
      return false;
    }
    search->words[search->word_count++] = make_word(word);
  }
  return true;
}

/* Writes a port in digits and returns the end of them. */
static char *write_port(char *out, unsigned port) {
  char digits[5];
  int count = 0;
  do {
    digits[count++] = (char)('0' + port % 10);
    port /= 10;
  } while (port > 0);
  while (count > 0) {
    *out++ = digits[--count];
  }
  return out;
}

static bool in_ports(const struct registry *registry, uint32_t record, struct text word) {
  char written[] = "65535-65535"; /* the longest */
  struct port_range ports = record_ports(registry, record);
  if (!record_has(registry, record, TRAIT_PORT)) {
    return false;
  }
  char *end = write_port(written, ports.first);
  if (ports.is_range) {
    *end++ = '-';
    end = write_port(end, ports.last);
  }
  return text_find_nocase((struct text){ written, (size_t)(end - written) }, word) != NULL;
}

/* Returns whether people use the word for the record's service. */
static bool is_used_for(const struct registry *registry, uint32_t record,
                        const struct search_word *word) {
  return word->registered.bytes != NULL &&
         text_equal_nocase(text_of(registry->pool + registry_name(registry, record)),
                           word->registered);
}

static bool in_head(const struct registry *registry, uint32_t record,
                    const struct search_word *word) {
  return needle_is_in(&word->needle, registry, registry_name(registry, record)) ||
         needle_is_in(&word->needle, registry, registry_description(registry, record)) ||
         is_used_for(registry, record, word);
}

/* Looks in all columns but those that are derived. */
static bool in_any_column(const struct registry *registry, uint32_t record,
                          const struct search_word *word) {
  const uint32_t *cells = record_cells(registry, record);
  uint32_t present = *cells++ & ((1U << COLUMN_TEXT_COUNT) - 1);
  for (; present != 0; present &= present - 1) { /* clears the lowest bit */
    if (needle_is_in(&word->needle, registry, *cells++)) {
      return true;
    }
  }
  return (word->protocols >> record_protocol(registry, record) & 1) != 0 ||
         (word->in_ports && in_ports(registry, record, word->needle.text)) ||
         is_used_for(registry, record, word);
}

typedef bool word_test(const struct registry *registry, uint32_t record,
                       const struct search_word *word);

static bool every_word(const struct registry *registry, uint32_t record,
                       const struct search *search, word_test *test) {
  for (size_t i = 0; i < search->word_count; i++) {
    if (!test(registry, record, &search->words[i])) {
      return false;
    }
  }
  return true;
}

/* The rank of a record by its description alone, if the phrase stands in that; else
   SEARCH_NO_MATCH. */
static int rank_together(const struct registry *registry, uint32_t record,
                         const struct search *search) {
  struct text description = text_of(registry->pool + registry_description(registry, record));
  const char *found = search->word_count > 1 ? text_find_nocase(description, search->phrase) : NULL;
  if (found == NULL) {
    return SEARCH_NO_MATCH;
  }
  int rank = SEARCH_TOGETHER;
  struct text before = { description.bytes, (size_t)(found - description.bytes) };
  struct text word;
  while (rank < SEARCH_TOGETHER_LAST && text_next_word(&before, &word)) {
    rank++;
  }
  return rank;
}

int search_rank(const struct registry *registry, uint32_t record, const struct search *search) {
  if (!every_word(registry, record, search, in_any_column)) {
    return SEARCH_NO_MATCH; /* the service name cannot contain the phrase either */
  }
  bool is_common = search->word_count == 1 && search->words[0].registered.bytes != NULL;
  if (is_common && is_used_for(registry, record, &search->words[0])) {
    return SEARCH_NAME_EQUALS;
  }
  struct text name = text_of(registry->pool + registry_name(registry, record));
  const char *found = name.length > 0 ? text_find_nocase(name, search->phrase) : NULL;
  if (found == name.bytes && name.length > 0) {
    /* A service without a port comes after the one for which people use its name, as rdp. */
    bool is_less = is_common && !record_has(registry, record, TRAIT_PORT);
    return name.length == search->phrase.length && !is_less ? SEARCH_NAME_EQUALS
                                                            : SEARCH_NAME_STARTS;
  }
  if (found != NULL) {
    return SEARCH_NAME_CONTAINS;
  }
  if (!every_word(registry, record, search, in_head)) {
    return SEARCH_WORDS_IN_COLUMNS;
  }
  int together = rank_together(registry, record, search);
  return together != SEARCH_NO_MATCH ? together : SEARCH_WORDS_IN_HEAD;
}
