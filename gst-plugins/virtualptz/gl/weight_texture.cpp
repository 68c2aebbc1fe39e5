#include "gst-plugins/virtualptz/gl/weight_texture.hpp"

#include "gst-plugins/virtualptz/filter.h"

namespace gimbal {

void WeightTexture::start(const GstGLFuncs* gl) {
  gl_ = gl;
  gl_->GenTextures(1, &texture_);
  gl_->BindTexture(GL_TEXTURE_2D, texture_);
  // A texture whose filters want levels that are not there reads as nothing.
  gl_->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  gl_->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  gl_->BindTexture(GL_TEXTURE_2D, 0);
}

void WeightTexture::stop() {
  if (gl_ != nullptr) {
    gl_->DeleteTextures(1, &texture_);
  }
  *this = {};
}

void WeightTexture::update(const AxisMap& map, ResampleMethod method, int begin, int count) {
  const bool same = made_.map.origin == map.origin && made_.map.step == map.step &&
                    made_.method == method && made_.begin == begin && made_.count == count;
  if (same) {
    return;
  }
  made_ = {map, method, begin, count};
  weigh(made_);
  upload(count);
}

void WeightTexture::weigh(const Made& wanted) {
  const Filter filter = filter_for(wanted.method, wanted.map.step);
  taps_ = filter.taps;
  table_.resize(static_cast<std::size_t>(wanted.count) * static_cast<std::size_t>(taps_ + 1));
  for (int i = 0; i < wanted.count; ++i) {
    float* column = table_.data() + i;
    const int first =
        weigh_taps(filter, wanted.map.at(wanted.begin + i), column + wanted.count, wanted.count);
    *column = static_cast<float>(first);
  }
}

void WeightTexture::upload(int count) {
  gl_->BindTexture(GL_TEXTURE_2D, texture_);
  if (width_ != count || height_ != taps_ + 1) {
    width_ = count;
    height_ = taps_ + 1;
    gl_->TexImage2D(GL_TEXTURE_2D, 0, GL_R32F, width_, height_, 0, GL_RED, GL_FLOAT, table_.data());
  } else {
    gl_->TexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width_, height_, GL_RED, GL_FLOAT, table_.data());
  }
  gl_->BindTexture(GL_TEXTURE_2D, 0);
}

void WeightTexture::bind(unsigned unit) const {
  gl_->ActiveTexture(GL_TEXTURE0 + unit);
  gl_->BindTexture(GL_TEXTURE_2D, texture_);
}

}  // namespace gimbal
