#include "search.h"

#include <stdio.h>

static struct text cell(const struct registry *registry, uint32_t record, enum column column) {
  return text_of(registry_cell(registry, record, column));
}

static bool in_head(const struct registry *registry, uint32_t record, struct text word) {
  return text_find_nocase(cell(registry, record, COLUMN_SERVICE_NAME), word) != NULL ||
         text_find_nocase(cell(registry, record, COLUMN_DESCRIPTION), word) != NULL;
}

static bool in_ports(const struct registry *registry, uint32_t record, struct text word) {
  struct port_range ports = record_ports(registry, record);
  char written[sizeof "65535-65535"];
  if (!record_has(registry, record, TRAIT_PORT)) {
    return false;
  }
  snprintf(written, sizeof written, ports.is_range ? "%u-%u" : "%u", (unsigned)ports.first,
           (unsigned)ports.last);
  return text_find_nocase(text_of(written), word) != NULL;
}

static bool in_any_column(const struct registry *registry, uint32_t record, struct text word) {
  for (int column = 0; column < COLUMN_TEXT_COUNT; column++) {
    if (text_find_nocase(cell(registry, record, (enum column)column), word) != NULL) {
      return true;
    }
  }
  const char *protocol = protocol_names[record_protocol(registry, record)];
  return text_find_nocase(text_of(protocol), word) != NULL || in_ports(registry, record, word);
}

typedef bool word_test(const struct registry *registry, uint32_t record, struct text word);

static bool every_word(const struct registry *registry, uint32_t record,
                       const struct search *search, word_test *test) {
  for (size_t i = 0; i < search->word_count; i++) {
    if (!test(registry, record, search->words[i])) {
      return false;
    }
  }
  return true;
}

enum search_rank search_rank(const struct registry *registry, uint32_t record,
                             const struct search *search) {
  struct text name = cell(registry, record, COLUMN_SERVICE_NAME);
  const char *found = name.length > 0 ? text_find_nocase(name, search->phrase) : NULL;
  if (found == name.bytes && name.length > 0) {
    return name.length == search->phrase.length ? SEARCH_NAME_EQUALS : SEARCH_NAME_STARTS;
  }
  if (found != NULL) {
    return SEARCH_NAME_CONTAINS;
  }
  if (every_word(registry, record, search, in_head)) {
    return SEARCH_WORDS_IN_HEAD;
  }
  return every_word(registry, record, search, in_any_column) ? SEARCH_WORDS_IN_COLUMNS
                                                             : SEARCH_NO_MATCH;
}
