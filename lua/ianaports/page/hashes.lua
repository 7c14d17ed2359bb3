-- The script and the style that the content security policy allows, by their SHA-256 hashes
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones when a file has changed.

return {
  script = "sha256-vrKPFvLgW5Fj9T/8rZXUa3AJvksYo9/Ul8937NhvYNA=",
  style = "sha256-3CUj67zfrYxwN57h44jAZaKlSL+juU9ZiDfkHjONNyI=",
}
