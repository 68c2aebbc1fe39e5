// Result<T>: a value, or one line of text that tells the user what to do.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace gimbal {

struct Error {
  std::string text;
};

template <class T>
class Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return std::holds_alternative<T>(state_); }
  T& operator*() { return std::get<T>(state_); }
  const T& operator*() const { return std::get<T>(state_); }
  T* operator->() { return &std::get<T>(state_); }
  const T* operator->() const { return &std::get<T>(state_); }
  const std::string& error() const { return std::get<Error>(state_).text; }

 private:
  std::variant<T, Error> state_;
};

}  // namespace gimbal
