/* Which records a filter lets through. */
#ifndef IANAPORTS_FILTER_H
#define IANAPORTS_FILTER_H

#include "registry.h"

enum { FILTER_NO = -1, FILTER_ANY, FILTER_YES };

/* Every condition that is set must hold. filter_init sets none. Texts belong to
   the caller and outlive the filter. */
struct filter {
  bool accepts_traits[256]; /* protocol, status and port, decided for each value of traits */
  unsigned classes;         /* bits 1 << class; 0: any */
  int alias;                /* FILTER_YES, FILTER_NO or FILTER_ANY, like the next */
  int unauthorized_use_reported;
  struct text service_name; /* a pattern; bytes NULL: any, like the next */
  struct text text;         /* in service name or description */
  struct text in_column[COLUMN_COUNT];
  uint32_t registered_since; /* YYYYMMDD; 0: any, like the next */
  uint32_t modified_since;
};

void filter_init(struct filter *filter);

/* Lets only these protocols, a mask of 1 << protocol, and rows that name none through. */
void filter_protocols(struct filter *filter, unsigned protocols);

/* Lets only these status, a mask of 1 << status, through. */
void filter_statuses(struct filter *filter, unsigned statuses);

/* Lets only rows with a port, or only rows without, through. */
void filter_port(struct filter *filter, bool has_port);

bool filter_accepts(const struct filter *filter, const struct registry *registry, uint32_t record);

#endif
