/* Filters: conditions on records. */
#ifndef IANAPORTS_FILTER_H
#define IANAPORTS_FILTER_H

#include "registry/search.h"

/* The earliest date that a record may have. */
struct since {
  uint32_t date; /* YYYYMMDD; 0: any */
  char year[5];  /* its year as text, which decides most comparisons */
};

/* The needles of a filter. One below COLUMN_COUNT is looked for in the column of that number. */
enum {
  NEEDLE_NAME = COLUMN_COUNT, /* in the service name: the longest part of the pattern without `*`
                                 and `?` */
  NEEDLE_HEAD,                /* in the service name or the description */
  NEEDLE_COUNT
};

/* A record is accepted if it meets every condition that is set. filter_init sets none. The caller
   owns the texts, which must outlive the filter. */
struct filter {
  bool accepts_traits[256]; /* for each traits byte: whether protocol, status and port are right */
  bool only_traits;         /* no other condition is set */
  bool matches_nothing;     /* no text of the registry contains one of the needles */
  bool accepts_layer[2];    /* [0]: records of the overlay; [1]: all others */
  unsigned classes;         /* bits 1 << class; 0: any */
  uint32_t present;         /* bits 1 << column: cells that must not be empty */
  uint32_t absent;          /* bits 1 << column: cells that must be empty */
  struct since registered;
  struct since modified;
  struct text service_name; /* a pattern; bytes NULL: any */
  struct needle needles[NEEDLE_COUNT];
};

void filter_init(struct filter *filter);

/* Each of these functions sets a condition: */

/* the protocol is one of these, bits 1 << protocol, or none; PROTOCOL_OTHER alone: no record */
void filter_protocols(struct filter *filter, unsigned protocols);

/* the status is one of these, bits 1 << status */
void filter_statuses(struct filter *filter, unsigned statuses);

/* one of the ports has one of these classes, bits 1 << class */
void filter_classes(struct filter *filter, unsigned classes);

/* the record has a port if `has_port`, and none otherwise */
void filter_port(struct filter *filter, bool has_port);

/* the record belongs to the overlay if `of_overlay`, and does not otherwise */
void filter_overlay(struct filter *filter, bool of_overlay);

/* this cell is not empty if `present`, and empty otherwise */
void filter_presence(struct filter *filter, enum column column, bool present);

/* this cell holds a date that is not before YYYYMMDD */
void filter_since(struct filter *filter, enum column column, uint32_t date);

/* the service name matches the pattern, in which no two `*` are next to each other */
void filter_service_name(struct filter *filter, struct text pattern);

/* the service name or the description contains the text */
void filter_text(struct filter *filter, struct text text);

/* this cell contains the text */
void filter_in(struct filter *filter, enum column column, struct text text);

/* Prepares one of the needles, whose text is not NULL, by needle_prepare. */
void filter_prepare(struct filter *filter, const struct registry *registry, int needle,
                    uint64_t *found);

bool filter_accepts(const struct filter *filter, const struct registry *registry, uint32_t record);

/* Returns the first record from `record` on that is accepted, or record_count. */
uint32_t filter_next(const struct filter *filter, const struct registry *registry, uint32_t record);

#endif
