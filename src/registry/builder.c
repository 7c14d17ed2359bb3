#include "registry/builder.h"

#include <string.h>

#include "registry/name_index.h"
#include "registry/port_index.h"
#include "registry/reference.h"

#pragma GCC visibility push(hidden)

/* In IANA's file a row has 78 bytes on average, and its cell list takes 13 bytes. A hundred bytes
   of the file add 34 to the pool, in texts of 53 bytes. The shares here are a little larger. The
   rest of the arena is for the indexes, and for the scratch memory to build them. */
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
  struct arena *arena = &builder->arena;
  arena_open(arena, bytes / 8 * 9 + slots * sizeof(struct interned));
  buffer_lend(&builder->pool.bytes, arena, bytes / 8 * 3);
  buffer_lend(&builder->cells, arena, bytes / 6);
  buffer_lend(&builder->traits, arena, records * sizeof(uint8_t));
  buffer_lend(&builder->first_ports, arena, records * sizeof(uint16_t));
  buffer_lend(&builder->last_ports, arena, records * sizeof(uint16_t));
  buffer_lend(&builder->cell_lists, arena, records * sizeof(uint32_t));
  interner_lend(&builder->pool, arena, slots);
}

static bool last_is(const struct last_added *last, const struct buffer *buffer, const void *bytes,
                    size_t length) {
  return length == last->length && memcmp(buffer->bytes + last->offset, bytes, length) == 0;
}

/* Puts the empty text at offset 0. */
static bool begin_pool(struct builder *builder) {
  uint32_t offset = 0;
  return builder->pool.count > 0 || interner_add(&builder->pool, TEXT_LITERAL(""), &offset);
}

enum build_error builder_add_text(struct builder *builder, struct text text, uint32_t *offset) {
  bool is_added = begin_pool(builder) && interner_add(&builder->pool, text, offset);
  return is_added ? BUILD_OK : BUILD_NO_MEMORY;
}

/* Puts the alias that a cell names into the pool. */
static bool add_alias(struct builder *builder, enum column column, struct text cell) {
  struct text alias = { "", 0 };
  if (column == COLUMN_DESCRIPTION || column == COLUMN_ASSIGNMENT_NOTES) {
    alias = field_alias_in(cell);
  }
  builder->aliases[column] = 0;
  return alias.length == 0 || interner_add(&builder->pool, alias, &builder->aliases[column]);
}

/* A cell is often the same as in the row before; then it is found without a search. */
enum build_error builder_add_cell(struct builder *builder, enum column column, struct text cell,
                                  uint32_t *offset) {
  struct last_added *last = &builder->last_cells[column];
  if (cell.length == 0) {
    *offset = 0;
    return BUILD_OK;
  }
  if (!last_is(last, &builder->pool.bytes, cell.bytes, cell.length)) {
    last->length = 0;
    if (!begin_pool(builder) || !add_alias(builder, column, cell) ||
        !interner_add(&builder->pool, cell, &last->offset)) {
      return BUILD_NO_MEMORY;
    }
    if (column == COLUMN_REFERENCE) {
      builder->last_reference_names_rfc = reference_names_rfc(cell);
    }
    last->length = cell.length;
  }
  *offset = last->offset;
  return BUILD_OK;
}

/* Appends a cell list, unless it is the same as the last one. Rows of a service often differ only
   in their protocol, and rows of unassigned ports only in their ports. */
static bool append_list(struct buffer *cells, struct last_added *last, const uint32_t *list,
                        size_t size) {
  if (last_is(last, cells, list, size)) {
    return true;
  }
  if (cells->length > UINT32_MAX - size || !buffer_append(cells, list, size)) {
    return false;
  }
  *last = (struct last_added){ (uint32_t)(cells->length - size), size };
  return true;
}

static uint32_t row_alias(const struct builder *builder, const struct row *row) {
  bool has_notes = row->offsets[COLUMN_ASSIGNMENT_NOTES] != 0;
  bool has_description = row->offsets[COLUMN_DESCRIPTION] != 0;
  uint32_t in_notes = has_notes ? builder->aliases[COLUMN_ASSIGNMENT_NOTES] : 0;
  uint32_t in_description = has_description ? builder->aliases[COLUMN_DESCRIPTION] : 0;
  return in_notes != 0 ? in_notes : in_description;
}

