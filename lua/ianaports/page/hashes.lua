-- What the content security policy allows: the page's script and style by their SHA-256
-- (CSP Level 3, section 2.3.1). `page_spec.lua` tells what they are to be.

return {
  script = "sha256-0lWqm7zyiihHy4MEPwk2t6T9NldZVscTqL+Y3RxbCwc=",
  style = "sha256-mCXeHlU0qs1h71W12WM05+GHYIssXIO4jKV7OhZfEeo=",
}
