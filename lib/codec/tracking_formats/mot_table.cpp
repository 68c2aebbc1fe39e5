#include "lib/codec/tracking_formats/mot_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "lib/base/text.hpp"
#include "lib/codec/tracking_formats/frame_records.hpp"
#include "lib/codec/tracking_formats/pixel_box.hpp"

namespace gimbal {

namespace {

// Columns: those that have to be there, and a class in tables of nine, which are ground truth.
constexpr std::array<std::string_view, 7> kColumns = {"frame",    "id",        "bb_left", "bb_top",
                                                      "bb_width", "bb_height", "conf"};
constexpr std::size_t kRequired = 6;
constexpr std::size_t kConfidence = 6;
constexpr std::size_t kClass = 7;
constexpr std::size_t kGroundTruthColumns = 9;

/// Of class 1 on (A. Milan et al., "MOT16: A Benchmark for Multi-Object Tracking", table 3).
constexpr std::array<std::string_view, 12> kClasses = {
    "pedestrian", "person on vehicle",      "car",           "bicycle",
    "motorbike",  "other vehicle",          "static person", "distractor",
    "occluder",   "occluder on the ground", "occluder full", "reflection"};
constexpr std::size_t kLongestClass = 64;
constexpr double kLargestId = 9007199254740992.0;  // 2^53: whole in a double

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlank);
  return begin == std::string_view::npos
             ? std::string_view()
             : text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (std::size_t end = line.find(','); end != std::string_view::npos; end = line.find(',')) {
    cells.push_back(trimmed(line.substr(0, end)));
    line.remove_prefix(end + 1);
  }
  cells.push_back(trimmed(line));
  return cells;
}

bool is_whole(double number, double min, double max) {
  return number == std::floor(number) && number >= min && number <= max;
}

/// A number is one of the challenge's classes; tables of one's own may say a word.
std::string class_of(const std::vector<std::string_view>& cells) {
  if (cells.size() != kGroundTruthColumns) {
    return "";
  }
  const auto number = parse_number(cells[kClass]);
  if (!number) {
    return std::string(cells[kClass]);
  }
  return is_whole(*number, 1, kClasses.size())
             ? std::string(kClasses[static_cast<std::size_t>(*number) - 1])
             : "";
}

/// -1 stands for what is not known. Scores of detectors may be of any size.
double confidence_of(double conf) {
  return conf == -1 ? 1 : std::clamp(conf, 0.0, 1.0);
}

class MotTable {
 public:
  explicit MotTable(const TrackingSource& source) : source_(source), size_(size_of(source)) {}

  /// What is wrong with the line, or empty.
  std::string add(std::string_view line) {
    const std::vector<std::string_view> cells = cells_of(line);
    std::array<double, kColumns.size()> numbers{};
    numbers[kConfidence] = 1;
    for (std::size_t i = 0; i < std::max(kRequired, std::min(cells.size(), kColumns.size())); ++i) {
      const auto number = i < cells.size() ? parse_number(cells[i]) : std::nullopt;
      if (!number) {
        return std::string(kColumns[i]) + ": Input should be a number";
      }
      numbers[i] = *number;
    }
    const auto [frame, id, left, top, width, height, conf] = numbers;
    if (!is_whole(frame, kFirstFrame, kLastFrame)) {
      return "frame: Input should be a whole number from 1 on";
    }
    if (!is_whole(id, -1, kLargestId)) {
      return "id: Input should be a whole number, -1 for none";
    }
    return add(static_cast<int>(frame), id, {left, top, left + width, top + height},
               confidence_of(conf), class_of(cells));
  }

  Result<std::vector<TrackingRecord>> finish() {
    if (std::string complaint = boxes_.complaint(); !complaint.empty()) {
      return Error{std::move(complaint)};
    }
    return records_.finish(source_.frame_rate);
  }

 private:
  std::string add(int frame, double id, const PixelBox& box, double confidence, std::string cls) {
    if (cls.size() > kLongestClass) {
      return "class: Input should have 0 to 64 bytes";
    }
    if (!is_utf8(cls)) {
      return "class: Input should be UTF-8";
    }
    auto target = boxes_.target(box, size_);
    if (!boxes_.error().empty()) {
      return "bb_left: " + boxes_.error();
    }
    std::vector<TrackedTarget>& targets = records_.at(frame).targets;
    if (!target) {
      return "";
    }
    if (targets.size() == kMaxTargets) {
      return "frame: Input should have at most " + std::to_string(kMaxTargets) + " boxes a frame";
    }
    target->id = id < 0 ? "" : format_number(id);
    target->cls = std::move(cls);
    target->confidence = confidence;
    targets.push_back(std::move(*target));
    return "";
  }

  const TrackingSource& source_;
  PixelSize size_;
  PixelBoxes boxes_;
  FrameRecords records_{"mot"};
};

}  // namespace

Result<std::vector<TrackingRecord>> read_mot_table(std::string_view text,
                                                   const TrackingSource& source,
                                                   std::size_t first_line) {
  MotTable table(source);
  for (std::size_t line = first_line; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view content = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string wrong = content.empty() ? "" : table.add(content);
    if (!wrong.empty()) {
      return Error{"line " + std::to_string(line) + ", " + wrong};
    }
  }
  return table.finish();
}

}  // namespace gimbal
