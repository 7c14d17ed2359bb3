/* The names of the registry's header fields, in the order of enum info_field: the keys of
   data/info.csv, and the fields of `info` in Lua. */
#ifndef IANAPORTS_INFO_FIELDS_H
#define IANAPORTS_INFO_FIELDS_H

static const char info_fields[][13] = { "title", "last_updated", "experts", "reference", "note" };

#endif
