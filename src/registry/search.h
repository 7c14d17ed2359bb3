/* Full-text search: which texts of the pool contain a needle, and how well a record answers a
   search for several words. ASCII case is ignored. */
#ifndef IANAPORTS_SEARCH_H
#define IANAPORTS_SEARCH_H

#include "base/text_find.h"
#include "registry/registry.h"

/* A text to look for. The caller owns it. */
struct needle {
  struct text text;      /* bytes NULL: no needle, and every text is accepted */
  const uint64_t *found; /* bit p: the text at offset p of the pool contains it. NULL: texts
                            are searched one at a time */
};

/* Returns how many words `found` has. */
static inline size_t needle_found_words(const struct registry *registry) {
  return (size_t)registry->pool_size / 64 + 1;
}

/* Searches the whole pool for a needle. That pays if all records are to be tested, since the pool
   has each text once. Fills `found`, which has needle_found_words words, all zeros, and which the
   needle refers to from then on. Returns false if no text contains the needle. */
bool needle_prepare(struct needle *needle, const struct registry *registry, uint64_t *found);

/* Returns whether the text at this offset contains the needle. */
static inline bool needle_is_in(const struct needle *needle, const struct registry *registry,
                                uint32_t offset) {
  if (needle->found != NULL) {
    return (needle->found[offset / 64] >> offset % 64 & 1) != 0;
  }
  return needle->text.bytes == NULL ||
         text_find_nocase(text_of(registry->pool + offset), needle->text) != NULL;
}

/* A word of a search. */
struct search_word {
  struct needle needle;
  unsigned protocols;     /* those whose names contain it, as bits 1 << protocol */
  bool in_ports;          /* a port number or range may contain it */
  struct text registered; /* the service name for which people use it; bytes NULL: none */
};

/* A limit, since the time of a search is proportional to the number of its words. */
enum { SEARCH_MAX_WORDS = 64 };

struct search {
  struct text phrase;                         /* the whole text, without white space around it */
  struct search_word words[SEARCH_MAX_WORDS]; /* each word once */
  size_t word_count;
};

/* Fills in the search for a text, but no word's `registered`, which is for the caller to set; the
   text must outlive the search. Returns false if the text has
   too many words. */
bool search_split(struct search *search, struct text text);

/* Words before a phrase that count: after so many, how many more there are makes no difference. */
enum { SEARCH_MAX_BEFORE = 7 };

/* Ranks, best first. */
enum {
  SEARCH_NAME_EQUALS,   /* the service name is the phrase, or people use the phrase for it */
  SEARCH_NAME_STARTS,   /* it starts with the phrase */
  SEARCH_NAME_CONTAINS, /* it contains the phrase */
  SEARCH_TOGETHER,      /* the description starts with the phrase, which has several words ... */
  SEARCH_TOGETHER_LAST = SEARCH_TOGETHER + SEARCH_MAX_BEFORE, /* ... or has words before it */
  SEARCH_WORDS_IN_HEAD,    /* every word is in the service name or the description */
  SEARCH_WORDS_IN_COLUMNS, /* every word is in some column */
  SEARCH_NO_MATCH,
  SEARCH_RANK_COUNT = SEARCH_NO_MATCH
};

int search_rank(const struct registry *registry, uint32_t record, const struct search *search);

#endif
