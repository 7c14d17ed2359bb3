/* The one place that states the version. */
#ifndef IANAPORTS_VERSION_H
#define IANAPORTS_VERSION_H

#define IANAPORTS_VERSION "1.0.0"

#endif
