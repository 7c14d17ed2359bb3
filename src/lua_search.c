/* Counting and full-text search. */

/***
@module ianaports
*/

/***
Counting and searching.
@section search
*/

#include "search.h"

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
  for (uint32_t record = 0; record < self.handle->registry.record_count; record++) {
    if (!filter.has_where) {
      count += lua_filter_accepts(&filter, &self.handle->registry, record);
    } else if (lua_filter_push(L, &filter, anchor, self.handle, record)) {
      lua_pop(L, 1);
      count++;
    }
  }
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

/* Splits the phrase once: no record is asked for a word twice, however long the
   text. Pushes what holds the words. */
static void push_words(lua_State *L, struct search *search) {
  search->word_count = push_word_table(L, search->phrase);
  int table = lua_gettop(L);
  struct text *words = lua_newuserdata(L, (search->word_count + 1) * sizeof *words);
  lua_pushnil(L);
  while (lua_next(L, table) != 0) {
    words[lua_tointeger(L, -1)] = argument_to_text(L, -2);
    lua_pop(L, 1);
  }
  search->words = words;
}

/* The rank of each record, SEARCH_NO_MATCH where the filter refuses it. Pushes
   the userdata that holds them. */
static const unsigned char *push_ranks(lua_State *L, const struct registry *registry,
                                       const struct search *search,
                                       const struct lua_filter *filter) {
  unsigned char *ranks = lua_newuserdata(L, registry->record_count + 1U);
  for (uint32_t record = 0; record < registry->record_count; record++) {
    ranks[record] = lua_filter_accepts(filter, registry, record)
                      ? (unsigned char)search_rank(registry, record, search)
                      : SEARCH_NO_MATCH;
  }
  return ranks;
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
  const struct lua_registry *handle = self.handle;
  struct lua_filter filter;
  struct search search;
  search.phrase = text_trim(argument_string(L, self.arg, "text to search for (string)"));
  lua_filter_compile(L, self.arg + 1, &filter);
  int anchor = lua_gettop(L);
  push_words(L, &search);
  const unsigned char *ranks = push_ranks(L, &handle->registry, &search, &filter);
  int found = 0;
  lua_newtable(L);
  for (int rank = 0; rank < SEARCH_RANK_COUNT; rank++) {
    for (uint32_t record = 0; record < handle->registry.record_count; record++) {
      if (ranks[record] == rank) {
        lua_entry_push(L, &handle->registry, record);
        if (lua_filter_where(L, &filter, anchor, handle)) {
          lua_rawseti(L, -2, ++found);
        } else {
          lua_pop(L, 1);
        }
      }
    }
  }
  return 1;
}
