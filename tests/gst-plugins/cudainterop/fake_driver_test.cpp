// cudainterop in real pipelines with software OpenGL and a fake CUDA driver: the pictures, the
// order of calls, what is left alive, and the errors. What a GPU does is not tested here.
#include <dlfcn.h>
#include <gst/base/gstbasetransform.h>
#include <gst/cuda/gstcudabufferpool.h>
#include <gst/cuda/gstcudamemory.h>
#include <gst/cuda/gstcudautils.h>
#include <gst/gl/gl.h>
#include <gst/video/video.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "gst-plugins/support/handles.hpp"
#include "tests/gst-plugins/cudainterop/fake_cuda.hpp"
#include "tests/gst-plugins/cudainterop/reference.hpp"

namespace gimbal::cudainterop {
namespace {

using CudaContextHandle = GstObjectHandle<GstCudaContext>;

struct Nv12Picture {
  std::vector<std::uint8_t> luma;
  std::vector<std::uint8_t> chroma;
  int luma_stride;
  int chroma_stride;
  std::string colorimetry;
  bool has_roi;
  bool has_sync;
  GstCudaContext* context;  // to compare with
};

/// glsource ! cudainterop ! fakesink, watched on both sides of cudainterop.
class Pipeline {
 public:
  explicit Pipeline(const std::string& source, const std::string& after = "") {
    const std::string text =
        source + " ! cudainterop name=dut " + after + " ! fakesink name=sink async=false";
    pipeline_.reset(gst_parse_launch(text.c_str(), nullptr));
    gst_object_ref_sink(pipeline_.get());
    dut.reset(gst_bin_get_by_name(GST_BIN(pipeline_.get()), "dut"));
    watch("dut", "sink", GST_PAD_PROBE_TYPE_BUFFER, on_input);
    watch("sink", "sink", GST_PAD_PROBE_TYPE_BUFFER, on_output);
    watch(
        "sink", "sink",
        static_cast<GstPadProbeType>(GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM | GST_PAD_PROBE_TYPE_PUSH),
        on_query);
  }
  ~Pipeline() { gst_element_set_state(pipeline_.get(), GST_STATE_NULL); }
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  ElementHandle named(const char* name) const {
    return ElementHandle(gst_bin_get_by_name(GST_BIN(pipeline_.get()), name));
  }

  /// Plays to the end or to an error. The errors that cudainterop posted.
  std::vector<std::string> play() {
    gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
    const BusHandle bus(gst_element_get_bus(pipeline_.get()));
    const auto end = static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    MessageHandle message(gst_bus_timed_pop_filtered(bus.get(), 30 * GST_SECOND, end));
    EXPECT_TRUE(message) << "neither end nor error";
    std::vector<std::string> errors;
    for (; message; message.reset(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR))) {
      if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR) {
        GError* error = nullptr;
        gst_message_parse_error(message.get(), &error, nullptr);
        const ErrorHandle owned(error);
        if (GST_MESSAGE_SRC(message.get()) == GST_OBJECT_CAST(dut.get())) {
          errors.emplace_back(error->message);
        }
      }
    }
    return errors;
  }

  std::string text_property(const char* name) const {
    char* value = nullptr;
    g_object_get(dut.get(), name, &value, nullptr);
    return CharHandle(value).get();
  }

  ElementHandle dut;
  std::vector<RgbaPicture> inputs;
  std::vector<Nv12Picture> outputs;
  std::function<void(int frame)> before_frame;
  GstBufferPool* offered_pool = nullptr;  // what downstream answers to ALLOCATION

 private:
  void watch(const char* element, const char* pad_name, GstPadProbeType type,
             GstPadProbeCallback callback) {
    const ElementHandle owner(named(element));
    const PadHandle pad(gst_element_get_static_pad(owner.get(), pad_name));
    gst_pad_add_probe(pad.get(), type, callback, this, nullptr);
  }

