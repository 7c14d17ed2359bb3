/* Rows in, registry out. */
#ifndef IANAPORTS_BUILDER_H
#define IANAPORTS_BUILDER_H

#include "interner.h"
#include "registry.h"

/* One row as a file or a script gives it. Absent cells have length 0; no cell holds NUL. */
struct row {
  struct text cells[COLUMN_TEXT_COUNT];
  bool has_port;
  struct port_range ports;
  enum protocol protocol;
};

/* What can go wrong, with the message for users. */
#define BUILDER_FAULTS(FAULT)                                                  \
  FAULT(BUILDER_OK, "no fault")                                                \
  FAULT(BUILDER_NO_MEMORY, "not enough memory")                                \
  FAULT(BUILDER_EMPTY_ROW, "row has neither a service name nor a port number") \
  FAULT(BUILDER_TOO_MANY_ROWS, "more than 16,000,000 rows")                    \
  FAULT(BUILDER_TOO_MANY_CONTACTS, "more than 16,000,000 contacts")            \
  FAULT(BUILDER_TOO_DEEP, "port ranges overlap too deeply")

enum builder_fault {
#define FAULT(name, message) name,
  BUILDER_FAULTS(FAULT)
#undef FAULT
};

enum { BUILDER_MAX_RECORDS = 16000000, BUILDER_MAX_COVERINGS = 1 << 26 };

/* What was added last; length 0 at first. */
struct last_added {
  uint32_t offset;
  size_t length;
};

/* Begins as all zeros. */
struct builder {
  uint32_t record_count;
  uint32_t overlay_count; /* see struct registry */
  struct buffer traits;
  struct buffer first_ports;
  struct buffer last_ports;
  struct buffer runs;
  struct buffer cells;
  struct interner pool;
  struct last_added last_cells[COLUMN_COUNT];
  struct last_added last_runs[2]; /* of rows without a service name, and with one */
  struct buffer contacts;
  struct buffer sources;
  uint32_t info[INFO_FIELD_COUNT];
};

const char *builder_message(enum builder_fault fault);

/* Each of these leaves the builder whole, whatever it returns. */
enum builder_fault builder_add_row(struct builder *builder, const struct row *row);
enum builder_fault builder_add_contact(struct builder *builder,
                                       const struct text fields[CONTACT_FIELD_COUNT]);
enum builder_fault builder_add_source(struct builder *builder, struct text source);
enum builder_fault builder_set_info(struct builder *builder, enum info_field field,
                                    struct text value);

uint32_t builder_contact_count(const struct builder *builder);

/* Builds the indexes and moves everything into `registry`, which must own nothing.
   On a fault the registry owns nothing. The builder is to be freed in any case. */
enum builder_fault builder_finish(struct builder *builder, struct registry *registry);

void builder_free(struct builder *builder);

#endif
