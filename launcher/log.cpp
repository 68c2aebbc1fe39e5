#include "launcher/log.hpp"

GST_DEBUG_CATEGORY(gimbal_debug);

namespace gimbal {

void init_log() {
  GST_DEBUG_CATEGORY_INIT(gimbal_debug, "gimbal", 0, "what the launcher decides, and why");
}

}  // namespace gimbal
