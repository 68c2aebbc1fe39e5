// Where the properties of virtualptz are kept, and how they are set and read.
#pragma once

#include <glib-object.h>

namespace gimbal::virtualptz {

// GObjectClass.
void set_property(GObject* object, guint id, const GValue* value, GParamSpec* spec);
void get_property(GObject* object, guint id, GValue* value, GParamSpec* spec);

}  // namespace gimbal::virtualptz