  static GstPadProbeReturn on_input(GstPad* pad, GstPadProbeInfo* info, gpointer data) {
    auto* self = static_cast<Pipeline*>(data);
    if (self->before_frame) {
      self->before_frame(static_cast<int>(self->inputs.size()));
    }
    const CapsHandle caps(gst_pad_get_current_caps(pad));
    GstVideoInfo video;
    EXPECT_TRUE(gst_video_info_from_caps(&video, caps.get()));
    auto* buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
    info->data = buffer;
    GstVideoFrame frame;
    EXPECT_TRUE(gst_video_frame_map(&frame, &video, buffer, GST_MAP_READ));
    RgbaPicture picture{GST_VIDEO_INFO_WIDTH(&video), GST_VIDEO_INFO_HEIGHT(&video), {}};
    const auto* rows = static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0));
    for (int y = 0; y < picture.height; ++y) {
      const auto* row = rows + y * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0);
      picture.bytes.insert(picture.bytes.end(), row, row + picture.width * 4);
    }
    gst_video_frame_unmap(&frame);
    self->inputs.push_back(std::move(picture));
    gst_buffer_add_video_region_of_interest_meta(buffer, "ball", 1, 2, 3, 4);
    return GST_PAD_PROBE_OK;
  }

  static GstPadProbeReturn on_output(GstPad* pad, GstPadProbeInfo* info, gpointer data) {
    auto* self = static_cast<Pipeline*>(data);
    const CapsHandle caps(gst_pad_get_current_caps(pad));
    GstVideoInfo video;
    EXPECT_TRUE(gst_video_info_from_caps(&video, caps.get()));
    auto* buffer = GST_PAD_PROBE_INFO_BUFFER(info);
    auto* memory = gst_buffer_peek_memory(buffer, 0);
    EXPECT_TRUE(gst_is_cuda_memory(memory));
    GstVideoFrame frame;
    EXPECT_TRUE(gst_video_frame_map(&frame, &video, buffer, GST_MAP_READ));
    const CharHandle colorimetry(gst_video_colorimetry_to_string(&video.colorimetry));
    const auto plane = [&frame](guint index, int rows) {
      const auto* start =
          static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, index));
      return std::vector<std::uint8_t>(start,
                                       start + rows * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, index));
    };
    const int height = GST_VIDEO_INFO_HEIGHT(&video);
    self->outputs.push_back(
        {plane(0, height), plane(1, (height + 1) / 2), GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0),
         GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 1), colorimetry.get(),
         gst_buffer_get_video_region_of_interest_meta_id(buffer, 0) != nullptr ||
             gst_buffer_get_meta(buffer, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE) != nullptr,
         gst_buffer_get_gl_sync_meta(buffer) != nullptr, GST_CUDA_MEMORY_CAST(memory)->context});
    gst_video_frame_unmap(&frame);
    return GST_PAD_PROBE_OK;
  }

  static GstPadProbeReturn on_query(GstPad*, GstPadProbeInfo* info, gpointer data) {
    auto* self = static_cast<Pipeline*>(data);
    auto* query = GST_PAD_PROBE_INFO_QUERY(info);
    if (GST_QUERY_TYPE(query) != GST_QUERY_ALLOCATION || self->offered_pool == nullptr) {
      return GST_PAD_PROBE_OK;
    }
    gst_query_add_allocation_pool(query, self->offered_pool, 0, 0, 0);
    return GST_PAD_PROBE_HANDLED;
  }

  ElementHandle pipeline_;
};

class FakeDriver : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    gst_init(nullptr, nullptr);
    void* library = dlopen("libcuda.so.1", RTLD_NOW);
    ASSERT_NE(library, nullptr) << dlerror();
    const auto function = reinterpret_cast<FakeCudaFunction>(dlsym(library, kFakeCudaFunction));
    ASSERT_NE(function, nullptr) << "LD_LIBRARY_PATH does not lead to the fake driver";
    cuda = function();
  }
  void SetUp() override { cuda->reset_knobs(); }
  void TearDown() override {
    EXPECT_EQ(cuda->alive(), 0) << "contexts " << cuda->contexts << " modules " << cuda->modules
                                << " streams " << cuda->streams << " textures " << cuda->textures
                                << " registrations " << cuda->registrations << " mappings "
                                << cuda->mappings << " memory " << cuda->allocations << " pushed "
                                << cuda->pushed << " unsynchronised " << cuda->unsynchronised;
    EXPECT_EQ(cuda->fault, "");
  }

  static std::string source(int frames, int width, int height) {
    return "gltestsrc num-buffers=" + std::to_string(frames) +
           " pattern=smpte ! capsfilter name=filter "
           "caps=\"video/x-raw(memory:GLMemory),format=RGBA,width=" +
           std::to_string(width) + ",height=" + std::to_string(height) + ",framerate=30/1\"";
  }

  static FakeCuda* cuda;
};
FakeCuda* FakeDriver::cuda = nullptr;

void expect_right_pictures(const Pipeline& pipeline, bool bt709, bool full) {
  ASSERT_EQ(pipeline.inputs.size(), pipeline.outputs.size());
  for (std::size_t i = 0; i < pipeline.outputs.size(); ++i) {
    const Nv12Picture& out = pipeline.outputs[i];
    EXPECT_LE(worst_error(pipeline.inputs[i], bt709, full, out.luma.data(), out.luma_stride,
                          out.chroma.data(), out.chroma_stride),
              0.51);
    EXPECT_TRUE(out.has_roi);
    EXPECT_FALSE(out.has_sync);
  }
}

