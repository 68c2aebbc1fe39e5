// Pictures to resample: noise, something like nature, rings that alias.
#pragma once

#include "tests/resample/reference.hpp"

namespace gimbal::reference {

/// Values from 0 to `peak`, whole ones, each independent of its neighbours: the hardest there is.
Field noise(int width, int height, int channels, double peak = 255, unsigned seed = 1);

/// Detail at every size, less of it the finer (amplitude falls as 1 / frequency, as in
/// photographs), and a few hard edges. Whole values from 0 to `peak`.
Field natural(int width, int height, int channels, double peak = 255, unsigned seed = 1);

/// Slow waves, of use where positions are measured: no detail below `wavelength` samples.
Field waves(int width, int height, int channels, double wavelength, double peak = 255);

/// Rings, flat in the centre and just over two samples a wave at the nearer edges. Whole values.
Field zone_plate(int width, int height, double peak = 255);

}  // namespace gimbal::reference
