/* Host tool: compiles the bundled snapshot into C.

   usage: generate_bundled REGISTRY.csv CONTACTS.csv INFO.csv OUTPUT.c

   The output depends on the three files alone, so that builds are reproducible. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "info_fields.h"
#include "read/csv.h"
#include "read/iana_csv.h"

static int complain(const char *file, const char *message) {
  fprintf(stderr, "generate_bundled: %s: %s\n", file, message);
  return EXIT_FAILURE;
}

/* The contact that is being read, and the builder for it. */
struct contact_reader {
  struct builder *builder;
  uint32_t offsets[CONTACT_FIELD_COUNT];
};

static const char unknown_csv[] = "no known form; its first row must name the columns";

static bool read_contact_cell(void *context, int column, struct text cell, struct error *error) {
  struct contact_reader *reader = context;
  return build_succeeded(builder_add_text(reader->builder, cell, &reader->offsets[column]), error);
}

static bool read_contact(void *context, struct error *error, int *column) {
  struct contact_reader *reader = context;
  *column = CONTACT_ID;
  bool is_added = build_succeeded(builder_add_contact(reader->builder, reader->offsets), error);
  memset(reader->offsets, 0, sizeof reader->offsets); /* empty cells are not read */
  return is_added;
}

static const struct csv_column contact_columns[CONTACT_FIELD_COUNT] = {
  [CONTACT_ID] = { "ID", "", false },
  [CONTACT_NAME] = { "Name", "", false },
  [CONTACT_ORGANIZATION] = { "Organization", "", false },
  [CONTACT_URI] = { "Contact URI", "", false },
  [CONTACT_LAST_UPDATED] = { "Last Updated", "", false },
};

enum { KEY, VALUE, KEY_AND_VALUE };

static const struct csv_column info_columns[KEY_AND_VALUE] = {
  [KEY] = { "Key", "", false },
  [VALUE] = { "Value", "", false },
};

/* Keys of the file: those of the header, of lacks, and keys that may come again. */
enum { KEY_SOURCE = INFO_FIELD_COUNT, KEY_LACKS, KEY_COUNT };

static const char other_keys[][13] = {
  [INFO_LACKS_SINCE - INFO_HEADER_COUNT] = "lacks_since",
  [INFO_LACKS_PORTS - INFO_HEADER_COUNT] = "lacks_ports",
  [KEY_SOURCE - INFO_HEADER_COUNT] = "source",
  [KEY_LACKS - INFO_HEADER_COUNT] = "lacks",
};

static const char *key_name(int key) {
  return key < INFO_HEADER_COUNT ? info_fields[key] : other_keys[key - INFO_HEADER_COUNT];
}

/* The builder, and the key whose value comes next. */
struct info_reader {
  struct builder *builder;
  int key;
};

static bool read_info_key(struct info_reader *reader, struct text key, struct error *error) {
  char excerpt[ERROR_EXCERPT_SIZE];
  for (reader->key = 0; reader->key < KEY_COUNT; reader->key++) {
    if (text_equal(key, text_of(key_name(reader->key)))) {
      return true;
    }
  }
  error_set(error, "unknown key \"%s\"", error_excerpt(key, excerpt));
  return false;
}

static bool read_lacks(struct builder *builder, struct text value, struct error *error) {
  char excerpt[ERROR_EXCERPT_SIZE];
  int lacks = (int)iana_csv_column(value);
  if (text_equal(value, TEXT_LITERAL("contacts"))) {
    lacks = LACKS_CONTACTS;
  } else if (text_equal(value, TEXT_LITERAL("portless names"))) {
    lacks = LACKS_PORTLESS_NAMES;
  } else if (lacks == COLUMN_COUNT) {
    error_set(error, "neither a column, contacts nor portless names: \"%s\"",
              error_excerpt(value, excerpt));
    return false;
  }
  builder->lacks |= 1U << lacks;
  return true;
}

static bool read_info_cell(void *context, int column, struct text cell, struct error *error) {
  struct info_reader *reader = context;
  if (column == KEY) {
    return read_info_key(reader, cell, error);
  }
  if (reader->key == KEY_LACKS) {
    return read_lacks(reader->builder, cell, error);
  }
  return build_succeeded(reader->key == KEY_SOURCE
                           ? builder_add_source(reader->builder, cell)
                           : builder_set_info(reader->builder, (enum info_field)reader->key, cell),
                         error);
}

static bool read_info(void *context, struct error *error, int *column) {
  (void)context;
  (void)error;
  (void)column;
  return true; /* read_info_cell has added everything */
}

/* Reads a file as the request says, or as a registry if the request is NULL. If anything is wrong
   with the file, prints a message and returns false. */