/* Adds the cell list of a row and sets its index. The loop is branch-free, since it is hard
   to predict which cells are empty: it writes every offset, and the next cell overwrites an empty
   one. */
static bool add_cells(struct builder *builder, const struct row *row, uint32_t *index) {
  uint32_t list[1 + COLUMN_COUNT + 1] = { 0 };
  size_t length = 1;
  for (int column = 0; column < COLUMN_COUNT; column++) {
    uint32_t offset = column == COLUMN_ALIAS_OF ? row_alias(builder, row) : row->offsets[column];
    list[length] = offset;
    list[0] |= (uint32_t)(offset != 0) << column;
    length += offset != 0;
  }
  if (row->offsets[COLUMN_REFERENCE] != 0 && builder->last_reference_names_rfc) {
    list[0] |= CELLS_NAME_RFC;
  }
  struct last_added *last = &builder->last_lists[row->offsets[COLUMN_SERVICE_NAME] != 0];
  bool is_added = append_list(&builder->cells, last, list, length * sizeof list[0]);
  *index = last->offset / (uint32_t)sizeof list[0];
  return is_added;
}

/* Most rows without a service name have the same description as the one before: unassigned. */
static enum status row_status(struct builder *builder, const struct row *row) {
  uint32_t description = row->offsets[COLUMN_DESCRIPTION];
  if (row->offsets[COLUMN_SERVICE_NAME] != 0 || description == 0) {
    return STATUS_ASSIGNED;
  }
  if (description != builder->last_unnamed_description) {
    const char *text = (const char *)builder->pool.bytes.bytes + description;
    builder->last_unnamed_description = description;
    builder->last_unnamed_status = field_status(text_of(text));
  }
  return builder->last_unnamed_status;
}

static uint8_t row_traits(struct builder *builder, const struct row *row) {
  unsigned traits = (unsigned)row->protocol | (unsigned)row_status(builder, row)
                                                << TRAIT_STATUS_SHIFT;
  traits |= row->has_port ? TRAIT_PORT : 0;
  traits |= row->has_port && row->ports.is_range ? TRAIT_RANGE : 0;
  traits |= row->offsets[COLUMN_SERVICE_NAME] != 0 ? TRAIT_NAMED : 0;
  return (uint8_t)traits;
}

/* Makes room for one more record in the four buffers that have an item for each record. */
static bool reserve_record(struct builder *builder) {
  if (builder->record_count < builder->record_capacity) {
    return true;
  }
  size_t more = 64 + builder->record_count / 2;
  if (!buffer_reserve(&builder->traits, more * sizeof(uint8_t)) ||
      !buffer_reserve(&builder->first_ports, more * sizeof(uint16_t)) ||
      !buffer_reserve(&builder->last_ports, more * sizeof(uint16_t)) ||
      !buffer_reserve(&builder->cell_lists, more * sizeof(uint32_t))) {
    return false;
  }
  builder->record_capacity = builder->record_count + (uint32_t)more;
  return true;
}

enum build_error builder_add_row(struct builder *builder, const struct row *row) {
  if (!row->has_port && row->offsets[COLUMN_SERVICE_NAME] == 0) {
    return BUILD_EMPTY_ROW;
  }
  if (builder->record_count == BUILDER_MAX_RECORDS) {
    return BUILD_TOO_MANY_ROWS;
  }
  uint8_t traits = row_traits(builder, row);
  struct port_range ports = row->has_port ? row->ports : (struct port_range){ 0, 0, false };
  uint32_t cell_list = 0;
  if (!reserve_record(builder) || !add_cells(builder, row, &cell_list)) {
    return BUILD_NO_MEMORY;
  }
  buffer_put(&builder->traits, &traits, sizeof traits);
  buffer_put(&builder->first_ports, &ports.first, sizeof ports.first);
  buffer_put(&builder->last_ports, &ports.last, sizeof ports.last);
  buffer_put(&builder->cell_lists, &cell_list, sizeof cell_list);
  builder->record_count++;
  return BUILD_OK;
}

