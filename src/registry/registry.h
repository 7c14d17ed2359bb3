/* The registry: records, their cells, and the indexes that find them. It never changes once it is
   built.

   The bundled registry and a loaded one have the same structure. Its arrays hold offsets and
   numbers, never pointers. So the bundled arrays are constant, need no relocation when the module
   is loaded, and lie in pages that processes share. */
#ifndef IANAPORTS_REGISTRY_H
#define IANAPORTS_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "registry/field.h"

/* The text columns of a record. Its ports and its protocol are held as numbers. */
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
  COLUMN_SOURCE = COLUMN_CSV_COUNT, /* in an overlay: which source the record comes from */
  COLUMN_TEXT_COUNT,
  COLUMN_ALIAS_OF = COLUMN_TEXT_COUNT, /* derived from other columns */
  COLUMN_COUNT
};

/* In the mask of a cell list, above the columns: the reference names an RFC. */
#define CELLS_NAME_RFC (1U << COLUMN_COUNT)

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
  INFO_HEADER_COUNT,
  INFO_LACKS_SINCE = INFO_HEADER_COUNT, /* what changed after this day is not all here */
  INFO_LACKS_PORTS,                     /* those of records without the columns that are lacked */
  INFO_FIELD_COUNT
};

/* What a registry may lack beside columns, numbered after them. */
enum { LACKS_CONTACTS = COLUMN_COUNT, LACKS_PORTLESS_NAMES, LACKS_COUNT };

/* The traits of a record, one byte:

     bit 7    6      5     4 3     2 1 0
     named | range | port | status | protocol */
enum {
  TRAIT_PROTOCOL_MASK = 7,
  TRAIT_STATUS_SHIFT = 3,
  TRAIT_STATUS_MASK = 3,
  TRAIT_PORT_SHIFT = 5,
  TRAIT_PORT = 1 << TRAIT_PORT_SHIFT,
  TRAIT_RANGE = 1 << 6,
  TRAIT_NAMED = 1 << 7 /* it has a service name */
};

/* The records that cover each port, for one protocol; see port_index.h. */
struct port_index {
  const uint64_t *starts;    /* PORT_WORDS words; bit p: a segment starts at port p; bit 0 is set */
  const uint16_t *ranks;     /* for each word, the number of bits set in the words before it */
  const uint32_t *coverings; /* for each segment */
  uint32_t segment_count;
  const uint32_t *lists; /* each: a count, then as many records in the order of look-ups */
  uint32_t list_words;   /* of all lists together */
};

enum { PORT_WORDS = PORT_COUNT / 64 };

/* A hash table from texts to positions in another array; see name_index.h. */
struct hash_index {
  const uint32_t *slots;
  uint32_t capacity;   /* a power of two */
  struct hash_key key; /* set if too many texts share a hash; never for bundled tables */
};

/* The most pieces of memory that a registry can own: one for each array. */
enum { REGISTRY_BLOCKS = 12 + 4 * PROTOCOL_COUNT };

/* Offsets are positions in `pool`, where the empty text is at offset 0. */
struct registry {
  uint32_t record_count;
  uint32_t overlay_count; /* how many of the records, from the first on, form the overlay */
  const uint8_t *traits;
  const uint16_t *first_ports;
  const uint16_t *last_ports;
  const uint32_t *cell_lists; /* for each record, the index in `cells` of its cell list, which
                                 records may share */
  const uint32_t *cells;      /* a cell list: a mask of the columns that are not empty, then their
                                 offsets in the order of columns; and CELLS_NAME_RFC */
  uint32_t cell_words;        /* of all cell lists together */
  const char *pool;           /* every distinct text once, each ended by NUL */
  uint32_t pool_size;         /* bytes */

  struct port_index ports[PROTOCOL_COUNT]; /* of the records that name just this protocol */
  const uint32_t *port_order; /* the records with a port, by first port, then registry order */
  uint32_t port_order_count;

  struct hash_index name_index; /* from a service name, case ignored, into name_records */
  const uint32_t *name_records; /* of each name, best first; the last of each has NAME_LAST set */
  uint32_t name_record_count;
  struct hash_index contact_index; /* from an id into contacts */
  const uint32_t *contacts;        /* CONTACT_FIELD_COUNT offsets for each */
  uint32_t contact_count;

  uint32_t info[INFO_FIELD_COUNT]; /* offsets */
  uint32_t lacks;                  /* bit n: it lacks the column n, or what LACKS_* calls n */
  const uint32_t *sources;         /* offsets */
  uint32_t source_count;

  /* Memory that registry_free frees. The bundled registry owns none. */
  struct arena arena;
  void *memory[REGISTRY_BLOCKS];
  uint32_t memory_count;
};

