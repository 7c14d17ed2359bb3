#include "filter.h"

#include <string.h>

void filter_init(struct filter *filter) {
  *filter = (struct filter){ .alias = FILTER_ANY };
  memset(filter->accepts_traits, true, sizeof filter->accepts_traits);
}

void filter_protocols(struct filter *filter, unsigned protocols) {
  protocols |= 1U << PROTOCOL_NONE;
  for (unsigned traits = 0; traits < 256; traits++) {
    if ((protocols >> (traits & TRAIT_PROTOCOL_MASK) & 1) == 0) {
      filter->accepts_traits[traits] = false;
    }
  }
}

void filter_statuses(struct filter *filter, unsigned statuses) {
  for (unsigned traits = 0; traits < 256; traits++) {
    if ((statuses >> (traits >> TRAIT_STATUS_SHIFT & TRAIT_STATUS_MASK) & 1) == 0) {
      filter->accepts_traits[traits] = false;
    }
  }
}

void filter_port(struct filter *filter, bool has_port) {
  for (unsigned traits = 0; traits < 256; traits++) {
    if (((traits & TRAIT_PORT) != 0) != has_port) {
      filter->accepts_traits[traits] = false;
    }
  }
}

static bool in_classes(unsigned classes, const struct registry *registry, uint32_t record) {
  for (int class = 0; class < CLASS_COUNT; class ++) {
    if ((classes >> class & 1) != 0 &&
        field_range_in_class(record_ports(registry, record), (enum port_class) class)) {
      return record_has(registry, record, TRAIT_PORT);
    }
  }
  return false;
}

static struct text cell(const struct registry *registry, uint32_t record, enum column column) {
  return text_of(registry_cell(registry, record, column));
}

static bool presence_is(int wanted, const struct registry *registry, uint32_t record,
                        enum column column) {
  bool present = registry_cell(registry, record, column)[0] != '\0';
  return wanted == FILTER_ANY || present == (wanted == FILTER_YES);
}

static bool is_since(uint32_t since, const struct registry *registry, uint32_t record,
                     enum column column) {
  uint32_t date = 0;
  return since == 0 || (field_parse_date(cell(registry, record, column), &date) && date >= since);
}

static bool holds_texts(const struct filter *filter, const struct registry *registry,
                        uint32_t record) {
  struct text name = cell(registry, record, COLUMN_SERVICE_NAME);
  if (filter->service_name.bytes != NULL &&
      (name.length == 0 || !text_glob_nocase(name, filter->service_name))) {
    return false;
  }
  if (filter->text.bytes != NULL && text_find_nocase(name, filter->text) == NULL &&
      text_find_nocase(cell(registry, record, COLUMN_DESCRIPTION), filter->text) == NULL) {
    return false;
  }
  for (int column = 0; column < COLUMN_COUNT; column++) {
    struct text wanted = filter->in_column[column];
    if (wanted.bytes != NULL &&
        text_find_nocase(cell(registry, record, (enum column)column), wanted) == NULL) {
      return false;
    }
  }
  return true;
}

bool filter_accepts(const struct filter *filter, const struct registry *registry, uint32_t record) {
  return filter->accepts_traits[registry->traits[record]] &&
         (filter->classes == 0 || in_classes(filter->classes, registry, record)) &&
         presence_is(filter->alias, registry, record, COLUMN_ALIAS_OF) &&
         presence_is(filter->unauthorized_use_reported, registry, record,
                     COLUMN_UNAUTHORIZED_USE_REPORTED) &&
         is_since(filter->registered_since, registry, record, COLUMN_REGISTRATION_DATE) &&
         is_since(filter->modified_since, registry, record, COLUMN_MODIFICATION_DATE) &&
         holds_texts(filter, registry, record);
}