static bool read_file(const char *path, struct builder *builder,
                      const struct csv_request *request) {
  struct input input = { .file = NULL };
  struct error error = { .line = 0 };
  bool read =
    input_open(&input, path, &error) &&
    (request != NULL ? csv_read(&input, request, &error) : iana_csv_read(&input, builder, &error));
  input_close(&input);
  if (!read) {
    fprintf(stderr, "%s:%" PRIu64 ":%zu: %s\n", path, error.line, error.column, error.message);
  }
  return read;
}

static bool read_files(char **paths, struct builder *builder) {
  struct contact_reader contact = { .builder = builder };
  struct info_reader pair = { .builder = builder };
  const struct csv_request contacts = { contact_columns,   CONTACT_FIELD_COUNT,
                                        read_contact_cell, read_contact,
                                        &contact,          unknown_csv };
  const struct csv_request info = { info_columns, KEY_AND_VALUE, read_info_cell,
                                    read_info,    &pair,         unknown_csv };
  return read_file(paths[0], builder, NULL) && read_file(paths[1], builder, &contacts) &&
         read_file(paths[2], builder, &info);
}

/* Writes each array, sixteen numbers on a line. Arrays are named by their position in
   REGISTRY_ARRAYS. */
static void write_arrays(FILE *out, const struct registry *registry) {
  int array = 0;
#define ARRAY(type, member, count)                                                     \
  fprintf(out, "\n/* %s */\nstatic const %s array_%d[] = {", #member, #type, array++); \
  for (size_t i = 0; i < (count); i++) {                                               \
    fprintf(out, "%s0x%" PRIx64 ",", i % 16 == 0 ? "\n" : "",                          \
            (uint64_t)(type)registry->member[i]);                                      \
  }                                                                                    \
  fputs((count) == 0 ? "0 };\n" : "\n};\n", out);
  REGISTRY_ARRAYS(ARRAY)
#undef ARRAY
}

/* Writes the registry that points at the arrays. */
static void write_registry(FILE *out, const struct registry *registry) {
  int array = 0;
#define ARRAY(type, member, count) \
  fprintf(out, "  .%s = (const void *)array_%d,\n", #member, array++);
#define NUMBER(member) fprintf(out, "  .%s = %" PRIu32 ",\n", #member, registry->member)
  fputs("\nconst struct registry bundled_registry = {\n", out);
  REGISTRY_ARRAYS(ARRAY)
  NUMBER(record_count);
  NUMBER(cell_words);
  NUMBER(pool_size);
  NUMBER(port_order_count);
  NUMBER(name_index.capacity);
  NUMBER(name_record_count);
  NUMBER(contact_index.capacity);
  NUMBER(contact_count);
  NUMBER(source_count);
  NUMBER(lacks);
#undef ARRAY
#undef NUMBER
  for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
    const struct port_index *index = &registry->ports[protocol];
    fprintf(out, "  .ports[%d].segment_count = %" PRIu32 ",\n", protocol, index->segment_count);
    fprintf(out, "  .ports[%d].list_words = %" PRIu32 ",\n", protocol, index->list_words);
  }
  for (int field = 0; field < INFO_FIELD_COUNT; field++) {
    fprintf(out, "  .info[%d] = %" PRIu32 ",\n", field, registry->info[field]);
  }
  fputs("};\n", out);
}

static int write_output(const char *path, const struct registry *registry) {
  FILE *out = fopen(path, "w");
  if (out == NULL) {
    return complain(path, strerror(errno));
  }
  fputs("/* Made by generate_bundled from data; do not edit. */\n#include \"registry/bundled.h\"\n"
        "#pragma GCC visibility push(hidden)\n",
        out);
  write_arrays(out, registry);
  write_registry(out, registry);
  bool has_failed = ferror(out) != 0;
  has_failed = fclose(out) != 0 || has_failed; /* either leaves errno set */
  return has_failed ? complain(path, strerror(errno)) : EXIT_SUCCESS;
}

int main(int argc, char **argv) {
  struct builder builder = { .record_count = 0 };
  struct registry registry;
  if (argc != 5) {
    fputs("usage: generate_bundled REGISTRY.csv CONTACTS.csv INFO.csv OUTPUT.c\n", stderr);
    return EXIT_FAILURE;
  }
  if (!read_files(argv + 1, &builder)) {
    builder_free(&builder);
    return EXIT_FAILURE;
  }
  enum build_error error = builder_finish(&builder, &registry);
  builder_free(&builder);
  if (error != BUILD_OK) {
    return complain(argv[1], build_message(error));
  }
  bool has_key = registry.name_index.key.is_set || registry.contact_index.key.is_set;
  int status =
    has_key ? complain(argv[1], "too many names share a hash") : write_output(argv[4], &registry);
  registry_free(&registry);
  return status;
}
