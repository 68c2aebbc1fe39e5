#include "launcher/stream_totals.hpp"

namespace gimbal {

namespace {

guint64 skipped_frames(GstElement* source) {
  guint64 skipped = 0;
  if (g_object_class_find_property(G_OBJECT_GET_CLASS(source), "frames-skipped") != nullptr) {
    g_object_get(source, "frames-skipped", &skipped, nullptr);
  }
  return skipped;
}

}  // namespace

guint64 StreamTotals::read(Player& player) {
  reading_ = player.meter().read();
  return reading_.frames;
}

void StreamTotals::add(Player& player) {
  const auto last = player.meter().read();
  earlier_.frames += last.frames;
  earlier_.bytes += last.bytes;
  skipped_earlier_ += skipped_frames(player.source());
  reading_ = {};
}

StreamStats StreamTotals::stats(Player* player) const {
  StreamStats stats;
  stats.frames = earlier_.frames;
  stats.bytes = earlier_.bytes + reading_.bytes;
  stats.drops = skipped_earlier_;
  stats.rebuilds = rebuilds_;
  stats.fps = reading_.fps;
  stats.bitrate = reading_.bitrate;
  if (player != nullptr) {
    stats.frames += player->meter().frames();
    stats.drops += skipped_frames(player->source());
    stats.encoder = GST_OBJECT_NAME(gst_element_get_factory(player->encoder()));
    stats.latency_ns = player->latency();
  }
  return stats;
}

}  // namespace gimbal
