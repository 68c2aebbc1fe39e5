// The crop metas are what the pictures show: markers found in decoded frames, a tenth of a pixel
// from where the meta of their frame says, while the camera moves and zooms.
#include <array>
#include <cmath>
#include <map>
#include <mutex>

#include "gst-plugins/common/crop_meta.hpp"
#include "lib/camera/ptz_names.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"

namespace gimbal {
namespace {

constexpr int kSourceWidth = 960;
constexpr int kSourceHeight = 540;
constexpr int kWidth = 640;
constexpr int kHeight = 360;
constexpr double kTolerance = 0.1;  // pixels of the output
constexpr double kSigma = 5;        // of a marker, pixels of the source
constexpr int kFloor = 32;          // luma around the markers

struct Point {
  double x = 0;
  double y = 0;
};

/// Centres in edge coordinates, none on the grid, far enough apart not to overlap.
constexpr std::array<Point, 6> kMarkers = {{{230.25, 160.6},
                                            {480.5, 140.1},
                                            {722.8, 171.33},
                                            {251.7, 400.9},
                                            {510.15, 380.45},
                                            {700.4, 410.7}}};

double brightness(double x, double y) {
  double value = kFloor;
  for (const Point& marker : kMarkers) {
    value += 180 * std::exp(-(std::pow(x - marker.x, 2) + std::pow(y - marker.y, 2)) /
                            (2 * kSigma * kSigma));
  }
  return value;
}

/// The same luma for every frame; drawn once.
const std::vector<std::uint8_t>& markers_luma() {
  static const std::vector<std::uint8_t> luma = [] {
    std::vector<std::uint8_t> values;
    for (int y = 0; y < kSourceHeight; ++y) {
      for (int x = 0; x < kSourceWidth; ++x) {
        values.push_back(static_cast<std::uint8_t>(std::lround(brightness(x + 0.5, y + 0.5))));
      }
    }
    return values;
  }();
  return luma;
}

GstPadProbeReturn draw_markers(GstPad* pad, GstPadProbeInfo* info, gpointer) {
  GstBuffer* buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
  GST_PAD_PROBE_INFO_DATA(info) = buffer;
  const CapsHandle caps(gst_pad_get_current_caps(pad));
  GstVideoInfo video;
  gst_video_info_from_caps(&video, caps.get());
  GstVideoFrame frame;
  gst_video_frame_map(&frame, &video, buffer, GST_MAP_WRITE);
  for (int y = 0; y < kSourceHeight; ++y) {
    std::copy_n(markers_luma().begin() + y * kSourceWidth, kSourceWidth,
                static_cast<std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0)) +
                    y * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0));
  }
  gst_video_frame_unmap(&frame);
  return GST_PAD_PROBE_OK;
}

/// What the camera said of each frame, by running time: no meta passes an encoder, and x264enc
/// shifts PTS and segment.
struct Said {
  std::mutex mutex;
  std::map<GstClockTime, CropRect> crops;
};

GstPadProbeReturn note_crop(GstPad*, GstPadProbeInfo* info, gpointer data) {
  auto* said = static_cast<Said*>(data);
  GstBuffer* buffer = GST_PAD_PROBE_INFO_BUFFER(info);
  const std::scoped_lock lock(said->mutex);
  said->crops[GST_BUFFER_PTS(buffer)] = get_crop_meta(buffer).value_or(CropRect{});
  return GST_PAD_PROBE_OK;
}

/// Where a source point is in the output, edge coordinates.
Point shown(const Point& source, const CropRect& crop) {
  return {(source.x - crop.x) * kWidth / crop.w, (source.y - crop.y) * kHeight / crop.h};
}

