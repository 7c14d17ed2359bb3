#include "registry/builder.h"

#include "registry/index_builder.h"

#include <stdlib.h>
#include <string.h>

const char *builder_message(enum builder_error error) {
  static const char messages[][128] = {
#define ERROR(name, message) message,
    BUILDER_ERRORS(ERROR)
#undef ERROR
  };
  return messages[error];
}

static void lend(struct arena *arena, struct buffer *buffer, size_t size) {
  buffer_lend(buffer, arena_take(arena, size), size);
}

/* In IANA's file a row has 78 bytes and its cells are 13 bytes in the run, and of a hundred
   bytes 34 get into the pool, in texts of 53; each share is a little larger here. Indexes
   and what is needed while they are built take half as much again. */
void builder_expect(struct builder *builder, size_t bytes) {
  enum { LEAST = 256 * 1024, MOST = 1024 * 1024 * 1024 };
  if (bytes < LEAST || bytes > MOST) {
    return;
  }
  size_t records = bytes / 72;
  size_t slots = 1024;
  while (slots < bytes / 26) {
    slots *= 2;
  }
  size_t slots_size = slots * sizeof(struct interned);
  struct arena *arena = &builder->arena;
  arena_open(arena, bytes / 8 * 9 + slots_size);
  lend(arena, &builder->pool.bytes, bytes / 8 * 3);
  lend(arena, &builder->cells, bytes / 6);
  lend(arena, &builder->traits, records * sizeof(uint8_t));
  lend(arena, &builder->first_ports, records * sizeof(uint16_t));
  lend(arena, &builder->last_ports, records * sizeof(uint16_t));
  lend(arena, &builder->runs, records * sizeof(uint32_t));
  interner_lend(&builder->pool, arena_take(arena, slots_size), slots);
}

static bool last_is(const struct last_added *last, const struct buffer *buffer, const void *bytes,
                    size_t length) {
  return length == last->length && memcmp(buffer->bytes + last->offset, bytes, length) == 0;
}

/* Sees to it that offset 0 is the empty string. */
static bool begin_pool(struct builder *builder) {
  uint32_t offset = 0;
  return builder->pool.count > 0 || interner_add(&builder->pool, TEXT_LITERAL(""), &offset);
}

enum builder_error builder_add_text(struct builder *builder, struct text text, uint32_t *place) {
  return begin_pool(builder) && interner_add(&builder->pool, text, place) ? BUILDER_OK
                                                                          : BUILDER_NO_MEMORY;
}

/* Puts what the cell says of an alias into the pool, which the cell is not in yet. */
static bool add_alias(struct builder *builder, enum column column, struct text cell) {
  struct text alias = { "", 0 };
  if (column == COLUMN_DESCRIPTION || column == COLUMN_ASSIGNMENT_NOTES) {
    alias = field_alias_in(cell);
  }
  builder->aliases[column] = 0;
  return alias.length == 0 || interner_add(&builder->pool, alias, &builder->aliases[column]);
}

/* Much is as in the row before, and found without a search. */
enum builder_error builder_add_cell(struct builder *builder, enum column column, struct text cell,
                                    uint32_t *place) {
  struct last_added *last = &builder->last_cells[column];
  if (cell.length == 0) {
    *place = 0;
    return BUILDER_OK;
  }
  if (!last_is(last, &builder->pool.bytes, cell.bytes, cell.length)) {
    last->length = 0;
    if (!begin_pool(builder) || !add_alias(builder, column, cell) ||
        !interner_add(&builder->pool, cell, &last->offset)) {
      return BUILDER_NO_MEMORY;
    }
    last->length = cell.length;
  }
  *place = last->offset;
  return BUILDER_OK;
}

/* Adds a run of cells, unless it is as in the last row of its kind: a service under another
   protocol, or ports that are unassigned. */
