/* The indexes of names: which records have a service name, and which contact has an id.

   Both are hash tables of 32-bit slots, searched by hash_probe:

     bit 31 .. 24      23 .. 0
     tag of the hash | position + 1      all zeros: a free slot

   For a service name, the position is that of its first record in name_records, where the records
   of each name lie next to each other, in the order of preference. For an id, the position is the
   contact. */
#ifndef IANAPORTS_NAME_INDEX_H
#define IANAPORTS_NAME_INDEX_H

#include "registry/registry.h"

/* Marks the last record of a name in name_records. */
#define NAME_LAST 0x80000000U

/* Sets the position in name_records of the first record with this service name, case ignored.
   Returns false if there is none. */
bool name_index_find(const struct registry *registry, struct text name, uint32_t *position);

/* Sets the contact with this id, which is written without brackets. Returns false if there is
   none. If several contacts have the id, sets the first. */
bool contact_index_find(const struct registry *registry, struct text id, uint32_t *contact);

/* Build the indexes. `sorted` is scratch memory for record_count items. If one of them fails, the
   registry owns what was built so far. */
enum build_error name_index_build(struct registry *registry, uint32_t *sorted);
enum build_error contact_index_build(struct registry *registry);

#endif
