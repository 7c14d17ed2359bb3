/* The one place that states the version. */
#ifndef IANAPORTS_VERSION_H
#define IANAPORTS_VERSION_H

#define IANAPORTS_VERSION "0.1.0"

#endif
