// Boxes as COCO's tools write them (https://cocodataset.org/#format-results and #format-data): a
// list of results, or a dataset with its annotations.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/codec/field_reader.hpp"
#include "lib/codec/json.hpp"
#include "lib/codec/tracking_formats/frame_records.hpp"
#include "lib/codec/tracking_formats/pixel_box.hpp"
#include "lib/codec/tracking_formats/tracking_source.hpp"

namespace gimbal {

/// The `image_id` of a result that stands alone, for who joins those of one image; empty for any
/// other text.
std::string image_of_coco_result(JsonParser& parser, std::string_view text);

/// Those of one message.
class CocoDetections {
 public:
  explicit CocoDetections(const TrackingSource& source) : source_(source) {}

  /// One result, or a dataset. Errors are left in `object`.
  void add(FieldReader& object);

  /// A record for each image, in the order of their numbers: image 1 has PTS 0, where the frame
  /// rate is known, and otherwise the date at which it was captured.
  Result<std::vector<TrackingRecord>> finish();

 private:
  void add_dataset(FieldReader& dataset);
  void add_image(FieldReader& image);
  void add_box(FieldReader& box);
  std::string class_of(FieldReader& box);
  PixelSize size_of(int image) const;

  const TrackingSource& source_;
  std::map<int, PixelSize> sizes_;  // of images that say theirs
  std::map<int, std::string> categories_;
  PixelBoxes boxes_;
  FrameRecords records_{"coco"};
};

}  // namespace gimbal
