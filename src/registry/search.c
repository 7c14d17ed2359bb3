#include "registry/search.h"

static bool may_be_in_ports(struct text word) {
  for (size_t i = 0; i < word.length; i++) {
    if (!ascii_is_digit(word.bytes[i]) && word.bytes[i] != '-') {
      return false;
    }
  }
  return true;
}

static struct search_word make_word(struct text text) {
  struct search_word word = { { text, NULL }, 0, may_be_in_ports(text) };
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

/* Writes the digits of a port and gives the end of them. */
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
  char written[sizeof "65535-65535"];
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

static bool in_head(const struct registry *registry, uint32_t record,
                    const struct search_word *word) {
  return pool_contains(registry, registry_name(registry, record), &word->needle) ||
         pool_contains(registry, registry_offset(registry, record, COLUMN_DESCRIPTION),
                       &word->needle);
}

/* In any column of the file; what is derived from them does not count. */
static bool in_any_column(const struct registry *registry, uint32_t record,
                          const struct search_word *word) {
  const uint32_t *run = registry->cells + registry->runs[record];
  uint32_t present = *run++ & ((1U << COLUMN_TEXT_COUNT) - 1);
  for (; present != 0; present &= present - 1) {
    if (pool_contains(registry, *run++, &word->needle)) {
      return true;
    }
  }
  return (word->protocols >> record_protocol(registry, record) & 1) != 0 ||
         (word->in_ports && in_ports(registry, record, word->needle.text));
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

enum search_rank search_rank(const struct registry *registry, uint32_t record,
                             const struct search *search) {
  if (!every_word(registry, record, search, in_any_column)) {
    return SEARCH_NO_MATCH; /* nor is the phrase in the service name, then */
  }
  struct text name = text_of(registry->pool + registry_name(registry, record));
  const char *found = name.length > 0 ? text_find_nocase(name, search->phrase) : NULL;
  if (found == name.bytes && name.length > 0) {
    return name.length == search->phrase.length ? SEARCH_NAME_EQUALS : SEARCH_NAME_STARTS;
  }
  if (found != NULL) {
    return SEARCH_NAME_CONTAINS;
  }
  return every_word(registry, record, search, in_head) ? SEARCH_WORDS_IN_HEAD
                                                       : SEARCH_WORDS_IN_COLUMNS;
}