TEST_F(FakeDriver, FramesBecomeNv12) {
  const struct {
    int width;
    int height;
    std::string downstream;
    const char* colorimetry;
    bool bt709;
    bool full;
  } cases[] = {
      {1280, 720, "", "bt709", true, false},
      {321, 181, "", "bt601", false, false},
      {322, 180, "! video/x-raw(memory:CUDAMemory),colorimetry=1:3:5:1", "1:3:5:1", true, true},
  };
  for (const auto& one : cases) {
    Pipeline pipeline(source(5, one.width, one.height), one.downstream);
    EXPECT_EQ(pipeline.text_property("path"), "none");
    EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
    ASSERT_EQ(pipeline.outputs.size(), 5U);
    EXPECT_EQ(pipeline.outputs[0].colorimetry, one.colorimetry);
    expect_right_pictures(pipeline, one.bt709, one.full);
    EXPECT_EQ(pipeline.text_property("path"), "zero-copy");
    EXPECT_EQ(pipeline.text_property("cuda-device-name"), "Fake GPU A");
  }
}

TEST_F(FakeDriver, EachTextureIsRegisteredOnce) {
  Pipeline pipeline(source(60, 64, 48));
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  EXPECT_EQ(cuda->launches, 60);
  EXPECT_GE(cuda->all_registrations, 1);
  EXPECT_LE(cuda->all_registrations, 8) << "more than a pool has";
}

TEST_F(FakeDriver, ANewSizeUnregistersTheOldTextures) {
  Pipeline pipeline(source(12, 64, 48));
  std::vector<int> registered;
  const ElementHandle filter(pipeline.named("filter"));
  pipeline.before_frame = [&](int frame) {
    if (frame % 4 == 3) {
      const CapsHandle caps(gst_caps_new_simple(
          "video/x-raw", "format", G_TYPE_STRING, "RGBA", "width", G_TYPE_INT, 64 + 16 * frame,
          "height", G_TYPE_INT, 48, "framerate", GST_TYPE_FRACTION, 30, 1, nullptr));
      gst_caps_set_features_simple(caps.get(), gst_caps_features_new_single("memory:GLMemory"));
      g_object_set(filter.get(), "caps", caps.get(), nullptr);
    }
    registered.push_back(cuda->registrations);
  };
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  ASSERT_EQ(pipeline.inputs.size(), 12U);
  EXPECT_NE(pipeline.inputs.front().width, pipeline.inputs.back().width);
  expect_right_pictures(pipeline, false, false);
  EXPECT_LE(*std::max_element(registered.begin(), registered.end()), 8);
}

TEST_F(FakeDriver, RunsAgainAfterReady) {
  Pipeline pipeline(source(3, 64, 48));
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  auto* top = GST_ELEMENT(GST_OBJECT_PARENT(pipeline.dut.get()));
  gst_element_set_state(top, GST_STATE_READY);
  EXPECT_EQ(pipeline.text_property("path"), "none");
  EXPECT_EQ(pipeline.text_property("cuda-device-name"), "");
  g_object_set(pipeline.dut.get(), "cuda-device", 1, nullptr);
  cuda->gl_device = 1;
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  EXPECT_EQ(pipeline.outputs.size(), 6U);
  EXPECT_EQ(pipeline.text_property("cuda-device-name"), "Fake GPU B");
}

TEST_F(FakeDriver, EveryFailingCallIsOneErrorThatNamesIt) {
  for (const std::string call :
       {"cuModuleLoadData", "cuModuleGetFunction", "cuStreamCreate", "cuGraphicsGLRegisterImage",
        "cuGraphicsMapResources", "cuGraphicsSubResourceGetMappedArray", "cuTexObjectCreate",
        "cuLaunchKernel", "cuGraphicsUnmapResources", "cuStreamSynchronize",
        "cuTexObjectDestroy"}) {
    cuda->reset_knobs();
    cuda->failing_call = call;
    Pipeline pipeline(source(3, 64, 48));
    const auto errors = pipeline.play();
    ASSERT_EQ(errors.size(), 1U) << call;
    EXPECT_NE(errors[0].find(call + " failed: CUDA_ERROR_UNKNOWN (made to fail)"),
              std::string::npos)
        << errors[0];
    EXPECT_NE(errors[0].find("OpenGL on "), std::string::npos) << errors[0];
    EXPECT_NE(errors[0].find("CUDA device 0 (Fake GPU A)"), std::string::npos) << errors[0];
    EXPECT_TRUE(pipeline.outputs.empty()) << call;
  }
}

