#include "launcher/frame_assembler.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "lib/codec/flv_tag.hpp"

namespace gimbal {

namespace {

/// Every buffer of a sample, in order.
std::vector<GstBuffer*> buffers_of(GstSample* sample) {
  std::vector<GstBuffer*> buffers;
  if (GstBuffer* single = gst_sample_get_buffer(sample)) {
    buffers.push_back(single);
  }
  if (GstBufferList* list = gst_sample_get_buffer_list(sample)) {
    for (guint i = 0; i < gst_buffer_list_length(list); ++i) {
      buffers.push_back(gst_buffer_list_get(list, i));
    }
  }
  return buffers;
}

bool has_flag(GstBuffer* buffer, GstBufferFlags flag) {
  return (GST_BUFFER_FLAGS(buffer) & static_cast<guint>(flag)) != 0;
}

/// A decoder can begin here. (Of MPEG-TS the first packet of a picture says so.)
bool begins_with_keyframe(const std::vector<GstBuffer*>& buffers) {
  return std::any_of(buffers.begin(), buffers.end(), [](GstBuffer* buffer) {
    return !has_flag(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  });
}

bool is_of_type(GstSample* sample, const char* type) {
  const GstStructure* structure = gst_caps_get_structure(gst_sample_get_caps(sample), 0);
  return gst_structure_has_name(structure, type) != FALSE;
}

bool is_flv(GstSample* sample) {
  return is_of_type(sample, "video/x-flv");
}

bool is_mpegts(GstSample* sample) {
  return is_of_type(sample, "video/mpegts");
}

std::uint32_t flv_time(GstClockTime pts, GstClockTime first) {
  return static_cast<std::uint32_t>(pts > first ? (pts - first) / GST_MSECOND : 0);
}

/// Appends the bytes of `buffer` to `unit`, and returns where they are.
std::span<std::uint8_t> append(GstBuffer* buffer, std::vector<std::uint8_t>& unit) {
  const std::size_t before = unit.size();
  const std::size_t size = gst_buffer_get_size(buffer);
  unit.resize(before + size);
  gst_buffer_extract(buffer, 0, unit.data() + before, size);
  return std::span(unit).subspan(before);
}

void append_flv_tag(GstBuffer* buffer, std::uint32_t time, std::vector<std::uint8_t>& unit) {
  const auto tag = append(buffer, unit);
  if (tag.size() >= kFlvTagHeader) {
    set_flv_time(tag.first<kFlvTagHeader>(), time);
  }
}

/// What a player of FLV must have had before its first picture. The file's own header comes once.
void append_flv_headers(GstSample* sample, bool file_begun, std::uint32_t time,
                        std::vector<std::uint8_t>& unit) {
  const GstStructure* structure = gst_caps_get_structure(gst_sample_get_caps(sample), 0);
  const GValue* headers = gst_structure_get_value(structure, "streamheader");
  for (guint i = 0; headers != nullptr && i < gst_value_array_get_size(headers); ++i) {
    GstBuffer* buffer = gst_value_get_buffer(gst_value_array_get_value(headers, i));
    std::array<std::uint8_t, 3> begin{};
    gst_buffer_extract(buffer, 0, begin.data(), begin.size());
    if (!is_flv_file_header(begin)) {
      append_flv_tag(buffer, time, unit);
    } else if (!file_begun) {
      append(buffer, unit);
    }
  }
}

/// Headers of FLV come in band at the beginning only: they are taken from the caps, whenever
/// needed. Metadata in mid-stream, which has no time, says nothing that a player needs.
void drop_flv_headers(std::vector<GstBuffer*>& buffers) {
  std::erase_if(buffers, [](GstBuffer* buffer) {
    return has_flag(buffer, GST_BUFFER_FLAG_HEADER) || !GST_BUFFER_PTS_IS_VALID(buffer);
  });
}

}  // namespace

void FrameAssembler::begin_reader() {
  awaits_keyframe_ = true;
  file_begun_ = false;
  first_pts_ = GST_CLOCK_TIME_NONE;
}

std::vector<std::uint8_t> FrameAssembler::assemble(GstSample* sample) {
  auto buffers = buffers_of(sample);
  const bool flv = is_flv(sample);
  if (flv) {
    drop_flv_headers(buffers);
  }
  if (buffers.empty() || (awaits_keyframe_ && !begins_with_keyframe(buffers))) {
    return {};
  }
  if (flv) {
    return assemble_flv(sample, buffers);
  }
  std::vector<std::uint8_t> unit;
  for (GstBuffer* buffer : buffers) {
    append(buffer, unit);
  }
  if (is_mpegts(sample)) {
    next_continuity_ = continuity_;  // what is not written does not count
    next_continuity_.renumber(unit);
  }
  return unit;
}

std::vector<std::uint8_t> FrameAssembler::assemble_flv(GstSample* sample,
                                                       const std::vector<GstBuffer*>& buffers) {
  const GstClockTime pts = GST_BUFFER_PTS(buffers.front());
  if (!GST_CLOCK_TIME_IS_VALID(first_pts_)) {
    first_pts_ = pts;
  }
  const std::uint32_t time = flv_time(pts, first_pts_);
  std::vector<std::uint8_t> unit;
  if (awaits_keyframe_) {
    append_flv_headers(sample, file_begun_, time, unit);
  }
  for (GstBuffer* buffer : buffers) {
    append_flv_tag(buffer, time, unit);
  }
  return unit;
}

void FrameAssembler::note_written(bool whole) {
  file_begun_ = true;
  continuity_ = next_continuity_;
  if (whole) {
    awaits_keyframe_ = false;
  }
}

}  // namespace gimbal
