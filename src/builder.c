#include "builder.h"

#include "index_builder.h"

#include <stdlib.h>
#include <string.h>

const char *builder_message(enum builder_fault fault) {
  static const char messages[][128] = {
#define FAULT(name, message) message,
    BUILDER_FAULTS(FAULT)
#undef FAULT
  };
  return messages[fault];
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

static bool add_text(struct builder *builder, struct text text, uint32_t *offset) {
  return begin_pool(builder) && interner_add(&builder->pool, text, offset);
}

/* Interns a cell that is not empty. Much is as in the row before, and found without a search. */
static bool intern(struct interner *pool, struct last_added *last, struct text cell) {
  if (last_is(last, &pool->bytes, cell.bytes, cell.length)) {
    return true;
  }
  last->length = 0;
  if (!interner_add(pool, cell, &last->offset)) {
    return false;
  }
  last->length = cell.length;
  return true;
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

/* Puts the row's cells and its derived alias into one run: a mask, then offsets. */
static bool add_run(struct builder *builder, const struct row *row, uint32_t *run) {
  uint32_t cells[1 + COLUMN_COUNT] = { 0 };
  size_t length = 1;
  if (!begin_pool(builder)) {
    return false;
  }
  struct text alias =
    field_alias_of(row->cells[COLUMN_ASSIGNMENT_NOTES], row->cells[COLUMN_DESCRIPTION]);
  for (int column = 0; column < COLUMN_COUNT; column++) {
    struct text cell = column == COLUMN_ALIAS_OF ? alias : row->cells[column];
    if (cell.length > 0) {
      if (!intern(&builder->pool, &builder->last_cells[column], cell)) {
        return false;
      }
      cells[0] |= 1U << column;
      cells[length++] = builder->last_cells[column].offset;
    }
  }
  struct last_added *last = &builder->last_runs[row->cells[COLUMN_SERVICE_NAME].length > 0];
  bool added = append_run(&builder->cells, last, cells, length * sizeof cells[0]);
  *run = last->offset / (uint32_t)sizeof cells[0];
  return added;
}

static uint8_t row_traits(const struct row *row) {
  struct text name = row->cells[COLUMN_SERVICE_NAME];
  enum status status = field_status(name, row->cells[COLUMN_DESCRIPTION]);
  unsigned traits = (unsigned)row->protocol | (unsigned)status << TRAIT_STATUS_SHIFT;
  traits |= row->has_port ? TRAIT_PORT : 0;
  traits |= row->has_port && row->ports.is_range ? TRAIT_RANGE : 0;
  traits |= name.length > 0 ? TRAIT_NAMED : 0;
  return (uint8_t)traits;
}

enum builder_fault builder_add_row(struct builder *builder, const struct row *row) {
  if (!row->has_port && row->cells[COLUMN_SERVICE_NAME].length == 0) {
    return BUILDER_EMPTY_ROW;
  }
  if (builder->record_count == BUILDER_MAX_RECORDS) {
    return BUILDER_TOO_MANY_ROWS;
  }
  uint8_t traits = row_traits(row);
  struct port_range ports = row->has_port ? row->ports : (struct port_range){ 0, 0, false };
  uint32_t run = 0;
  if (!buffer_reserve(&builder->traits, sizeof traits) ||
      !buffer_reserve(&builder->first_ports, sizeof ports.first) ||
      !buffer_reserve(&builder->last_ports, sizeof ports.last) ||
      !buffer_reserve(&builder->runs, sizeof run) || !add_run(builder, row, &run)) {
    return BUILDER_NO_MEMORY;
  }
  buffer_append(&builder->traits, &traits, sizeof traits);
  buffer_append(&builder->first_ports, &ports.first, sizeof ports.first);
  buffer_append(&builder->last_ports, &ports.last, sizeof ports.last);
  buffer_append(&builder->runs, &run, sizeof run);
  builder->record_count++;
  return BUILDER_OK;
}

uint32_t builder_contact_count(const struct builder *builder) {
  return (uint32_t)(builder->contacts.length / (CONTACT_FIELD_COUNT * sizeof(uint32_t)));
}

enum builder_fault builder_add_contact(struct builder *builder,
                                       const struct text fields[CONTACT_FIELD_COUNT]) {
  uint32_t offsets[CONTACT_FIELD_COUNT] = { 0 };
  if (builder_contact_count(builder) == BUILDER_MAX_RECORDS) {
    return BUILDER_TOO_MANY_CONTACTS;
  }
  for (int field = 0; field < CONTACT_FIELD_COUNT; field++) {
    if (!add_text(builder, fields[field], &offsets[field])) {
      return BUILDER_NO_MEMORY;
    }
  }
  return buffer_append(&builder->contacts, offsets, sizeof offsets) ? BUILDER_OK
                                                                    : BUILDER_NO_MEMORY;
}

enum builder_fault builder_add_source(struct builder *builder, struct text source) {
  uint32_t offset = 0;
  bool added =
    add_text(builder, source, &offset) && buffer_append(&builder->sources, &offset, sizeof offset);
  return added ? BUILDER_OK : BUILDER_NO_MEMORY;
}

enum builder_fault builder_set_info(struct builder *builder, enum info_field field,
                                    struct text value) {
  return add_text(builder, value, &builder->info[field]) ? BUILDER_OK : BUILDER_NO_MEMORY;
}

/* Gives the buffer's memory to the registry, which frees it. */
static void *move(struct registry *registry, struct buffer *buffer) {
  void *memory = buffer_release(buffer);
  registry->memory[registry->memory_count++] = memory;
  return memory;
}

enum builder_fault builder_finish(struct builder *builder, struct registry *registry) {
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
  enum builder_fault fault = index_builder_run(registry);
  if (fault != BUILDER_OK) {
    registry_free(registry);
  }
  return fault;
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
}