TEST_F(FakeDriver, OpenGlOnAnotherDeviceIsAnErrorThatNamesBoth) {
  cuda->gl_device = 1;
  Pipeline pipeline(source(3, 64, 48));
  const auto errors = pipeline.play();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_NE(errors[0].find("is CUDA device 1 (Fake GPU B), but CUDA works on CUDA device 0 (Fake "
                           "GPU A)"),
            std::string::npos)
      << errors[0];
}

TEST_F(FakeDriver, OpenGlOnNoCudaDeviceIsAnErrorThatNamesBoth) {
  cuda->gl_device = -1;
  Pipeline pipeline(source(3, 64, 48));
  const auto errors = pipeline.play();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_NE(errors[0].find("cannot share textures with CUDA device 0 (Fake GPU A): cuGLGetDevices"),
            std::string::npos)
      << errors[0];
}

TEST_F(FakeDriver, ReadySaysWhichDeviceIsMissing) {
  const struct {
    int devices;
    int init_result;
    int wanted;
    const char* text;
  } cases[] = {
      {0, 0, -1, "No NVIDIA GPU"},
      {0, 100, -1, "No NVIDIA GPU"},  // CUDA_ERROR_NO_DEVICE
      {1, 999, -1, "The NVIDIA driver does not start: cuInit failed: CUDA_ERROR_UNKNOWN"},
      {2, 0, 2, "There is no CUDA device 2: this machine has 2"},
  };
  for (const auto& one : cases) {
    cuda->devices = one.devices;
    cuda->init_result = one.init_result;
    Pipeline pipeline(source(1, 64, 48));
    g_object_set(pipeline.dut.get(), "cuda-device", one.wanted, nullptr);
    const auto errors = pipeline.play();
    ASSERT_EQ(errors.size(), 1U) << one.text;
    EXPECT_EQ(errors[0].find(one.text), 0U) << errors[0];
  }
}

TEST_F(FakeDriver, NoCudaContextIsAnError) {
  cuda->failing_call = "cuCtxCreate";
  Pipeline pipeline(source(1, 64, 48));
  const auto errors = pipeline.play();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].find("CUDA device 0 (Fake GPU A) cannot be used"), 0U) << errors[0];
}

TEST_F(FakeDriver, NoCudaMemoryIsAnError) {
  cuda->failing_call = "cuMemAllocPitch";
  Pipeline pipeline(source(1, 64, 48));
  const auto errors = pipeline.play();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].find("No CUDA memory for output frames on CUDA device 0 (Fake GPU A)"), 0U)
      << errors[0];
}

TEST_F(FakeDriver, TakesTheContextItIsGiven) {
  const CudaContextHandle given(gst_cuda_context_new(0));
  Pipeline pipeline(source(3, 64, 48));
  const ContextHandle context(gst_context_new_cuda_context(given.get()));
  gst_element_set_context(pipeline.dut.get(), context.get());
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  ASSERT_EQ(pipeline.outputs.size(), 3U);
  EXPECT_EQ(pipeline.outputs[0].context, given.get());
  EXPECT_EQ(cuda->contexts, 1);
}

TEST_F(FakeDriver, JoinsTheContextOfDownstreamsPool) {
  const CudaContextHandle theirs(gst_cuda_context_new(0));
  const GstObjectHandle<GstBufferPool> pool(gst_cuda_buffer_pool_new(theirs.get()));
  Pipeline pipeline(source(3, 64, 48));
  pipeline.offered_pool = pool.get();
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  ASSERT_EQ(pipeline.outputs.size(), 3U);
  EXPECT_EQ(pipeline.outputs[0].context, theirs.get());
}

TEST_F(FakeDriver, DownstreamOnAnotherDeviceIsAnErrorWhereTheUserSaidWhich) {
  const CudaContextHandle theirs(gst_cuda_context_new(1));
  const GstObjectHandle<GstBufferPool> pool(gst_cuda_buffer_pool_new(theirs.get()));
  Pipeline pipeline(source(3, 64, 48));
  g_object_set(pipeline.dut.get(), "cuda-device", 0, nullptr);
  pipeline.offered_pool = pool.get();
  const auto errors = pipeline.play();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].find("cuda-device asks for CUDA device 0 (Fake GPU A), but downstream works "
                           "on CUDA device 1 (Fake GPU B)"),
            0U)
      << errors[0];
}

TEST_F(FakeDriver, OtherColoursAreAnError) {
  Pipeline pipeline(source(1, 64, 48), "! video/x-raw(memory:CUDAMemory),colorimetry=bt2020");
  const auto errors = pipeline.play();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].find("cudainterop cannot make colorimetry bt2020"), 0U) << errors[0];
}

}  // namespace
}  // namespace gimbal::cudainterop