uint32_t builder_contact_count(const struct builder *builder) {
  return (uint32_t)(builder->contacts.length / (CONTACT_FIELD_COUNT * sizeof(uint32_t)));
}

enum build_error builder_add_contact(struct builder *builder,
                                     const uint32_t offsets[CONTACT_FIELD_COUNT]) {
  if (builder_contact_count(builder) == BUILDER_MAX_RECORDS) {
    return BUILD_TOO_MANY_CONTACTS;
  }
  bool added = buffer_append(&builder->contacts, offsets, CONTACT_FIELD_COUNT * sizeof offsets[0]);
  return added ? BUILD_OK : BUILD_NO_MEMORY;
}

enum build_error builder_add_source(struct builder *builder, struct text source) {
  uint32_t offset = 0;
  if (builder->sources.length / sizeof offset == BUILDER_MAX_RECORDS) {
    return BUILD_TOO_MANY_SOURCES;
  }
  enum build_error error = builder_add_text(builder, source, &offset);
  if (error == BUILD_OK && !buffer_append(&builder->sources, &offset, sizeof offset)) {
    error = BUILD_NO_MEMORY;
  }
  return error;
}

enum build_error builder_set_info(struct builder *builder, enum info_field field,
                                  struct text value) {
  return builder_add_text(builder, value, &builder->info[field]);
}

/* Hands the buffer's memory to the registry. */
static void *move(struct registry *registry, struct buffer *buffer) {
  bool is_lent = buffer->is_lent;
  void *memory = buffer_release(buffer);
  if (!is_lent) {
    registry->memory[registry->memory_count++] = memory;
  }
  return memory;
}

static enum build_error build_indexes(struct registry *registry) {
  uint32_t *sorted = scratch_take(&registry->arena, registry->record_count * sizeof *sorted);
  if (sorted == NULL) {
    return BUILD_NO_MEMORY;
  }
  enum build_error error = port_index_build(registry, sorted);
  if (error == BUILD_OK) {
    error = name_index_build(registry, sorted);
  }
  scratch_free(&registry->arena, sorted);
  if (error == BUILD_OK) {
    error = port_order_build(registry);
  }
  return error == BUILD_OK ? contact_index_build(registry) : error;
}

enum build_error builder_finish(struct builder *builder, struct registry *registry) {
  if (!begin_pool(builder)) {
    return BUILD_NO_MEMORY;
  }
  *registry = (struct registry){
    .arena = builder->arena,
    .record_count = builder->record_count,
    .overlay_count = builder->overlay_count,
    .cell_words = (uint32_t)(builder->cells.length / sizeof(uint32_t)),
    .pool_size = (uint32_t)builder->pool.bytes.length,
    .contact_count = builder_contact_count(builder),
    .lacks = builder->lacks,
    .source_count = (uint32_t)(builder->sources.length / sizeof(uint32_t)),
  };
  builder->arena = (struct arena){ NULL, 0, 0 };
  memcpy(registry->info, builder->info, sizeof registry->info);
  registry->traits = move(registry, &builder->traits);
  registry->first_ports = move(registry, &builder->first_ports);
  registry->last_ports = move(registry, &builder->last_ports);
  registry->cell_lists = move(registry, &builder->cell_lists);
  registry->cells = move(registry, &builder->cells);
  registry->pool = move(registry, &builder->pool.bytes);
  registry->contacts = move(registry, &builder->contacts);
  registry->sources = move(registry, &builder->sources);
  interner_free(&builder->pool); /* makes room for the indexes */
  enum build_error error = build_indexes(registry);
  if (error != BUILD_OK) {
    registry_free(registry);
  }
  return error;
}

void builder_free(struct builder *builder) {
  buffer_free(&builder->traits);
  buffer_free(&builder->first_ports);
  buffer_free(&builder->last_ports);
  buffer_free(&builder->cell_lists);
  buffer_free(&builder->cells);
  interner_free(&builder->pool);
  buffer_free(&builder->contacts);
  buffer_free(&builder->sources);
  arena_close(&builder->arena);
  *builder = (struct builder){ .record_count = 0 };
}
