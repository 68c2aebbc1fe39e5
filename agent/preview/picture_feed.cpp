// Fan-out of pictures.
#include "agent/preview/picture_feed.hpp"

#include <utility>

#include "agent/preview/multipart.hpp"

namespace gimbal {

void PictureFeed::feed(std::string_view bytes) {
  splitter_.feed(bytes, [this](std::string_view jpeg) { publish(jpeg); });
}

void PictureFeed::publish(std::string_view jpeg) {
  const std::string part = multipart_part(jpeg);
  newest_part_.reset(g_bytes_new(part.data(), part.size()));
  ++count_;
  for (PictureViewer* viewer : viewers_) {
    viewer->on_picture();
  }
}

void PictureFeed::close() {
  for (PictureViewer* viewer : std::exchange(viewers_, {})) {
    viewer->on_feed_closed();
  }
}

void PictureFeed::leave(PictureViewer& viewer) {
  std::erase(viewers_, &viewer);
}

}  // namespace gimbal
