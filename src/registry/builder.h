/* Rows in, registry out. */
#ifndef IANAPORTS_BUILDER_H
#define IANAPORTS_BUILDER_H

#include "base/interner.h"
#include "registry/registry.h"

/* One row. Its cells are in the pool already: builder_add_cell gives their places. */
struct row {
  uint32_t places[COLUMN_TEXT_COUNT]; /* 0: the cell is empty */
  bool has_port;
  struct port_range ports;
  enum protocol protocol;
};

/* What can go wrong, with the message for users. */
#define BUILDER_ERRORS(ERROR)                                                  \
  ERROR(BUILDER_OK, "no error")                                                \
  ERROR(BUILDER_NO_MEMORY, "not enough memory")                                \
  ERROR(BUILDER_EMPTY_ROW, "row has neither a service name nor a port number") \
  ERROR(BUILDER_TOO_MANY_ROWS, "more than 16,000,000 rows")                    \
  ERROR(BUILDER_TOO_MANY_CONTACTS, "more than 16,000,000 contacts")            \
  ERROR(BUILDER_TOO_MANY_SOURCES, "more than 16,000,000 sources")              \
  ERROR(BUILDER_TOO_DEEP, "port ranges overlap too deeply")

enum builder_error {
#define ERROR(name, message) name,
  BUILDER_ERRORS(ERROR)
#undef ERROR
};

enum { BUILDER_MAX_RECORDS = 16000000 };

/* What was added last; length 0 at first. */
struct last_added {
  uint32_t offset;
  size_t length;
};

/* Begins as all zeros. */
struct builder {
  struct arena arena;
  uint32_t record_count;
  uint32_t record_capacity; /* of traits, first_ports, last_ports and runs */
  uint32_t overlay_count;   /* see struct registry */
  struct buffer traits;
  struct buffer first_ports;
  struct buffer last_ports;
  struct buffer runs;
  struct buffer cells;
  struct interner pool;
  struct last_added last_cells[COLUMN_COUNT];
  struct last_added last_runs[2]; /* of rows without a service name, and with one */
  uint32_t aliases[COLUMN_COUNT]; /* what the last cell of a column says of an alias, or 0 */
  uint32_t unnamed_description;   /* of the last row without a service name; and its status */
  enum status unnamed_status;
  struct buffer contacts;
  struct buffer sources;
  uint32_t info[INFO_FIELD_COUNT];
};

const char *builder_message(enum builder_error error);

/* Gets memory for a registry file of so many bytes, before anything is added. A hint: files
   are like IANA's, more or less, and what they need beyond that comes as it is needed. */
void builder_expect(struct builder *builder, size_t bytes);

/* Each of these leaves the builder whole, whatever it returns. */

/* Puts a cell of the row to be added next into the pool, and gives its place. No cell holds
   NUL. */
enum builder_error builder_add_cell(struct builder *builder, enum column column, struct text cell,
                                    uint32_t *place);
enum builder_error builder_add_row(struct builder *builder, const struct row *row);

/* The same for any other text, such as a field of a contact. */
enum builder_error builder_add_text(struct builder *builder, struct text text, uint32_t *place);
enum builder_error builder_add_contact(struct builder *builder,
                                       const uint32_t places[CONTACT_FIELD_COUNT]);
enum builder_error builder_add_source(struct builder *builder, struct text source);
enum builder_error builder_set_info(struct builder *builder, enum info_field field,
                                    struct text value);

uint32_t builder_contact_count(const struct builder *builder);

/* Builds the indexes and moves everything into `registry`, which must own nothing.
   On a error the registry owns nothing. The builder is to be freed in any case. */
enum builder_error builder_finish(struct builder *builder, struct registry *registry);

/* The builder is then as at its beginning. */
void builder_free(struct builder *builder);

#endif
