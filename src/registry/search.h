/* How well a record answers a full-text search. */
#ifndef IANAPORTS_SEARCH_H
#define IANAPORTS_SEARCH_H

#include "registry/pool_search.h"

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

/* What is looked for in the text columns, and where else it may be. */
struct search_word {
  struct needle needle;
  unsigned protocols; /* those that have it in their names, as bits 1 << protocol */
  bool in_ports;      /* it may be part of a port number or range */
};

/* A record may have to be asked for each of them, so that time goes with their number. */
enum { SEARCH_MAX_WORDS = 64 };

/* What is searched for. ASCII case is ignored. */
struct search {
  struct text phrase;                         /* the whole text, without white space around it */
  struct search_word words[SEARCH_MAX_WORDS]; /* its words, each once, none looked for yet */
  size_t word_count;
};

/* Fills in what is searched for, which points into the text; false if there are too many words. */
bool search_split(struct search *search, struct text text);

enum search_rank search_rank(const struct registry *registry, uint32_t record,
                             const struct search *search);

#endif