/// The centre of brightness in a window around `guess`, edge coordinates. Empty where the window
/// reaches outside the picture.
std::optional<Point> centroid(const Picture& picture, const Point& guess, double zoomed) {
  const int reach = static_cast<int>(std::ceil(5 * kSigma * zoomed));
  const int middle_x = static_cast<int>(guess.x);
  const int middle_y = static_cast<int>(guess.y);
  if (middle_x < reach || middle_y < reach || middle_x + reach >= kWidth ||
      middle_y + reach >= kHeight) {
    return std::nullopt;
  }
  double weight = 0;
  Point sum;
  for (int y = middle_y - reach; y <= middle_y + reach; ++y) {
    for (int x = middle_x - reach; x <= middle_x + reach; ++x) {
      const double light = picture.value(0, x, y) - kFloor;
      weight += light;
      sum.x += light * (x + 0.5);
      sum.y += light * (y + 0.5);
    }
  }
  return Point{sum.x / weight, sum.y / weight};
}

void send(GstElement* camera, GstStructure* fields) {
  gst_element_send_event(camera, gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, fields));
}

/// Distances of the markers in `picture` from where `crop` says, the greatest of all.
struct Distance {
  double greatest = 0;
  int markers = 0;
};

Distance distance_of(const Picture& picture, const CropRect& crop) {
  Distance distance;
  for (const Point& marker : kMarkers) {
    const Point expected = shown(marker, crop);
    if (const auto found = centroid(picture, expected, kWidth / crop.w)) {
      ++distance.markers;
      distance.greatest =
          std::max(distance.greatest, std::hypot(found->x - expected.x, found->y - expected.y));
    }
  }
  return distance;
}

TEST(DecodedMarker, IsWhereTheMetaSays) {
  TestPipeline pipeline(
      "videotestsrc pattern=black num-buffers=90 ! video/x-raw,format=I420,width=960,height=540,"
      "framerate=30/1 ! identity name=draw ! virtualptz name=camera mode=manual zoom=1.2 "
      "! video/x-raw,width=640,height=360 ! identity name=cut ! x264enc pass=quant quantizer=0 "
      "speed-preset=ultrafast ! avdec_h264 ! appsink name=out sync=false");
  Said said;
  const ElementHandle draw = pipeline.element("draw");
  const PadHandle drawn(gst_element_get_static_pad(draw.get(), "src"));
  gst_pad_add_probe(drawn.get(), GST_PAD_PROBE_TYPE_BUFFER, draw_markers, nullptr, nullptr);
  const ElementHandle cut = pipeline.element("cut");
  const PadHandle seen(gst_element_get_static_pad(cut.get(), "src"));
  gst_pad_add_probe(seen.get(), GST_PAD_PROBE_TYPE_BUFFER, note_crop, &said, nullptr);
  const ElementHandle camera = pipeline.element("camera");
  send(camera.get(),
       gst_structure_new(kPtzMoveEvent, "command", G_TYPE_UINT64, guint64{0}, "x", G_TYPE_DOUBLE,
                         0.05, "y", G_TYPE_DOUBLE, -0.03, "zoom", G_TYPE_DOUBLE, 0.2, "timeout",
                         G_TYPE_DOUBLE, 10.0, nullptr));

  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 90U) << pipeline.error();
  int moving = 0;
  int markers = 0;
  double greatest = 0;
  std::optional<CropRect> before;
  for (const auto& sample : samples) {
    const Picture picture(sample.get());
    const CropRect crop = said.crops.at(
        gst_segment_to_running_time(gst_sample_get_segment(sample.get()), GST_FORMAT_TIME,
                                    GST_BUFFER_PTS(gst_sample_get_buffer(sample.get()))));
    const Distance distance = distance_of(picture, crop);
    greatest = std::max(greatest, distance.greatest);
    markers += distance.markers;
    if (before && std::abs(before->x - crop.x) > 0.3) {
      ++moving;
      // The neighbour's meta would be found out.
      EXPECT_GT(distance_of(picture, *before).greatest, 2 * kTolerance);
    }
    before = crop;
  }
  std::printf("markers: %d in 90 frames, %d frames moving, at most %.3f px from their metas\n",
              markers, moving, greatest);
  EXPECT_LE(greatest, kTolerance);
  EXPECT_GT(moving, 60);
  EXPECT_GT(markers, 180);
}

}  // namespace
}  // namespace gimbal
