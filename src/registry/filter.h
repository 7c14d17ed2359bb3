/* Which records a filter lets through. */
#ifndef IANAPORTS_FILTER_H
#define IANAPORTS_FILTER_H

#include "registry/pool_search.h"

/* A date that a record's date must not be before. */
struct since {
  uint32_t date; /* YYYYMMDD; 0: any */
  char year[5];  /* the same year as text: most dates are told by it */
};

/* Every condition that is set must hold. filter_init sets none. Texts belong to
   the caller and outlive the filter. */
struct filter {
  bool accepts_traits[256]; /* protocol, status and port, decided for each value of traits */
  bool only_traits;         /* no other condition is set */
  bool matches_nothing;     /* one of the texts is nowhere in the registry */
  bool accepts_layer[2];    /* records of the overlay, and the others */
  unsigned classes;         /* bits 1 << class; 0: any */
  uint32_t present;         /* bits 1 << column of cells that must not be empty */
  uint32_t absent;          /* of cells that must be empty */
  struct since registered;
  struct since modified;
  struct text service_name;       /* a pattern; bytes NULL: any */
  struct needle name_part;        /* what the pattern has between two wildcards */
  struct needle text;             /* in service name or description */
  struct needle in[COLUMN_COUNT]; /* in these cells */
};

void filter_init(struct filter *filter);

/* Lets only these protocols, a mask of 1 << protocol, and rows that name none through. */
void filter_protocols(struct filter *filter, unsigned protocols);

/* Lets only these status, a mask of 1 << status, through. */
void filter_statuses(struct filter *filter, unsigned statuses);

/* Lets only these classes, a mask of 1 << class, through. */
void filter_classes(struct filter *filter, unsigned classes);

/* Lets only rows with a port, or only rows without, through. */
void filter_port(struct filter *filter, bool has_port);

/* Lets only rows of the overlay, or only the others, through. */
void filter_overlay(struct filter *filter, bool of_overlay);

/* Lets only rows with this cell, or only rows without, through. */
void filter_presence(struct filter *filter, enum column column, bool present);

/* Lets only rows with a date in this cell that is not before YYYYMMDD through. */
void filter_since(struct filter *filter, enum column column, uint32_t date);

/* Lets only rows through whose service name matches the pattern, in which each run of `*`
   is one. */
void filter_service_name(struct filter *filter, struct text pattern);

/* Lets only rows through with the text in service name or description; in this cell. */
void filter_text(struct filter *filter, struct text text);
void filter_in(struct filter *filter, enum column column, struct text text);

/* Where all of a registry's records are to be asked, it pays to look for the filter's texts in
   the whole pool first: filter_needles gives them and their number, and filter_prepare looks
   for one; `found` is as pool_search wants it. */
enum { FILTER_MAX_NEEDLES = 2 + COLUMN_COUNT };
int filter_needles(struct filter *filter, struct needle *needles[FILTER_MAX_NEEDLES]);
void filter_prepare(struct filter *filter, const struct registry *registry, struct needle *needle,
                    uint64_t *found);

bool filter_accepts(const struct filter *filter, const struct registry *registry, uint32_t record);

/* The first record from `record` on that is let through, or record_count. */
uint32_t filter_next(const struct filter *filter, const struct registry *registry, uint32_t record);

#endif