static bool append_run(struct buffer *runs, struct last_added *last, const uint32_t *run,
                       size_t size) {
  if (last_is(last, runs, run, size)) {
    return true;
  }
  if (runs->length > UINT32_MAX - size || !buffer_append(runs, run, size)) {
    return false;
  }
  *last = (struct last_added){ (uint32_t)(runs->length - size), size };
  return true;
}

static uint32_t row_alias(const struct builder *builder, const struct row *row) {
  uint32_t in_notes =
    row->places[COLUMN_ASSIGNMENT_NOTES] != 0 ? builder->aliases[COLUMN_ASSIGNMENT_NOTES] : 0;
  uint32_t in_description =
    row->places[COLUMN_DESCRIPTION] != 0 ? builder->aliases[COLUMN_DESCRIPTION] : 0;
  return in_notes != 0 ? in_notes : in_description;
}

/* Puts the row's cells and its derived alias into one run: a mask, then places. Which are
   there, no processor foresees, so that nothing branches on it. */
static bool add_run(struct builder *builder, const struct row *row, uint32_t *run) {
  uint32_t cells[1 + COLUMN_COUNT + 1] = { 0 };
  size_t length = 1;
  for (int column = 0; column < COLUMN_COUNT; column++) {
    uint32_t place = column == COLUMN_ALIAS_OF ? row_alias(builder, row) : row->places[column];
    cells[length] = place;
    cells[0] |= (uint32_t)(place != 0) << column;
    length += place != 0;
  }
  struct last_added *last = &builder->last_runs[row->places[COLUMN_SERVICE_NAME] != 0];
  bool added = append_run(&builder->cells, last, cells, length * sizeof cells[0]);
  *run = last->offset / (uint32_t)sizeof cells[0];
  return added;
}

/* Rows without a service name come in runs, all unassigned. */
static enum status row_status(struct builder *builder, const struct row *row) {
  uint32_t description = row->places[COLUMN_DESCRIPTION];
  if (row->places[COLUMN_SERVICE_NAME] != 0 || description == 0) {
    return STATUS_ASSIGNED;
  }
  if (description != builder->unnamed_description) {
    const char *text = (const char *)builder->pool.bytes.bytes + description;
    builder->unnamed_description = description;
    builder->unnamed_status = field_status(text_of(text));
  }
  return builder->unnamed_status;
}

static uint8_t row_traits(struct builder *builder, const struct row *row) {
  unsigned traits = (unsigned)row->protocol | (unsigned)row_status(builder, row)
                                                << TRAIT_STATUS_SHIFT;
  traits |= row->has_port ? TRAIT_PORT : 0;
  traits |= row->has_port && row->ports.is_range ? TRAIT_RANGE : 0;
  traits |= row->places[COLUMN_SERVICE_NAME] != 0 ? TRAIT_NAMED : 0;
  return (uint8_t)traits;
}

/* Makes room for one more record in each of the arrays that have an item for each. */
static bool reserve_record(struct builder *builder) {
  if (builder->record_count < builder->record_capacity) {
    return true;
  }
  size_t more = 64 + builder->record_count / 2;
  if (!buffer_reserve(&builder->traits, more * sizeof(uint8_t)) ||
      !buffer_reserve(&builder->first_ports, more * sizeof(uint16_t)) ||
      !buffer_reserve(&builder->last_ports, more * sizeof(uint16_t)) ||
      !buffer_reserve(&builder->runs, more * sizeof(uint32_t))) {
    return false;
  }
  builder->record_capacity = builder->record_count + (uint32_t)more;
  return true;
}

enum builder_error builder_add_row(struct builder *builder, const struct row *row) {
  if (!row->has_port && row->places[COLUMN_SERVICE_NAME] == 0) {
    return BUILDER_EMPTY_ROW;
  }
  if (builder->record_count == BUILDER_MAX_RECORDS) {
    return BUILDER_TOO_MANY_ROWS;
  }
  uint8_t traits = row_traits(builder, row);
  struct port_range ports = row->has_port ? row->ports : (struct port_range){ 0, 0, false };
  uint32_t run = 0;
  if (!reserve_record(builder) || !add_run(builder, row, &run)) {
    return BUILDER_NO_MEMORY;
  }
  buffer_put(&builder->traits, &traits, sizeof traits);
  buffer_put(&builder->first_ports, &ports.first, sizeof ports.first);
  buffer_put(&builder->last_ports, &ports.last, sizeof ports.last);
  buffer_put(&builder->runs, &run, sizeof run);
  builder->record_count++;
  return BUILDER_OK;
}

