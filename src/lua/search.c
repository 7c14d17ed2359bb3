/* Counting and full-text search. */

/***
@module ianaports
*/

/***
Counting and searching.
@section search
*/

#include "registry/search.h"

#include <string.h>

#include "lua/argument.h"
#include "lua/call_error.h"
#include "lua/common_name.h"
#include "lua/module.h"
#include "lua/query.h"

#pragma GCC visibility push(hidden)

/***
Returns the number of entries. `#registry` is the same without a filter.

@function count
@tparam[opt] Filter|Protocol filter a filter, or a protocol
@treturn int the number of entries that the filter lets through
@raise an argument error if the filter is not one
@usage
ianaports.count() == #ianaports.bundled --> true
ianaports.count { protocol = "sctp", status = "assigned" }
*/
int api_count(lua_State *L, struct self self) {
  struct query query;
  uint32_t count = 0;
  uint32_t record = 0;
  query_compile(L, self.arg, &query);
  const struct registry *registry = handle_hold(L, self.handle);
  query_prepare(L, &query, registry);
  if (query.has_where) {
    for (; query_push_next(L, &query, self.handle, &record); count++) {
      lua_pop(L, 1);
    }
  } else {
    while ((record = filter_next(&query.filter, registry, record)) < registry->record_count) {
      record++;
      count++;
    }
  }
  compat_push_count(L, count);
  return 1;
}

/* How many words are looked for in the whole pool. Further words are looked for only in the records
   that have all of these. */
enum { WORDS_IN_POOL = 8 };

/* Has words also find the services for which people use them. */
static void search_common_names(struct search *search) {
  for (size_t i = 0; i < search->word_count; i++) {
    const struct common_name *common = common_name_find(search->words[i].needle.text);
    if (common != NULL && common->registered[0] != '\0') {
      search->words[i].registered = text_of(common->registered);
    }
  }
}

/* Searches the whole pool for the first words. Pushes a userdata with what it found. */
static void search_pool(lua_State *L, const struct registry *registry, struct search *search) {
  size_t words = needle_found_words(registry);
  size_t count = search->word_count < WORDS_IN_POOL ? search->word_count : WORDS_IN_POOL;
  size_t size = count * words * sizeof(uint64_t);
  uint64_t *found = lua_newuserdata(L, size + 1);
  memset(found, 0, size);
  for (size_t i = 0; i < count; i++) {
    needle_prepare(&search->words[i].needle, registry, found + i * words);
  }
}

/* Pushes a userdata with the rank of each record, and returns the ranks. A record that the filter
   does not accept has the rank SEARCH_NO_MATCH. */
static unsigned char *push_ranks(lua_State *L, const struct registry *registry,
                                 const struct search *search, const struct filter *filter) {
  unsigned char *ranks = lua_newuserdata(L, registry->record_count + 1U);
  memset(ranks, SEARCH_NO_MATCH, registry->record_count);
  uint32_t record = 0;
  while ((record = filter_next(filter, registry, record)) < registry->record_count) {
    ranks[record] = (unsigned char)search_rank(registry, record, search);
    record++;
  }
  return ranks;
}

/* Appends the entries of this rank to the array on top of the stack. */
static void append_ranked(lua_State *L, struct handle *handle, const struct query *query,
                          const unsigned char *ranks, int rank, int *count) {
  const unsigned char *end = ranks + handle->registry.record_count;
  const unsigned char *next = ranks;
  while ((next = memchr(next, rank, (size_t)(end - next))) != NULL) {
    if (query_push_accepted(L, query, handle, (uint32_t)(next - ranks))) {
      lua_rawseti(L, -2, ++*count);
    }
    next++;
  }
}

/* Splits the text at `arg` into words. Returns what is wrong with it, or NULL. */
static const char *split(lua_State *L, int arg, struct search *search) {
  struct text text = argument_string(L, arg, "text to search for (string)");
  return search_split(search, text)
           ? NULL
           : lua_pushfstring(L, "text of at most %d different words expected, got more",
                             SEARCH_MAX_WORDS);
}

/***
Checks whether @{search} takes a text. On the module only.

@function check_search
@static
@tparam string text one word or several
@treturn ?true `true`, or `nil` if it has too many words
@treturn ?string what is wrong
@raise an argument error if the text is not a string
@usage
ianaports.check_search("remote desktop") --> true
*/
int api_check_search(lua_State *L) {
  struct search search;
  return module_push_verdict(L, split(L, 1, &search));
}

/***
Searches for words. First come entries whose service name is the text, then those whose name
begins with it, those whose name contains it, those in whose description several words stand
together as in the text, those that have all words in the name or the description, and those that
have all words anywhere in their columns. Of descriptions in which the words stand together, those
come first that have fewer other words before them. Apart from that, entries of a group are in the
registry's order. ASCII case is ignored. A word that people use for a service which IANA calls
otherwise finds that service, too (@{registered_name}).

@function search
@tparam string text one word or several, at most 64 different ones
@tparam[opt] Filter|Protocol filter a filter, or a protocol
@treturn {Entry,...} an array, which is empty if nothing matches
@raise an argument error if the text is not a string or has too many words, or if the filter
  is not one
@usage
ianaports.search("mysql")[1].service_name --> "mysql"
ianaports.search("remote desktop")[1].description --> "Windows Remote Desktop Protocol"
*/
int api_search(lua_State *L, struct self self) {
  struct query query;
  struct search search;
  const char *wrong = split(L, self.arg, &search);
  if (wrong != NULL) {
    call_error(L, self.arg, wrong);
  }
  search_common_names(&search);
  query_compile(L, self.arg + 1, &query);
  const struct registry *registry = handle_hold(L, self.handle);
  query_prepare(L, &query, registry);
  search_pool(L, registry, &search);
  const unsigned char *ranks = push_ranks(L, registry, &search, &query.filter);
  int found = 0;
  lua_newtable(L);
  for (int rank = 0; rank < SEARCH_RANK_COUNT; rank++) {
    append_ranked(L, self.handle, &query, ranks, rank, &found);
  }
  return 1;
}
