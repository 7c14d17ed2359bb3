-- The script and the style that the content security policy allows, by their SHA-256 hashes
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones when a file has changed.

return {
  script = "sha256-YCzh1zp9GR2+YZPcWbajjZfRJnZrFhqiIVVxcQKzfRg=",
  style = "sha256-Weq+k97vjM0xVhd5rRM2Bax9pH1xkGYPH3oapdyyeiA=",
}
