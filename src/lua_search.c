/* Counting and full-text search. */

/***
@module ianaports
*/

/***
Counting and searching.
@section search
*/

#include "search.h"

#include <string.h>

#include "lua_argument.h"
#include "lua_entry.h"
#include "lua_filter.h"
#include "lua_functions.h"

/***
How many entries there are. `#registry` is the same without a filter.

@function count
@tparam[opt] filter|string|int filter a filter, or a protocol
@treturn int the number of entries that the filter lets through
@raise an argument error for a filter that is none
@usage
ianaports.count { protocol = "sctp", status = "assigned" }
*/
int api_count(lua_State *L, struct self self) {
  struct lua_filter filter;
  uint32_t count = 0;
  lua_filter_compile(L, self.arg, &filter);
  int anchor = lua_gettop(L);
  const struct registry *registry = &self.handle->registry;
  lua_registry_check_open(L, self.handle); /* a finalizer may have closed it */
  lua_registry_hold(self.handle);
  lua_filter_prepare(L, &filter, anchor, registry);
  uint32_t record = 0;
  if (filter.has_where) {
    for (; lua_filter_push_next(L, &filter, anchor, self.handle, &record); count++) {
      lua_pop(L, 1);
    }
  } else {
    while ((record = filter_next(&filter.filter, registry, record)) < registry->record_count) {
      record++;
      count++;
    }
  }
  lua_registry_release(self.handle);
  lua_pushinteger(L, count);
  return 1;
}

/* Pushes a table of the distinct words in the text, each with its number, from 0. */
static size_t push_word_table(lua_State *L, struct text text) {
  struct text word;
  size_t count = 0;
  lua_newtable(L);
  while (text_next_word(&text, &word)) {
    lua_pushlstring(L, word.bytes, word.length);
    lua_pushvalue(L, -1);
    lua_rawget(L, -3);
    if (lua_isnil(L, -1)) {
      lua_pushvalue(L, -2);
      lua_pushinteger(L, (lua_Integer)count++);
      lua_rawset(L, -5);
    }
    lua_pop(L, 2);
  }
  return count;
}

/* Words beyond are looked for in the records that have all of these. */
enum { WORDS_IN_POOL = 8 };

/* Looks for the first words in the whole pool. Pushes what holds the places. */
static void search_pool(lua_State *L, const struct registry *registry, struct search_word *words,
                        size_t count) {
  size_t size = pool_search_size(registry);
  count = count < WORDS_IN_POOL ? count : WORDS_IN_POOL;
  char *found = lua_newuserdata(L, count * size + 1);
  memset(found, 0, count * size);
  for (size_t i = 0; i < count; i++) {
    pool_search(registry, &words[i].needle, (uint64_t *)(void *)(found + i * size));
  }
}

/* Splits the phrase once: no record is asked for a word twice, however long the
   text. Pushes what holds the words. */
static void push_words(lua_State *L, const struct registry *registry, struct search *search) {
  search->word_count = push_word_table(L, search->phrase);
  int table = lua_gettop(L);
  struct search_word *words = lua_newuserdata(L, (search->word_count + 1) * sizeof *words);
  lua_pushnil(L);
  while (lua_next(L, table) != 0) {
    words[lua_tointeger(L, -1)] = search_word(argument_to_text(L, -2));
    lua_pop(L, 1);
  }
  search_pool(L, registry, words, search->word_count);
  search->words = words;
}

/* The rank of each record, SEARCH_NO_MATCH where the filter refuses it. Pushes
   the userdata that holds them. */
static unsigned char *push_ranks(lua_State *L, const struct registry *registry,
                                 const struct search *search, const struct lua_filter *filter) {
  unsigned char *ranks = lua_newuserdata(L, registry->record_count + 1U);
  memset(ranks, SEARCH_NO_MATCH, registry->record_count);
  uint32_t record = 0;
  while ((record = filter_next(&filter->filter, registry, record)) < registry->record_count) {
    ranks[record] = (unsigned char)search_rank(registry, record, search);
    record++;
  }
  return ranks;
}

/* Appends the entries of this rank to the array on top of the stack. */
static void append_ranked(lua_State *L, struct lua_registry *handle,
                          const struct lua_filter *filter, int anchor, const unsigned char *ranks,
                          int rank, int *count) {
  const unsigned char *end = ranks + handle->registry.record_count;
  const unsigned char *next = ranks;
  while ((next = memchr(next, rank, (size_t)(end - next))) != NULL) {
    lua_entry_push(L, &handle->registry, (uint32_t)(next - ranks));
    if (lua_filter_where(L, filter, anchor, handle)) {
      lua_rawseti(L, -2, ++*count);
    } else {
      lua_pop(L, 1);
    }
    next++;
  }
}

/***
Searches for words. Best are entries whose service name is the text, then those
whose name starts with it, whose name contains it, those with all words in name or
description, and those with all words anywhere in their columns; among equals the
registry's order holds. ASCII case is ignored.

@function search
@tparam string text one word or several
@tparam[opt] filter|string|int filter a filter, or a protocol
@treturn {entry,...} an array, empty where nothing matches
@raise an argument error for what is no string or no filter
@usage
ianaports.search("mysql")[1].service_name --> "mysql"
*/
int api_search(lua_State *L, struct self self) {
  struct lua_registry *handle = self.handle;
  struct lua_filter filter;
  struct search search;
  search.phrase = text_trim(argument_string(L, self.arg, "text to search for (string)"));
  lua_filter_compile(L, self.arg + 1, &filter);
  int anchor = lua_gettop(L);
  lua_registry_check_open(L, handle);
  lua_registry_hold(handle);
  lua_filter_prepare(L, &filter, anchor, &handle->registry);
  push_words(L, &handle->registry, &search);
  const unsigned char *ranks = push_ranks(L, &handle->registry, &search, &filter);
  int found = 0;
  lua_newtable(L);
  for (int rank = 0; rank < SEARCH_RANK_COUNT; rank++) {
    append_ranked(L, handle, &filter, anchor, ranks, rank, &found);
  }
  lua_registry_release(handle);
  return 1;
}
