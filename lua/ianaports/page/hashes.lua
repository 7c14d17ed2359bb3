-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-6+QqVvbN6oufWgYAJ+SZ2eqUxG4x2uxV/0k/Z+iwR0E=",
  style = "sha256-nYtrGq8IL/bmQ/zyVfTqMPfYK+WPqsTjqrd8Alyhm60=",
}