uint32_t builder_contact_count(const struct builder *builder) {
  return (uint32_t)(builder->contacts.length / (CONTACT_FIELD_COUNT * sizeof(uint32_t)));
}

enum builder_error builder_add_contact(struct builder *builder,
                                       const uint32_t places[CONTACT_FIELD_COUNT]) {
  if (builder_contact_count(builder) == BUILDER_MAX_RECORDS) {
    return BUILDER_TOO_MANY_CONTACTS;
  }
  bool added = buffer_append(&builder->contacts, places, CONTACT_FIELD_COUNT * sizeof places[0]);
  return added ? BUILDER_OK : BUILDER_NO_MEMORY;
}

enum builder_error builder_add_source(struct builder *builder, struct text source) {
  uint32_t place = 0;
  if (builder->sources.length / sizeof place == BUILDER_MAX_RECORDS) {
    return BUILDER_TOO_MANY_SOURCES;
  }
  enum builder_error error = builder_add_text(builder, source, &place);
  if (error == BUILDER_OK && !buffer_append(&builder->sources, &place, sizeof place)) {
    error = BUILDER_NO_MEMORY;
  }
  return error;
}

enum builder_error builder_set_info(struct builder *builder, enum info_field field,
                                    struct text value) {
  return builder_add_text(builder, value, &builder->info[field]);
}

/* Gives the buffer's memory to the registry, which frees it. */
static void *move(struct registry *registry, struct buffer *buffer) {
  bool is_lent = buffer->is_lent;
  void *memory = buffer_release(buffer);
  if (!is_lent) {
    registry->memory[registry->memory_count++] = memory;
  }
  return memory;
}

enum builder_error builder_finish(struct builder *builder, struct registry *registry) {
  if (!begin_pool(builder)) {
    return BUILDER_NO_MEMORY;
  }
  *registry = (struct registry){ .record_count = builder->record_count,
                                 .overlay_count = builder->overlay_count };
  registry->contact_count = builder_contact_count(builder);
  registry->source_count = (uint32_t)(builder->sources.length / sizeof(uint32_t));
  for (int field = 0; field < INFO_FIELD_COUNT; field++) {
    registry->info[field] = builder->info[field];
  }
  registry->arena = builder->arena;
  builder->arena = (struct arena){ NULL, 0, 0 };
  registry->cell_words = (uint32_t)(builder->cells.length / sizeof(uint32_t));
  registry->pool_size = (uint32_t)builder->pool.bytes.length;
  registry->traits = move(registry, &builder->traits);
  registry->first_ports = move(registry, &builder->first_ports);
  registry->last_ports = move(registry, &builder->last_ports);
  registry->runs = move(registry, &builder->runs);
  registry->cells = move(registry, &builder->cells);
  registry->pool = move(registry, &builder->pool.bytes);
  registry->contacts = move(registry, &builder->contacts);
  registry->sources = move(registry, &builder->sources);
  interner_free(&builder->pool); /* what is left of it makes room for the indexes */
  enum builder_error error = index_builder_run(registry);
  if (error != BUILDER_OK) {
    registry_free(registry);
  }
  return error;
}

void builder_free(struct builder *builder) {
  buffer_free(&builder->traits);
  buffer_free(&builder->first_ports);
  buffer_free(&builder->last_ports);
  buffer_free(&builder->runs);
  buffer_free(&builder->cells);
  interner_free(&builder->pool);
  buffer_free(&builder->contacts);
  buffer_free(&builder->sources);
  arena_close(&builder->arena);
  *builder = (struct builder){ .record_count = 0 };
}
