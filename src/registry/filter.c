#include "registry/filter.h"

#include <string.h>

#include "base/glob.h"

#pragma GCC visibility push(hidden)

void filter_init(struct filter *filter) {
  *filter = (struct filter){ .only_traits = true, .accepts_layer = { true, true } };
  memset(filter->accepts_traits, true, sizeof filter->accepts_traits);
}

/* Accepts only traits in which the field with this shift and mask has one of these values, bits
   1 << value. */
static void accept_traits(struct filter *filter, int shift, unsigned mask, unsigned values) {
  for (unsigned traits = 0; traits < 256; traits++) {
    if ((values >> (traits >> shift & mask) & 1) == 0) {
      filter->accepts_traits[traits] = false;
    }
  }
}

void filter_protocols(struct filter *filter, unsigned protocols) {
  bool is_other = protocols == 1U << PROTOCOL_OTHER;
  accept_traits(filter, 0, TRAIT_PROTOCOL_MASK, is_other ? 0 : protocols | 1U << PROTOCOL_NONE);
}

void filter_statuses(struct filter *filter, unsigned statuses) {
  accept_traits(filter, TRAIT_STATUS_SHIFT, TRAIT_STATUS_MASK, statuses);
}

void filter_port(struct filter *filter, bool has_port) {
  accept_traits(filter, TRAIT_PORT_SHIFT, 1, has_port ? 2 : 1);
}

void filter_classes(struct filter *filter, unsigned classes) {
  filter->classes = classes;
  filter->only_traits = false;
  filter_port(filter, true);
}

void filter_overlay(struct filter *filter, bool of_overlay) {
  filter->accepts_layer[of_overlay ? 1 : 0] = false;
  filter->only_traits = false;
}

void filter_presence(struct filter *filter, enum column column, bool present) {
  uint32_t *columns = present ? &filter->present : &filter->absent;
  *columns |= 1U << column;
  filter->only_traits = false;
}

void filter_since(struct filter *filter, enum column column, uint32_t date) {
  struct since *since =
    column == COLUMN_REGISTRATION_DATE ? &filter->registered : &filter->modified;
  since->date = date;
  for (uint32_t digit = 4, year = date / 10000; digit-- > 0; year /= 10) {
    since->year[digit] = (char)('0' + year % 10);
  }
  filter_presence(filter, column, true);
}

/* Returns the longest part of a pattern without a wildcard. */
static struct text longest_part(struct text pattern) {
  struct text longest = { pattern.bytes, 0 };
  size_t start = 0;
  for (size_t i = 0; i <= pattern.length; i++) {
    if (i == pattern.length || pattern.bytes[i] == '*' || pattern.bytes[i] == '?') {
      if (i - start > longest.length) {
        longest = (struct text){ pattern.bytes + start, i - start };
      }
      start = i + 1;
    }
  }
  return longest;
}

static void set_needle(struct filter *filter, int needle, struct text text) {
  filter->needles[needle] =
    (struct needle){ { text.length > 0 ? text.bytes : NULL, text.length }, NULL };
}

void filter_service_name(struct filter *filter, struct text pattern) {
  filter->service_name = pattern;
  set_needle(filter, NEEDLE_NAME, longest_part(pattern));
  filter_presence(filter, COLUMN_SERVICE_NAME, true);
}

void filter_text(struct filter *filter, struct text text) {
  set_needle(filter, NEEDLE_HEAD, text);
  filter->only_traits = false;
}

void filter_in(struct filter *filter, enum column column, struct text text) {
  set_needle(filter, (int)column, text);
  if (text.length > 0) {
    filter_presence(filter, column, true);
  }
}

static bool is_since(const struct since *since, const char *cell) {
  uint32_t date = 0;
  for (int digit = 0; digit < 4; digit++) {
    if (cell[digit] != since->year[digit]) {
      if (cell[digit] < since->year[digit]) {
        return false; /* earlier, if it is a date at all */
      }
      break;
    }
  }
  return field_parse_date(text_of(cell), &date) && date >= since->date;
}

static bool holds_dates(const struct filter *filter, const struct registry *registry,
                        uint32_t record) {
  return (filter->registered.date == 0 ||
          is_since(&filter->registered,
                   registry_cell(registry, record, COLUMN_REGISTRATION_DATE))) &&
         (filter->modified.date == 0 ||
          is_since(&filter->modified, registry_cell(registry, record, COLUMN_MODIFICATION_DATE)));
}

static bool holds_texts(const struct filter *filter, const struct registry *registry,
                        uint32_t record) {
  const struct needle *needles = filter->needles;
  uint32_t name = registry_name(registry, record);
  if (filter->service_name.bytes != NULL &&
      (!needle_is_in(&needles[NEEDLE_NAME], registry, name) ||
       !glob_matches_nocase(text_of(registry->pool + name), filter->service_name))) {
    return false;
  }
  if (!needle_is_in(&needles[NEEDLE_HEAD], registry, name) &&
      !needle_is_in(&needles[NEEDLE_HEAD], registry, registry_description(registry, record))) {
    return false;
  }
  for (int column = 0; column < COLUMN_COUNT; column++) {
    if (needles[column].text.bytes != NULL &&
        !needle_is_in(&needles[column], registry,
                      registry_offset(registry, record, (enum column)column))) {
      return false;
    }
  }
  return true;
}

/* Tests the conditions that traits do not decide, the quick ones first. */
static bool accepts_cells(const struct filter *filter, const struct registry *registry,
                          uint32_t record) {
  if (!filter->accepts_layer[record >= registry->overlay_count] ||
      (filter->classes != 0 &&
       (filter->classes & field_port_classes(record_ports(registry, record))) == 0)) {
    return false;
  }
  uint32_t columns = record_cells(registry, record)[0];
  return (columns & filter->present) == filter->present && (columns & filter->absent) == 0 &&
         holds_dates(filter, registry, record) && holds_texts(filter, registry, record);
}

bool filter_accepts(const struct filter *filter, const struct registry *registry, uint32_t record) {
  return filter->accepts_traits[registry->traits[record]] &&
         (filter->only_traits || accepts_cells(filter, registry, record));
}

void filter_prepare(struct filter *filter, const struct registry *registry, int needle,
                    uint64_t *found) {
  filter->matches_nothing |= !needle_prepare(&filter->needles[needle], registry, found);
}

uint32_t filter_next(const struct filter *filter, const struct registry *registry,
                     uint32_t record) {
  const uint32_t end = filter->matches_nothing ? 0 : registry->record_count;
  for (; record < end; record++) {
    if (filter_accepts(filter, registry, record)) {
      return record;
    }
  }
  return registry->record_count;
}
