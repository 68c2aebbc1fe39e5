#include "launcher/push_pipeline.hpp"

#include <utility>

namespace gimbal {

namespace {

constexpr const char* kHealthMessage = "gimbal-tracking-health";
// A detector that speaks faster than records can be read waits.
constexpr guint64 kMostWaiting = 1 << 20;

/// Names of formats are the same on both sides.
void set_format(GstElement* sink, TrackingFormat format) {
  gst_util_set_object_arg(G_OBJECT(sink), "format", std::string(name_of(format)).c_str());
}

void set_up(GstElement* sink, const PushOptions& options, const std::string& job_id) {
  const DetectorOptions& detector = options.detector;
  g_object_set(sink, "runner-url", options.runner_url.c_str(), "job-id", job_id.c_str(), "api-key",
               options.api_key.c_str(), "api-key-file", options.api_key_file.c_str(), "interval",
               static_cast<guint64>(detector.interval.count()), "source", detector.source.c_str(),
               "width", detector.size.width, "height", detector.size.height, "camera",
               detector.camera.c_str(), nullptr);
  set_format(sink, detector.format);
  if (detector.frame_rate) {
    g_object_set(sink, "framerate", detector.frame_rate->numerator,
                 detector.frame_rate->denominator, nullptr);
  }
}

/// The text for the user of an error or a warning.
std::string text_of(GstMessage* message, void (*parse)(GstMessage*, GError**, gchar**)) {
  GError* raw_error = nullptr;
  parse(message, &raw_error, nullptr);
  const ErrorHandle error(raw_error);
  return error->message;
}

std::uint64_t count_of(GstElement* sink, const char* property) {
  guint64 count = 0;
  g_object_get(sink, property, &count, nullptr);
  return count;
}

}  // namespace

Result<std::unique_ptr<PushPipeline>> PushPipeline::start(const PushOptions& options,
                                                          const std::string& job_id,
                                                          Listener& listener) {
  GstElement* source = gst_element_factory_make("appsrc", nullptr);
  GstElement* sink = gst_element_factory_make("trackingsink", nullptr);
  if (source == nullptr || sink == nullptr) {
    const ElementHandle first(source);
    const ElementHandle second(sink);
    return Error{std::string("GStreamer has no element ") +
                 (source == nullptr ? "appsrc" : "trackingsink") +
                 ". Check GST_PLUGIN_PATH; `gimbal doctor` says what is missing."};
  }
  ElementHandle pipeline(gst_pipeline_new(nullptr));
  gst_bin_add_many(GST_BIN(pipeline.get()), source, sink, nullptr);
  gst_element_link(source, sink);
  g_object_set(source, "block", TRUE, "max-bytes", kMostWaiting, nullptr);
  set_up(sink, options, job_id);
  std::unique_ptr<PushPipeline> made(
      new PushPipeline(std::move(pipeline), ElementHandle(GST_ELEMENT(gst_object_ref(source))),
                       ElementHandle(GST_ELEMENT(gst_object_ref(sink))), listener));
  if (gst_element_set_state(made->pipeline_.get(), GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
    return Error{made->take_error()};
  }
  return made;
}

PushPipeline::PushPipeline(ElementHandle pipeline, ElementHandle source, ElementHandle sink,
                           Listener& listener)
    : pipeline_(std::move(pipeline)),
      source_(std::move(source)),
      sink_(std::move(sink)),
      bus_(gst_element_get_bus(pipeline_.get())),
      listener_(listener) {
  gst_bus_add_watch(bus_.get(), on_message, this);
}

PushPipeline::~PushPipeline() {
  gst_bus_remove_watch(bus_.get());
  gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
}

void PushPipeline::push(std::string_view text, bool whole) {
  GstBuffer* buffer = gst_buffer_new_memdup(text.data(), text.size());
  if (whole) {
    GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_MARKER);
  }
  gst_app_src_push_buffer(GST_APP_SRC(source_.get()), buffer);
}

void PushPipeline::end() {
  gst_app_src_end_of_stream(GST_APP_SRC(source_.get()));
}

PushPipeline::Counts PushPipeline::counts() const {
  return {count_of(sink_.get(), "pushed"), count_of(sink_.get(), "superseded"),
          count_of(sink_.get(), "failed"), count_of(sink_.get(), "records-refused")};
}

gboolean PushPipeline::on_message(GstBus*, GstMessage* message, gpointer data) {
  static_cast<PushPipeline*>(data)->handle(message);
  return G_SOURCE_CONTINUE;
}

void PushPipeline::handle(GstMessage* message) {
  switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_ERROR:
      listener_.on_push_failed(text_of(message, gst_message_parse_error));
      break;
    case GST_MESSAGE_WARNING:
      listener_.on_push_refused(text_of(message, gst_message_parse_warning));
      break;
    case GST_MESSAGE_EOS:
      listener_.on_push_end();
      break;
    case GST_MESSAGE_ELEMENT: {
      const GstStructure* fields = gst_message_get_structure(message);
      gboolean healthy = FALSE;
      if (gst_structure_has_name(fields, kHealthMessage) != FALSE &&
          gst_structure_get_boolean(fields, "healthy", &healthy) != FALSE) {
        listener_.on_push_health(healthy != FALSE, gst_structure_get_string(fields, "reason"));
      }
      break;
    }
    default:
      break;
  }
}

std::string PushPipeline::take_error() {
  const MessageHandle message(gst_bus_pop_filtered(bus_.get(), GST_MESSAGE_ERROR));
  return message ? text_of(message.get(), gst_message_parse_error) : "trackingsink does not start";
}

}  // namespace gimbal
