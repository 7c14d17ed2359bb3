/* The formats of registry files. */
#ifndef IANAPORTS_FORMAT_H
#define IANAPORTS_FORMAT_H

#include "base/text.h"

enum registry_format {
  FORMAT_CSV,      /* IANA's own twelve columns */
  FORMAT_XML,      /* IANA's own XML */
  FORMAT_SERVICES, /* services(5) */
  FORMAT_COUNT
};

/* The names that users see. */
extern const char registry_format_names[FORMAT_COUNT][9];

/* Returns the format that the beginning of a file looks like; CSV if it looks like none. */
enum registry_format registry_format_guess(struct text beginning);

#endif
