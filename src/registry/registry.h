/* The immutable registry: records, their cells, and the indexes to find them.

   The bundled registry and a loaded one are the same structure. All that it
   points to holds offsets and numbers, never pointers, so that the bundled
   tables need no relocation and stay in pages that processes share. */
#ifndef IANAPORTS_REGISTRY_H
#define IANAPORTS_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "registry/field.h"
#include "registry/port_index.h"

/* The text columns of a record; ports and protocol are held as numbers. */
enum column {
  COLUMN_SERVICE_NAME,
  COLUMN_DESCRIPTION,
  COLUMN_ASSIGNEE,
  COLUMN_CONTACT,
  COLUMN_REGISTRATION_DATE,
  COLUMN_MODIFICATION_DATE,
  COLUMN_REFERENCE,
  COLUMN_SERVICE_CODE,
  COLUMN_UNAUTHORIZED_USE_REPORTED,
  COLUMN_ASSIGNMENT_NOTES,
  COLUMN_CSV_COUNT,
  COLUMN_SOURCE = COLUMN_CSV_COUNT, /* in an overlay: where the record comes from */
  COLUMN_TEXT_COUNT,
  COLUMN_ALIAS_OF = COLUMN_TEXT_COUNT, /* derived */
  COLUMN_COUNT
};

enum contact_field {
  CONTACT_ID,
  CONTACT_NAME,
  CONTACT_ORGANIZATION,
  CONTACT_URI,
  CONTACT_LAST_UPDATED,
  CONTACT_FIELD_COUNT
};

enum info_field {
  INFO_TITLE,
  INFO_LAST_UPDATED,
  INFO_EXPERTS,
  INFO_REFERENCE,
  INFO_NOTE,
  INFO_FIELD_COUNT
};

/* A record's traits in one byte: its protocol and status, and three flags. */
enum {
  TRAIT_PROTOCOL_MASK = 7,
  TRAIT_STATUS_SHIFT = 3,
  TRAIT_STATUS_MASK = 3,
  TRAIT_PORT = 1 << 5,
  TRAIT_RANGE = 1 << 6,
  TRAIT_NAMED = 1 << 7
};

/* Open addressing from a hash to a position; see hash_slot. */
struct hash_index {
  const uint32_t *slots; /* 0: free; else 8 bits of the hash, 24 bits of position + 1 */
  uint32_t capacity;     /* a power of two */
  struct hash_key key;   /* set if too many texts share a hash; never in bundled tables */
};

/* Pieces of memory: one for each array below that the arena has no room for. */
enum { REGISTRY_BLOCKS = 12 + 4 * PROTOCOL_COUNT };

/* Offsets are into `pool`, where offset 0 holds the empty string. */
struct registry {
  uint32_t record_count;
  uint32_t overlay_count; /* so many records at the front come first in every look-up */
  const uint8_t *traits;
  const uint16_t *first_ports;
  const uint16_t *last_ports;
  const uint32_t *runs;  /* for each record: where in cells its run begins; records may share one */
  const uint32_t *cells; /* a run: a mask of the columns present, then their offsets in order */
  uint32_t cell_words;   /* of all runs together */
  const char *pool;      /* every distinct cell once, each ended by NUL */
  uint32_t pool_size;    /* bytes */

  struct port_index ports[PROTOCOL_COUNT]; /* records that name just this protocol */
  const uint32_t *port_order;              /* records with a port, by first port, then order */
  uint32_t port_order_count;

  struct hash_index name_index; /* from a lower-cased service name into name_records */
  const uint32_t *name_records; /* best first; the last of a name bears NAME_LAST */
  uint32_t name_record_count;
  struct hash_index contact_index;
  const uint32_t *contacts; /* CONTACT_FIELD_COUNT offsets each */
  uint32_t contact_count;

  uint32_t info[INFO_FIELD_COUNT];
  const uint32_t *sources;
  uint32_t source_count;

  struct arena arena; /* what registry_free gives back; bundled: none, nor the next */
  void *memory[REGISTRY_BLOCKS];
  uint32_t memory_count;
};

#define NAME_LAST 0x80000000U
#define HASH_POSITION_MASK 0xffffffU

static inline enum protocol record_protocol(const struct registry *registry, uint32_t record) {
  return (enum protocol)(registry->traits[record] & TRAIT_PROTOCOL_MASK);
}

static inline enum status record_status(const struct registry *registry, uint32_t record) {
  return (enum status)(registry->traits[record] >> TRAIT_STATUS_SHIFT & TRAIT_STATUS_MASK);
}

static inline bool record_has(const struct registry *registry, uint32_t record, int trait) {
  return (registry->traits[record] & trait) != 0;
}

static inline struct port_range record_ports(const struct registry *registry, uint32_t record) {
  return (struct port_range){ registry->first_ports[record], registry->last_ports[record],
                              record_has(registry, record, TRAIT_RANGE) };
}

/* Where in the pool a cell of a record is; 0 where it is empty. */
static inline uint32_t registry_offset(const struct registry *registry, uint32_t record,
                                       enum column column) {
  const uint32_t *run = registry->cells + registry->runs[record];
  uint32_t bit = 1U << column;
  return (run[0] & bit) != 0 ? run[1 + count_bits(run[0] & (bit - 1))] : 0;
}

/* A cell of a record; "" where it is empty. Ended by NUL, lives as long as the registry. */
static inline const char *registry_cell(const struct registry *registry, uint32_t record,
                                        enum column column) {
  return registry->pool + registry_offset(registry, record, column);
}

/* The same for the service name, which is the first of a run. */
static inline uint32_t registry_name(const struct registry *registry, uint32_t record) {
  const uint32_t *run = registry->cells + registry->runs[record];
  return (run[0] & 1U << COLUMN_SERVICE_NAME) != 0 ? run[1] : 0;
}

/* A field of a contact; "" where it is empty. */
static inline const char *registry_contact(const struct registry *registry, uint32_t contact,
                                           enum contact_field field) {
  return registry->pool + registry->contacts[(size_t)contact * CONTACT_FIELD_COUNT + field];
}

/* The first slot to probe, and what a slot for this hash bears in its upper 8 bits. */
static inline uint32_t hash_slot(uint32_t hash, uint32_t capacity) {
  return hash & (capacity - 1);
}
static inline uint32_t hash_tag(uint32_t hash) {
  return hash & ~HASH_POSITION_MASK;
}

/* Where in name_records the records of this service name begin; false where there are none. */
bool registry_find_name(const struct registry *registry, struct text name, uint32_t *position);

/* The contact of this id, written without brackets; false where there is none. */
bool registry_find_contact(const struct registry *registry, struct text id, uint32_t *contact);

/* How many bytes its tables have, wherever they are. */
size_t registry_size(const struct registry *registry);

/* Frees what a loaded registry owns. May be called again. */
void registry_free(struct registry *registry);

#endif
