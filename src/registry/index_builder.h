/* Builds the indexes of a registry whose records are in place. */
#ifndef IANAPORTS_INDEX_BUILDER_H
#define IANAPORTS_INDEX_BUILDER_H

#include "registry/builder.h"

/* Builds all indexes. On a error the registry owns what was built so far, for
   registry_free to give back. */
enum builder_error index_builder_run(struct registry *registry);

/* The parts, each with the same contract. `sorted` is scratch for record_count items. */
enum builder_error index_builder_ports(struct registry *registry, uint32_t *sorted);
enum builder_error index_builder_names(struct registry *registry, uint32_t *sorted);
enum builder_error index_builder_contacts(struct registry *registry);

/* Allocates `count` zeroed items for the registry to own; NULL without memory. */
void *index_builder_allocate(struct registry *registry, size_t count, size_t size);

/* Memory for while the index is built, and back again; NULL without memory. */
void *index_builder_scratch(struct registry *registry, size_t count, size_t size);
void index_builder_scratch_free(const struct registry *registry, void *scratch);

/* Every order that the indexes keep is a counting sort of the registry's order,
   so that building takes time in proportion to the rows. A key tells a record's
   place; KEY_NONE leaves it out. */
typedef uint32_t sort_key(const struct registry *registry, uint32_t record);

#define KEY_NONE UINT32_MAX

/* Fills `sorted` by key, then registry order; ends[k] becomes the end of key k's records. */
void index_builder_sort(const struct registry *registry, sort_key *key, uint32_t key_count,
                        uint32_t *sorted, uint32_t *ends);

#endif
