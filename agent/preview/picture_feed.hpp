// PictureFeed: the newest picture of one preview, for any number of viewers.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "agent/support/handles.hpp"
#include "lib/codec/jpeg_splitter.hpp"

namespace gimbal {

/// Somebody who watches. Must leave the feed before it ends, unless the feed has closed.
class PictureViewer {
 public:
  /// A newer picture is there.
  virtual void on_picture() = 0;
  /// There will be no more; the feed has forgotten the viewer.
  virtual void on_feed_closed() = 0;

 protected:
  ~PictureViewer() = default;
};

/// Keeps one picture: a viewer that falls behind misses pictures and costs no memory.
class PictureFeed {
 public:
  /// Bytes of pictures that follow each other, cut anywhere.
  void feed(std::string_view bytes);
  /// Tells every viewer that this is the end.
  void close();

  void join(PictureViewer& viewer) { viewers_.push_back(&viewer); }
  void leave(PictureViewer& viewer);

  /// The newest picture as a part of a multipart stream; null before the first one.
  GBytes* newest_part() const { return newest_part_.get(); }
  /// How many pictures there have been: the newest one's number.
  std::uint64_t count() const { return count_; }

 private:
  void publish(std::string_view jpeg);

  static constexpr std::size_t kMaxPictureBytes = 8 * 1024 * 1024;

  JpegSplitter splitter_{kMaxPictureBytes};
  BytesHandle newest_part_;
  std::uint64_t count_ = 0;
  std::vector<PictureViewer*> viewers_;
};

}  // namespace gimbal