/* Every array of a registry: ARRAY(type, member, number of items). */
#define REGISTRY_ARRAYS(ARRAY)                                                       \
  ARRAY(uint8_t, traits, registry->record_count)                                     \
  ARRAY(uint16_t, first_ports, registry->record_count)                               \
  ARRAY(uint16_t, last_ports, registry->record_count)                                \
  ARRAY(uint32_t, cell_lists, registry->record_count)                                \
  ARRAY(uint32_t, cells, registry->cell_words)                                       \
  ARRAY(unsigned char, pool, registry->pool_size)                                    \
  ARRAY(uint32_t, port_order, registry->port_order_count)                            \
  ARRAY(uint32_t, name_index.slots, registry->name_index.capacity)                   \
  ARRAY(uint32_t, name_records, registry->name_record_count)                         \
  ARRAY(uint32_t, contact_index.slots, registry->contact_index.capacity)             \
  ARRAY(uint32_t, contacts, ((size_t)registry->contact_count * CONTACT_FIELD_COUNT)) \
  ARRAY(uint32_t, sources, registry->source_count)                                   \
  PORT_INDEX_ARRAYS(ARRAY, PROTOCOL_TCP)                                             \
  PORT_INDEX_ARRAYS(ARRAY, PROTOCOL_UDP)                                             \
  PORT_INDEX_ARRAYS(ARRAY, PROTOCOL_SCTP)                                            \
  PORT_INDEX_ARRAYS(ARRAY, PROTOCOL_DCCP)                                            \
  PORT_INDEX_ARRAYS(ARRAY, PROTOCOL_NONE)

#define PORT_INDEX_ARRAYS(ARRAY, protocol)                                            \
  ARRAY(uint64_t, ports[protocol].starts, PORT_WORDS)                                 \
  ARRAY(uint16_t, ports[protocol].ranks, PORT_WORDS)                                  \
  ARRAY(uint32_t, ports[protocol].coverings, registry->ports[protocol].segment_count) \
  ARRAY(uint32_t, ports[protocol].lists, registry->ports[protocol].list_words)

/* Used in place of a record: no record. */
#define NO_RECORD UINT32_MAX

static inline unsigned count_bits(uint64_t word) {
  word -= (word >> 1) & 0x5555555555555555U;
  word = (word & 0x3333333333333333U) + ((word >> 2) & 0x3333333333333333U);
  word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0fU;
  return (unsigned)((word * 0x0101010101010101U) >> 56);
}

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

/* The cell list of a record: a mask of columns and CELLS_NAME_RFC, then offsets. */
static inline const uint32_t *record_cells(const struct registry *registry, uint32_t record) {
  return registry->cells + registry->cell_lists[record];
}

/* The offset of a cell; 0 if it is empty. */
static inline uint32_t registry_offset(const struct registry *registry, uint32_t record,
                                       enum column column) {
  const uint32_t *cells = record_cells(registry, record);
  uint32_t bit = 1U << column;
  return (cells[0] & bit) != 0 ? cells[1 + count_bits(cells[0] & (bit - 1))] : 0;
}

/* The same for the service name, which is the first of a cell list. */
static inline uint32_t registry_name(const struct registry *registry, uint32_t record) {
  const uint32_t *cells = record_cells(registry, record);
  return (cells[0] & 1U << COLUMN_SERVICE_NAME) != 0 ? cells[1] : 0;
}

/* The same for the description, which is the first or second. */
static inline uint32_t registry_description(const struct registry *registry, uint32_t record) {
  const uint32_t *cells = record_cells(registry, record);
  return (cells[0] & 1U << COLUMN_DESCRIPTION) != 0 ? cells[1 + (cells[0] & 1)] : 0;
}

/* A cell of a record; "" if it is empty. Lives as long as the registry. */
static inline const char *registry_cell(const struct registry *registry, uint32_t record,
                                        enum column column) {
  return registry->pool + registry_offset(registry, record, column);
}

/* A field of a contact; "" if it is empty. */
static inline const char *registry_contact(const struct registry *registry, uint32_t contact,
                                           enum contact_field field) {
  return registry->pool + registry->contacts[(size_t)contact * CONTACT_FIELD_COUNT + field];
}

/* Returns the size of all arrays in bytes. */
size_t registry_size(const struct registry *registry);

/* Frees what a loaded registry owns. May be called again. */
void registry_free(struct registry *registry);

/* The rest of this file serves to build a registry. */

/* Why a registry cannot be built, with the message for users. */
#define BUILD_ERRORS(ERROR)                                                  \
  ERROR(BUILD_OK, "no error")                                                \
  ERROR(BUILD_NO_MEMORY, "not enough memory")                                \
  ERROR(BUILD_EMPTY_ROW, "row has neither a service name nor a port number") \
  ERROR(BUILD_TOO_MANY_ROWS, "more than 16,000,000 rows")                    \
  ERROR(BUILD_TOO_MANY_CONTACTS, "more than 16,000,000 contacts")            \
  ERROR(BUILD_TOO_MANY_SOURCES, "more than 16,000,000 sources")              \
  ERROR(BUILD_TOO_DEEP, "port ranges overlap too deeply")

enum build_error {
#define ERROR(name, message) name,
  BUILD_ERRORS(ERROR)
#undef ERROR
};

const char *build_message(enum build_error result);

/* Returns whether `result` is BUILD_OK; if not, sets the error's message. */
bool build_succeeded(enum build_error result, struct error *error);

/* Returns zeroed memory for `count` items, which the registry owns; NULL if memory runs out. */
void *registry_allocate(struct registry *registry, size_t count, size_t size);

/* Sorts records by a key below `key_count`; KEY_NONE leaves a record out. Fills `sorted`, and sets
   ends[k] to the end of the records with key k. This is a counting sort: its time is proportional
   to the number of records, and records with the same key keep the order of the registry. */
typedef uint32_t sort_key(const struct registry *registry, uint32_t record);

#define KEY_NONE UINT32_MAX

void registry_sort(const struct registry *registry, sort_key *key, uint32_t key_count,
                   uint32_t *sorted, uint32_t *ends);

#endif
