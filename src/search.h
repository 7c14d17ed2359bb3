/* How well a record answers a full-text search. */
#ifndef IANAPORTS_SEARCH_H
#define IANAPORTS_SEARCH_H

#include "registry.h"

/* Best first. */
enum search_rank {
  SEARCH_NAME_EQUALS,      /* the service name is the text */
  SEARCH_NAME_STARTS,      /* it starts with the text */
  SEARCH_NAME_CONTAINS,    /* it contains the text */
  SEARCH_WORDS_IN_HEAD,    /* every word is in the service name or the description */
  SEARCH_WORDS_IN_COLUMNS, /* every word is in some column */
  SEARCH_NO_MATCH,
  SEARCH_RANK_COUNT = SEARCH_NO_MATCH
};

/* What is searched for. ASCII case is ignored. */
struct search {
  struct text phrase;       /* the whole text, without white space around it */
  const struct text *words; /* its words, each once */
  size_t word_count;
};

enum search_rank search_rank(const struct registry *registry, uint32_t record,
                             const struct search *search);

#endif
