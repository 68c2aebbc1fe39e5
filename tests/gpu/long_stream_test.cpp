// Streams that end in CUDA memory: each frame is hashed where it is.
#include <gst/cuda/gstcudamemory.h>

#include <set>

#include "gst-plugins/cudainterop/convert.h"
#include "tests/gpu/device_hash.hpp"
#include "tests/gpu/device_memory.hpp"
#include "tests/gpu/gpu_fixture.hpp"
#include "tests/gpu/noise_shader.hpp"
#include "tests/gpu/picture_hash.h"

namespace gimbal {
namespace {

/// Plays to the end and hashes every frame on the GPU. `after(n)` is called after the nth frame.
template <class Function>
std::vector<std::uint64_t> hash_frames(const TestPipeline& pipeline, const Function& after) {
  std::vector<std::uint64_t> hashes;
  std::unique_ptr<DeviceHash> device;
  while (const SampleHandle sample = pipeline.pull()) {
    GstBuffer* frame = gst_sample_get_buffer(sample.get());
    if (!device) {
      auto created = DeviceHash::create(
          reinterpret_cast<GstCudaMemory*>(gst_buffer_peek_memory(frame, 0))->context);
      EXPECT_TRUE(created) << created.error();
      if (!created) {
        break;
      }
      device = std::move(*created);
    }
    const auto hash = device->of(frame);
    EXPECT_TRUE(hash) << hash.error();
    if (!hash) {
      break;
    }
    hashes.push_back(*hash);
    after(hashes.size());
  }
  return hashes;
}

/// The hash of an NV12 sample, worked out in system memory.
std::uint64_t hash_of(GstSample* sample) {
  const Picture picture(sample);
  return hash_picture({picture.plane(0), picture.plane(1), picture.stride(0), picture.stride(1),
                       picture.width(), picture.height()});
}

TEST_F(Gpu, AStreamThatNeverLeavesTheGpuIsTheOneThatIsDownloaded) {
  const NoiseShader shader;
  for (const char* size : {"width=640,height=360", "width=641,height=359"}) {
    const std::string line =
        frames(30, size, "cuda-device=0 shader-file=" + shader.path()) + "cudainterop" + kToSink;
    TestPipeline staying(line);
    staying.play();
    const auto hashes = hash_frames(staying, [](std::size_t) {});
    TestPipeline downloaded(line);
    const auto samples = downloaded.run();
    ASSERT_EQ(hashes.size(), 30U) << staying.error();
    ASSERT_EQ(samples.size(), 30U) << downloaded.error();
    for (std::size_t i = 0; i < samples.size(); ++i) {
      EXPECT_EQ(hashes[i], hash_of(samples[i].get())) << size << " frame " << i;
    }
  }
}

TEST_F(Gpu, TenThousandFramesAreRightAndTakeNoMoreMemoryThanAHundred) {
  const NoiseShader shader;
  // Others may use the GPU, too; one frame in a hundred kept would be over twice that.
  constexpr std::size_t kOthers = std::size_t{64} << 20;
  std::vector<std::uint64_t> runs[2];
  for (auto& hashes : runs) {
    TestPipeline pipeline(
        frames(10'000, "width=1280,height=720", "cuda-device=0 shader-file=" + shader.path()) +
        "cudainterop" + kToSink + " max-buffers=2");
    std::size_t free_after_hundred = 0;
    pipeline.play();
    hashes = hash_frames(pipeline, [&](std::size_t count) {
      if (count == 100) {
        free_after_hundred = free_memory(driver, 0);
      }
    });
    ASSERT_EQ(hashes.size(), 10'000U) << pipeline.error();
    EXPECT_GE(free_memory(driver, 0) + kOthers, free_after_hundred);
  }
  // No two frames are alike, and each is the same again in another run.
  EXPECT_EQ(std::set<std::uint64_t>(runs[0].begin(), runs[0].end()).size(), 10'000U);
  EXPECT_EQ(runs[0], runs[1]);
}

}  // namespace
}  // namespace gimbal
