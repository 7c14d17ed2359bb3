/* Builds a registry from rows. */
#ifndef IANAPORTS_BUILDER_H
#define IANAPORTS_BUILDER_H

#include "base/interner.h"
#include "registry/registry.h"

/* One row. Its cells are in the pool already, where builder_add_cell put them. */
struct row {
  uint32_t offsets[COLUMN_TEXT_COUNT]; /* of its cells; 0: empty */
  bool has_port;
  struct port_range ports;
  enum protocol protocol;
};

enum { BUILDER_MAX_RECORDS = 16000000 };

/* What was added last: if the same comes again, no search is needed. Length 0: nothing yet. */
struct last_added {
  uint32_t offset;
  size_t length;
};

/* All zeros: an empty one. */
struct builder {
  struct arena arena;
  uint32_t record_count;
  uint32_t record_capacity; /* of the four buffers with an item for each record */
  uint32_t overlay_count;   /* see struct registry */
  struct buffer traits;
  struct buffer first_ports;
  struct buffer last_ports;
  struct buffer cell_lists;
  struct buffer cells;
  struct interner pool;
  struct last_added last_cells[COLUMN_COUNT];
  struct last_added last_lists[2]; /* [0]: of a row without a service name; [1]: of one with it */
  uint32_t aliases[COLUMN_COUNT];  /* the alias that the last cell of a column names, or 0 */
  bool last_reference_names_rfc;
  uint32_t last_unnamed_description; /* of the last row without a service name */
  enum status last_unnamed_status;
  struct buffer contacts;
  struct buffer sources;
  uint32_t info[INFO_FIELD_COUNT];
  uint32_t lacks;
};

/* Reserves memory for a registry file of so many bytes, before anything is added. The number is
   only a hint: the memory suits a file like IANA's, and more is taken as needed. */
void builder_expect(struct builder *builder, size_t bytes);

/* Each of these functions leaves the builder usable, whatever it returns. */

/* Puts a cell of the next row into the pool and sets its offset. No cell holds NUL. */
enum build_error builder_add_cell(struct builder *builder, enum column column, struct text cell,
                                  uint32_t *offset);
enum build_error builder_add_row(struct builder *builder, const struct row *row);

/* The same for any other text, such as a field of a contact. */
enum build_error builder_add_text(struct builder *builder, struct text text, uint32_t *offset);
enum build_error builder_add_contact(struct builder *builder,
                                     const uint32_t offsets[CONTACT_FIELD_COUNT]);
enum build_error builder_add_source(struct builder *builder, struct text source);
enum build_error builder_set_info(struct builder *builder, enum info_field field,
                                  struct text value);

uint32_t builder_contact_count(const struct builder *builder);

/* Moves everything into `registry`, which owns nothing before, and builds its indexes. If it
   fails, the registry owns nothing. The builder must be freed in either case. */
enum build_error builder_finish(struct builder *builder, struct registry *registry);

/* Frees everything; the builder is then empty. */
void builder_free(struct builder *builder);

#endif
