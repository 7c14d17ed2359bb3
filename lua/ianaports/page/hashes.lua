-- What the content security policy allows: the page's script and style by their SHA-256
-- (CSP Level 3, section 2.3.1). `page_spec.lua` tells what they are to be.

return {
  script = "sha256-0lWqm7zyiihHy4MEPwk2t6T9NldZVscTqL+Y3RxbCwc=",
  style = "sha256-EXs0W3fX9F+Y2dII4IXXF82z1JlEkv3hnEQhFholPuU=",
}
