#include "gst-plugins/virtualptz/latency.hpp"

#include <utility>

#include "gst-plugins/support/object_lock.hpp"

namespace gimbal::virtualptz {

void update_latency(GimbalVirtualPtz* self) {
  bool changed = false;
  {
    const ObjectLock lock(self);
    const GstClockTime hold = self->p->settings.hold();
    changed = std::exchange(self->p->facts.hold, hold) != hold;
  }
  if (changed) {
    gst_element_post_message(GST_ELEMENT(self), gst_message_new_latency(GST_OBJECT(self)));
  }
}

void add_latency(GimbalVirtualPtz* self, GstQuery* query) {
  gboolean live = FALSE;
  GstClockTime min = 0;
  GstClockTime max = 0;
  gst_query_parse_latency(query, &live, &min, &max);
  const GstClockTime hold = settings_of(self).hold();
  gst_query_set_latency(query, live, min + hold,
                        GST_CLOCK_TIME_IS_VALID(max) ? max + hold : GST_CLOCK_TIME_NONE);
}

}  // namespace gimbal::virtualptz
