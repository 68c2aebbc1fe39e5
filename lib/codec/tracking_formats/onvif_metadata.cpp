#include "lib/codec/tracking_formats/onvif_metadata.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "lib/base/text.hpp"
#include "lib/base/utc_time.hpp"
#include "lib/codec/tracking_formats/onvif_object.hpp"
#include "lib/codec/tracking_formats/pixel_box.hpp"
#include "lib/codec/tracking_formats/xml_numbers.hpp"
#include "lib/codec/tracking_formats/xml_reader.hpp"

namespace gimbal {

namespace {

constexpr std::size_t kLongestName = 64;

/// An open element, and the coordinates of what stands in it.
struct Scope {
  std::string name;
  OnvifPoint scale{1, 1};
  OnvifPoint shift{};
};

class FrameReader : public XmlListener {
 public:
  Result<std::vector<TrackingRecord>> finish() {
    if (boxes_.all_outside()) {
      return Error{
          "every object lies outside of the picture, which goes from -1 to 1: does the frame lack "
          "its Transformation?"};
    }
    return std::move(records_);
  }

  std::string on_begin(const std::string& name, const XmlAttributes& attributes) override {
    const std::string parent = scopes_.empty() ? "" : scopes_.back().name;
    scopes_.push_back({.name = name});
    if (scopes_.size() == 1 && name != "MetadataStream" && name != "VideoAnalytics" &&
        name != "Frame") {
      return "expected an ONVIF MetadataStream, got '" + shown(name) + "'";
    }
    if (name == "Frame" && !in_frame_) {
      return begin_frame(attributes);
    }
    if (!in_frame_) {
      return "";
    }
    if (name == "Object" && parent == "Frame") {
      return begin_object(attributes);
    }
    if (name == "Transformation" && parent == "Frame" && object_count_ > 0) {
      return place() + name + ": Input should stand before the objects";
    }
    if (parent == "Transformation" && (name == "Translate" || name == "Scale")) {
      return set_transformation(name, attributes);
    }
    if (!object_) {
      return "";
    }
    if (parent == "Shape" && name == "BoundingBox") {
      return read_box(attributes);
    }
    if (parent == "Shape" && name == "CenterOfGravity") {
      return read_center(attributes);
    }
    if (is_class_type(name, parent)) {
      return read_likelihood(attributes);
    }
    return "";
  }

  std::string on_end(const std::string& text) override {
    const std::string name = std::move(scopes_.back().name);
    scopes_.pop_back();
    const std::string parent = scopes_.empty() ? "" : scopes_.back().name;
    if (object_ && is_class_type(name, parent)) {
      return end_class(text);
    }
    if (object_ && parent == "ClassCandidate" && name == "Likelihood") {
      return set_likelihood(text);
    }
    if (object_ && name == "ClassCandidate" && parent == "Class") {
      object_->take_class(type_, likelihood_);
    }
    if (object_ && name == "Object" && parent == "Frame") {
      return end_object();
    }
    if (name == "Frame" && in_frame_ && !has_open_frame()) {
      in_frame_ = false;
    }
    return "";
  }

 private:
  /// Where an error is: "Frame[0].Object[2].".
  std::string place() const {
    std::string path = "Frame[" + std::to_string(records_.size() - 1) + "].";
    if (object_) {
      path += "Object[" + std::to_string(object_count_ - 1) + "].";
    }
    return path;
  }

  bool has_open_frame() const {
    return std::any_of(scopes_.begin(), scopes_.end(),
                       [](const Scope& scope) { return scope.name == "Frame"; });
  }

  static bool is_class_type(const std::string& name, const std::string& parent) {
    return name == "Type" && (parent == "Class" || parent == "ClassCandidate");
  }

  std::string begin_frame(const XmlAttributes& attributes) {
    in_frame_ = true;
    object_count_ = 0;
    TrackingRecord& record = records_.emplace_back();
    record.source = "onvif";
    record.timebase = Timebase::kUnix;
    if (const auto time = attributes.find("UtcTime"); time != attributes.end()) {
      record.timestamp = parse_utc_time(time->second);
      if (!record.timestamp) {
        return place() + "UtcTime: Input should be a time such as 2026-01-31T12:00:00.000Z";
      }
    }
    return "";
  }

