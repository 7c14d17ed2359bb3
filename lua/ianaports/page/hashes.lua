-- What the content security policy allows: the page's script and style by their SHA-256
-- (CSP Level 3, section 2.3.1). `html_spec.lua` tells what they are to be.

return {
  script = "sha256-oR5QDUZJ5URJiYhKl2MOhy207YtinNUJKVbGxoL3BB0=",
  style = "sha256-EXs0W3fX9F+Y2dII4IXXF82z1JlEkv3hnEQhFholPuU=",
}