  std::string begin_object(const XmlAttributes& attributes) {
    const auto found = attributes.find("ObjectId");
    const std::string id = found == attributes.end() ? "" : found->second;
    object_.emplace(id);
    ++object_count_;
    return id.size() > kLongestName ? place() + "ObjectId: Input should have 0 to 64 bytes" : "";
  }

  /// What is wrong with a field of what is open, or empty.
  std::string located(const std::string& field, const std::string& wrong) const {
    return wrong.empty() ? "" : place() + field + wrong;
  }

  /// Of the element that the Transformation stands in.
  std::string set_transformation(const std::string& name, const XmlAttributes& attributes) {
    if (scopes_.size() < 3) {
      return "";
    }
    Scope& scope = scopes_[scopes_.size() - 3];
    OnvifPoint& point = name == "Scale" ? scope.scale : scope.shift;
    return located("Transformation." + name + ".",
                   read_xml_numbers(attributes, {{"x", &point.x}, {"y", &point.y}}));
  }

  /// From the coordinates of the element that is open to those of the picture.
  OnvifPoint transformed(OnvifPoint point) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      point = {point.x * scope->scale.x + scope->shift.x,
               point.y * scope->scale.y + scope->shift.y};
    }
    return point;
  }

  /// Cameras write a Scale of 0 for frames in which there is nothing.
  std::string check_scale() const {
    const bool flat = std::any_of(scopes_.begin(), scopes_.end(), [](const Scope& scope) {
      return scope.scale.x == 0 || scope.scale.y == 0;
    });
    return flat ? place() + "Transformation.Scale: Input should not be 0" : "";
  }

  std::string read_box(const XmlAttributes& attributes) {
    OnvifPoint corner;
    OnvifPoint opposite;
    const std::string wrong = read_xml_numbers(
        attributes,
        {{"left", &corner.x}, {"top", &corner.y}, {"right", &opposite.x}, {"bottom", &opposite.y}});
    object_->set_box(transformed(corner), transformed(opposite));
    return wrong.empty() ? check_scale() : located("BoundingBox.", wrong);
  }

  std::string read_center(const XmlAttributes& attributes) {
    OnvifPoint center;
    const std::string wrong = read_xml_numbers(attributes, {{"x", &center.x}, {"y", &center.y}});
    object_->set_center(transformed(center));
    return wrong.empty() ? check_scale() : located("CenterOfGravity.", wrong);
  }

  /// Of a Type that stands alone; in a candidate it is an element of its own.
  std::string read_likelihood(const XmlAttributes& attributes) {
    likelihood_.reset();
    const auto found = attributes.find("Likelihood");
    return found == attributes.end() ? "" : set_likelihood(found->second);
  }

  std::string set_likelihood(const std::string& text) {
    return located("Class.Likelihood: ", read_xml_number(text, likelihood_.emplace()));
  }

  std::string end_class(const std::string& text) {
    if (text.size() > kLongestName) {
      return place() + "Class.Type: Input should have 0 to 64 bytes";
    }
    if (scopes_.back().name == "ClassCandidate") {
      type_ = text;
    } else {
      object_->take_class(text, likelihood_);
    }
    return "";
  }

  /// One without a shape says nothing of its place, and is no target.
  std::string end_object() {
    const double likelihood = object_->likelihood();
    if (likelihood < 0 || likelihood > 1) {
      return place() + "Class.Likelihood: Input should be between 0 and 1";
    }
    if (auto target = object_->target(boxes_)) {
      std::vector<TrackedTarget>& targets = records_.back().targets;
      if (targets.size() == kMaxTargets) {
        return place() + "ObjectId: a frame may have at most " + std::to_string(kMaxTargets) +
               " objects";
      }
      targets.push_back(std::move(*target));
    }
    object_.reset();
    return "";
  }

  std::vector<TrackingRecord> records_;
  std::vector<Scope> scopes_;
  bool in_frame_ = false;
  std::size_t object_count_ = 0;       // of the frame
  std::optional<OnvifObject> object_;  // that is open
  std::string type_;                   // of the class candidate that is open, and how likely it is
  std::optional<double> likelihood_;
  PixelBoxes boxes_;
};

}  // namespace

Result<std::vector<TrackingRecord>> read_onvif_metadata(std::string_view text) {
  FrameReader reader;
  if (std::string wrong = read_xml(text, reader); !wrong.empty()) {
    return Error{std::move(wrong)};
  }
  return reader.finish();
}

}  // namespace gimbal
